import { randomBytes } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { CHUNK_ROWS } from '../../electron/engine/import/builders.ts';
import { Feeds } from '../../electron/engine/import/feed/feed.ts';
import type { PassResult, RowSink } from '../../electron/engine/import/pass.ts';
import { planImport } from '../../electron/engine/import/plan.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { type Besides, ReadThread } from '../../electron/engine/import/read-thread.ts';
import { type ReadJob, readRecords } from '../../electron/engine/import/reading.ts';
import { readSample } from '../../electron/engine/import/sample.ts';
import { unpackTexts } from '../../electron/engine/store/encoding.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { errorOf, IDLE, plain, TestCase } from './support.ts';

const test = new TestCase();
const thread = new ReadThread();
afterAll(() => {
  thread.close();
  test.close();
});

const nothing = () => {};
const idle: Besides = { blocks: 0, step: () => false, block: nothing };

function jobFor(path: string): ReadJob {
  const input = { path, fileName: path.split('/').at(-1) as string };
  const recipe = recipeOf(previewFile(path, input.fileName));
  return { input, dialect: recipe.dialect, columns: null, plan: planImport(recipe, readSample(input, recipe.dialect), input.fileName) };
}

/** All that `read` gives to the store, copied as the arrays are used again. */
function taken(read: (sink: RowSink) => PassResult) {
  const chunks: unknown[] = [];
  const rejects: unknown[] = [];
  const texts: unknown[] = [];
  const result = read({
    chunk: (chunk) => void chunks.push(plain(chunk)),
    rejects: (some) => void rejects.push(...some),
    texts: (column, some) => void texts.push(column, unpackTexts(some)),
  });
  return { chunks, rejects, texts, result: plain(result) };
}

/** The next thread that is started, once all that were started before are told of. */
async function nextThread(): Promise<{ started: Promise<Worker> }> {
  await new Promise((resolve) => setImmediate(resolve));
  return { started: new Promise((resolve) => process.once('worker', resolve)) };
}

/** Rows of five chunks, more than may wait for the store, with rejects, blanks and numbers of several scales. */
const path = test.write(
  'nodes.csv',
  `node_id,provider,gpu_count,price\n${Array.from({ length: 5 * CHUNK_ROWS }, (_, row) =>
    row % 50_000 === 7
      ? `n${row},short`
      : `n${row},p${row % 999},${row % 70_000 === 9 ? 'many' : row % 9},${row % 11 === 0 ? '' : `${row % 100}.${row % 1000}`}`,
  ).join('\n')}\n`,
);

describe('a thread that reads ahead', () => {
  it('gives the chunks, rejects and dictionaries that reading in place gives, job after job', () => {
    const job = jobFor(path);
    const here = taken((sink) => readRecords(job, sink, nothing));
    expect(here.chunks.length).toBe(5);
    expect(here.rejects.length).toBe(7 + 5);
    let blocks = 20;
    const progress: number[] = [];
    const meanwhile = () => blocks-- > 0;
    // as texts: two million numbers one by one take long
    const expected = JSON.stringify(here);
    const there = taken((sink) => thread.run(job, sink, { ...idle, step: meanwhile }, (done) => void progress.push(done)));
    expect(JSON.stringify(there) === expected).toBe(true);
    expect(blocks).toBeLessThan(0);
    expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
    expect(JSON.stringify(taken((sink) => thread.run(job, sink, idle, nothing))) === expected).toBe(true);
  });

  it('tells of columns that turn out not to be numeric', () => {
    const late = test.write('late.csv', `id,weight\n${'1,2\n'.repeat(6000)}1,heavy\n`);
    const { misfits } = thread.run(jobFor(late), { chunk: nothing, rejects: nothing, texts: nothing }, idle, nothing);
    expect(misfits).toEqual([{ column: 1, record: 6001, line: 6002, text: 'heavy' }]);
  });

  it('fails as reading in place fails', () => {
    const broken = test.write('broken.csv', `id,name\n${'1,a\n'.repeat(6000)}1,"open\n`);
    const job = jobFor(broken);
    const sink: RowSink = { chunk: nothing, rejects: nothing, texts: nothing };
    const failed = errorOf(() => thread.run(job, sink, idle, nothing));
    expect(failed).toMatchObject({ code: 'quote-unclosed', details: { line: 6002 } });
    expect(failed).toEqual(errorOf(() => readRecords(job, sink, nothing)));
  });

  it('says so when it dies while its owner waits, long before its patience ends', async () => {
    const { started } = await nextThread();
    const dying = new ReadThread({ patience: 10_000 });
    const worker = await started;
    const end = (done: number) => void (done > 0 && worker.terminate());
    const failed = errorOf(() => dying.run(jobFor(path), { chunk: nothing, rejects: nothing, texts: nothing }, idle, end));
    expect(failed).toMatchObject({ code: 'engine-part-ended', details: { part: 'reading', seen: 'ended' } });
    dying.close();
  });

  it('that unpacks says so too', async () => {
    const packed = test.write('large.csv.gz', gzipSync(randomBytes(12 << 20)));
    const { started } = await nextThread();
    const feeds = new Feeds();
    const feed = feeds.open({ kind: 'gzip', path: packed, fileName: 'large.csv.gz' }, 12 << 20);
    await (await started).terminate();
    const read = () => {
      while (feed.read(Buffer.alloc(1 << 16), 0, 1 << 16) > 0);
    };
    expect(errorOf(read)).toMatchObject({ code: 'engine-part-ended', details: { part: 'feeding' } });
    feeds.close();
  });

  it('says so when it was closed', () => {
    const dead = new ReadThread({ patience: 100 });
    dead.close();
    const failed = errorOf(() => dead.run(jobFor(path), { chunk: nothing, rejects: nothing, texts: nothing }, idle, nothing));
    expect(failed).toMatchObject({ code: 'engine-part-ended', details: { part: 'reading' } });
  });
});

describe('the import of a file that is large enough for the thread', () => {
  const large = test.write(
    'large.csv',
    `id,weight,label\n${Array.from({ length: 500_000 }, (_, row) => `${row},${row % 7}.5,label ${row % 5}`).join('\n')}\n500000,heavy,x\n`,
  );
  const tables = ['source', 'source_block', 'dataset', 'column_chunk', 'lineage_chunk', 'dictionary_chunk', 'reject', 'counter'];
  const rowsOf = () => tables.map((table) => test.file.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

  it.each(['read', 'read again', 'store'])('leaves nothing behind when it is cancelled at "%s"', (last) => {
    const before = rowsOf();
    let leave = false;
    const context = {
      ...IDLE,
      progress(phase: string) {
        if (phase === last) leave = true;
      },
      checkpoint() {
        if (leave) throw new Error('left');
      },
    };
    expect(() => test.import(large, {}, context)).toThrow('left');
    expect(rowsOf()).toEqual(before);
  });

  it('keeps the file once and every record once, also when a late cell makes it read the file again', () => {
    const { dataset, source, findings } = test.import(large);
    expect(dataset).toMatchObject({ id: 'D1', rows: 500_001, rejected: 0, sourceId: source.id });
    expect(dataset.columns.map(({ type, distinct }) => [type, distinct])).toEqual([
      ['number', 500_001],
      ['text', 8],
      ['text', 6],
    ]);
    expect(findings.map(({ code }) => code)).toContain('column-kept-as-text');
    expect(test.file.database.prepare('SELECT sum(rows) FROM lineage_chunk').pluck().get()).toBe(500_001);
    expect(test.file.database.prepare('SELECT sum(size) FROM source_block').pluck().get()).toBe(source.bytes);
  });
});
