import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Chart,
  dayOf,
  dumbbell,
  formatChange,
  formatValue,
  smallMultiples,
  timeSeries,
  waterfall,
  waterfallRows,
} from '../../shared/charts/index.ts';
import { change, comparison, context, history, networks } from './cases.ts';
import { frame } from './fixtures.ts';
import { collisions, drawnValues, notFinite, outside, pointCount } from './reading.ts';

const sound = (chart: Chart, width = 900, height = 360) => {
  expect(collisions(chart)).toEqual([]);
  expect(outside(chart, width, height)).toEqual([]);
  expect(notFinite(chart.option)).toEqual([]);
};

describe('Dumbbell', () => {
  const chart = dumbbell(comparison, frame());
  it('draws both sides of its table and sorts by the gap; what stands on one side is as far as all of it', () => {
    expect(chart.table.rows.map(([label]) => label)).toEqual([
      'Meridian',
      'Halcyon Data Centre Holdings',
      'Borealis',
      'Umbra',
      'Tundra',
      'Cirrus',
      'Ostara',
    ]);
    const drawn = drawnValues(chart).map(({ value }) => value);
    expect(drawn).toEqual(chart.table.rows.flatMap((row) => [row[1], row[2]].filter((value) => value !== null)));
  });
  it('says the largest difference and who stands on one side alone', () => {
    expect(chart.title).toBe('Meridian is only in 2026-11-20, with 8.5 %');
    expect(chart.summary).toContain('Largest differences: Halcyon Data Centre Holdings −4.9 points, Borealis +4.1 points');
    expect(chart.summary).toContain('1 only in 2026-08-20, 1 only in 2026-11-20.');
  });
  it('states ties, no difference and nothing at all', () => {
    const at = (rows: { id: string; a: number | null; b: number | null }[]) =>
      dumbbell({ ...comparison, rows: rows.map((row) => ({ ...row, label: row.id })) }, frame());
    expect(
      at([
        { id: 'x', a: 1, b: 2 },
        { id: 'y', a: 2, b: 1 },
      ]).title,
    ).toBe('x differs most, as much as another: 100.0 % to 200.0 %');
    expect(at([{ id: 'x', a: 1, b: 1 }]).title).toBe('No operator differs between 2026-08-20 and 2026-11-20');
    expect(at([{ id: 'x', a: 1, b: null }]).title).toBe('No operator stands on both sides');
    expect(at([{ id: 'x', a: null, b: null }]).title).toBe('No operator has a value on either side');
    expect(at([]).series).toEqual([]);
  });
  it('stands for any values', () => {
    const side = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { maxLength: 40 }), fc.integer({ min: 340, max: 1200 }), (pairs, width) => {
        const rows = pairs.map(([a, b], index) => ({ id: `r${index}`, label: `Row number ${index}`, a, b }));
        sound(dumbbell({ ...comparison, format: 'quantity', rows }, frame(width, 400)), width, 400);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Waterfall', () => {
  const chart = waterfall(change, frame(900, 260));
  it('draws the totals and parts of its table, and the parts end where the total is', () => {
    expect(drawnValues(chart).map(({ value }) => value)).toEqual(chart.table.rows.map((row) => row[1]));
    // the example of the design notes in other parts: 902 + 282 - 18 + 41 - 46 - 24 = 1137
    expect(chart.table.rows.at(-2)?.[2]).toBe(1137);
    expect(chart.summary).toContain('The 5 parts add up to the change.');
    expect(chart.title).toBe('The HHI rises from 902 to 1,137; the largest part is re-attribution, +282');
  });
  it('never hides a rest that its parts do not explain', () => {
    const rows = waterfallRows({ ...change, end: { label: 'B', value: 1140 } });
    expect(rows.at(-2)).toMatchObject({ label: 'Not explained', value: 3 });
    expect(waterfall({ ...change, end: { label: 'B', value: 1140 } }, frame()).summary).toContain('+3.0 is not explained by the parts.');
  });
  it('takes rounding of doubles for what it is', () => {
    const parts = [0.1, 0.2].map((value, index) => ({ id: String(index), label: 'part', value }));
    expect(waterfallRows({ start: { label: 'A', value: 0 }, end: { label: 'B', value: 0.3 }, parts })).toHaveLength(4);
  });
  it('says what is so without a change, where parts cancel, and where a part is undefined', () => {
    const flat = { ...change, end: { label: 'B', value: 902 } };
    expect(waterfall({ ...flat, parts: [] }, frame()).title).toBe('The HHI stays at 902');
    expect(
      waterfall(
        {
          ...flat,
          parts: [
            { id: 'a', label: 'Entry', value: 5 },
            { id: 'b', label: 'Exit', value: -5 },
          ],
        },
        frame(),
      ).title,
    ).toBe('The HHI stays at 902: its parts cancel each other');
    const undefinedPart = waterfall({ ...change, parts: [{ id: 'a', label: 'Entry', value: Number.NaN }] }, frame());
    expect(undefinedPart.title).toBe('The change of the HHI has no value');
    sound(undefinedPart);
  });
  it('runs through its parts whatever they are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 8 }),
        (start, values) => {
          const parts = values.map((value, index) => ({ id: `p${index}`, label: `Part ${index}`, value }));
          const end = values.reduce((sum, value) => sum + value, start);
          const drawn = waterfall(
            { ...change, start: { label: 'A', value: start }, end: { label: 'B', value: end }, parts },
            frame(700, 400),
          );
          expect(drawn.table.rows).toHaveLength(parts.length + 2);
          sound(drawn, 700, 400);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Time series', () => {
  const chart = timeSeries(history, frame());
  it('draws the values of its table; a missing value is a gap, not a zero', () => {
    const drawn = drawnValues(chart).map(({ value }) => value);
    const columns = [1, 2].flatMap((column) => chart.table.rows.map((row) => row[column])).filter((value) => value !== null);
    expect(drawn).toEqual(columns);
    expect(chart.table.rows[1]).toEqual(['2026-05-20', 910, null]);
    expect(chart.summary).toContain('1 value is missing and left as a gap.');
  });
  it('places snapshots by their true distance in days', () => {
    const marks = chart.series[1]?.marks ?? [];
    const at = (index: number) => marks[index]?.x ?? 0;
    // 2026-08-20 to 2026-09-01 are 12 days, to 2026-11-20 92 days
    expect((at(3) - at(2)) / (at(4) - at(2))).toBeCloseTo(12 / 92, 9);
    expect(dayOf('1970-01-02T23:00:00Z')).toBe(1);
    expect(dayOf('soon')).toBeNull();
  });
  it('says the largest movement, and nothing of a trend where there is one snapshot', () => {
    expect(chart.title).toBe('The HHI of Northgrid rises from 880 to 1,137 between 2026-03-01 and 2026-11-20');
    const one = timeSeries(
      { ...history, series: [{ id: 'n', label: 'Northgrid', points: [{ date: '2026-11-20', value: { low: 1, stated: 2, high: 3 } }] }] },
      frame(),
    );
    expect(one.title).toBe('The HHI is 2.0 in the one snapshot that states it');
    sound(one);
  });
  it('says what is so without dates or values', () => {
    expect(timeSeries({ ...history, series: [] }, frame()).title).toBe('No snapshot of the HHI has a date');
    const silent = { id: 'n', label: 'N', points: [{ date: '2026-11-20', value: { low: null, stated: null, high: null } }] };
    expect(timeSeries({ ...history, series: [silent] }, frame()).title).toBe('No snapshot states the HHI');
  });
  it('stays below a few thousand shapes for six lines of 600 snapshots', () => {
    const points = Array.from({ length: 600 }, (_, index) => ({
      date: new Date(Date.UTC(2024, 0, 1 + index)).toISOString(),
      value: { low: index, stated: index, high: index },
    }));
    const many = timeSeries(
      { ...history, series: Array.from({ length: 6 }, (_, index) => ({ id: `s${index}`, label: `Line ${index}`, points })) },
      frame(),
    );
    expect(pointCount(many)).toBeLessThan(4000);
    sound(many);
  });
});

describe('Small multiples', () => {
  const chart = smallMultiples({ context, by: 'operator', format: 'share', panels: networks }, frame(900, 400));
  it('puts the worst first and draws all on one scale', () => {
    expect(chart.series.map(({ name }) => name)).toEqual(['A network with a long name of its own', 'Tessera', 'Northgrid 2026-11-20']);
    const drawn = drawnValues(chart);
    expect(drawn.map(({ value }) => value)).toEqual(chart.table.rows.map((row) => row[2]));
    const widths = drawn.map(({ value, shape }) => (shape.width ?? 0) / (value ?? 1));
    for (const perUnit of widths) expect(perUnit).toBeCloseTo(widths[0] ?? 0, 6);
  });
  it('names ties, a single one and none', () => {
    const [a, b] = networks;
    const of = (panels: typeof networks) => smallMultiples({ context, by: 'operator', format: 'share', panels }, frame()).title;
    expect(a && b && of([a, { ...b, rank: a.rank }])).toBe('Northgrid 2026-11-20 and Tessera are level: HHI 1,137 (1,052 to 1,266)');
    expect(a && of([a])).toBe('Tessera stands alone: HHI 2,100');
    expect(of([])).toBe('There is no dataset to compare');
  });
});

describe('values of a chart', () => {
  it('read with their unit and sign', () => {
    expect(formatValue(0.241, 'share')).toBe('24.1 %');
    expect(formatChange(-0.031, 'share')).toBe('−3.1 points');
    expect(formatChange(235, 'hhi')).toBe('+235');
    expect(formatChange(0, 'count')).toBe('0');
    expect(formatChange(null, 'count')).toBe('—');
  });
});
