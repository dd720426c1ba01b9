import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

const JOB = 'import-job-1';
const SMALL = 'provider,gpu_count\nAcme,8\nBolt,16\n';
/** 400,000 records, about 7 MB: there are many moments at which it can be asked to stop. */
const LARGE = `provider,gpu_count\n${Array.from({ length: 400_000 }, (_, row) => `provider ${row % 97},${row % 9}`).join('\n')}\n`;

let folder: string;
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-import-unit-'));
  engine = createEngine({
    caseDirectory: folder,
    host: 'test',
    actor: 'tester',
    now: () => '2026-01-01T00:00:00.000Z',
    log: (message, error) => console.error(message, error),
  });
  await engine.client.cases.create({ title: 'Units' });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function requestOf(name: string, content: string) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const file = engine.files.adopt(path).ref;
  return { file, name, recipe: recipeOf(await engine.client.sources.preview({ file })) };
}

/** Last event of a job as the client sees it: its result, or the code of its error. */
async function endOf<Result>(
  stream: AsyncIterable<{ type: 'progress' } | { type: 'done'; result: Result }>,
  onProgress: () => void = () => {},
): Promise<{ result: Result } | { code: string | undefined; message: string | undefined }> {
  try {
    for await (const event of stream) {
      if (event.type === 'done') return { result: event.result };
      onProgress();
    }
  } catch (error) {
    const value = errorValueOfCall(error);
    return { code: value?.code, message: value?.message };
  }
  throw new Error('the job ended without a last event');
}

describe('an import that is asked to stop', () => {
  it('before its commit ends with "cancelled", and nothing of it is in the case', async () => {
    const { client } = engine;
    const job = await client.sources.import({ ...(await requestOf('large.csv', LARGE)), job: JOB });
    const end = await endOf(job, () => void client.app.cancel({ job: JOB }));
    expect(end).toMatchObject({ code: 'cancelled' });
    expect([await client.datasets.list(), await client.sources.list()]).toEqual([[], []]);
    expect(await client.app.cancel({ job: JOB })).toBe(false);
  });

  it('after its commit ends with the result, because the dataset is there', async () => {
    const { client, context } = engine;
    const { changed } = context.events;
    context.events.changed = (...event) => {
      // the writer has committed, the job has not said so yet
      expect(context.session.jobs.cancel(JOB)).toBe(true);
      changed.call(context.events, ...event);
    };
    const job = await client.sources.import({ ...(await requestOf('small.csv', SMALL)), job: JOB });
    expect(await endOf(job)).toMatchObject({ result: { dataset: { id: 'D1', rows: 2 } } });
    expect((await client.datasets.list()).map(({ id }) => id)).toEqual(['D1']);
  });

  it('is unknown under another name, and stops when its stream is left', async () => {
    const { client } = engine;
    expect(await client.app.cancel({ job: 'no-such-job' })).toBe(false);
    for await (const event of await client.sources.import(await requestOf('large.csv', LARGE))) if (event.type === 'progress') break;
    // the writer answers the next command only after it has let the import go
    await client.cases.describe({ title: 'Afterwards', question: '' });
    expect(await client.datasets.list()).toEqual([]);
  });
});

describe('several files that are imported together', () => {
  it('are all in the case, in their order', async () => {
    const { client } = engine;
    const files = [await requestOf('a.csv', SMALL), await requestOf('b.csv', `${SMALL}Cirrus,4\n`)];
    expect(await endOf(await client.sources.importAll({ files }))).toMatchObject({
      result: [{ dataset: { id: 'D1', rows: 2 } }, { dataset: { id: 'D2', rows: 3 } }],
    });
    expect((await client.history.verify()).intact).toBe(true);
  });

  it('are none of them in the case when a later one fails while it is read, and the message names that one', async () => {
    const { client } = engine;
    const files = [await requestOf('a.csv', SMALL), await requestOf('broken.csv', LARGE)];
    // the preview saw the beginning only: the end of the file is broken
    writeFileSync(join(folder, 'broken.csv'), `${LARGE}"never closed,1\n`);
    const end = await endOf(await client.sources.importAll({ files }));
    expect(end).toMatchObject({ code: 'quote-unclosed', message: expect.stringContaining('broken.csv') });
    expect(end).toMatchObject({ message: expect.stringContaining('none of them was imported') });
    expect([await client.datasets.list(), await client.sources.list()]).toEqual([[], []]);
    expect((await client.history.list({ window: { start: 0, end: 10 } })).entries.map(({ command }) => command)).toEqual(['case.create']);
  });
});

describe('a kept file', () => {
  it('comes back byte by byte, whatever its line ends and encoding are', async () => {
    const { client, files } = engine;
    const content = `provider,gpu_count\r\n"Ac""me",8\n\r\n${'Bölt,16\r\n'.repeat(200_000)}`;
    await endOf(await client.sources.import(await requestOf('mixed.csv', content)));
    const { ref, fileName, bytes, sha256 } = await client.sources.original({ source: 'S1' });
    const sent = Buffer.from(content);
    const back = readFileSync(files.path(ref));
    expect([fileName, bytes, sha256]).toEqual(['mixed.csv', sent.length, createHash('sha256').update(sent).digest('hex')]);
    expect(createHash('sha256').update(back).digest('hex')).toBe(sha256);
  });

  it('that the case does not have is refused', async () => {
    await expect(engine.client.sources.original({ source: 'S9' })).rejects.toSatisfy(
      (error) => errorValueOfCall(error)?.code === 'source-missing',
    );
  });
});
