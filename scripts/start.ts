// `npm start`: the workbench in Electron where its program is there, in the browser otherwise; `--demo OUT` without a window.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, orExit, ROOT } from './build.ts';
import { callerFolder, runForeground } from './run.ts';

/**
 * Electron's program, or the reason why it cannot be used. Looks only: importing `electron` in plain Node would start a download.
 *
 * @returns `{ program }` or `{ reason }`
 */
export function findElectron(
  root: string,
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform = process.platform,
  userId = process.getuid?.(),
): { program: string } | { reason: string } {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const pathFile = join(root, 'node_modules', 'electron', 'path.txt');
  const usual = platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : platform === 'win32' ? 'electron.exe' : 'electron';
  const program = join(folder, existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : usual);
  if (!existsSync(program)) return { reason: "Electron's program is not installed (`npm run desktop` fetches it)" };
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { reason: 'there is no display for a window' };
  if (platform === 'linux' && userId === 0) return { reason: 'Electron keeps its sandbox and so does not run as root' };
  return { program };
}

const distElectron = (name: string) => join(ROOT, 'dist', 'electron', name);

/** Runs what the arguments ask for and returns the exit code. */
async function start(args: readonly string[]): Promise<number> {
  orExit(() => ensureBuilt());
  const cwd = callerFolder();
  const demo = args.indexOf('--demo');
  if (demo >= 0) {
    const out = args[demo + 1] ?? 'demo';
    const others = [...args.slice(0, demo), ...args.slice(demo + 2)];
    return runForeground(process.execPath, [distElectron('cli.js'), 'demo', out, ...others], { cwd });
  }
  const electron = findElectron(ROOT, process.env);
  let why = 'reason' in electron ? electron.reason : '';
  if ('program' in electron) {
    const code = await runForeground(electron.program, [ROOT, ...args], { cwd });
    if (code !== 127) return code;
    why = `${electron.program} could not be started`;
  }
  process.stdout.write(`No desktop window: ${why}. Serving the same workbench to the browser.\n`);
  return runForeground(process.execPath, [distElectron('serve.js'), ...args], { cwd });
}

if (import.meta.main) process.exitCode = await start(process.argv.slice(2));
