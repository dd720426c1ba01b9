import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNodeList } from './generate.ts';
import { duckImport, shellImport } from './peers.ts';

/**
 * Import of 1e6 rows x 9 columns into a durable case, beside the sqlite3 shell's `.import` and DuckDB's typed CREATE TABLE AS.
 * The ways take turns; ratios are medians of paired runs. Arguments: rows (1000000), rounds (3).
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
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
  const ratio = median(pairs.map((pair) => pair.own.rows / pair.own.milliseconds / (pair.run.rows / pair.run.milliseconds)));
  console.log(`  ${name}: ${rate.toFixed(0)} krows/s; Chokepoint is ${ratio.toFixed(2)} x as fast`);
}

try {
  writeNodeList(csv, rows, 20_261_122);
  const own: OwnRun[] = [];
  const shell: (Run | null)[] = [];
  const duck: (Run | null)[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(JSON.parse(execFileSync(process.execPath, [child, csv, join(folder, 'bench.chokepoint')]).toString()) as OwnRun);
    shell.push(shellImport(csv, join(folder, 'shell.sqlite')));
    duck.push(await duckImport(csv, join(folder, 'bench.duckdb')));
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
