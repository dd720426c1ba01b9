import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bound } from '../../shared/case/view.ts';
import {
  type Chart,
  choropleth,
  ecdf,
  heatmap,
  hillProfile,
  ladder,
  lorenz,
  smallMultiples,
  stepPoints,
  strip,
  timeSeries,
} from '../../shared/charts/index.ts';
import { context, countries, dependencies, history, networks, priceSpread, supply } from './cases.ts';
import { frame, northgrid } from './fixtures.ts';
import { collisions, notFinite, outside } from './reading.ts';

/** What holds of every chart whatever its data: no text over another or out of the frame, finite numbers, whole rows, readable marks. */
function expectSound(chart: Chart, width: number, height: number): void {
  expect(collisions(chart)).toEqual([]);
  expect(outside(chart, width, height)).toEqual([]);
  expect(notFinite(chart.option)).toEqual([]);
  expect(chart.title).not.toBe('');
  expect(chart.summary).not.toMatch(/NaN|undefined|Infinity/);
  for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
  for (const mark of chart.series.flatMap(({ marks }) => marks)) {
    expect([mark.x, mark.y, mark.width, mark.height].every(Number.isFinite), mark.id).toBe(true);
    expect(mark.readout).not.toMatch(/NaN|undefined/);
  }
}

const width = fc.integer({ min: 340, max: 1400 });
const label = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replace(/NaN|undefined|Infinity/g, '-'));
const amount = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 }), fc.double({ min: 1e-6, max: 1e9, noNaN: true }));
const bound: fc.Arbitrary<Bound> = fc.tuple(amount, amount, amount, fc.integer({ min: 0, max: 5 })).map(([a, b, c, kind]) => {
  const [low = 0, stated = 0, high = 0] = [a, b, c].sort((x, y) => x - y);
  if (kind === 0) return { low: null, stated: null, high: null };
  return { low, stated, high: kind === 1 ? null : high };
});
const RUNS = { numRuns: 60 };

describe('charts of any data', () => {
  it('heat maps', () => {
    const cells = fc
      .tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 14 }))
      .chain(([rows, columns]) =>
        fc.array(
          fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }), { minLength: columns, maxLength: columns }),
          { minLength: rows, maxLength: rows },
        ),
      );
    fc.assert(
      fc.property(
        cells,
        fc.array(label, { minLength: 14, maxLength: 14 }),
        width,
        fc.integer({ min: 160, max: 500 }),
        (values, names, wide, high) => {
          const heads = (count: number) => names.slice(0, count).map((name, index) => ({ id: `${index}`, label: name }));
          const input = { ...dependencies, rows: heads(values.length), columns: heads(values[0]?.length ?? 0), cells: values };
          expectSound(heatmap(input, frame(wide, high)), wide, high);
        },
      ),
      RUNS,
    );
  });
  it('Hill profiles', () => {
    fc.assert(
      fc.property(fc.array(bound, { minLength: 1, maxLength: 17 }), fc.boolean(), width, (numbers, infinite, wide) => {
        const points = numbers.map((number, index) => ({ q: infinite && index === numbers.length - 1 ? null : index / 4, number }));
        expectSound(hillProfile({ view: northgrid, points }, frame(wide, 300)), wide, 300);
      }),
      RUNS,
    );
  });
  it('Lorenz curves, one and two', () => {
    const curve = fc
      .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 60 })
      .map((pairs) => {
        const xs = pairs.map(([x]) => x).sort((a, b) => a - b);
        const ys = pairs.map(([, y]) => y).sort((a, b) => a - b);
        return [[0, 0], ...xs.map((x, index): [number, number] => [x, Math.min(x, ys[index] ?? 0)]), [1, 1]] as [number, number][];
      });
    fc.assert(
      fc.property(curve, fc.option(curve, { nil: undefined }), width, (first, second, wide) => {
        const against = second && { ...northgrid, lorenz: second };
        expectSound(lorenz({ view: { ...northgrid, lorenz: first }, ...(against && { against }) }, frame(wide, 320)), wide, 320);
      }),
      RUNS,
    );
  });
  it('lines over snapshots', () => {
    const point = fc.record({
      date: fc.integer({ min: 0, max: 4000 }).map((day) => new Date(Date.UTC(2018, 0, 1 + day)).toISOString()),
      value: bound,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(label, fc.uniqueArray(point, { maxLength: 30, selector: ({ date }) => date })), { maxLength: 8 }),
        width,
        (lines, wide) => {
          const series = lines.map(([name, points], index) => ({ id: `s${index}`, label: name, points }));
          expectSound(timeSeries({ ...history, series }, frame(wide, 320)), wide, 320);
        },
      ),
      RUNS,
    );
  });
  it('small multiples', () => {
    const panel = fc.record({
      rows: fc.array(fc.tuple(label, amount), { maxLength: 12 }),
      other: fc.integer({ min: 0, max: 9 }),
      unknown: amount,
      rank: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(panel, { maxLength: 6 }), width, (given, wide) => {
        const panels = given.map(({ rows, other, unknown, rank }, index) => ({
          id: `p${index}`,
          label: `Dataset ${index}`,
          rank,
          note: networks[0]?.note ?? '',
          rows: rows.map(([name, value], place) => ({ id: `${place}`, label: name, value })),
          other: { groups: other, value: other },
          unknown,
        }));
        expectSound(smallMultiples({ context, by: 'operator', format: 'quantity', panels }, frame(wide, 1700)), wide, 1700);
      }),
      RUNS,
    );
  });
  it.each([
    ['ECDF', ecdf],
    ['strip', strip],
  ] as const)('distributions as %s', (_, build) => {
    const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, values), { maxLength: 9 }), width, (given, wide) => {
        const groups = given.map(([name, list], index) => {
          const sorted = [...list].sort((a, b) => a - b);
          const at = (level: number) => sorted[Math.ceil(level * sorted.length) - 1] ?? null;
          return { id: `g${index}`, label: name, n: list.length, points: stepPoints(list), p10: at(0.1), p50: at(0.5), p90: at(0.9) };
        });
        expectSound(build({ ...priceSpread, groups }, frame(wide, 420)), wide, 420);
      }),
      RUNS,
    );
  });
  it('supply ladders', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(label, fc.option(amount, { nil: null })), { maxLength: 8 }), width, (given, wide) => {
        const rungs = given.map(([name, value], index) => ({ id: `r${index}`, label: name, value, source: name, asOf: null }));
        expectSound(ladder({ ...supply, rungs }, frame(wide, 320)), wide, 320);
      }),
      {
        ...RUNS,
        // a rung of a million times the one before: its change in percent had 15 digits and lay over the bar
        examples: [
          [
            [
              [' ', 0.000001],
              [' ', 1011833.8158302215],
              ['"@W"%"%%%', null],
            ],
            340,
          ],
        ],
      },
    );
  });
  it('maps', () => {
    const codes = countries.map.areas.flatMap(({ code }) => (code === '' ? [] : [code]));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 40 }),
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }), { minLength: 40, maxLength: 40 }),
        width,
        (chosen, shares, wide) => {
          const listed = chosen.map((code, index) => ({ id: code, code, label: code, share: shares[index] ?? null }));
          expectSound(choropleth({ ...countries, countries: listed }, frame(wide, 420)), wide, 420);
        },
      ),
      { numRuns: 12 },
    );
  });
});
