// The command line: builds when needed, then hands over. Standard output belongs to the command alone.
import { join } from 'node:path';
import { ensureBuilt, orExit, ROOT } from './build.ts';
import { callerFolder, runForeground } from './run.ts';

orExit(() => ensureBuilt());
const cwd = callerFolder();
process.exitCode = await runForeground(process.execPath, [join(ROOT, 'dist', 'electron', 'cli.js'), ...process.argv.slice(2)], { cwd });
