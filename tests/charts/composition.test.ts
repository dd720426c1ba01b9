import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOf, heatmap, hillProfile, lorenz, pareto, squarify, TREEMAP_CELLS, treemap } from '../../shared/charts/index.ts';
import { parseLine } from '../../shared/claims/line.ts';
import { context, dependencies, models } from './cases.ts';
import { frame, northgrid, unmerged, viewOf } from './fixtures.ts';
import { collisions, drawnValues, notFinite, outside, seriesOf } from './reading.ts';

const nothing = { ...northgrid, rows: 0, entities: 0, top: [], other: { groups: 0, value: 0, share: 0 }, lorenz: [], total: 0 };
const allUnknown = { ...nothing, rows: 7, total: 172, unknown: { rows: 7, value: 172, share: 1 } };
const noWeight = { ...nothing, rows: 7, unknown: { rows: 0, value: 0, share: 0 } };
const one = {
  ...viewOf([{ key: 'Borealis', share: 1 }], { steps: [1, 1, 1] }),
  finding: 'One operator holds all of the known GPUs',
  entities: 1,
};

describe('Pareto', () => {
  const references = [{ at: 0.1, label: 'disclosure-10, 2024-07-01', line: parseLine('>= 1/10') }];
  const chart = pareto({ view: northgrid, shown: 12, references }, frame());
  it('draws exactly the shares of its table, as long as they say', () => {
    const drawn = drawnValues(chart);
    expect(drawn.map(({ value }) => value)).toEqual(chart.table.rows.map((row) => row[2]));
    const [first, second] = drawn;
    expect((second?.shape.width ?? 0) / (first?.shape.width ?? 1)).toBeCloseTo(15.3 / 24.1, 6);
  });
  it('reads Unknown, Other, levels and reference lines in its summary', () => {
    expect(chart.summary).toContain('Highest: Borealis 24.1, Tundra 15.3, Cirrus 10.7.');
    expect(chart.summary).toContain('172 GPUs (4.1 %) have no known operator');
    expect(chart.summary).toContain('1/2 is passed at k = 3');
    expect(chart.summary).toContain('Reference line disclosure-10, 2024-07-01: 3 bars at or above it, Borealis, Tundra and Cirrus;');
    expect(chart.summary).toContain('Not shown: Other (11)');
  });
  it.each([
    [nothing, 'No record passes the filter'],
    [allUnknown, 'The operator of all GPUs is not known'],
    [noWeight, 'No record holds any GPUs'],
  ])('says what is so where nothing can be ranked', (view, title) => {
    for (const drawn of [pareto({ view, shown: 20 }, frame()), lorenz({ view }, frame()), hillProfile({ view }, frame())]) {
      expect(drawn.title).toBe(title);
      expect(drawn.table.rows).toEqual([]);
      expect(drawn.series).toEqual([]);
      expect(drawn.labels.length).toBeGreaterThan(0);
      expect(notFinite(drawn.option)).toEqual([]);
    }
  });
  it('stands for any shares without a text over another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 320, max: 1500 }),
        (weights, unknown, width) => {
          const total = weights.reduce((sum, weight) => sum + weight, unknown);
          const shares = weights.sort((a, b) => b - a).map((weight, index) => ({ key: `Operator number ${index}`, share: weight / total }));
          const drawn = pareto({ view: viewOf(shares, { steps: [1, 2, 3] }), shown: 20 }, frame(width, 520));
          expect(collisions(drawn)).toEqual([]);
          expect(outside(drawn, width, 520)).toEqual([]);
          expect(notFinite(drawn.option)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Lorenz curve of merged against unmerged', () => {
  const chart = lorenz({ view: northgrid, against: unmerged }, frame(700, 320));
  it('draws both lines from its table and names the Gini of each', () => {
    const [, first, second] = seriesOf(chart);
    expect(chart.table.rows.map(([, x, y]) => [x, y])).toEqual([...(first?.data ?? []), ...(second?.data ?? [])]);
    expect(chart.title).toBe('Counted with confirmed entities, the Gini is 0.680, higher than 0.610');
    expect(chart.summary).toContain('entities confirmed (5 merged): Gini 0.680');
    expect(chart.summary).toContain('accounts as given: Gini 0.610');
  });
  it('lets the keyboard change the line', () =>
    expect(chart.series.map(({ name }) => name)).toEqual(['entities confirmed (5 merged)', 'accounts as given']));
  it('does not speak of a tenth where there are fewer than ten', () => {
    expect(lorenz({ view: { ...northgrid, entities: 4 } }, frame()).title).toBe(
      'The smaller half of 4 operators holds 5.0 % of the known GPUs',
    );
    expect(
      lorenz(
        {
          view: {
            ...one,
            lorenz: [
              [0, 0],
              [1, 1],
            ],
          },
        },
        frame(),
      ).title,
    ).toBe('One operator holds all of the known GPUs');
  });
});

describe('Hill profile', () => {
  it('draws the stated numbers of its table', () => {
    const chart = hillProfile({ view: northgrid }, frame());
    expect(drawnValues(chart).map(({ value }) => value)).toEqual(chart.table.rows.filter(([q]) => q !== '∞').map((row) => row[2]));
    // effective numbers of the fixture: 41, 12, 8.8 and 4 at infinity
    expect(chart.title).toBe('23 operators are as concentrated as 8.8 equal ones');
    expect(chart.summary).toContain('Q = 0: 41.0; q = 1: 12.0; q = 2: 8.8; q = ∞: 4.0.');
  });
  it('leaves a band open at the top where a high end is unbounded, and skips orders without a value', () => {
    const open = { low: 2, stated: 4, high: null };
    const chart = hillProfile(
      {
        view: northgrid,
        points: [
          { q: 0, number: open },
          { q: 1, number: { low: null, stated: null, high: null } },
          { q: 2, number: open },
        ],
      },
      frame(),
    );
    expect(chart.table.rows.map(([q]) => q)).toEqual(['0', '2']);
    expect(notFinite(chart.option)).toEqual([]);
  });
});

describe('Treemap', () => {
  const input = {
    context,
    weight: 'GPUs',
    by: ['operator', 'gpu_model'] as const,
    groups: models,
    unknown: 172,
    other: { groups: 21, value: 300 },
  };
  const chart = treemap(input, frame(900, 400));
  it('gives each cell the area of its weight', () => {
    const cells = drawnValues(chart);
    expect(cells.map(({ value }) => value)).toEqual(chart.table.rows.map((row) => row[2]));
    const perUnit = cells.map(({ value, shape }) => ((shape.width ?? 0) * (shape.height ?? 0)) / (value ?? 1));
    for (const area of perUnit) expect(area).toBeCloseTo(perUnit[0] ?? 0, 6);
  });
  it('keeps the sum and at most 30 cells whatever it gets', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 25 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 300, max: 1200 }),
        (values, unknown, width) => {
          const groups = values.map((list, g) => ({
            id: `g${g}`,
            label: `Group ${g}`,
            parts: list.map((value, p) => ({ id: `g${g}/${p}`, label: `part ${p}`, value })),
          }));
          const drawn = treemap({ ...input, groups, unknown, other: { groups: 0, value: 0 } }, frame(width, 400));
          const total = values.flat().reduce((sum, value) => sum + value, 0);
          expect(drawn.table.rows.length).toBeLessThanOrEqual(TREEMAP_CELLS);
          if (total > 0) expect(drawn.table.rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(total + unknown);
          expect(collisions(drawn)).toEqual([]);
          expect(notFinite(drawn.option)).toEqual([]);
        },
      ),
      { numRuns: 80 },
    );
  });
  it('says what is so where no group is known', () => {
    expect(treemap({ ...input, groups: [], other: { groups: 0, value: 0 } }, frame()).title).toBe('The operator of all GPUs is not known');
    expect(treemap({ ...input, groups: [], other: { groups: 0, value: 0 }, unknown: 0 }, frame()).title).toBe('No operator holds any GPUs');
  });
  it('packs boxes that fill their frame without overlap (Bruls, Huizing and van Wijk 2000, figure 4: 6 6 4 3 2 2 1 in 6 x 4)', () => {
    const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
    expect(boxes[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 });
    expect(boxes[1]).toEqual({ x: 0, y: 2, width: 3, height: 2 });
    expect(boxes[2]?.width).toBeCloseTo(12 / 7, 12);
    expect(boxes.reduce((sum, { width, height }) => sum + width * height, 0)).toBeCloseTo(24, 9);
  });
});

describe('Heat map', () => {
  const chart = heatmap(dependencies, frame(900, 300));
  it('draws every cell of its table, with its number', () => {
    expect(drawnValues(chart).map(({ value }) => value)).toEqual(chart.table.rows.flatMap((row) => row.slice(1)));
  });
  it('finds what most rows share', () => {
    expect(chart.title).toBe('OVHcloud is shared by 4 of 7 operators listed');
    expect(chart.summary).toContain('Highest: Tundra on Leaseweb 81.0 %');
    expect(chart.summary).toContain('6 cells are not disclosed');
  });
  it('takes five equal classes from 0 to the largest', () =>
    expect([0, 0.1, 0.2, 0.21, 0.5, 0.99, 1].map((value) => classOf(value, 1))).toEqual([0, 1, 1, 2, 3, 5, 5]));
  it('counts the rows and columns that a small frame leaves to the table', () => {
    const small = heatmap(dependencies, frame(240, 180));
    expect(small.table.rows).toHaveLength(7);
    expect(small.labels.some(({ text }) => text.includes('more in the'))).toBe(true);
  });
  it.each([
    [{ rows: [], cells: [] }, 'No operator has a cloud'],
    [{ cells: dependencies.cells.map((row) => row.map(() => null)) }, 'No operator discloses its cloud'],
  ])('says what is so where there is nothing to compare', (change, title) => {
    const drawn = heatmap({ ...dependencies, ...change }, frame());
    expect(drawn.title).toBe(title);
    expect(notFinite(drawn.option)).toEqual([]);
  });
  it('says that all cells are 0 without a class', () => {
    const drawn = heatmap({ ...dependencies, cells: dependencies.cells.map((row) => row.map(() => 0)) }, frame());
    expect(drawn.summary).toContain('All cells are 0.');
    expect(notFinite(drawn.option)).toEqual([]);
  });
});
