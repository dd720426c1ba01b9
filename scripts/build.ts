import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['shared', 'electron', 'renderer', 'resources', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/** SHA-256 over names and contents of everything that a build depends on. */
export function sourceStamp(root = ROOT): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(`${path.slice(root.length)}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}

function stampFile(root: string): string {
  return join(root, 'dist', '.sources.sha256');
}

/** Whether dist/ was built from exactly these sources. */
export function isBuilt(root = ROOT): boolean {
  const path = stampFile(root);
  return existsSync(path) && readFileSync(path, 'utf8') === sourceStamp(root);
}

/**
 * Builds every bundle with Vite unless dist/ is current. The builder's words go to standard error.
 *
 * @throws Error when the build fails
 */
export function ensureBuilt(root = ROOT, always = false): void {
  if (!always && isBuilt(root)) return;
  const stamp = sourceStamp(root);
  process.stderr.write('build: vite build --app\n');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The build failed; the message of the builder stands above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile(root), stamp);
}

/** Ends the process with the reason when something must work before the script can go on. */
export function orExit(step: () => void): void {
  try {
    step();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

if (import.meta.main) {
  orExit(() => ensureBuilt(ROOT, !process.argv.includes('--if-stale')));
}
