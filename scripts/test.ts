// `npm test`: every gate in turn, all of them even when one fails; the last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './browser.mjs';
import { ROOT } from './build.ts';
import { countVitest } from './count.ts';

const bin = (...parts: string[]) => join(ROOT, 'node_modules', ...parts);
const vitestReport = bin('.cache', 'chokepoint', 'vitest.json');

/** Each gate is one check; the tests count one by one. */
const GATES: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types (tsc)', bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'],
  ['format, lint and layers (biome)', bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '--error-on-warnings', '.'],
  ['house rules', 'scripts/rules.ts'],
  ['docs/contract.md is current', 'scripts/contractDocs.ts', '--check'],
  ['THIRD-PARTY-NOTICES is current', 'scripts/notices.ts', '--check'],
  ['package-lock.json serves every system', 'scripts/completeLock.ts', '--check'],
  ['the compiled kernel is current', 'scripts/kernels.ts', '--check'],
  ['build (vite)', 'scripts/build.ts', '--if-stale'],
];

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status === 0;
}

let passed = 0;
let failed = 0;
for (const [name, ...command] of GATES) {
  process.stdout.write(`\n== ${name}\n`);
  const ok = run(command);
  process.stdout.write(ok ? 'passed\n' : 'FAILED\n');
  if (ok) passed += 1;
  else failed += 1;
}

process.stdout.write('\n== tests (vitest)\n');
rmSync(vitestReport, { force: true });
mkdirSync(bin('.cache', 'chokepoint'), { recursive: true });
// each engine of a test starts its threads from the sources: compiled once, they start in half of the time
const env = { ...process.env, CHROMIUM_PATH: findChromium() ?? '', NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compiled') };
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
const ok = run([bin('vitest', 'vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)], env);
const count = countVitest(existsSync(vitestReport) ? JSON.parse(readFileSync(vitestReport, 'utf8')) : null, ok);
passed += count.passed;
failed += count.failed;

if (count.skipped > 0) process.stdout.write(`\n${count.skipped} skipped (the reasons stand above)\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
