// Canonical values through the whole engine: import, listing, views, filters. Rules: domain.md 1.5, 6.4.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../electron/engine/analysis/reader-state.ts';
import type { Engine } from '../../electron/engine/index.ts';
import type { ColumnInfo, Dataset } from '../../shared/case/dataset.ts';
import type { Column } from '../../shared/columns/table.ts';
import { DATA, hasData, type ImportOptions, importFile, NO_DATA, openTestEngine, view } from '../acceptance/support.ts';

let engine: Engine;
let folder: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, folder, close } = await openTestEngine());
});
afterAll(() => close());

async function imported(name: string, content: string, options: ImportOptions = {}): Promise<Dataset> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return importFile(engine, path, options);
}

const column = (dataset: Dataset, name: string) => dataset.columns.find((candidate) => candidate.name === name) as ColumnInfo;

async function cells(dataset: Dataset, name: string, where = ''): Promise<(string | null)[]> {
  const { columns, rows } = await engine.client.datasets.rows({ dataset: dataset.id, where, window: { start: 0, end: 200 } });
  const at = columns.indexOf(name);
  if (at < 0) throw new Error(`no column ${name} among ${columns.join(', ')}`);
  return rows.map((row) => row.cells[at] ?? null);
}

describe('canonical columns', () => {
  it('are proposed with full confidence where the rules of the field read cells that are no plain numbers', async () => {
    const path = join(folder, 'written.csv');
    writeFileSync(
      path,
      'provider,gpu_count,vram_gib,uptime,price_usd_per_gpu_hour,gpu_free\na,8x,24Gi,97.5 %,$0.97/h,many\nb,>=100,80Gi,99 %,$1.10 (IN),few\n',
    );
    const { columns } = await engine.client.sources.preview({ file: engine.files.adopt(path).ref });
    expect(columns.map(({ field, confidence }) => [field, confidence])).toEqual([
      ['provider', 1],
      ['gpu_count', 1],
      ['vram_gib', 1],
      ['uptime', 1],
      ['price_usd_per_gpu_hour', 1],
      ['gpu_free', 0.4],
    ]);
  });

  it('reads CPU and memory of hosts in the units of their fields, and leaves those that are', async () => {
    const written = await imported('hosts.csv', 'provider,gpu_count,cpus,ram\na,8,64,256Gi\nb,8,96000m,\n', {
      mapping: { cpus: 'cpu_milli', ram: 'memory_mib' },
    });
    expect([await cells(written, 'cpu_milli'), await cells(written, 'memory_mib')]).toEqual([
      ['64000', '96000'],
      ['262144', null],
    ]);
    const plain = await imported('openb.csv', 'provider,gpu_count,cpu_milli,memory_mib\na,8,64000,262144\nb,8,96000,524288\n');
    expect(plain.columns.map(({ name, field }) => [name, field])).toEqual([
      ['provider', 'provider'],
      ['gpu_count', 'gpu_count'],
      ['cpu_milli', 'cpu_milli'],
      ['memory_mib', 'memory_mib'],
    ]);
    expect(column(plain, 'cpu_milli').derived?.decisions).toEqual(['Numbers without a unit are thousandths of a core.']);
  });

  it('imports counts that are no plain numbers and derives number and bounds', async () => {
    const dataset = await imported('counts.csv', 'provider,GPUs\na,8x\nb,>=100\nc,2 x H100\nd,4-8\ne,8.5\nf,-3\n', {
      mapping: { GPUs: 'gpu_count' },
    });
    expect([dataset.rows, dataset.rejected]).toEqual([4, 2]);
    expect(dataset.columns.map(({ name }) => name)).toEqual(['provider', 'gpu_count', 'gpu_count.low', 'gpu_count.high', 'gpu_count.raw']);
    expect(column(dataset, 'gpu_count')).toMatchObject({
      type: 'number',
      sum: '10',
      field: 'gpu_count',
      derived: { kind: 'count', partial: 2, unmapped: 0 },
    });
    expect(await cells(dataset, 'gpu_count')).toEqual(['8', null, '2', null]);
    expect(await cells(dataset, 'gpu_count.low')).toEqual(['8', '100', '2', '4']);
    expect(await cells(dataset, 'gpu_count.high')).toEqual(['8', null, '2', '8']);
    expect(await cells(dataset, 'gpu_count.raw')).toEqual(['8x', '>=100', '2 x H100', '4-8']);
    expect(await cells(dataset, 'provider', "GPUs = '>=100'")).toEqual(['b']);
    expect(await cells(dataset, 'provider', 'gpu_count >= 8')).toEqual(['a']);
  });

  it('gives canonical values under the name of the field and the text under the header and .raw', async () => {
    const dataset = await imported('places.csv', 'provider,Country\na,UK\nb,United Kingdom\nc,GB\nd,Korea\ne,Germany\n');
    const merged = await view(engine, dataset, 'country', 'count');
    expect(merged.top.map(({ key, rows }) => [key, rows])).toEqual([
      ['GB', 3],
      ['DE', 1],
    ]);
    expect(merged.unknown.rows).toBe(1);
    for (const name of ['Country', 'country.raw']) expect((await view(engine, dataset, name, 'count')).entities).toBe(5);
    expect(column(dataset, 'country')).toMatchObject({ derived: { kind: 'country', unmapped: 1 } });
    expect(column(dataset, 'country.raw')).toMatchObject({ rawOf: 'country', header: 'Country', field: null });
  });

  it('leaves a column alone that reads the same, and still answers to .raw', async () => {
    const dataset = await imported('codes.csv', 'provider,country\na,DE\nb,FR\n');
    expect(dataset.columns.map(({ name }) => name)).toEqual(['provider', 'country']);
    expect(column(dataset, 'country').derived).toMatchObject({ kind: 'country', from: 'country' });
    expect((await view(engine, dataset, 'country.raw', 'count')).entities).toBe(2);
  });

  it('derives family and vendor from the model, completes it by the memory beside it, and keeps partial ids apart', async () => {
    const dataset = await imported(
      'models.csv',
      'provider,gpu_model,gpu_count,vram_gb\na,NVIDIA H100 80GB HBM3,8,80\nb,H100,4,80\nc,A100,2,81920\nd,MI300X,8,192\ne,G2,1,\nf,A100 SXM4 40GB,1,40\n',
    );
    expect(await cells(dataset, 'gpu_model')).toEqual([
      'nvidia/h100-sxm-80',
      'nvidia/h100-?-80',
      'nvidia/a100-?-?',
      'amd/mi300x-oam-192',
      null,
      'nvidia/a100-sxm-40',
    ]);
    expect(await cells(dataset, 'gpu_family')).toEqual(['nvidia/h100', 'nvidia/h100', 'nvidia/a100', 'amd/mi300x', null, 'nvidia/a100']);
    expect(await cells(dataset, 'gpu_vendor')).toEqual(['nvidia', 'nvidia', 'nvidia', 'amd', null, 'nvidia']);
    expect(column(dataset, 'gpu_model').derived).toMatchObject({ unmapped: 1, partial: 2 });
    const byVendor = await view(engine, dataset, 'gpu_vendor', 'gpu_count');
    expect(byVendor.unknown).toMatchObject({ rows: 1, value: 1 });
  });

  it('reads uptime by the consensus of its column and says so', async () => {
    const dataset = await imported('uptime.csv', 'provider,uptime_7d\na,97.5\nb,99.9 %\nc,100\nd,0.98\n');
    expect(await cells(dataset, 'uptime')).toEqual(['0.975', '0.999', '1', null]);
    expect(column(dataset, 'uptime').derived?.decisions.join(' ')).toMatch(/percent: 2 of 3 numbers lie above 1.*last 7 days/);
  });

  it('reads memory by the unit of its column and settles it on what the model is sold with', async () => {
    const dataset = await imported('memory.csv', 'provider,gpu_model,gpu_ram\na,RTX 4090,24564\nb,H100 SXM5,81559\nc,G7,24576\n', {
      mapping: { gpu_ram: 'vram_gib' },
    });
    expect(await cells(dataset, 'vram_gib')).toEqual(['24', '80', '24']);
    const totals = await imported('totals.csv', 'provider,gpu_model,gpu_count,vram\na,A100 SXM4,8,640Gi\nb,H100 SXM5,4,320 GB\n', {
      mapping: { vram: 'vram_gib' },
    });
    expect(await cells(totals, 'vram_gib')).toEqual(['80', '80']);
    expect(await cells(totals, 'gpu_model')).toEqual(['nvidia/a100-sxm-80', 'nvidia/h100-sxm-80']);
  });

  it('gives a price in US dollars only where currency, time and object are known, and keeps other currencies apart', async () => {
    const dataset = await imported('prices.csv', 'provider,price\na,$0.97 (IN)\nb,2 EUR\nc,from $1.10\nd,300 USD per month\ne,1.5\n', {
      mapping: { price: 'price_usd_per_gpu_hour' },
    });
    expect(await cells(dataset, 'price_usd_per_gpu_hour')).toEqual(['0.97', null, null, null, '1.5']);
    expect(await cells(dataset, 'price_usd_per_gpu_hour.low')).toEqual(['0.97', null, '1.1', null, '1.5']);
    expect(await cells(dataset, 'price_eur_per_gpu_hour')).toEqual([null, '2', null, null, null]);
    const offers = await imported('offers.csv', 'host_id,num_gpus,dph_total\na,8,16\nb,x4,2\nc,,3\n', {
      mapping: { dph_total: 'price_usd_per_gpu_hour' },
    });
    expect(await cells(offers, 'price_usd_per_gpu_hour')).toEqual(['2', '0.5', null]);
  });

  it('brings times to UTC, as fine as they are stated', async () => {
    const dataset = await imported('times.csv', 'provider,timestamp\na,13/02/2026\nb,01/02/2026 10:30\nc,2026-03-01T12:00:00+02:00\n', {
      mapping: { timestamp: 'observed_at' },
    });
    expect(await cells(dataset, 'observed_at')).toEqual(['2026-02-13', '2026-02-01T10:30Z', '2026-03-01T10:00:00Z']);
  });

  it('keeps integers above 2^53 exact', async () => {
    const dataset = await imported('stake.csv', 'validator,active_stake\na,18446744073709551615\nb,9007199254740993\n');
    expect(column(dataset, 'stake')).toMatchObject({ type: 'exact', sum: '18455751272964292608' });
  });

  it('gives weight of partial ids to the models that they may be, and says how much that is', async () => {
    const dataset = await imported('partial.csv', 'provider,gpu_model,gpu_count\na,H100 SXM5 80GB,60\nb,H100,20\nc,RTX 4090,20\n');
    const result = await view(engine, dataset, 'gpu_model', 'gpu_count');
    expect(result.top.map(({ key, value }) => [key, value])).toEqual([
      ['nvidia/h100-sxm-80', 60],
      ['nvidia/rtx4090-pcie-24', 20],
    ]);
    expect(result.unknown).toMatchObject({ rows: 1, value: 20 });
    expect(result.partial).toMatchObject([{ key: 'nvidia/h100-?-?', value: 20, rows: 1 }]);
    expect(result.partial?.[0]?.fits).toContain('nvidia/h100-sxm-80');
    expect(result.partial?.[0]?.fits).toHaveLength(result.partial?.[0]?.among as number);
    expect(result.partialTotal).toEqual({ groups: 1, rows: 1, value: 20, share: 0.2 });
    const spec = { dataset: dataset.id, by: 'gpu_model', weight: 'gpu_count', where: '', entities: 'none' as const };
    const behind = await engine.client.lineage.rows({ spec, key: null, window: { start: 0, end: 9 } });
    expect(behind.total).toBe(result.unknown.rows);
    // an H100 is no RTX 4090: at most 60 + 20 of 100 are one model, at least 60 are
    expect(result.metrics.cr1).toEqual({ low: 0.6, stated: 0.75, high: 0.8 });
    expect(result.metrics.hhi.high).toBe(6800);
    const families = await view(engine, dataset, 'gpu_family', 'gpu_count');
    expect(families.unknown.rows).toBe(0);
    expect(families.metrics.hhi).toEqual({ low: 6800, stated: 6800, high: 6800 });
  });

  it('carries bounds of counts into the ranges of a view, and none into a stated value', async () => {
    const dataset = await imported('bounded.csv', 'provider,gpu_count\na,60\nb,40\nc,10-20\nd,8x\n');
    const result = await view(engine, dataset, 'provider', 'gpu_count');
    expect(result.total).toBe(108);
    expect(result.weightBounds).toEqual({ rows: 1, low: 118, high: 128 });
    const { rows } = await engine.client.views.rows({ handle: result.handle, window: { start: 0, end: 9 } });
    expect(rows.map(({ key, value, ends }) => [key, value, ends])).toEqual([
      ['a', 60, undefined],
      ['b', 40, undefined],
      ['c', 0, { low: 10, high: 20 }],
      ['d', 8, undefined],
    ]);
    expect(result.metrics.cr1.low).toBeCloseTo(60 / 128, 12);
    expect(result.metrics.cr1.stated).toBeCloseTo(60 / 108, 12);
    expect(result.metrics.cr1.high).toBeCloseTo(60 / 118, 12);
    const endless = await imported('endless.csv', 'provider,gpu_count\na,60\nb,>=100\n');
    const open = await view(engine, endless, 'provider', 'gpu_count');
    expect(open.metrics.cr1.high).toBeNull();
    expect(open.reasons.cr1).toMatchObject({ high: 'unbounded' });
  });

  it('states a finding, a leader and members only where they hold for all weights that bounds allow', async () => {
    // alpha holds 100 of at most 150 or more: above a half, never surely above two thirds
    const sure = await view(engine, await imported('sure.csv', 'provider,gpu_count\nalpha,>=100\nbeta,50\n'), 'provider', 'gpu_count');
    expect(sure.finding).toBe('alpha alone holds more than half of the GPUs');
    expect([sure.entities, sure.leaders, sure.top.map(({ key }) => key)]).toEqual([2, ['alpha'], ['alpha', 'beta']]);
    expect(sure.top[0]?.ends).toEqual({ low: 100, high: null });
    expect(sure.nakamotoDetail['1/2']).toMatchObject({ members: ['alpha'], unique: true });
    expect(sure.nakamotoDetail['2/3']).toBeNull();
    expect(sure.metrics.nakamoto['2/3']).toMatchObject({ low: 1, high: 2 });
    // beta may hold more or less than alpha
    const open = await view(engine, await imported('open.csv', 'provider,gpu_count\nalpha,50\nbeta,10-140\n'), 'provider', 'gpu_count');
    expect(open.leaders).toEqual([]);
    expect(open.finding).toBe('1 to 2 of 2 providers hold more than half of the GPUs');
    expect(open.nakamotoDetail).toEqual({ '1/3': null, '1/2': null, '2/3': null });
  });

  it('keeps windows of uptime apart, each with its days, and says which one a removal test asks', async () => {
    const dataset = await imported(
      'windows.csv',
      'provider,gpu_count,uptime7d,uptime1d,uptime_30d,uptime_30d_rank\na,8,0.99,100 %,97.5,3\nb,8,0.95,90 %,99.1,400\nc,8,0.9,,98,900\n',
    );
    const windows = dataset.columns.filter(({ derived }) => derived?.kind === 'uptime');
    expect(windows.map(({ name, field, derived }) => [name, field, derived?.windowDays])).toEqual([
      ['uptime', 'uptime', 7],
      ['uptime1d', null, 1],
      ['uptime_30d', null, 30],
    ]);
    expect(await cells(dataset, 'uptime1d')).toEqual(['1', '0.9', null]);
    expect(await cells(dataset, 'uptime_30d')).toEqual(['0.975', '0.991', '0.98']);
    expect(await cells(dataset, 'uptime_30d.raw')).toEqual(['97.5', '99.1', '98']);
    expect(await cells(dataset, 'uptime_30d_rank')).toEqual(['3', '400', '900']);
    const portfolio = { classes: [{ name: 'steady', gpus_per_node: 8, nodes: 1, quantity: 1, min_uptime: 0.95 }] };
    const model = await engine.client.removal.model({ dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1' });
    expect(model.classes).toMatchObject([{ capacityLow: 2, capacityHigh: 2 }]);
    expect(model.notes.join(' ')).toContain(
      'Uptime is that of "uptime7d", the last 7 days; other windows are not mixed in: uptime1d, uptime_30d.',
    );
  });

  it('counts the memory of canonical columns and of their readings once', () => {
    const codes = new Int32Array(100);
    const column = { type: 'text' as const, name: 'a', codes, dictionary: ['xy'] };
    const numbers = { type: 'number' as const, name: 'b', values: new Float64Array(100), scale: 0 };
    const columns = new Map<string, Column>([
      ['a', column],
      ['b', numbers],
    ]);
    const texts = [{ kind: 'gpu' as const, column: 'a', codes, readings: [] }];
    // 100 codes of 4 bytes, one text of 2 characters with its place, 100 numbers of 8 bytes
    expect(canonicalBytes({ columns, texts })).toBe(400 + 2 * 2 + 32 + 800);
  });

  it('asks a price limit of the bounds of a price in the removal test, and says so', async () => {
    const dataset = await imported(
      'prices.csv',
      'provider,gpu_count,price_usd_per_gpu_hour\na,8,$1.00\nb,8,from $1.10\nc,8,from $3\nd,8,<=$1.50\n',
    );
    const portfolio = { classes: [{ name: 'cheap', gpus_per_node: 8, nodes: 1, quantity: 1, max_usd_per_gpu_hour: 2 }] };
    const model = await engine.client.removal.model({ dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1' });
    // a and d are cheap enough whatever the bounds mean, b may be, c is not
    expect(model.classes).toMatchObject([{ capacityLow: 2, capacityHigh: 3 }]);
    expect(model.notes.join(' ')).toContain('3 of 4 records state bounds of their price');
  });

  it('keeps the versions of the normalisers in the recipe', async () => {
    const { entries } = await engine.client.history.list({ window: { start: 0, end: 1 } });
    expect(entries[0]?.input).toMatchObject({ recipe: { normalisers: { gpu: 1, country: 1 } } });
  });
});

describe.skipIf(!hasData)(hasData ? 'canonical columns of real files' : NO_DATA, () => {
  it('reads the 120 spellings of a price list as fewer models', async () => {
    const dataset = await importFile(engine, `${DATA}/gpu-prices/offerings.json`);
    expect(column(dataset, 'gpu_model.raw').distinct).toBe(120);
    expect(column(dataset, 'gpu_model').distinct).toBeLessThan(100);
    // two offers of one spelling are not read, see tests/normalise/coverage.test.ts
    expect(column(dataset, 'gpu_model').derived?.unmapped).toBeLessThanOrEqual(2);
    expect((await view(engine, dataset, 'gpu_vendor', 'count')).entities).toBeGreaterThan(1);
  });

  it('merges UK into GB and finds 32 countries in the places of nodes', async () => {
    const dataset = await importFile(engine, `${DATA}/nodes-dfinity/current_nodes_2025-10-31.csv`, { mapping: { region: 'country' } });
    const result = await view(engine, dataset, 'country', 'count');
    expect([result.entities, result.unknown.rows]).toEqual([32, 0]);
    expect((await engine.client.datasets.values({ dataset: dataset.id, column: 'country', search: 'UK' })).total).toBe(0);
    expect((await engine.client.datasets.values({ dataset: dataset.id, column: 'country.raw', search: ',UK,' })).total).toBeGreaterThan(0);
  });

  it('reads long country names of fleets as codes', async () => {
    const dataset = await importFile(engine, `${DATA}/gpu-fleets/gpu_clusters_2026-04.csv`);
    expect(column(dataset, 'country').derived).toMatchObject({ unmapped: 0 });
    const { top } = await view(engine, dataset, 'country', 'count', "country in ('KR', 'PH', 'US')");
    expect(top.map(({ key }) => key).sort()).toEqual(['KR', 'PH', 'US']);
  });
});
