import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { portfolioSchema } from '../../shared/case/portfolio.ts';
import type { Quality } from '../../shared/case/quality.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { resultOf } from '../acceptance/support.ts';

// 100 GPUs: alpha 60, beta 30, gamma 10. Samples: alpha 0.9 and 1 in the last week, beta 0.5 before it, delta is nobody's.
const PROVIDERS = `provider,gpu_count,gpu_model,country
alpha,60,H100 SXM,US
beta,30,A100 SXM 80GB,DE
gamma,10,H100 SXM,FR
`;
const SAMPLES = `provider,observed_at,uptime
alpha,2026-07-29,0.9
alpha,2026-07-31,1
beta,2026-07-01,0.5
delta,2026-07-31,0.7
`;
const QUOTES = `provider,gpu_model,price_usd_per_gpu_hour
alpha,h100 sxm,2
alpha,H100-SXM,3
beta,A100 SXM 80GB,1.5
`;

describe('a case with side tables', () => {
  let folder: string;
  let engine: Engine;
  const ids: Record<string, string> = {};

  async function add(name: string, text: string, asOf: string | null): Promise<void> {
    writeFileSync(join(folder, `${name}.csv`), text);
    const { ref } = engine.files.adopt(join(folder, `${name}.csv`));
    const preview = await engine.client.sources.preview({ file: ref });
    const recipe = recipeOf(preview, { base: 'registered', ...(asOf === null ? {} : { asOf }) });
    const { dataset } = await resultOf(await engine.client.sources.import({ file: ref, name, recipe }));
    ids[name] = dataset.id;
  }
  const columnsOf = async (name: string) =>
    (await engine.client.datasets.list()).find((dataset) => dataset.id === ids[name])?.columns ?? [];
  const uptime = (more: object = {}) => ({
    dataset: ids.providers as string,
    with: ids.samples as string,
    on: [{ column: 'provider', matches: 'provider' }],
    take: 'uptime',
    how: 'mean' as const,
    window: 7,
    ...more,
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'joins-test-'));
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'Joins' });
    await add('providers', PROVIDERS, '2026-07-31');
    await add('samples', SAMPLES, '2026-07-31');
    await add('quotes', QUOTES, '2026-08-03');
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('proposes the keys that share values, with counts both ways, and what can be taken', async () => {
    const { keys, takes, times } = await engine.client.joins.propose({ dataset: ids.providers as string, with: ids.samples as string });
    expect(keys[0]).toEqual({ column: 'provider', matches: 'provider', both: 2, onlyHere: 1, onlyThere: 1, rows: 2, most: 2 });
    expect(takes[0]).toMatchObject({ column: 'uptime', field: 'uptime' });
    expect(takes[0]?.how[0]).toBe('mean');
    expect(times).toBe('observed_at');
  });

  it('shows what would match before anything is kept', async () => {
    const { name, made, outcome } = await engine.client.joins.preview(uptime());
    expect([name, made]).toEqual(['uptime_7d', 'mean of uptime over 7 days']);
    expect(outcome).toMatchObject({ rows: 3, matched: 1, share: 0.6, weight: 'gpu_count', spreadHours: 0 });
    expect(outcome.examples[0]).toEqual({ key: ['alpha'], value: '0.95', records: 2, reason: null });
    expect(await engine.client.joins.list({})).toEqual([]);
    expect((await columnsOf('providers')).map(({ name: column }) => column)).not.toContain('uptime_7d');
  });

  it('lists the joined column with its origin, as the field that it serves', async () => {
    const added = await engine.client.joins.add(uptime());
    expect(added).toMatchObject({ id: 'J1', name: 'uptime_7d', outcome: { matched: 1 } });
    const column = (await columnsOf('providers')).find(({ name }) => name === 'uptime_7d');
    expect(column).toMatchObject({ field: 'uptime', filled: 1, joined: { join: 'J1', from: ids.samples, unmatched: 2, spreadHours: 0 } });
  });

  it('is of use as a filter, with both dates in the stamp', async () => {
    const view = await engine.client.views.open({
      dataset: ids.providers as string,
      by: 'provider',
      weight: 'gpu_count',
      where: 'uptime_7d >= 0.9',
    });
    expect(view).toMatchObject({ rows: 1, total: 60 });
    expect(view.stamp.joined).toEqual([
      { column: 'uptime_7d', made: 'mean of uptime over 7 days', dataset: 'samples', asOf: '2026-07-31', spreadHours: 0, unmatched: 2 },
    ]);
    const plain = await engine.client.views.open({ dataset: ids.providers as string, by: 'provider', weight: 'gpu_count' });
    expect(plain.stamp).not.toHaveProperty('joined');
  });

  it('reaches the removal test, where a provider without samples counts only at the upper end', async () => {
    const solve = async (more: object) => {
      const portfolio = portfolioSchema.parse({ classes: [{ name: 'steady', gpus_per_node: 1, nodes: 1, quantity: 40, ...more }] });
      return resultOf(
        await engine.client.removal.solve({ dataset: ids.providers as string, by: 'provider', threshold: '9/10', portfolio }),
      );
    };
    const result = await solve({ min_uptime: 0.9 });
    expect(result.stamp.joined?.[0]?.column).toBe('uptime_7d');
    // only the 60 GPUs of alpha are known to be steady: one removal breaks the service; if all were, alpha and beta must go
    expect(result.breakingPoint).toMatchObject({ low: 1, high: 2 });
    // a portfolio that asks for no uptime does not depend on the samples
    expect((await solve({})).stamp).not.toHaveProperty('joined');
  });

  it('matches prices by provider and model, as canonical text', async () => {
    const on = ['provider', 'gpu_model'].map((name) => ({ column: name, matches: name }));
    const quotes = {
      dataset: ids.providers as string,
      with: ids.quotes as string,
      on,
      take: 'price_usd_per_gpu_hour',
      how: 'median' as const,
    };
    const { name, outcome } = await engine.client.joins.add(quotes);
    expect(name).toBe('price_usd_per_gpu_hour_median');
    expect(outcome).toMatchObject({ matched: 2, spreadHours: 72, asOf: '2026-08-03' });
    const shown = await engine.client.datasets.rows({ dataset: ids.providers as string, window: { start: 0, end: 3 } });
    expect(shown.rows.map(({ cells }) => cells[shown.columns.indexOf(name)])).toEqual(['2.5', '1.5', null]);
  });

  it('leaves the range open where the weight of some records is unknown', async () => {
    const view = await engine.client.views.open({
      dataset: ids.providers as string,
      by: 'provider',
      weight: 'price_usd_per_gpu_hour_median',
    });
    expect([view.weightMissing, view.weightBounds]).toEqual([0, { rows: 1, low: 4, high: null }]);
    // 2.5, 1.5 and x: least at x = (2.5^2 + 1.5^2) / 4; without an upper end, since gamma may hold nearly all
    expect(view.metrics.hhi).toMatchObject({ low: expect.closeTo(3469.387755, 5), high: null });
    expect(view.metrics.hhi.stated).toBeCloseTo(5312.5, 6);
    expect(view.metrics.nakamoto['1/2']).toEqual({ low: 1, stated: 1, high: 2 });
  });

  it('is checked: records without a match, ids in one file only, dates that are apart', async () => {
    const { checks } = (await resultOf(await engine.client.quality.checks({ dataset: ids.providers as string }))) as Quality;
    const one = (id: string) => checks.find((check) => check.id === id);
    expect(one('join-unmatched')).toMatchObject({ state: 'failed', failed: 2, tested: 3, rows: 2, affected: 0.4 });
    expect(one('join-unused')).toMatchObject({ state: 'failed', failed: 3 });
    expect(one('join-spread')).toMatchObject({ state: 'failed', failed: 1, tested: 2 });
    const others = (await resultOf(await engine.client.quality.checks({ dataset: ids.quotes as string }))) as Quality;
    expect(others.checks.find(({ id }) => id === 'join-unmatched')).toMatchObject({ state: 'not-applicable' });
  });

  it('refuses what cannot be joined and says what can', async () => {
    const refusal = (input: object) =>
      engine.client.joins.add(uptime(input)).then(
        () => 'added',
        (error) => error.data?.code ?? error,
      );
    expect(await refusal({ with: ids.providers })).toBe('join-itself');
    expect(await refusal({ on: [{ column: 'nobody', matches: 'provider' }] })).toBe('unknown-column');
    expect(await refusal({ with: ids.quotes })).toBe('unknown-column');
    expect(await refusal({ take: 'provider' })).toBe('join-not-numeric');
    expect(await refusal({ take: null })).toBe('join-take-missing');
    expect(await refusal({ with: ids.quotes, take: 'price_usd_per_gpu_hour' })).toBe('join-window-without-times');
    expect(await refusal({ name: 'country' })).toBe('join-name-taken');
    expect(await refusal({ on: [{ column: 'uptime_7d', matches: 'provider' }] })).toBe('join-of-join');
    expect(await refusal({ dataset: ids.quotes, with: ids.providers, take: 'uptime_7d' })).toBe('join-of-join');
  });

  it('follows the decisions of the case: a date, an excluded side table, undo and redo', async () => {
    await engine.client.datasets.describe({ dataset: ids.providers as string, asOf: '2026-07-02' });
    const [moved] = await engine.client.joins.list({ dataset: ids.providers as string });
    // now the week ends on 2 July: only beta has a sample in it
    expect(moved?.outcome).toMatchObject({ matched: 1, share: 0.3, asOf: '2026-07-01', spreadHours: 24 });
    await engine.client.history.undo();
    await engine.client.datasets.exclude({ dataset: ids.samples as string });
    expect((await engine.client.joins.list({}))[0]?.outcome).toBeNull();
    expect((await columnsOf('providers')).map(({ name }) => name)).not.toContain('uptime_7d');
    await engine.client.history.undo();
    await engine.client.joins.remove({ id: 'J1' });
    expect((await engine.client.joins.list({})).map(({ id }) => id)).toEqual(['J2']);
    await engine.client.history.undo();
    expect((await engine.client.joins.list({})).map(({ id }) => id)).toEqual(['J1', 'J2']);
    expect((await columnsOf('providers')).map(({ name }) => name)).toContain('uptime_7d');
    const { entries } = await engine.client.history.list({ window: { start: 0, end: 50 } });
    expect(entries.map(({ label }) => label)).toContain('Join "uptime_7d" from "samples" to "providers" by provider = provider');
  });

  it('is named in the report with both dates, and comes as a table of its own', async () => {
    const { files } = await resultOf(await engine.client.report.export({ paper: 'a4' }));
    const table = files.find(({ name }) => name === 'joins.csv');
    const text = readFileSync(engine.files.path(table?.ref as string), 'utf8');
    expect(text.split(/\r?\n/).slice(1, 3)).toEqual([
      'uptime_7d,D1 providers,mean of uptime over 7 days,D2 samples,2026-07-31,2026-07-31,0,2',
      'price_usd_per_gpu_hour_median,D1 providers,median of price_usd_per_gpu_hour,D3 quotes,2026-07-31,2026-08-03,72,1',
    ]);
  });

  it('tells where a joined cell comes from', async () => {
    const { cells } = await engine.client.lineage.record({ dataset: ids.providers as string, record: 1 });
    expect(cells.find(({ column }) => column === 'uptime_7d')).toMatchObject({
      value: '0.95',
      rule: 'mean of uptime over 7 days, from samples',
    });
  });
});
