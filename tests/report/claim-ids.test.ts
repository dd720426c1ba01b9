// Ids of claims bear the number that the case gave their view, test, comparison or dataset when it was made: never that of a place in the report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Engine } from '../../electron/engine/index.ts';
import type { CompareSpec } from '../../shared/case/compare.ts';
import { layoutOf, type ReportLayout } from '../../shared/case/report.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { bundleFiles, zipped } from '../evidence/small-bundle.ts';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let engine: Engine;
let dataset: string;
beforeEach(async () => {
  opened = await openTestEngine();
  ({ engine } = opened);
  const path = join(opened.folder, 'nodes.csv');
  // by provider 50, 30 and 20 of 100: HHI 3,800; by country 80 and 20: 6,800; by operator all: 10,000
  writeFileSync(path, 'provider,operator,country,gpu_count\na,x,DE,50\nb,x,DE,30\nc,x,FI,20\n');
  dataset = (await importFile(engine, path, { name: 'Nodes' })).id;
});
afterEach(() => opened.close());

const save = (by: string) => engine.client.views.save({ name: `by ${by}`, spec: { dataset, by, weight: 'gpu_count' } });
const saveThree = async () => {
  for (const by of ['operator', 'provider', 'country']) await save(by);
};
const claims = async (): Promise<readonly Claim[]> => (await resultOf(await engine.client.report.claims())).claims;
const hhis = async () => (await claims()).filter(({ id }) => id.endsWith('.hhi')).map(({ id, display }) => [id, display]);
const set = (layout: Partial<ReportLayout>) => engine.client.report.setLayout({ layout: { ...layoutOf('full'), ...layout } });
const problems = async () =>
  (await resultOf(await engine.client.report.lint())).problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
const OWN = 'HHI of GPUs by provider is 3,800 points.';

describe('claims of saved views', () => {
  it('keep their ids and the words of their author when a view before them is removed, and when that is undone', async () => {
    await saveThree();
    const all = [
      ['V1.hhi', '10,000'],
      ['V2.hhi', '3,800'],
      ['V3.hhi', '6,800'],
    ];
    expect(await hhis()).toEqual(all);
    await set({ findings: [{ claim: 'V2.hhi', text: OWN }] });
    expect(await problems()).toEqual([]);

    await engine.client.views.remove({ id: 'V1' });
    expect(await hhis()).toEqual(all.slice(1));
    expect(await problems()).toEqual([]);
    const files = await bundleFiles(engine);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['results/view-2-metrics.csv', 'results/figure-V2.csv']));
    expect([...files.keys()]).not.toContain('results/view-1-metrics.csv');
    const path = join(opened.folder, 'bundle.zip');
    writeFileSync(path, zipped(files));
    const verification = await resultOf(await engine.client.evidence.verify({ file: engine.files.adopt(path).ref }));
    expect(verification.status).toBe('match');
    expect(verification.claims.map(({ id }) => id)).toEqual(expect.arrayContaining(['V2.hhi', 'V3.hhi']));

    await engine.client.history.undo();
    expect(await hhis()).toEqual(all);
    expect(await problems()).toEqual([]);
  }, 120_000);

  it('keep them in another order', async () => {
    await saveThree();
    await set({ views: ['V3', 'V2'] });
    expect(await hhis()).toEqual([
      ['V3.hhi', '6,800'],
      ['V2.hhi', '3,800'],
    ]);
  });

  it('never get a number twice, and the same one back by redo', async () => {
    await saveThree();
    await engine.client.history.undo();
    expect((await hhis()).map(([id]) => id)).toEqual(['V1.hhi', 'V2.hhi']);
    await engine.client.history.redo();
    expect((await hhis()).map(([id]) => id)).toEqual(['V1.hhi', 'V2.hhi', 'V3.hhi']);
    await engine.client.views.remove({ id: 'V3' });
    expect((await save('country')).id).toBe('V4');
  });

  it('are others than those of the usual view, whose words wait once a view is saved', async () => {
    await set({ findings: [{ claim: 'VD1.hhi', text: 'HHI of GPUs by operator is 10,000 points.' }] });
    expect(await hhis()).toEqual([['VD1.hhi', '10,000']]);
    expect(await problems()).toEqual([]);
    await save('provider');
    expect(await hhis()).toEqual([['V1.hhi', '3,800']]);
    expect(await problems()).toEqual([expect.stringContaining('The claim VD1.hhi is gone')]);
  });
});

it('words of an author whose claim is gone stay in the layout, are told, and are printed under no other claim', async () => {
  await saveThree();
  await set({ findings: [{ claim: 'V2.hhi', text: OWN }] });
  await engine.client.views.remove({ id: 'V2' });
  expect((await engine.client.report.layout()).layout.findings).toEqual([{ claim: 'V2.hhi', text: OWN }]);
  expect(await problems()).toEqual([
    expect.stringMatching(/^The claim V2\.hhi is gone: .*, and "HHI of GPUs by provider is 3,800 points\."/),
  ]);
  const refused = await resultOf(await engine.client.report.export({ paper: 'a4' })).then(() => null, errorValueOfCall);
  expect(refused?.code).toBe('report-refused');
  await engine.client.history.undo();
  expect(await problems()).toEqual([]);
}, 60_000);

describe('comparisons', () => {
  const side = (by: string): CompareSpec['sides'][number] => ({
    ...{ dataset, by, weight: 'gpu_count', where: '', entities: 'confirmed', unknown: 'bounds', top: 20, split: '', columns: '', base: '' },
  });
  const comparison = (name: string, by: string) => ({
    name,
    spec: { sides: [side(by), { ...side(by), where: "country = 'DE'" }], steps: 'from-first' as const, anyway: true },
  });
  const numbers = async () => (await engine.client.report.layout()).layout.comparisons.map(({ id, name }) => [id, name]);

  it('get a number when they come into the report, which no other gets', async () => {
    await set({ comparisons: [comparison('one', 'provider'), comparison('two', 'country')] });
    expect(await numbers()).toEqual([
      ['X1', 'one'],
      ['X2', 'two'],
    ]);
    const { layout } = await engine.client.report.layout();
    await set({ comparisons: layout.comparisons.slice(1) });
    expect((await claims()).filter(({ id }) => id.startsWith('X')).map(({ id }) => id)).toEqual(['X2.hhi-change']);
    await set({ comparisons: [comparison('two', 'country'), comparison('three', 'operator')] });
    expect(await numbers()).toEqual([
      ['X2', 'two'],
      ['X3', 'three'],
    ]);
    for (let step = 0; step < 2; step++) await engine.client.history.undo();
    expect(await numbers()).toEqual([
      ['X1', 'one'],
      ['X2', 'two'],
    ]);
    for (let step = 0; step < 2; step++) await engine.client.history.redo();
    expect(await numbers()).toEqual([
      ['X2', 'two'],
      ['X3', 'three'],
    ]);
  }, 60_000);

  it('are refused with a number that the case never gave out, or gave to another of the same layout', async () => {
    const codeOf = (list: ReportLayout['comparisons']) => set({ comparisons: list }).then(() => null, errorValueOfCall);
    expect((await codeOf([{ ...comparison('one', 'provider'), id: 'X7' }]))?.code).toBe('comparison-missing');
    const twice = [comparison('one', 'provider'), comparison('two', 'country')].map((each) => ({ ...each, id: 'X1' }));
    expect((await codeOf(twice))?.code).toBe('comparison-twice');
  });
});
