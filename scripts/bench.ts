// `npm run bench -- NAME`: runs bench/NAME.ts or bench/NAME/index.ts on the project's Node; without a name lists what there is.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, orExit, ROOT } from './build.ts';
import { runForeground } from './run.ts';

const [name, ...args] = process.argv.slice(2);
const file = name && [join(ROOT, 'bench', `${name}.ts`), join(ROOT, 'bench', name, 'index.ts')].find((path) => existsSync(path));
if (file) {
  orExit(() => ensureBuilt());
  process.exitCode = await runForeground(process.execPath, ['--expose-gc', file, ...args], { cwd: ROOT });
} else {
  const names = existsSync(join(ROOT, 'bench')) ? readdirSync(join(ROOT, 'bench'), { withFileTypes: true }) : [];
  const benches = names
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
    .map((entry) => entry.name.replace(/\.ts$/, ''));
  process.stderr.write(`${name ? `There is no benchmark "${name}".` : 'Name a benchmark.'} There are: ${benches.join(', ') || 'none'}\n`);
  process.exitCode = 2;
}
