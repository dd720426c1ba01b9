// Views on columns in memory beside DuckDB and SQLite: `npm run bench -- views [ROWS,ROWS,... ROUNDS]`. Described in bench/README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeView } from '../../electron/engine/analysis/view.ts';
import { selectedOf } from '../../electron/engine/analysis/view-base.ts';
import { wholeSpec } from '../../shared/case/view.ts';
import { groupBy } from '../../shared/columns/group.ts';
import { columnOf } from '../../shared/columns/select.ts';
import { columnsOf, datasetOf, WHERE } from './data.ts';
import { type Answer, duckdb, type Question, sqlite, type Way } from './peers.ts';

const sizes = (process.argv[2] ?? '1000000,10000000').split(',').map(Number);
const rounds = Number(process.argv[3] ?? 9);
/** Rounds before the first that counts: lanes live long, so compiled code and warm pages are their usual state, for every way. */
const WARM_UP = 20;
/** SQLite builds its index for minutes beyond this. */
const MOST_SQLITE_ROWS = 2_000_000;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function chokepoint(rows: number): Way {
  const table = columnsOf(rows);
  const dataset = datasetOf(rows);
  const spec = wholeSpec({ dataset: 'D1', by: 'provider', weight: 'gpu_count', where: WHERE, entities: 'none' });
  return {
    name: 'Chokepoint',
    ask(question): Answer {
      if (question === 'grouped') {
        const selected = selectedOf(table, dataset, spec).rows;
        const { units } = groupBy(columnOf(table, 'provider'), columnOf(table, 'gpu_count'), selected);
        return { groups: units.length, total: Number(units.reduce((sum, value) => sum + value, 0n)), hhi: null };
      }
      const { result } = computeView(table, dataset, spec, { column: null, entities: null, merged: 0 }, (row) => row + 1);
      return { groups: result.entities, total: Number(result.total), hhi: (result.metrics.hhi.stated ?? Number.NaN) / 10_000 };
    },
    close() {},
  };
}

type Cost = { wall: number; processor: number };

async function timed(way: Way, question: Question): Promise<{ cost: Cost; answer: Answer }> {
  const before = process.cpuUsage();
  const start = performance.now();
  const answer = await way.ask(question);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { cost: { wall, processor: (user + system) / 1000 }, answer };
}

function check(question: Question, own: Answer, other: Answer, name: string): void {
  const close = own.hhi === other.hhi || Math.abs((own.hhi as number) / (other.hhi as number) - 1) < 1e-12;
  if (own.groups !== other.groups || own.total !== other.total || !close)
    throw new Error(`${question}: ${JSON.stringify(own)} here, ${JSON.stringify(other)} of ${name}`);
}

async function compare(question: Question, title: string, ways: readonly Way[]): Promise<void> {
  const costs = ways.map((): Cost[] => []);
  for (let round = -WARM_UP; round < rounds; round++) {
    const order = round % 2 === 0 ? [...ways.keys()] : [...ways.keys()].reverse();
    const answers: Answer[] = [];
    for (const place of order) {
      const { cost, answer } = await timed(ways[place] as Way, question);
      answers[place] = answer;
      if (round >= 0) costs[place]?.push(cost);
    }
    ways.forEach(({ name }, place) => {
      check(question, answers[0] as Answer, answers[place] as Answer, name);
    });
  }
  const own = costs[0] as Cost[];
  for (const [place, { name }] of ways.entries()) {
    if (place === 0) continue;
    const ratios = (of: keyof Cost) => (costs[place] as Cost[]).map((cost, round) => cost[of] / (own[round] as Cost)[of]);
    const words = (of: keyof Cost) => {
      const found = ratios(of);
      return `${median(found).toFixed(1)} (${Math.min(...found).toFixed(1)} to ${Math.max(...found).toFixed(1)})`;
    };
    const milliseconds = `${median((costs[place] as Cost[]).map(({ processor }) => processor)).toFixed(1)} ms beside ${median(own.map(({ processor }) => processor)).toFixed(1)} ms`;
    console.log(`  ${title}, ${name}: takes ${words('processor')} x our processor time (${milliseconds}), ${words('wall')} x our time`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));
try {
  for (const rows of sizes) {
    const duck = await duckdb(rows);
    const ways = [
      chokepoint(rows),
      ...(duck ? [duck] : []),
      ...(rows <= MOST_SQLITE_ROWS ? [sqlite(rows, join(folder, 'bench.sqlite'))] : []),
    ];
    console.log(`${rows} records, 20,000 providers, ${rounds} rounds; medians of paired rounds${duck ? '' : '; no DuckDB here'}`);
    await compare('grouped', 'filter, group and sum', ways);
    await compare('whole', 'whole view with all metrics beside HHI alone', ways);
    for (const way of ways) way.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
