// `node scripts/kernels.ts`: compiles the AssemblyScript kernels, each into the wasm.ts beside it; `--check` only says whether those are current.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build.ts';

type Kernel = {
  folder: string;
  /** begins with the file that is compiled */
  parts: readonly string[];
  options: string;
};

const KERNELS: readonly Kernel[] = [
  {
    folder: join('electron', 'engine', 'import', 'kernel'),
    parts: ['kernel.ts', 'dictionary.ts', 'objects.ts', 'records.ts', 'texts.ts'],
    options: '-O3 --noAssert --runtime minimal --importMemory --sharedMemory --maximumMemory 65536 --enable simd --enable threads',
  },
  {
    folder: join('shared', 'resilience', 'trials', 'kernel'),
    parts: ['kernel.ts'],
    options: '-O3 --noAssert --runtime stub --enable simd',
  },
];

/** SHA-256 over all that the compiled kernel depends on: its source, the options and the version of the compiler. */
export function kernelStamp(source: string, options: string, compilerVersion: string): string {
  return createHash('sha256').update(`${options}\n${compilerVersion}\n${source}`).digest('hex');
}

function compile({ folder, parts, options }: Kernel): Buffer {
  const target = mkdtempSync(join(tmpdir(), 'chokepoint-kernel-'));
  try {
    const wasm = join(target, 'kernel.wasm');
    const compiler = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const source = join(ROOT, folder, parts[0] as string);
    const { status } = spawnSync(process.execPath, [compiler, source, ...options.split(' '), '-o', wasm], { stdio: 'inherit' });
    if (status !== 0) throw new Error('The kernel does not compile; the message of the compiler stands above.');
    return readFileSync(wasm);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const kernel of KERNELS) {
    const { folder, parts, options } = kernel;
    const target = join(ROOT, folder, 'wasm.ts');
    const source = parts.map((part) => readFileSync(join(ROOT, folder, part), 'utf8')).join('');
    const stamp = kernelStamp(source, options, packageJson.devDependencies.assemblyscript);
    const current = existsSync(target) && readFileSync(target, 'utf8').includes(stamp);
    if (process.argv.includes('--check')) {
      if (current) continue;
      process.stderr.write(`${join(folder, 'wasm.ts')} does not belong to kernel.ts beside it: run \`node scripts/kernels.ts\`.\n`);
      process.exitCode = 1;
      continue;
    }
    if (current) continue;
    const lines =
      compile(kernel)
        .toString('base64')
        .match(/.{1,130}/g) ?? [];
    const text = lines.map((line) => `  '${line}',`).join('\n');
    writeFileSync(
      target,
      `// Made by scripts/kernels.ts from kernel.ts, stamp ${stamp}.\n\n/** The compiled kernel as Base64. */\nexport const WASM = [\n${text}\n].join('');\n`,
    );
  }
}
