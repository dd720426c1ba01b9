// The command line: builds when needed, then hands over. Standard output belongs to the command alone.
import { join } from 'node:path';
import { ensureBuilt, orExit, ROOT } from './build.mjs';
import { runForeground } from './run.mjs';

orExit(() => ensureBuilt());
// npm runs scripts in the project's folder; paths of the person are relative to where they typed the command.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = await runForeground(process.execPath, [join(ROOT, 'dist', 'electron', 'cli.js'), ...process.argv.slice(2)], { cwd });
