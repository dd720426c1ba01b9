import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNodeList } from './generate.ts';
import { duckImport, shellImport } from './peers.ts';

/**
 * Import of 1e6 rows x 9 columns into a durable case, beside the sqlite3 shell's `.import` and DuckDB's typed CREATE TABLE AS.
 * The ways take turns, every other round in reverse; ratios are medians of paired runs, with the smallest and the largest. No way
 * pays for the start of its process. Arguments: rows (1000000), rounds (5).
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));
const csv = join(folder, 'nodes.csv');
const child = fileURLToPath(new URL('./chokepoint.ts', import.meta.url));

type Run = { milliseconds: number; rows: number };
type OwnRun = Run & { rejected: number; types: string[]; peakMegabytes: number };

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function report(name: string, own: OwnRun[], peer: (Run | null)[]): void {
  const pairs = peer.flatMap((run, index) => (run ? [{ run, own: own[index] as OwnRun }] : []));
  if (pairs.length === 0) {
    console.log(`  ${name}: not installed here`);
    return;
  }
  const rate = median(pairs.map(({ run }) => run.rows / run.milliseconds));
  const ratios = pairs.map((pair) => pair.run.milliseconds / pair.own.milliseconds);
  const [middle, least, most] = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  console.log(`  ${name}: ${rate.toFixed(0)} krows/s; Chokepoint is ${middle} x as fast (${least} to ${most})`);
}

try {
  writeNodeList(csv, rows, 20_261_122);
  const own: OwnRun[] = [];
  const shell: (Run | null)[] = [];
  const duck: (Run | null)[] = [];
  for (let round = 0; round < rounds; round++) {
    const turns = [
      () => void own.push(JSON.parse(execFileSync(process.execPath, [child, csv, join(folder, 'bench.chokepoint')]).toString()) as OwnRun),
      () => void shell.push(shellImport(csv, join(folder, 'shell.sqlite'))),
      async () => void duck.push(await duckImport(csv, join(folder, 'bench.duckdb'))),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  for (const run of [...own, ...shell, ...duck])
    if (run && run.rows !== rows) throw new Error(`a run imported ${run.rows} of ${rows} rows`);
  console.log(`import: ${rows} rows x 9 columns, ${(statSync(csv).size / 1e6).toFixed(0)} MB, ${rounds} rounds`);
  console.log(
    `  Chokepoint: ${median(own.map((run) => run.rows / run.milliseconds)).toFixed(0)} krows/s, peak memory ${Math.max(...own.map((run) => run.peakMegabytes)).toFixed(0)} MB`,
  );
  report('sqlite3 shell .import', own, shell);
  report('DuckDB typed CTAS', own, duck);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
