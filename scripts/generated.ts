import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Writes a generated file; when the program runs with `--check`, compares instead and ends with exit code 1 on a difference.
 *
 * @param path file
 * @param text what it should hold
 * @param command what a person runs to bring it up to date
 */
export function writeOrCheck(path: string, text: string, command: string): void {
  const current = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (current === text) return;
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
    process.stdout.write(`wrote ${basename(path)}\n`);
    return;
  }
  process.stdout.write(`${basename(path)} is ${current === null ? 'missing' : 'not current'}: run \`${command}\` and commit the file\n`);
  process.exitCode = 1;
}
