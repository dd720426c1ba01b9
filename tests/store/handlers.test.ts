import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caseOperations } from '../../electron/engine/analysis/case-operations.ts';
import { columnValueOperations } from '../../electron/engine/analysis/column-values.ts';
import type { EngineContext } from '../../electron/engine/context.ts';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { CaseEvents } from '../../electron/engine/events.ts';
import { KeyRing } from '../../electron/engine/evidence/keys.ts';
import { FileRegistry } from '../../electron/engine/files.ts';
import { cases } from '../../electron/engine/handlers/cases.ts';
import { datasets } from '../../electron/engine/handlers/datasets.ts';
import { history } from '../../electron/engine/handlers/history.ts';
import type { Lane, OperationTable } from '../../electron/engine/lanes/protocol.ts';
import { createReaderState, readerStoreOperations } from '../../electron/engine/lanes/reader-store.ts';
import { createWriterState, writerStoreOperations } from '../../electron/engine/lanes/writer-store.ts';
import { Session } from '../../electron/engine/session.ts';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { caseInfo } from '../../electron/engine/store/catalogue.ts';
import type { CaseChanged } from '../../shared/contract/app.ts';
import { closing, importSmall, silent, temporaryFolder } from './support.ts';

/** A lane without a thread: the same operations, called directly. */
function direct<State>(operations: OperationTable<State>, state: State): Lane<never> {
  return {
    call: async (name: string, input: unknown) => operations[name]?.(state, input, silent),
    close: async () => {},
  } as unknown as Lane<never>;
}

/** The handlers of cases, datasets and history over lanes in this thread, with a clock that stands. */
function engine() {
  const folder = temporaryFolder();
  const writing = createWriterState();
  const reading = createReaderState();
  const lanes = {
    writer: direct(writerStoreOperations, writing),
    reader: direct({ ...readerStoreOperations, ...caseOperations, ...columnValueOperations }, reading),
    compute: direct({}, null),
  };
  const session = new Session(lanes as never, folder, { end() {} } as never);
  const events = new CaseEvents();
  const heard: CaseChanged[] = [];
  events.changed = (revision, touched) => void heard.push({ type: 'case.changed', revision, touched });
  const files = new FileRegistry();
  const keys = new KeyRing('keys-that-are-not-there');
  const context: EngineContext = {
    session,
    files,
    events,
    keys,
    host: 'test',
    actor: 'Ada',
    now: () => '2026-03-01T10:00:00.000Z',
    log() {},
  };
  onTestFinished(async () => {
    reading.case?.close();
    writing.case?.close();
    await files.close();
  });
  const client = createRouterClient({ cases, datasets, history }, { context });
  const file = () => {
    if (!writing.case) throw new Error('no case');
    return writing.case;
  };
  return { client, folder, files, heard, file };
}

/** The error value that a call ends with. */
async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return errorValueOfCall(error);
}

describe('cases', () => {
  it('are made in the case folder, named after their title, and listed by opaque reference', async () => {
    const { client, folder, heard } = engine();
    expect(await client.cases.current()).toBeNull();
    const first = await client.cases.create({ title: 'Who runs it? A/B', question: 'Q' });
    expect(first).toMatchObject({ title: 'Who runs it? A/B', question: 'Q', sample: false, revision: 1, undo: null, redo: null });
    const second = await client.cases.create({ title: 'Who runs it? A/B' });
    expect(second.id).not.toBe(first.id);
    expect(second.fileName).toBe('Who runs it_ A-B 2.chokepoint');
    expect(await client.cases.current()).toEqual(second);
    const listed = await client.cases.list();
    expect(listed.map(({ fileName }) => fileName).sort()).toEqual(['Who runs it_ A-B 2.chokepoint', 'Who runs it_ A-B.chokepoint']);
    expect(JSON.stringify(listed)).not.toContain(folder);
    expect(heard.map(({ revision }) => revision)).toEqual([1, 1]);
  });

  it('are opened by reference; the one before is closed whole', async () => {
    const { client, folder } = engine();
    const first = await client.cases.create({ title: 'First' });
    await client.cases.create({ title: 'Second' });
    const ref = (await client.cases.list()).find(({ fileName }) => fileName === 'First.chokepoint')?.ref ?? '';
    expect(await client.cases.open({ ref })).toEqual(first);
    await client.cases.close();
    expect(await client.cases.current()).toBeNull();
    expect(readdirSync(folder).sort()).toEqual(['First.chokepoint', 'Second.chokepoint']);
  });

  it('that cannot be opened leave the open one open, and offer their newest backup', async () => {
    const { client, folder } = engine();
    await client.cases.create({ title: 'Broken' });
    await client.cases.close();
    const path = join(folder, 'Broken.chokepoint');
    writeFileSync(join(folder, 'Broken.backup-1.chokepoint'), readFileSync(path));
    writeFileSync(path, readFileSync(path).fill(0xab, 8192));
    await client.cases.create({ title: 'Good' });
    const listed = await client.cases.list();
    expect(listed.map(({ fileName }) => fileName).sort()).toEqual(['Broken.chokepoint', 'Good.chokepoint']);
    const ref = listed.find(({ fileName }) => fileName === 'Broken.chokepoint')?.ref ?? '';
    const error = await refusal(client.cases.open({ ref }));
    expect(error).toMatchObject({ code: 'case-damaged', details: { backup: 'Broken.backup-1.chokepoint' } });
    expect(await client.cases.current()).toMatchObject({ title: 'Good' });
    expect(await client.datasets.list()).toEqual([]);
    expect(await client.cases.open({ ref: String(error?.details.backupRef) })).toMatchObject({ title: 'Broken' });
  });

  it('that were uploaded are kept in the case folder; what cannot be opened leaves no copy there', async () => {
    const { client, folder, files } = engine();
    await client.cases.create({ title: 'Sent' });
    const bytes = readFileSync((await files.get((await client.cases.copy()).ref)).path);
    const upload = async (content: Uint8Array) =>
      (
        await files.receive(
          'Sent.chokepoint',
          (async function* () {
            yield content;
          })(),
        )
      ).ref;
    const opened = await client.cases.open({ ref: await upload(bytes) });
    expect(opened).toMatchObject({ title: 'Sent', fileName: 'Sent 2.chokepoint' });
    await client.cases.describe({ title: 'Sent and edited', question: '' });
    await files.close();
    const ref = (await client.cases.list()).find(({ fileName }) => fileName === 'Sent 2.chokepoint')?.ref ?? '';
    await client.cases.close();
    expect(await client.cases.open({ ref })).toMatchObject({ title: 'Sent and edited' });
    expect(await refusal(client.cases.open({ ref: await upload(Buffer.from('a letter')) }))).not.toMatchObject({ code: 'internal' });
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.chokepoint'))
        .sort(),
    ).toEqual(['Sent 2.chokepoint', 'Sent.chokepoint']);
  });

  it('are opened one after the other when two calls come at once', async () => {
    const { client } = engine();
    await Promise.all(['A', 'B', 'C'].map((title) => client.cases.create({ title })));
    expect(await client.cases.current()).toMatchObject({ title: 'C' });
    expect(await client.cases.describe({ title: 'Still C', question: '' })).toMatchObject({ fileName: 'C.chokepoint' });
    expect(await client.history.list({ window: { start: 0, end: 9 } })).toMatchObject({ total: 2 });
  });

  it('are described, and the change can be undone and made again', async () => {
    const { client, heard } = engine();
    await client.cases.create({ title: 'First' });
    expect(await client.cases.describe({ title: 'Renamed', question: 'Why?' })).toMatchObject({
      title: 'Renamed',
      question: 'Why?',
      revision: 2,
    });
    expect(await client.history.undo()).toMatchObject({ title: 'First', question: '', redo: 'Rename the case to "Renamed"' });
    expect(await client.history.redo()).toMatchObject({ title: 'Renamed', revision: 4 });
    expect(await client.cases.current()).toMatchObject({ title: 'Renamed', revision: 4 });
    expect(heard.slice(1)).toEqual([2, 3, 4].map((revision) => ({ type: 'case.changed', revision, touched: ['cases', 'history'] })));
    const { total, entries } = await client.history.list({ window: { start: 0, end: 1 } });
    expect([total, entries[0]?.actor, entries[0]?.undoes]).toEqual([4, 'Ada', 3]);
    expect(await client.history.verify()).toEqual({ entries: 4, intact: true, brokenAt: null });
  });

  it('are copied as a file to save', async () => {
    const { client, files } = engine();
    await client.cases.create({ title: 'First' });
    const { ref, fileName, bytes } = await client.cases.copy();
    expect([fileName, bytes]).toEqual(['First.chokepoint', await files.size(ref)]);
    expect(caseInfo(closing(openCase(files.path(ref), { mode: 'write' })))).toMatchObject({ title: 'First' });
  });

  it('answer in words when there is none', async () => {
    const { client } = engine();
    for (const call of [
      client.cases.describe({ title: 'x', question: '' }),
      client.cases.copy(),
      client.datasets.list(),
      client.history.undo(),
      client.history.list({ window: { start: 0, end: 10 } }),
    ]) {
      expect(await refusal(call)).toMatchObject({ code: 'no-case-open' });
    }
    expect(await refusal(client.cases.open({ ref: 'nosuchreference' }))).toMatchObject({ code: 'file-unknown' });
    expect(await client.cases.close()).toBeNull();
  });
});

describe('datasets', () => {
  it('are listed, described anew, excluded and brought back', async () => {
    const { client, file, heard } = engine();
    await client.cases.create({ title: 'First' });
    importSmall(file());
    expect(await client.datasets.describe({ dataset: 'D1', name: 'March', asOf: '2026-03-01' })).toMatchObject({
      id: 'D1',
      name: 'March',
      base: 'registered',
      asOf: '2026-03-01',
    });
    expect(await client.datasets.values({ dataset: 'D1', column: 'provider' })).toEqual({
      total: 2,
      values: [
        { value: 'Acme', rows: 2 },
        { value: 'Bolt', rows: 1 },
      ],
    });
    expect(await client.datasets.exclude({ dataset: 'D1' })).toBeNull();
    expect(heard.at(-1)?.touched).toContain('datasets');
    expect(await client.datasets.list()).toEqual([]);
    expect(await refusal(client.datasets.describe({ dataset: 'D1', name: 'x' }))).toMatchObject({ code: 'dataset-missing' });
    await client.history.undo();
    expect(await client.datasets.list()).toMatchObject([{ id: 'D1', name: 'March' }]);
  });
});
