import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { listDatasets } from '../../electron/engine/store/catalogue.ts';
import { verifyLedger } from '../../electron/engine/store/ledger.ts';
import { readTable } from '../../electron/engine/store/read-table.ts';
import { readSource } from '../../electron/engine/store/sources.ts';
import { temporaryFolder } from './support.ts';

const CLI = fileURLToPath(new URL('../../electron/cli/index.ts', import.meta.url));
/** `npm run fuzz -- kill` asks for more */
const MOMENTS = Number(process.env.CHOKEPOINT_KILL_MOMENTS ?? 5);
const RECORDS = 600_000;
/** About 12 MB, so that a second thread reads. Every record has one GPU: the sum says how many of them are there. */
const LARGE = `provider,gpu_count\n${Array.from({ length: RECORDS }, (_, row) => `provider ${row % 997},1`).join('\n')}\n`;
const SHA256 = createHash('sha256').update(LARGE).digest('hex');

let folder: ReturnType<typeof temporaryFolder>;
/** milliseconds that the whole command takes here and now: the kills are spread over this time */
let whole = 0;

const importing = (casePath: string, file: string) =>
  spawn(process.execPath, [CLI, 'import', file, '--case', casePath], { stdio: ['ignore', 'ignore', 'pipe'] });

async function finished(casePath: string, file: string): Promise<void> {
  const child = importing(casePath, file);
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  const [code] = await once(child, 'exit');
  expect([code, said]).toEqual([0, '']);
}

beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(folder.path('large.csv'), LARGE);
  writeFileSync(folder.path('small.csv'), 'provider,gpu_count\nAcme,8\n');
  const start = performance.now();
  await finished(folder.path('whole.chokepoint'), folder.path('large.csv'));
  whole = performance.now() - start;
});
afterAll(() => folder.remove());

/** What is in the case after the kill: it opens, every page of it is sound, and each dataset is whole. */
function datasetsOf(path: string): string[] {
  const file = openCase(path, { mode: 'write' });
  try {
    expect(verifyLedger(file).intact).toBe(true);
    const datasets = listDatasets(file);
    for (const { id, name, rows, rejected, sourceId, columns } of datasets) {
      expect(readTable(file, id).rows).toBe(rows);
      if (name !== 'large') continue;
      expect([rows, rejected, columns.find((column) => column.name === 'gpu_count')?.sum]).toEqual([RECORDS, 0, String(RECORDS)]);
      const hash = createHash('sha256');
      for (const block of readSource(file, sourceId)) hash.update(block);
      expect(hash.digest('hex')).toBe(SHA256);
    }
    return datasets.map(({ name }) => name);
  } finally {
    file.close();
  }
}

function quickCheck(path: string): unknown {
  const database = new SqliteDatabase(path);
  try {
    return database.pragma('quick_check', { simple: true });
  } finally {
    database.close();
  }
}

describe('the command-line import, killed at a random moment', () => {
  it.each(Array.from({ length: MOMENTS }, (_, moment) => moment))(
    'leaves a sound case with the whole dataset or none of it (%i)',
    async (moment) => {
      const path = folder.path(`killed-${moment}.chokepoint`);
      await finished(path, folder.path('small.csv'));
      // one moment in each part of the time
      const delay = (whole * (moment + Math.random())) / MOMENTS;
      const child = importing(path, folder.path('large.csv'));
      const end = once(child, 'exit');
      await wait(delay);
      child.kill('SIGKILL');
      const [code, signal] = await end;
      const after = `killed after ${delay.toFixed(0)} of ${whole.toFixed(0)} ms`;
      expect(quickCheck(path), after).toBe('ok');
      const names = datasetsOf(path);
      // a command that said it was done has kept what it did
      expect(names, after).toEqual(
        signal === null && code === 0 ? ['small', 'large'] : names.length === 1 ? ['small'] : ['small', 'large'],
      );
      // and the case can be used as if nothing had happened
      if (names.length === 1) {
        await finished(path, folder.path('large.csv'));
        expect(datasetsOf(path)).toEqual(['small', 'large']);
      }
    },
  );

  it('that was to make a new case leaves a sound case or no case at all', async () => {
    const path = folder.path('new.chokepoint');
    const child = importing(path, folder.path('large.csv'));
    const end = once(child, 'exit');
    await wait(whole * Math.random());
    child.kill('SIGKILL');
    await end;
    if (existsSync(path)) {
      expect(quickCheck(path)).toBe('ok');
      expect([[], ['large']]).toContainEqual(datasetsOf(path));
    }
    rmSync(path, { force: true });
    expect(readFileSync(folder.path('large.csv')).length).toBe(LARGE.length);
  });
});
