// Runs before every npm script, in a new clone too: uses Node's own modules only, and says nothing when nothing is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findProgram } from './browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/** Output goes to standard error: standard output belongs to the command that follows. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  return !error && status === 0;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

/**
 * Whether the installed packages are those of the lock file. npm writes `node_modules/.package-lock.json` last, so an interrupted
 * installation counts as missing.
 *
 * @param root folder with package-lock.json
 */
export function installedAsLocked(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const present = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const required = Object.entries(wanted).filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional && !entry.peer);
  return (
    required.every(([path, { version }]) => present[path]?.version === version) &&
    Object.entries(present).every(([path, { version }]) => wanted[path] === undefined || wanted[path].version === version)
  );
}

/** Whether the Node that belongs to the project was unpacked for this machine. */
export function projectNodeIsThere(root) {
  const names = process.platform === 'win32' ? ['node.exe', 'node'] : ['node'];
  return names.some((name) => existsSync(join(root, 'node_modules', 'node', 'bin', name)));
}

function npm(args, cwd) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], { cwd });
  return run('npm', args, { cwd, shell: process.platform === 'win32' });
}

function installPackages(root) {
  if (!installedAsLocked(root)) {
    say('installing the locked packages (npm ci), about a minute the first time');
    if (!npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root)) {
      throw new Error(
        'npm ci failed, so nothing can run yet. Its message stands above; with a working network connection, run the same command again.',
      );
    }
  }
  if (!projectNodeIsThere(root)) {
    say("fetching the project's own Node");
    const folder = join(root, 'node_modules', 'node');
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (/^npm_(config_(local_)?prefix|package_|lifecycle_)/.test(name)) delete env[name];
    // the Node that fetches the project's own may be older than packages ask for; it never runs them
    env.npm_config_loglevel = 'error';
    run(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, env });
    if (!projectNodeIsThere(root)) {
      throw new Error(
        'The npm package `node` has no program for this machine, and the project needs Node 24. Run `npm ci` again with install scripts allowed for `node`.',
      );
    }
  }
}

/** Debian packages that the tests need and this machine does not have. */
function missingDebianPackages() {
  const missing = [];
  if (!findChromium()) missing.push('chromium');
  if (!findProgram('pdftotext')) missing.push('poppler-utils');
  if (!findProgram('qpdf')) missing.push('qpdf');
  return missing;
}

function installBrowser(root) {
  const missing = missingDebianPackages();
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && findProgram('apt-get');
  if (missing.length > 0 && mayInstall) {
    say(`installing ${missing.join(', ')} with apt-get for the tests`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-q'], { env });
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env });
  }
  if (!findChromium() && !process.env.CHROMIUM_PATH) {
    say('fetching Chromium with Playwright for the tests');
    run(process.execPath, [join(root, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']);
  }
  if (!findChromium()) {
    throw new Error(
      process.env.CHROMIUM_PATH
        ? `CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not there. Point it to a Chromium, or unset it.`
        : 'The tests need Chromium and none was found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to one.',
    );
  }
  if (missingDebianPackages().length > 0) {
    say(
      `not found: ${missingDebianPackages().join(', ')}. Tests that read PDFs with pdftotext or qpdf need them (Debian packages of these names).`,
    );
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    installPackages(ROOT);
    if (process.argv.includes('--browser')) installBrowser(ROOT);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
