import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Shape } from './shapes.ts';
import type { Cost } from './timed.ts';

/**
 * The sqlite3 shell's `.import` into a typed table on disk, default settings (rollback journal, synchronous=FULL).
 *
 * @returns times without those that the shell takes to start, its memory is not measured; `null` where there is no shell
 */
export function shellImport(csv: string, shape: Shape, database: string): (Cost & { rows: number }) | null {
  const remove = () => {
    for (const ending of ['', '-journal']) rmSync(`${database}${ending}`, { force: true });
  };
  const types = { text: 'TEXT', whole: 'INTEGER', number: 'REAL' };
  const columns = shape.columns.map(({ name, type }) => `${name} ${types[type]}`);
  const script = [`CREATE TABLE nodes (${columns.join(', ')});`, '.mode csv', `.import --skip 1 ${csv} nodes`, ''].join('\n');
  const run = (target: string, input: string) => {
    const start = performance.now();
    // the time of a child is told by the shell that waits for it
    const command = `TIMEFORMAT='%3U %3S'; time sqlite3 '${target}' 2>&1`;
    const said = execFileSync('bash', ['-c', `{ ${command} ; } 2>&1`], { input }).toString();
    const [user = 0, system = 0] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    return { milliseconds: performance.now() - start, processorMilliseconds: (user + system) * 1000 };
  };
  try {
    execFileSync('sqlite3', ['--version']);
  } catch {
    return null;
  }
  remove();
  const start = run(':memory:', '');
  const whole = run(database, script);
  const rows = Number(execFileSync('sqlite3', [database, 'SELECT count(*) FROM nodes']).toString());
  remove();
  return {
    milliseconds: whole.milliseconds - start.milliseconds,
    processorMilliseconds: whole.processorMilliseconds - start.processorMilliseconds,
    peakMegabytes: Number.NaN,
    rows,
  };
}
