import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropsOf, ecdf, ladder, shareBelow, stepPoints, strip } from '../../shared/charts/index.ts';
import { priceSpread, supply, uptimeSpread } from './cases.ts';
import { frame } from './fixtures.ts';
import { collisions, drawnValues, notFinite, outside } from './reading.ts';

describe('points of a step curve', () => {
  it('are the share at or below each value, ties taken together', () => {
    expect(stepPoints([3, 1, 2, 2])).toEqual([
      [1, 0.25],
      [2, 0.75],
      [3, 1],
    ]);
    expect(stepPoints([1, 5], [3, 1])).toEqual([
      [1, 0.75],
      [5, 1],
    ]);
    expect(stepPoints([])).toEqual([]);
  });
  it('stay exactly on the full curve when there are many, with both ends, and grow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 500 }), (values) => {
        const points = stepPoints(values, undefined, 40);
        expect(points.length).toBeLessThanOrEqual(40);
        for (const [value, share] of points) expect(share).toBeCloseTo(values.filter((other) => other <= value).length / values.length, 12);
        expect(points[0]?.[0]).toBe(Math.min(...values));
        expect(points.at(-1)).toEqual([Math.max(...values), 1]);
        for (const [index, [value]] of points.entries()) if (index > 0) expect(value).toBeGreaterThan(points[index - 1]?.[0] ?? 0);
      }),
      { numRuns: 100 },
    );
  });
  it('tell how much lies strictly below a level', () => {
    const group = { points: stepPoints([0.9, 0.95, 0.95, 0.99]) };
    expect([0.9, 0.95, 0.96, 1].map((level) => shareBelow(group, level))).toEqual([0, 0.25, 0.75, 1]);
  });
});

describe.each([
  ['ECDF', ecdf],
  ['Strip', strip],
] as const)('%s', (_, build) => {
  const chart = build(priceSpread, frame(900, 300));
  it('names n and quantiles of each group, and draws points alone below eight values', () => {
    expect(chart.table.rows.at(-1)).toEqual(['amd/mi300x-192', 5, 1.2, null, null, null, 3.1]);
    expect(chart.summary).toContain('amd/mi300x-192: n = 5, 1.20 to 3.10, points only.');
    expect(chart.summary).toContain('Uncertainty: 3 values are missing and in no point.');
    expect(drawnValues(chart).filter(({ id }) => id.startsWith('mi300x/'))).toHaveLength(4);
    expect(chart.series.at(-1)?.marks.some(({ readout }) => readout.includes('p50'))).toBe(false);
    expect(chart.series[0]?.marks[1]?.readout).toContain('p50 of the price');
  });
  it('says the window and what lies below a level', () => {
    const uptime = build(uptimeSpread, frame(900, 300));
    expect(uptime.subtitle).toContain('7 days');
    expect(uptime.summary).toMatch(/service level 95 %, pack uptime-2025: [\d.]+ % of GPUs of All nodes below\./);
  });
  it('compares prices by their factor, so that dear classes do not always lead', () => {
    const group = (id: string, low: number, high: number) => ({
      id,
      label: id,
      n: 20,
      points: stepPoints([low, high]),
      p10: low,
      p50: low,
      p90: high,
    });
    const groups = [group('dear', 2, 3), group('cheap', 0.1, 0.4)];
    expect(build({ ...priceSpread, groups }, frame()).title).toBe('The price of cheap spreads most, p10 0.1 to p90 0.4, a factor of 4');
    expect(build({ ...priceSpread, format: 'share', groups }, frame()).title).toContain('The price of dear spreads most');
  });
  it('states one value, one price for all, few values and none', () => {
    const of = (values: number[]) =>
      build(
        { ...priceSpread, groups: [{ id: 'g', label: 'G', n: values.length, points: stepPoints(values), p10: 1, p50: 1, p90: 1 }] },
        frame(),
      );
    expect(of([2]).title).toBe('Every price is 2');
    expect(of(Array.from({ length: 20 }, () => 0.5)).title).toBe('Every price is 0.5');
    expect(of([1, 2, 3]).title).toBe('Too few values to state quantiles: 3 values as points');
    for (const values of [[], [2], [0, 0, 1], [-1, 1], [1, 1e9]]) {
      const drawn = of(values);
      expect(collisions(drawn)).toEqual([]);
      expect(notFinite(drawn.option)).toEqual([]);
    }
    expect(of([]).title).toBe('No price is known');
    expect(of([]).summary).toContain('3 values are missing or not disclosed');
  });
});

describe('Supply ladder', () => {
  const chart = ladder(supply, frame(900, 260));
  it('draws each rung of its table and the drop from the last one that is disclosed', () => {
    expect(drawnValues(chart).map(({ value }) => value)).toEqual(chart.table.rows.map((row) => row[1]));
    // 9800 > 6950 > 5020 > 4200 > 2310: -29.1, -27.8, -16.3, -45.0 %
    expect(dropsOf(supply.rungs).map((drop) => (drop === null ? null : Number((drop * 100).toFixed(1))))).toEqual([
      null,
      -29.1,
      -27.8,
      -16.3,
      null,
      -45,
    ]);
    expect(chart.title).toBe('Of 9,800 GPUs claimed, 2,310 are leased');
    expect(chart.summary).toContain('rentable not disclosed');
  });
  it('compares each rung with the one that must hold it, so that verified supply is no part of what is online', () => {
    const rung = (id: string, value: number | null, wider: string | null) => ({ id, label: id, value, wider, source: '', asOf: null });
    const rungs = [
      rung('registered', 100, null),
      rung('online', 60, 'registered'),
      rung('verified', 80, 'registered'),
      rung('online+verified', 30, 'online'),
      rung('leased', null, 'online'),
    ];
    expect(dropsOf(rungs)).toEqual([null, -0.4, -0.2, -0.5, null]);
    const side = ladder({ ...supply, rungs }, frame());
    expect(side.title).toBe('Of 100 GPUs registered, 30 are online+verified');
    expect(side.series[0]?.marks[2]?.readout).toContain('\u221220.0 % from registered');
    expect(ladder({ ...supply, rungs: rungs.slice(1, 3) }, frame()).title).toBe('60 GPUs are online');
  });
  it('shows the certain part of a count with bounds as its bar, the range in words, and no change against it', () => {
    const rungs = [
      { id: 'online', label: 'online', value: 60, ends: { low: 60, high: 90 }, wider: null, source: '', asOf: null },
      { id: 'rentable', label: 'rentable', value: 50, ends: { low: 50, high: null }, wider: 'online', source: '', asOf: null },
    ];
    const chart = ladder({ ...supply, rungs }, frame());
    expect(chart.title).toBe('Of 60 to 90 GPUs online, 50 or more are rentable');
    expect(chart.table.rows.map((row) => row.slice(0, 4))).toEqual([
      ['online', 60, null, '60 to 90'],
      ['rentable', 50, null, '50 or more'],
    ]);
    expect(collisions(chart)).toEqual([]);
    expect(outside(chart, 900, 360)).toEqual([]);
  });
  it('names a rung above the one before, one rung alone, and none', () => {
    const of = (values: (number | null)[]) =>
      ladder(
        { ...supply, rungs: values.map((value, index) => ({ id: `r${index}`, label: `rung ${index}`, value, source: '', asOf: null })) },
        frame(),
      );
    expect(of([10, 12]).title).toBe('More GPUs are rung 1 than rung 0');
    expect(of([10, 12]).series[0]?.marks[1]?.readout).toContain('more than it');
    expect(of([10, null]).title).toBe('Only one rung is stated: 10 GPUs rung 0');
    expect(of([null, null]).title).toBe('No rung states any GPUs');
    expect(of([0, 5]).title).toBe('Of 0 GPUs rung 0, 5 are rung 1');
    expect(outside(of([1, 2, 3]), 900, 360)).toEqual([]);
  });
});
