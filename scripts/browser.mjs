import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FIXED = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const IN_PLAYWRIGHT = [
  ['chrome-linux64', 'chrome'],
  ['chrome-linux', 'chrome'],
  ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ['chrome-win64', 'chrome.exe'],
  ['chrome-win', 'chrome.exe'],
];

/** Path of a program on the search path, or `null`. */
export function findProgram(name, env = process.env) {
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const file of process.platform === 'win32' ? [`${name}.exe`] : [name]) {
      const path = join(folder, file);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder: the next one may have it.
      }
    }
  }
  return null;
}

function playwrightFolders(env) {
  if (env.PLAYWRIGHT_BROWSERS_PATH && env.PLAYWRIGHT_BROWSERS_PATH !== '0') return [env.PLAYWRIGHT_BROWSERS_PATH];
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  return [
    env.XDG_CACHE_HOME && join(env.XDG_CACHE_HOME, 'ms-playwright'),
    join(home, '.cache', 'ms-playwright'),
    join(home, 'Library', 'Caches', 'ms-playwright'),
    env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'ms-playwright'),
  ].filter(Boolean);
}

/**
 * Path of a Chromium for the tests: `CHROMIUM_PATH`, the search path, usual places, Playwright's own downloads (newest first).
 *
 * @param env environment variables
 * @param fixed absolute paths to try after the search path
 * @returns absolute path, or `null`
 */
export function findChromium(env = process.env, fixed = FIXED) {
  if (env.CHROMIUM_PATH) return existsSync(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : null;
  for (const command of COMMANDS) {
    const path = findProgram(command, env);
    if (path) return path;
  }
  const present = fixed.find((path) => existsSync(path));
  if (present) return present;
  for (const folder of playwrightFolders(env)) {
    if (!existsSync(folder)) continue;
    const versions = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
    versions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
    for (const version of versions) {
      const found = IN_PLAYWRIGHT.map((parts) => join(folder, version, ...parts)).find((path) => existsSync(path));
      if (found) return found;
    }
  }
  return null;
}
