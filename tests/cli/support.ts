import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../electron/cli/run.ts';

export type Ran = { code: number; out: string; err: string };

/** Runs a command line in this process. */
export async function chokepoint(...args: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

export function temporaryFolder(): { path: (name: string) => string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-cli-'));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
