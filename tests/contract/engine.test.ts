import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Dataset } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

// Three providers with 64 + 16 + 16 = 96 GPUs; line 5 has a cell too few.
const providers = `provider,gpu_model,gpu_count,country
alpha,H100,64,US
beta,H100,16,DE
gamma,A100,16,FR
delta,H100
`;

/** 64 instances of one GPU: alpha can carry 64, beta and gamma 16 each. */
const portfolio = { classes: [{ name: 'single', gpus_per_node: 1, quantity: 64 }] };

async function resultOf<Result>(stream: Promise<AsyncIterable<{ type: 'progress' } | { type: 'done'; result: Result }>>): Promise<Result> {
  const events = [];
  for await (const event of await stream) events.push(event);
  const last = events.pop();
  expect(events.every(({ type }) => type === 'progress')).toBe(true);
  if (last?.type !== 'done') throw new Error('a job ends with done');
  return last.result;
}

/** The whole contract over an engine with its real threads, as the command line uses it. */
describe('the engine', () => {
  let folder: string;
  let engine: Engine;
  let dataset: Dataset;
  const bugs: unknown[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
    await writeFile(join(folder, 'providers.csv'), providers);
    let seconds = 0;
    engine = createEngine({
      caseDirectory: folder,
      host: 'test',
      actor: 'tester',
      now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)).toISOString(),
      log: (_message, error) => bugs.push(error),
    });
    await engine.client.cases.create({ title: 'Three providers' });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
    expect(bugs).toEqual([]);
  });

  it('says what runs here', async () => {
    const info = await engine.client.app.info();
    expect(info).toMatchObject({ version: packageJson.version, host: 'test', node: process.versions.node });
    expect(info.sqlite).toMatch(/^3\./);
  });

  it('previews a file and imports it; what cannot be read is kept with its reason', async () => {
    const { client, files } = engine;
    const file = files.adopt(join(folder, 'providers.csv')).ref;
    const preview = await client.sources.preview({ file });
    expect(preview.columns.map(({ header, field }) => [header, field])).toEqual([
      ['provider', 'provider'],
      ['gpu_model', 'gpu_model'],
      ['gpu_count', 'gpu_count'],
      ['country', 'country'],
    ]);
    const imported = await resultOf(client.sources.import({ file, name: 'Three', recipe: recipeOf(preview) }));
    dataset = imported.dataset;
    expect(dataset.rows).toBe(3);
    const { total, rows } = await client.sources.rejects({ dataset: dataset.id, window: { start: 0, end: 10 } });
    expect([total, rows[0]?.line]).toEqual([1, 5]);
    expect((await client.sources.list()).map(({ fileName }) => fileName)).toEqual(['providers.csv']);
  });

  it('tells of each command as an event until the reader leaves', async () => {
    const leaving = new AbortController();
    const events = await engine.client.app.events(undefined, { signal: leaving.signal });
    const next = events.next();
    const { revision } = await engine.client.cases.describe({ title: 'Three providers', question: 'Who?' });
    expect((await next).value).toMatchObject({ type: 'case.changed', revision });
    leaving.abort();
    await expect(events.next()).rejects.toThrow();
  });

  it('gives the records of a dataset as they were', async () => {
    const { total, rows } = await engine.client.datasets.rows({ dataset: dataset.id, where: '', window: { start: 1, end: 3 } });
    expect(total).toBe(3);
    expect(rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['beta', 'H100', '16'],
      ['gamma', 'A100', '16'],
    ]);
  });

  it('computes a view: (64² + 2 × 16²) / 96² = 0.5', async () => {
    const { client } = engine;
    const spec = { dataset: dataset.id, by: 'provider', weight: 'gpu_count' };
    const view = await client.views.open(spec);
    expect(view.metrics.hhi.stated).toBeCloseTo(5000, 9);
    expect(view.metrics.nakamoto['1/2'].stated).toBe(1);
    const { rows } = await client.views.rows({ handle: view.handle, window: { start: 0, end: 1 } });
    expect(rows[0]).toMatchObject({ rank: 1, key: 'alpha', value: 64 });
    const { id } = await client.views.save({ name: 'By provider', spec: { ...spec, where: '' } });
    expect((await client.views.list()).map(({ name }) => name)).toEqual(['By provider']);
    await client.views.remove({ id });
    expect(await client.views.list()).toEqual([]);
  });

  it('tests removal: without alpha 32 of 64 instances are served, which is less than nine tenths', async () => {
    const { client } = engine;
    const full = await client.removal.readPortfolio({ text: JSON.stringify(portfolio), fileName: 'single.json' });
    const { ref, fileName } = await client.removal.exportPortfolio({ portfolio: full, format: 'csv' });
    const written = await readFile(engine.files.path(ref), 'utf8');
    expect(await client.removal.readPortfolio({ text: written, fileName })).toMatchObject({ classes: full.classes });
    const traced = await client.removal.portfolioFromTrace({ text: 'num_gpu\n8\n', fileName: 'jobs.csv', options: { load: 16 } });
    expect(traced).toMatchObject({ title: 'jobs', classes: [{ gpus_per_node: 8, quantity: 2 }] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio: full };
    const model = await client.removal.model(spec);
    expect(model.units.map(({ id, gpus }) => [id, gpus]).sort()).toEqual([
      ['alpha', 64],
      ['beta', 16],
      ['gamma', 16],
    ]);
    expect(model.kappa.size).toBe(2 * 3 * 1 * 8);
    const result = await resultOf(client.removal.solve(spec));
    expect(result.breakingPoint).toEqual({ low: 1, high: 1, proven: true, members: ['alpha'] });
    expect((await client.removal.portfolios()).length).toBeGreaterThan(0);
    const saved = await client.removal.saveScenario({
      name: 'Without alpha',
      spec: { ...spec, where: '', threshold: '9/10' },
      removed: ['alpha'],
    });
    expect((await client.removal.scenarios()).map(({ name }) => name)).toEqual(['Without alpha']);
    await client.removal.removeScenario({ id: saved.id });
    expect(await client.removal.scenarios()).toEqual([]);
  });

  it('writes the report, previews it, and gives its files by reference', async () => {
    const { client, files } = engine;
    const { files: written } = await resultOf(client.report.export({ paper: 'a4' }));
    const pdf = written.find(({ mediaType }) => mediaType === 'application/pdf');
    const content = await client.app.file({ ref: pdf?.ref ?? '' });
    expect(await content.slice(0, 5).text()).toBe('%PDF-');
    expect(content.size).toBe(pdf?.bytes);
    const { pages } = await resultOf(client.report.preview({ paper: 'a4' }));
    expect(await readFile(files.path(pages[0]?.ref ?? ''), 'utf8')).toContain('<svg');
  });

  it('keeps a picture or the data of a chart as a file to save, with the ending of its kind', async () => {
    const { client, files } = engine;
    const { ref, fileName } = await client.app.keep({
      name: 'Two operators hold half',
      kind: 'csv',
      content: new Blob(['operator,share\n']),
    });
    expect(fileName).toBe('Two operators hold half.csv');
    expect(await readFile(files.path(ref), 'utf8')).toBe('operator,share\n');
    expect((await client.app.keep({ name: '../../x', kind: 'svg', content: new Blob(['<svg/>']) })).fileName).not.toContain('/');
    const large = new Blob([new Uint8Array(30_000_001)]);
    expect(await client.app.keep({ name: 'x', kind: 'png', content: large }).catch(errorValueOfCall)).toMatchObject({
      code: 'picture-too-large',
    });
  });

  it('opens the sample case, marked as such', async () => {
    const info = await resultOf(engine.client.cases.openSample());
    expect(info.sample).toBe(true);
    expect(info.title).toContain('SAMPLE');
  });

  it('refuses what needs a case when none is open', async () => {
    await engine.client.cases.close();
    const failure = await engine.client.views.open({ dataset: 'D1', by: 'provider', weight: 'count' }).catch(errorValueOfCall);
    expect(failure).toMatchObject({ code: 'no-case-open' });
  });

  it('refuses a reference that it never gave', async () => {
    expect(await engine.client.app.file({ ref: 'never-given-1' }).catch(errorValueOfCall)).toMatchObject({ code: 'file-unknown' });
  });
});

describe('an engine that closes', () => {
  it('leaves whole case files and no private files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
    const now = () => '2026-01-01T00:00:00.000Z';
    const engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now, log: () => {} });
    const { fileName } = await engine.client.cases.create({ title: 'Closing' });
    const upload = await engine.files.receive('a.csv', [new Uint8Array([97])] as never);
    await engine.close();
    expect(existsSync(upload.path)).toBe(false);
    expect(existsSync(join(folder, fileName))).toBe(true);
    expect(existsSync(join(folder, `${fileName}-wal`))).toBe(false);
    expect(await engine.client.cases.close().catch(errorValueOfCall)).toMatchObject({ code: 'engine-closed' });
    await rm(folder, { recursive: true });
  });
});
