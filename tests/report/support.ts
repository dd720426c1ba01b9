import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the program is on this machine; `npm test` installs poppler and qpdf where it can. */
export function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined || spawnSync(program, ['-v']).error === undefined;
}

/** Output of a program over a PDF that is written to a temporary file; `{}` in the arguments is its path, `{saved}` a file that is read back. */
export function over(pdf: Uint8Array, program: string, ...args: string[]): { text: string; status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-pdf-'));
  try {
    const path = join(folder, 'report.pdf');
    writeFileSync(path, pdf);
    const saved = join(folder, 'saved');
    const { stdout, stderr, status } = spawnSync(
      program,
      args.map((argument) => argument.replace('{}', path).replace('{saved}', saved)),
      { maxBuffer: 2 ** 28 },
    );
    return { text: existsSync(saved) ? readFileSync(saved, 'utf8') : stdout.toString('utf8') + stderr.toString('utf8'), status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
