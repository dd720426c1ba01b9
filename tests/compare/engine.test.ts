import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairCsv, pairText } from '../../electron/cli/compare-text.ts';
import type { Engine } from '../../electron/engine/index.ts';
import type { CompareResult } from '../../shared/case/compare.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { add, fraction, parseFraction } from '../../shared/metrics/exact.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Chosen so that every number can be worked out on paper.
// August, 100 GPUs: fjord 30, glade 20, cirrus 50; HHI 900 + 400 + 2500 = 3800.
const AUGUST = ['provider,country,gpu_count', 'fjord,DE,30', 'glade,FI,20', 'cirrus,US,50'];
// November, 150 GPUs: fjord 60, cirrus 50, tundra 40; HHI (3600 + 2500 + 1600) / 22500 x 10000.
const NOVEMBER = ['provider,country,gpu_count', 'fjord,DE,60', 'cirrus,US,50', 'tundra,,40'];

const link = (from: string, to: string) => ({
  kind: 'same-owner' as const,
  from,
  to,
  evidence: [{ type: 'filing' as const, value: 'register 12', source: null, dateSeen: null }],
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error) => error.data?.code ?? error.message,
  );

describe('compare through the engine', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  let august: Dataset;
  let november: Dataset;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-compare-'));
  const take = async (name: string, lines: readonly string[]): Promise<Dataset> => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return importFile(engine, path, { grain: 'provider', name });
  };
  const side = (dataset: Dataset, more: object = {}) => ({ dataset: dataset.id, by: 'provider', weight: 'gpu_count', ...more });
  const open = (...sides: ReturnType<typeof side>[]): Promise<CompareResult> => engine.client.compare.open({ sides });
  const changeOf = ({ changes: [change] }: CompareResult) => {
    if (!change?.hhi) throw new Error('no change');
    return { ...change, hhi: change.hhi };
  };
  const verdicts = ({ checks }: CompareResult) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));

  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
    august = await take('network 2026-08-20', AUGUST);
    november = await take('network 2026-11-20', NOVEMBER);
  });
  afterAll(async () => {
    await close?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it('splits the change into parts that are worked out by hand', async () => {
    const change = changeOf(await open(side(august), side(november)));
    // exit 0.2^2; entry (4/15)^2; own growth (6/15)^2 - (3/15)^2; total effect (3/15)^2 + (5/15)^2 - 0.3^2 - 0.5^2, x 10,000
    expect(change.hhi.exact.parts).toEqual({
      reattribution: '0',
      exit: '-400',
      entry: '6400/9',
      own_growth: '1200',
      total_effect: '-17000/9',
    });
    expect(change.hhi.exact.change).toBe('-3400/9');
    expect(Object.values(change.hhi.parts).reduce((sum, part) => sum + part, 0)).toBe(change.hhi.change);
    expect(change.counts).toEqual({ entered: 1, left: 1, matched: 2, grew: 1, shrank: 0, same: 1 });
    expect([change.days, change.knownOnly]).toEqual([92, false]);
    expect(change.headline).toBe('HHI fell by 378 to 3,422, most by the total around them (−1,889)');
  });

  it('lists who entered, left, grew or shrank with weight, share and rank, by window', async () => {
    const { handle, largest } = changeOf(await open(side(august), side(november)));
    const window = { start: 0, end: 10 };
    const all = await engine.client.compare.rows({ handle, window });
    expect(all.rows).toEqual(largest);
    // 4/15 arrived, 20 left, 60/150 - 30/100, 50/150 - 50/100
    expect(all.rows.map(({ key, move }) => [key, move])).toEqual([
      ['tundra', 'entered'],
      ['glade', 'left'],
      ['cirrus', 'same'],
      ['fjord', 'grew'],
    ]);
    expect(all.rows[3]).toMatchObject({ a: { value: 30, share: 0.3, rank: 2 }, b: { value: 60, share: 0.4, rank: 1 } });
    const entered = await engine.client.compare.rows({ handle, window, move: 'entered' });
    expect([entered.total, entered.rows[0]?.a, entered.rows[0]?.b?.rank]).toEqual([1, null, 3]);
    const byName = await engine.client.compare.rows({ handle, window, move: 'matched', sort: { column: 'key', direction: 'desc' } });
    expect(byName.rows.map(({ key }) => key)).toEqual(['fjord', 'cirrus']);
    expect((await engine.client.compare.rows({ handle, window, search: 'GLA' })).rows.map(({ key }) => key)).toEqual(['glade']);
  });

  it('says of two networks who is only in one and who has more or less, also in table and CSV: nobody came or went', async () => {
    const rival = await take('rival 2026-08-20', ['provider,country,gpu_count', 'fjord,DE,60', 'glade,FI,10', 'tundra,,40']);
    const result = await open(side(august), side(rival));
    const { inTime, handle } = changeOf(result);
    // the names differ in more than their dates: said before any number, without standing in the way
    expect([verdicts(result).network, result.comparable]).toEqual(['note', true]);
    expect(verdicts(await open(side(august), side(november))).network).toBe('same');
    const { rows } = await engine.client.compare.rows({ handle, window: { start: 0, end: 10 } });
    const csv = pairCsv(result, rows).trim().split(/\r?\n/);
    expect([inTime, changeOf(await open(side(august), side(november))).inTime]).toEqual([false, true]);
    expect(
      csv
        .slice(1)
        .map((line) => line.split(',').slice(0, 2).join(': '))
        .sort(),
    ).toEqual(['cirrus: only in A', 'fjord: more', 'glade: less', 'tundra: only in B']);
    const text = pairText(result, rows);
    expect(text).toContain('1 only in B, 1 only in A, 2 in both (1 more, 1 less)');
    expect(text).not.toMatch(/\b(entered|left|arrived|grew|shrank)\b/);
  });

  it('gives bounds of each side and of the change where weight is unknown, and parts of the known weight', async () => {
    const result = await open(side(august, { by: 'country' }), side(november, { by: 'country' }));
    const change = changeOf(result);
    // known in November: 60 and 50 of 110; with 40 unknown of 150 spread (6100 / 22500) or all on the largest ((100^2 + 50^2) / 22500)
    expect(result.sides[1]?.metrics?.hhi.low).toBeCloseTo(2711.1111, 3);
    expect(result.sides[1]?.metrics?.hhi.high).toBeCloseTo(5555.5556, 3);
    expect(change.knownOnly).toBe(true);
    expect(change.bounds.low).toBeCloseTo(2711.1111 - 3800, 3);
    expect(change.bounds.high).toBeCloseTo(5555.5556 - 3800, 3);
    expect(change.hhi.b).toBeCloseTo((6100 / 12100) * 10_000, 6);
    expect(change.headline).toMatch(/^Undetermined whether HHI rose or fell: −1,089 to \+1,756 over the unknown weight/);
  });

  it('counts a merge as re-attribution and as nothing else, and says so', async () => {
    await engine.client.entities.link({ scope: side(august), link: link('fjord', 'glade'), acknowledged: ['large-share'] });
    const policies = changeOf(await open(side(august, { entities: 'none' }), side(august, { entities: 'confirmed' })));
    // 2 x 30 x 20
    expect(policies.hhi.exact.parts).toEqual({ reattribution: '1200', exit: '0', entry: '0', own_growth: '0', total_effect: '0' });
    expect(policies.reattributed).toEqual([{ entity: 'fjord', kind: 'joined', of: ['fjord', 'glade'], points: 1200 }]);
    expect(policies.headline).toBe('Attribution alone raises HHI by 1,200, from 3,800 to 5,000; nothing else changed');
    const changed = changeOf(await open(side(august, { entities: 'none' }), side(november)));
    // after the merge nobody has left: fjord and glade are one of 50 before and 60 after
    expect(changed.hhi.parts.reattribution).toBe(1200);
    expect(changed.counts).toMatchObject({ entered: 1, left: 0, matched: 2 });
  });

  it('applies a link on the dates for which it holds: the alias set of each side is that of its own date', async () => {
    const later = { ...link('cirrus', 'tundra'), validFrom: '2026-10-01' };
    await engine.client.entities.link({ scope: side(november), link: later, acknowledged: ['large-share'] });
    const change = changeOf(await open(side(august), side(november)));
    // August with its own links: fjord 50, cirrus 50; November: fjord 60, cirrus and tundra 90
    expect([change.hhi.exact.a, change.hhi.exact.b]).toEqual(['5000', '5200']);
    // in August tundra had nothing, so the link joins nothing there
    expect(change.hhi.exact.parts).toMatchObject({ reattribution: '0', exit: '0', entry: '0' });
    expect(change.counts).toMatchObject({ entered: 0, left: 0, matched: 2 });
    await engine.client.history.undo();
  });

  it('shows nothing of sides that are not comparable until they are aligned or it is asked for anyway, and marks it then', async () => {
    const sides = [side(august), side(november, { where: "country = 'DE'" })];
    const stopped = await engine.client.compare.open({ sides });
    expect([stopped.comparable, stopped.changes, stopped.mark]).toEqual([false, [], null]);
    expect(stopped.checks.find(({ id }) => id === 'filter')).toMatchObject({
      verdict: 'differs',
      values: ['all records', "country = 'DE'"],
      canAlign: true,
    });
    const shown = await engine.client.compare.open({ sides, anyway: true });
    expect([shown.comparable, shown.mark, shown.changes.length]).toEqual([false, 'Not comparable: filter', 1]);
  });

  it('says of each side whether dimension and weight are there, before anything is computed', async () => {
    const other = await take('other 2026-11-20', ['operator,gpus', 'a,3']);
    const result = await open(side(august), side(other));
    expect(verdicts(result)).toMatchObject({ dimension: 'differs', base: 'note', grain: 'same', 'as-of': 'note' });
    expect(result.sides[1]).toMatchObject({ view: null, metrics: null, problem: { code: 'unknown-column' } });
    const named = await open(side(august), side(other, { by: 'operator' }));
    expect(named.checks.find(({ id }) => id === 'dimension')?.values).toEqual(['provider', 'operator']);
  });

  it('takes equal dates as nothing between the sides, though they lie after the import, and refuses others that do', async () => {
    const [one, other, late] = await Promise.all(
      ['one 2097-01-01', 'other 2097-01-01', 'late 2097-02-01'].map((name) => take(name, AUGUST)),
    );
    expect(verdicts(await open(side(one as Dataset), side(other as Dataset)))['as-of']).toBe('note');
    expect(verdicts(await open(side(one as Dataset), side(late as Dataset)))['as-of']).toBe('differs');
  });

  it('asks for the date of every snapshot', async () => {
    const undated = await take('undated', AUGUST);
    const result = await open(side(august), side(undated));
    expect(verdicts(result)['as-of']).toBe('differs');
    // two policies of one snapshot are no time apart
    expect(verdicts(await open(side(undated), side(undated, { entities: 'none' })))['as-of']).toBe('same');
  });

  it('puts any number of snapshots side by side, from each to the next', async () => {
    const sides = [side(august), side(november), side(august)];
    const series = await engine.client.compare.open({ sides, steps: 'consecutive' });
    expect(series.changes.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const total = series.changes.reduce((sum, { hhi }) => sum + (hhi?.change ?? Number.NaN), 0);
    expect(total).toBe(0);
    const first = await engine.client.compare.open({ sides });
    expect(first.changes.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  it('leaves out a line of sums, says so, and counts it where the filter names it or a person waived the check', async () => {
    const summed = await take('network 2026-10-20', [...NOVEMBER, 'TOTAL,US,150']);
    const given = { entities: 'none' };
    const result = await open(side(august, given), side(summed, given));
    // without the line it is November again
    expect(changeOf(result).hhi.exact.change).toBe('-3400/9');
    expect(result.sides[1]?.view?.total).toBe(150);
    expect(result.sides[1]?.spec.where).toBe('');
    const row = result.checks.find(({ id }) => id === 'sums');
    expect(row).toMatchObject({ verdict: 'note', values: ['none', '1 left out'] });
    expect(row?.words).toContain('B: 1 record with "TOTAL" in "provider" looks like a line of sums and is left out. If');
    expect(result.checks.find(({ id }) => id === 'filter')?.values).toEqual(['all records', 'all records, without 1 line of sums']);
    expect(result.sides[1]?.view?.stamp.where).toBe(`"provider" != 'TOTAL' or "provider" is null`);
    const both = (await open(side(summed, given), side(summed, { entities: 'confirmed' }))).checks.find(({ id }) => id === 'sums');
    expect(both?.words.match(/A and B: 1 record with "TOTAL" in "provider" looks like a line of sums/g)).toHaveLength(1);
    expect(both?.words.match(/looks? like/g)).toHaveLength(1);
    const { rows } = await engine.client.compare.rows({ handle: changeOf(result).handle, window: { start: 0, end: 10 } });
    expect(rows.map(({ key }) => key)).not.toContain('TOTAL');
    const where = "provider = 'TOTAL' or gpu_count > 0";
    const named = await open(side(august, { where }), side(summed, { where }));
    expect([named.sides[1]?.view?.total, verdicts(named).sums]).toEqual([300, undefined]);
    expect(verdicts(await open(side(august), side(november))).sums).toBe(undefined);
  });

  it('adds up by a second way, with filters and from snapshot to snapshot', async () => {
    // every change is worked out anew from the rows of the two files, in fractions of bigints
    const days = await Promise.all(
      [0, 1, 2].map((day) =>
        take(
          `grid 2026-0${day + 1}-15`,
          ['provider,country,gpu_count'].concat(
            Array.from(
              { length: 12 },
              (_, at) => `p${(at * (day + 2)) % 15},${['DE', 'FI', 'US'][(at + day) % 3]},${((at + 3) * (day + 5)) % 17}`,
            ),
          ),
        ),
      ),
    );
    const rowsOf = (day: number) =>
      Array.from({ length: 12 }, (_, at) => ({
        provider: `p${(at * (day + 2)) % 15}`,
        country: ['DE', 'FI', 'US'][(at + day) % 3] as string,
        gpus: BigInt(((at + 3) * (day + 5)) % 17),
      }));
    const hhiOf = (day: number, fits: (country: string) => boolean): [bigint, bigint] => {
      const sums = new Map<string, bigint>();
      for (const { provider, country, gpus } of rowsOf(day)) if (fits(country)) sums.set(provider, (sums.get(provider) ?? 0n) + gpus);
      const total = [...sums.values()].reduce((sum, each) => sum + each, 0n);
      return [[...sums.values()].reduce((sum, each) => sum + each * each, 0n) * 10_000n, total * total];
    };
    for (const [where, fits] of [
      ['', () => true],
      ["country != 'FI'", (country: string) => country !== 'FI'],
      ["country in ('DE', 'US')", (country: string) => country === 'DE' || country === 'US'],
      ["country = 'DE'", (country: string) => country === 'DE'],
    ] as const) {
      const { changes } = await engine.client.compare.open({ sides: days.map((day) => side(day, { where })), steps: 'consecutive' });
      expect(changes).toHaveLength(2);
      for (const { from, to, hhi } of changes) {
        const [a, b] = [hhiOf(from, fits), hhiOf(to, fits)];
        const expected = fraction(b[0] * a[1] - a[0] * b[1], a[1] * b[1]);
        const parts = Object.values(hhi?.exact.parts ?? {}).map(parseFraction);
        expect(parts.reduce(add, fraction(0))).toEqual(expected);
        expect(parseFraction(hhi?.exact.change ?? '')).toEqual(expected);
      }
    }
  });

  it('refuses a dataset that is not in the case', async () => {
    expect(await codeOf(open(side(august), { ...side(august), dataset: 'D99' }))).toBe('dataset-missing');
  });
});
