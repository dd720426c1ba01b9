import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../../scripts/build.ts';
import { type Shape, shapeOf, writeFile } from './shapes.ts';
import { shellImport } from './shell.ts';
import type { Cost } from './timed.ts';

/**
 * Import into a durable case beside the sqlite3 shell's `.import` and DuckDB's typed CREATE TABLE AS. The ways take turns, every other
 * round in reverse; ratios are medians of paired runs, by wall time and by processor time. Arguments: rows (1000000), rounds (3).
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const SEED = 20_261_122;
const DUCKDB = fileURLToPath(new URL('./duckdb.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));

type Run = Cost & { rows: number };
type Way = { name: string; run: () => Run | null };

/** The program as it is delivered, one file and its threads' beside it: from source, most of the time is the loading of types. */
async function builtChild(): Promise<string> {
  const outDir = join(ROOT, 'dist', 'bench');
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: fileURLToPath(new URL('./chokepoint.ts', import.meta.url)),
      outDir,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: 'import.js', codeSplitting: false } },
    },
  });
  for (const thread of ['reading.js', 'feeding.js']) copyFileSync(join(ROOT, 'dist', 'electron', thread), join(outDir, thread));
  return join(outDir, 'import.js');
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const child = (script: string, ...args: string[]) => JSON.parse(execFileSync(process.execPath, [script, ...args]).toString()) as Run | null;

/** Runs the ways in turns; the first is ours. */
function compare(title: string, path: string, expected: number, ways: readonly Way[]): void {
  const runs = ways.map((): (Run | null)[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [...ways.keys()] : [...ways.keys()].reverse();
    for (const way of order) {
      const run = (ways[way] as Way).run();
      if (run && run.rows !== expected) throw new Error(`${ways[way]?.name} imported ${run.rows} of ${expected} rows`);
      runs[way]?.push(run);
    }
  }
  const own = runs[0] as Run[];
  console.log(`${title}: ${expected} rows, ${(statSync(path).size / 1e6).toFixed(0)} MB, ${rounds} rounds`);
  for (const [way, { name }] of ways.entries()) {
    const found = (runs[way] as (Run | null)[]).flatMap((run, round) => (run ? [{ run, own: own[round] as Run }] : []));
    if (found.length === 0) {
      console.log(`  ${name}: not here`);
      continue;
    }
    const of = (what: keyof Cost) => median(found.map(({ run }) => run[what]));
    const memory = Number.isNaN(of('peakMegabytes')) ? '' : `, peak ${of('peakMegabytes').toFixed(0)} MB`;
    const ratio = (what: keyof Cost) => {
      const ratios = found.map((pair) => pair.run[what] / pair.own[what]);
      return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
    };
    const rate = `${(expected / of('milliseconds')).toFixed(0)} krows/s, processor ${of('processorMilliseconds').toFixed(0)} ms${memory}`;
    const against =
      way === 0 ? '' : `; Chokepoint is ${ratio('milliseconds')} x as fast, by processor time ${ratio('processorMilliseconds')}`;
    const room =
      way === 0 || memory === ''
        ? ''
        : `, with ${(median(own.map((run) => run.peakMegabytes)) / of('peakMegabytes')).toFixed(2)} of the memory`;
    console.log(`  ${name}: ${rate}${against}${room}`);
  }
}

function duckdb(path: string, format: string, shape: Shape): Way {
  const database = join(folder, 'bench.duckdb');
  return { name: `DuckDB typed CTAS`, run: () => child(DUCKDB, path, format, shape.name, database) };
}

try {
  const own = await builtChild();
  const chokepoint = (path: string, fileName: string): Way => ({
    name: 'Chokepoint',
    run: () => child(own, path, fileName, join(folder, 'bench.chokepoint')),
  });
  for (const shape of [shapeOf('nodes'), shapeOf('inventory')]) {
    const csv = join(folder, `${shape.name}.csv`);
    writeFile(csv, 'csv', shape, rows, SEED);
    const shell: Way = { name: 'sqlite3 shell .import', run: () => shellImport(csv, shape, join(folder, 'shell.sqlite')) };
    compare(`CSV, ${shape.columns.length} columns`, csv, rows, [chokepoint(csv, 'nodes.csv'), shell, duckdb(csv, 'csv', shape)]);
    rmSync(csv);
  }
  const shape = shapeOf('nodes');
  const lines = join(folder, 'nodes.ndjson');
  writeFile(lines, 'ndjson', shape, rows, SEED);
  compare(`NDJSON, ${shape.columns.length} columns`, lines, rows, [chokepoint(lines, 'nodes.ndjson'), duckdb(lines, 'ndjson', shape)]);
  rmSync(lines);
  const [csv, parquet] = [join(folder, 'nodes.csv'), join(folder, 'nodes.parquet')];
  writeFile(csv, 'csv', shape, rows, SEED);
  if (child(DUCKDB, csv, 'to-parquet', shape.name, parquet) === null) console.log('Parquet: no DuckDB here, which would make the file');
  else compare('Parquet, 9 columns', parquet, rows, [chokepoint(parquet, 'nodes.parquet'), duckdb(parquet, 'parquet', shape)]);
  rmSync(csv);
  for (const name of ['anonymous', 'nodes']) {
    const peaks = [rows, rows * 5].map((count) => {
      const csv = join(folder, 'memory.csv');
      writeFile(csv, 'csv', shapeOf(name), count, SEED);
      return (child(own, csv, 'nodes.csv', join(folder, 'bench.chokepoint')) as Run).peakMegabytes;
    });
    const ids = name === 'nodes' ? 'with an id in each record, whose texts must be remembered' : 'without such an id';
    console.log(`Memory, ${ids}: ${rows} rows ${peaks[0]?.toFixed(0)} MB, ${rows * 5} rows ${peaks[1]?.toFixed(0)} MB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
