// `node scripts/kernels.ts`: compiles the AssemblyScript kernel into kernel/wasm.ts; `--check` only says whether that is current.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build.ts';

const FOLDER = join(ROOT, 'electron', 'engine', 'import', 'kernel');
const SOURCE = join(FOLDER, 'kernel.ts');
const PARTS = [SOURCE, ...['dictionary.ts', 'objects.ts', 'texts.ts'].map((part) => join(FOLDER, part))];
const TARGET = join(FOLDER, 'wasm.ts');
const OPTIONS = '-O3 --noAssert --runtime minimal --importMemory --sharedMemory --maximumMemory 65536 --enable simd --enable threads';

/** SHA-256 over all that the compiled kernel depends on: its source, the options and the version of the compiler. */
export function kernelStamp(source: string, compilerVersion: string): string {
  return createHash('sha256').update(`${OPTIONS}\n${compilerVersion}\n${source}`).digest('hex');
}

function compile(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-kernel-'));
  try {
    const wasm = join(folder, 'kernel.wasm');
    const compiler = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const { status } = spawnSync(process.execPath, [compiler, SOURCE, ...OPTIONS.split(' '), '-o', wasm], { stdio: 'inherit' });
    if (status !== 0) throw new Error('The kernel does not compile; the message of the compiler stands above.');
    return readFileSync(wasm);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const stamp = kernelStamp(PARTS.map((part) => readFileSync(part, 'utf8')).join(''), packageJson.devDependencies.assemblyscript);
  if (process.argv.includes('--check')) {
    const current = readFileSync(TARGET, 'utf8').includes(stamp);
    if (!current) process.stderr.write('kernel/wasm.ts does not belong to kernel/kernel.ts: run `node scripts/kernels.ts`.\n');
    process.exitCode = current ? 0 : 1;
  } else {
    const lines =
      compile()
        .toString('base64')
        .match(/.{1,130}/g) ?? [];
    const text = lines.map((line) => `  '${line}',`).join('\n');
    writeFileSync(
      TARGET,
      `// Made by scripts/kernels.ts from kernel.ts, stamp ${stamp}.\n\n/** The compiled kernel as Base64. */\nexport const WASM = [\n${text}\n].join('');\n`,
    );
  }
}
