// Queue of values, decisions and packs: domain.md 6.4, experience.md 2.6.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/run.ts';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { formatValuePack, parseValuePack } from '../../shared/normalise/value-pack.ts';
import { importFile, openTestEngine, view } from '../acceptance/support.ts';

const MODELS = 'provider,gpu_model,gpu_count,country\na,H100,10,Korea\nb,Geforce 40X90,30,DE\nc,H100 SXM5 80GB,5,Germany\nd,G2,1,DE\n';

let engine: Engine;
let folder: string;
let close: () => Promise<void>;
let dataset: Dataset;
beforeAll(async () => {
  ({ engine, folder, close } = await openTestEngine());
  writeFileSync(join(folder, 'models.csv'), MODELS);
  dataset = await importFile(engine, join(folder, 'models.csv'));
});
afterAll(() => close());

const queue = (states: ('unmapped' | 'partial' | 'aliased' | 'mapped')[] = ['unmapped', 'partial']) =>
  engine.client.values.queue({ dataset: dataset.id, states });

describe('the queue of values', () => {
  it('orders texts that are not read, or not read to the end, by the weight that they affect', async () => {
    const { weight, entries, counts } = await queue();
    expect(weight).toBe('gpu_count');
    expect(entries.map(({ kind, raw, state, rows, weight: affected }) => [kind, raw, state, rows, affected])).toEqual([
      ['gpu', 'Geforce 40X90', 'unmapped', 1, 30],
      ['gpu', 'H100', 'partial', 1, 10],
      ['country', 'Korea', 'unmapped', 1, 10],
      ['gpu', 'G2', 'unmapped', 1, 1],
    ]);
    expect(entries[1]).toMatchObject({ value: 'nvidia/h100-?-?', proposed: null });
    expect(entries[1]?.candidates).toContain('nvidia/h100-sxm-80');
    expect(entries[2]?.candidates).toEqual(expect.arrayContaining(['KP', 'KR']));
    expect(entries[2]?.share).toBeCloseTo(10 / 46, 12);
    expect(counts).toEqual({ unmapped: 3, partial: 1, aliased: 0, mapped: 3 });
    const countries = await engine.client.values.queue({ dataset: dataset.id, kind: 'country', states: ['mapped'] });
    expect(countries.entries.map(({ raw, value }) => [raw, value])).toEqual([
      ['DE', 'DE'],
      ['Germany', 'DE'],
    ]);
  });

  it('changes views at once with a decision, and back with undo', async () => {
    const before = await view(engine, dataset, 'gpu_model', 'gpu_count');
    expect(before.top.map(({ key }) => key)).toEqual(['nvidia/h100-sxm-80']);
    await engine.client.values.alias({ decisions: [{ kind: 'gpu', raw: 'Geforce 40X90', value: 'RTX 4090' }] });
    const after = await view(engine, dataset, 'gpu_model', 'gpu_count');
    expect(after.top.map(({ key, value }) => [key, value])).toEqual([
      ['nvidia/rtx4090-pcie-24', 30],
      ['nvidia/h100-sxm-80', 5],
    ]);
    expect((await queue(['aliased'])).entries).toMatchObject([{ raw: 'Geforce 40X90', value: 'nvidia/rtx4090-pcie-24', rule: 'alias' }]);
    const { entries } = await engine.client.history.list({ window: { start: 0, end: 1 } });
    expect(entries[0]?.label).toBe('Read "Geforce 40X90" as nvidia/rtx4090-pcie-24');
    await engine.client.history.undo();
    expect((await view(engine, dataset, 'gpu_model', 'gpu_count')).top).toEqual(before.top);
    await engine.client.history.redo();
    expect((await view(engine, dataset, 'gpu_model', 'gpu_count')).top).toEqual(after.top);
  });

  it('sets a text aside as no value, and forgets a decision', async () => {
    await engine.client.values.alias({ decisions: [{ kind: 'gpu', raw: 'G2', value: null }] });
    expect((await queue(['aliased'])).entries.map(({ raw, value }) => [raw, value])).toContainEqual(['G2', null]);
    await engine.client.values.forget({ texts: [{ kind: 'gpu', raw: 'G2' }] });
    expect((await queue(['unmapped'])).entries.map(({ raw }) => raw)).toContain('G2');
    const twice = engine.client.values.forget({ texts: [{ kind: 'gpu', raw: 'G2' }] });
    expect(errorValueOfCall(await twice.catch((error: unknown) => error))?.code).toBe('no-value-decision');
  });

  it('refuses what is no value of its kind, with an example', async () => {
    const call = engine.client.values.alias({ decisions: [{ kind: 'country', raw: 'Korea', value: 'Atlantis' }] });
    expect(errorValueOfCall(await call.catch((error: unknown) => error))).toMatchObject({
      code: 'value-not-canonical',
      advice: 'Write a code of two letters, such as DE.',
    });
  });

  it('searches the reference tables', async () => {
    const found = await engine.client.values.reference({ kind: 'gpu', search: 'h100 nvl' });
    expect(found.map(({ value }) => value)).toContain('nvidia/h100-nvl-94');
    expect((await engine.client.values.reference({ kind: 'country', search: 'korea' })).map(({ value }) => value).sort()).toEqual([
      'KP',
      'KR',
    ]);
  });
});

describe('packs of values', () => {
  it('takes the decisions of one case into another, shows conflicts first, and is one step of undo', async () => {
    const { text, entries, ref } = await engine.client.values.exportPack();
    expect(entries).toBe(1);
    expect(readFileSync(engine.files.path(ref), 'utf8')).toBe(text);
    expect(parseValuePack(text, 'pack.json')).toEqual([{ kind: 'gpu', raw: 'Geforce 40X90', value: 'nvidia/rtx4090-pcie-24' }]);
    const pack = formatValuePack([
      { kind: 'gpu', raw: 'Geforce 40X90', value: 'nvidia/rtx3090-pcie-24' },
      { kind: 'country', raw: 'Korea', value: 'KR' },
      { kind: 'country', raw: 'Nowhere', value: 'Atlantis' },
    ]);
    const preview = await engine.client.values.previewPack({ text: pack });
    expect(preview.map(({ raw, state, current }) => [raw, state, current])).toEqual([
      ['Korea', 'new', null],
      ['Nowhere', 'invalid', null],
      ['Geforce 40X90', 'conflict', 'nvidia/rtx4090-pcie-24'],
    ]);
    expect(await engine.client.values.importPack({ text: pack })).toEqual({ taken: 1, kept: 1, invalid: 1 });
    const others = [{ kind: 'country' as const, raw: 'Geforce 40X90' }];
    expect(await engine.client.values.importPack({ text: pack, replace: others })).toEqual({ taken: 0, kept: 2, invalid: 1 });
    expect(await engine.client.values.importPack({ text: pack, replace: [{ kind: 'gpu', raw: 'Geforce 40X90' }] })).toEqual({
      taken: 1,
      kept: 1,
      invalid: 1,
    });
    await engine.client.history.undo();
    expect(await engine.client.values.importPack({ text: pack, replace: true })).toEqual({ taken: 1, kept: 1, invalid: 1 });
    await engine.client.history.undo();
    expect((await queue(['aliased'])).entries.find(({ kind }) => kind === 'gpu')?.value).toBe('nvidia/rtx4090-pcie-24');
  });

  it('says what is wrong in a file that is no pack', async () => {
    const call = engine.client.values.previewPack({ text: '{"format": "other"}', fileName: 'x.json' });
    expect(errorValueOfCall(await call.catch((error: unknown) => error))).toMatchObject({
      code: 'value-pack-invalid',
      message: expect.stringContaining('x.json'),
    });
  });
});

describe('values on the command line', () => {
  async function chokepoint(...args: string[]) {
    let out = '';
    let err = '';
    const code = await run(args, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  }

  it('lists, decides, exports and imports', async () => {
    const path = join(folder, 'cli.chokepoint');
    await chokepoint('import', join(folder, 'models.csv'), '--case', path);
    const listed = JSON.parse((await chokepoint('values', '--case', path, '--kind', 'gpu', '--json')).out);
    expect(listed.entries[0]).toMatchObject({ raw: 'Geforce 40X90', state: 'unmapped' });
    expect((await chokepoint('values', 'alias', 'G2', '--none', '--kind', 'gpu', '--case', path)).out).toBe('"G2" is no value\n');
    const file = join(folder, 'pack.json');
    expect((await chokepoint('values', 'export', file, '--case', path)).code).toBe(0);
    expect(existsSync(file) && parseValuePack(readFileSync(file, 'utf8'), file)).toEqual([{ kind: 'gpu', raw: 'G2', value: null }]);
    const taken = JSON.parse((await chokepoint('values', 'import', file, '--case', path, '--json')).out);
    expect(taken).toMatchObject({ taken: 0, kept: 1, invalid: 0 });
    expect((await chokepoint('values', '--case', path)).out).toContain('Geforce 40X90');
  });
});
