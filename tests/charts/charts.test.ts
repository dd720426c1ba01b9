import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chartTableCsv,
  curveAt,
  fitText,
  formatChartCell,
  interWidth,
  lorenz,
  lorenzAt,
  rankedBars,
  rankedBarsHeight,
  removalCurve,
  spread,
} from '../../shared/charts/index.ts';
import { parseLine } from '../../shared/claims/line.ts';
import { frame, northgrid, removalResult, viewOf } from './fixtures.ts';
import { collisions, outside, seriesOf } from './reading.ts';

describe('ranked bars at the ends of what they may get', () => {
  it('leave out the cumulative panel before the bars get too short, and never print texts over each other', () => {
    for (let width = 320; width <= 1400; width += 20) {
      const chart = rankedBars({ view: northgrid, shown: 10 }, frame(width, rankedBarsHeight(northgrid, 10)));
      expect(collisions(chart), `${width} px`).toEqual([]);
    }
  });
  it('draw a view without any group or unknown with finite places', () => {
    const empty = { ...northgrid, top: [], other: { groups: 0, value: 0, share: 0 }, unknown: { rows: 0, value: 0, share: 0 } };
    const chart = rankedBars({ view: empty, shown: 10 }, frame(640, rankedBarsHeight(empty, 10)));
    expect(chart.labels.every((box) => [box.x, box.y, box.width, box.height].every(Number.isFinite))).toBe(true);
  });
});

describe('placing labels by measurement', () => {
  it('leaves labels where they are when they do not touch', () =>
    expect(
      spread(
        [
          { at: 20, size: 10 },
          { at: 60, size: 10 },
        ],
        0,
        100,
        2,
      ),
    ).toEqual([20, 60]));
  it('moves two labels on one place apart by the same amount', () =>
    expect(
      spread(
        [
          { at: 50, size: 10 },
          { at: 50, size: 10 },
        ],
        0,
        100,
        2,
      ),
    ).toEqual([44, 56]));
  it('keeps order, gaps and the ends of the line whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.double({ min: -50, max: 450, noNaN: true }), size: fc.integer({ min: 5, max: 20 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        (wanted) => {
          const places = spread(wanted, 0, 400, 2);
          const boxes = wanted
            .map((label, index) => ({ low: (places[index] ?? 0) - label.size / 2, high: (places[index] ?? 0) + label.size / 2 }))
            .sort((a, b) => a.low - b.low);
          for (const [index, box] of boxes.entries()) {
            expect(box.low).toBeGreaterThanOrEqual(-1e-6);
            expect(box.high).toBeLessThanOrEqual(400 + 1e-6);
            const next = boxes[index + 1];
            if (next) expect(next.low - box.high).toBeGreaterThanOrEqual(2 - 1e-6);
          }
        },
      ),
    );
  });
  it('cuts a name in its middle until it fits', () => {
    const text = fitText('Anonymized Chinese System of Unknown Owner', 120, 12, 400, interWidth);
    expect(text).toContain('…');
    expect(interWidth(text, 12, 400)).toBeLessThanOrEqual(120);
  });
});

describe('ranked bars', () => {
  const chart = rankedBars({ view: northgrid, shown: 20 }, frame());

  it('draw exactly the numbers of their table', () => {
    const drawn = ((seriesOf(chart)[0]?.data ?? []) as { value: number }[]).map((item) => item.value);
    expect(chart.table.rows.map((row) => row[2])).toEqual(drawn);
    expect(chart.series[0]?.marks).toHaveLength(chart.table.rows.length);
  });
  it('tell what is named in part from the unknown, in a bar and in words', () => {
    const partial = [{ key: 'nvidia/h100-?-?', value: 600, rows: 3, among: 2, fits: ['nvidia/h100-sxm-80', 'nvidia/h100-pcie-80'] }];
    const view = viewOf([
      { key: 'A', share: 0.5 },
      { key: 'B', share: 0.4 },
    ]);
    const open = {
      ...view,
      unknown: { rows: 5, value: 1000, share: 0.1 },
      partial,
      partialTotal: { groups: 1, rows: 3, value: 600, share: 0.06 },
    };
    const chart = rankedBars({ view: open, shown: 20 }, frame());
    expect(chart.table.rows.slice(2)).toEqual([
      ['Named in part', 600, 0.06, expect.closeTo(0.96, 12)],
      ['Unknown', 400, expect.closeTo(0.04, 12), 1],
    ]);
    const mark = chart.series[0]?.marks.find(({ id }) => id === ':partial');
    expect(mark?.readout).toContain('nvidia/h100-?-? 600, nvidia/h100-sxm-80 or nvidia/h100-pcie-80');
    expect(chart.summary).toContain('600 GPUs (6.0 %) are named in part: they count for every operator that fits.');
  });

  it('count Other and Unknown and hatch the unknown', () => {
    expect(chart.table.rows.map((row) => row[0])).toContain('Other (3)');
    expect(chart.table.rows.at(-1)?.[0]).toBe('Unknown');
    const unknown = (seriesOf(chart)[0]?.data ?? []).at(-1) as { itemStyle: Record<string, unknown> };
    expect(unknown.itemStyle).toHaveProperty('decal');
    expect(unknown.itemStyle.borderType).toBe('dashed');
  });
  it('move what is not shown into Other without losing weight', () => {
    const short = rankedBars({ view: northgrid, shown: 5 }, frame());
    const share = (rows: (string | number | null)[][]): number => rows.reduce((sum, row) => sum + Number(row[2]), 0);
    expect(short.table.rows).toHaveLength(7);
    expect(share(short.table.rows)).toBeCloseTo(1, 9);
  });
  it('add exact texts without passing through doubles', () => {
    const view = viewOf([
      { key: 'A', share: 0.5 },
      { key: 'B', share: 0.3 },
      { key: 'C', share: 0.2 },
    ]);
    view.top = view.top.map((group, index) => ({ ...group, value: ['9007199254740993', '9007199254740995', '2'][index] ?? 0 }));
    expect(rankedBars({ view, shown: 1 }, frame()).table.rows[1]).toEqual(['Other (2)', '9007199254740997', 0.5, 1]);
  });
  it('say the finding, the top three, the steps and the unknown mass in words', () => {
    expect(chart.summary).toContain(
      'Ranked bar. Two operators hold more than a third of the known GPUs. Share of GPUs in percent, online and verified, 2026-11-20, n = 23 operators.',
    );
    expect(chart.summary).toContain('Highest: Borealis 24.1, Tundra 15.3, Cirrus 10.7.');
    expect(chart.summary).toContain('1/2 is passed at k = 3 by 0.10 points');
    expect(chart.summary).toMatch(/Uncertainty: \d+ GPUs \(4\.1 %\) have no known operator/);
  });
  it('name members, margin and ambiguity of a step in its readout', () => {
    const steps = chart.series[1]?.marks.map((mark) => mark.readout) ?? [];
    expect(steps[0]).toBe('k = 2 for more than 1/3 of the known GPUs | only this set: Borealis and Tundra | +6.0 points above the level');
    expect(steps[1]).toContain('not unique');
  });
  it.each([320, 560, 760, 900, 1400])('never let labels collide at %i pixels', (width) => {
    for (const shown of [5, 10, 20]) {
      const height = rankedBarsHeight(northgrid, shown);
      const drawn = rankedBars({ view: northgrid, shown }, frame(width, height));
      expect(collisions(drawn)).toEqual([]);
      expect(outside(drawn, width, height)).toEqual([]);
    }
  });
  it('draw lines of packs through the bars, and name one beyond the scale without a line', () => {
    const references = [
      { at: 0.1, label: '10 % disclosure-10 1.0.0', line: parseLine('>= 1/10') },
      { at: 0.25, label: '25 % connected-25 1.0.0', line: parseLine('> 1/4') },
      { at: 0.65, label: '65 % single-country-65 1.0.0', line: parseLine('> 13/20') },
    ];
    for (const width of [360, 760, 1400]) {
      const height = rankedBarsHeight(northgrid, 10, 21, references);
      const drawn = rankedBars({ view: northgrid, shown: 10, references }, frame(width, height));
      expect(collisions(drawn)).toEqual([]);
      expect(outside(drawn, width, height)).toEqual([]);
    }
    const drawn = rankedBars({ view: northgrid, shown: 10, references }, frame(1400, rankedBarsHeight(northgrid, 10, 21, references)));
    const named = (text: string) => drawn.labels.find((label) => label.text.startsWith(text))?.text;
    expect([named('10 % d'), named('65 % s')]).toEqual(['10 % disclosure-10 1.0.0', '65 % single-country-65 1.0.0 \u2192']);
    // shares of the fixture: 24.1, 15.3, 10.7, 8.5, 7.1, 5.5 ... %, and 4.1 % that anybody may hold
    expect(drawn.summary).toContain(
      'Reference line 10 % disclosure-10 1.0.0: 3 bars at or above it, Borealis, Tundra and Cirrus; undetermined for 2 bars, Meridian and Halcyon.',
    );
    expect(drawn.summary).toContain('Reference line 25 % connected-25 1.0.0: undetermined for 1 bar, Borealis.');
    expect(drawn.summary).toContain('Reference line 65 % single-country-65 1.0.0: no bar is above it.');
  });
  it('never let labels collide whatever the shares, names and steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 40 }), weight: fc.integer({ min: 1, max: 1000 }) }), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 0, max: 2000 }),
        fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 30_000 })),
        fc.integer({ min: 300, max: 1600 }),
        (groups, unknown, [a, b, c], width) => {
          const total = groups.reduce((sum, group) => sum + group.weight, 0) + unknown;
          const sorted = groups
            .map((group, index) => ({ key: `${group.name}${index}`, share: group.weight / total }))
            .sort((x, y) => y.share - x.share);
          const view = viewOf(sorted, { steps: [a, a + b, a + b + c] });
          const height = rankedBarsHeight(view, 20);
          expect(collisions(rankedBars({ view, shown: 20 }, frame(width, height)))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('Lorenz curve', () => {
  const chart = lorenz({ view: northgrid }, frame(700, 320));
  it('draws exactly the numbers of its table', () => expect(chart.table.rows).toEqual(seriesOf(chart)[1]?.data));
  it('says what the top 10 % hold', () => {
    expect(lorenzAt(northgrid.lorenz, 0.9)).toBeCloseTo(0.4, 12);
    expect(chart.title).toBe('The top 10 % of operators hold 60.0 % of the known GPUs');
    expect(chart.summary).toContain('Gini 0.680');
    expect(chart.summary).toContain('4.1 % of all GPUs are unknown');
  });
  it.each([280, 500, 900])('keeps labels apart and left of the diagonal at %i pixels', (width) => {
    const height = 320;
    const drawn = lorenz({ view: northgrid }, frame(width, height));
    expect(collisions(drawn)).toEqual([]);
    expect(outside(drawn, width, height)).toEqual([]);
  });
});

describe('removal curve', () => {
  const chart = removalCurve(
    { result: removalResult, baseRemoved: [0, 0.241, 0.394, 0.501, 0.586, 0.657, 0.712, 0.757, 0.793, 0.821, 0.844] },
    frame(),
  );

  it('draws exactly the numbers of its table', () => {
    const worst = seriesOf(chart).find((series) => series.name === 'worst case')?.data as [number, number][];
    const column = chart.table.columns.findIndex((item) => item.id === 'served_worst_case');
    expect(chart.table.rows.map((row) => row[column])).toEqual(worst.map(([, fraction]) => Math.round(fraction * 120)));
  });
  it('titles itself with the finding', () => expect(chart.title).toBe('Losing two operators leaves 73.3 % of the demand servable'));
  it('summarises breaking point, members and ends of the curves', () => {
    expect(chart.summary).toContain('Breaking point at threshold 80 %: k* = 2, proven.');
    expect(chart.summary).toContain('Removed at the breaking point: Borealis and Tundra.');
    expect(chart.summary).toContain('worst case ends at 15.8 % after 10');
  });
  it('reads marks with numerator and denominator', () => {
    expect(chart.series[0]?.marks[2]?.readout).toBe(
      'worst case | 2 operators removed | 88 of 120 servable | 73.3 % | below threshold | Enter removes the 2 largest',
    );
  });
  it.each([300, 480, 800, 1400])('keeps labels apart at %i pixels, also where curves end on one point', (width) => {
    const flat = { ...removalResult, curves: removalResult.curves.map((curve) => ({ ...curve, served: curve.served.map(() => 96) })) };
    for (const result of [removalResult, flat]) {
      const drawn = removalCurve({ result, baseRemoved: Array.from({ length: 42 }, (_, k) => k / 42) }, frame(width, 360));
      expect(collisions(drawn)).toEqual([]);
    }
  });
  it('keeps the flag of the breaking point out of the plot', () => {
    const flag = chart.labels.find((label) => label.text === 'k* = 2, proven');
    expect((flag?.y ?? 0) + (flag?.height ?? 0)).toBeLessThanOrEqual(chart.plot.top);
  });
  it('says why no removal can break a test that asks for nothing, and draws all of nothing as served', () => {
    const { result } = { result: { ...removalResult, demand: 0, below: 0, served0: 0 } };
    const breakingPoint = { low: null, high: null, proven: true, members: [] };
    const curves = [{ order: 'worst-case' as const, k: [0, 1], served: [0, 0] }];
    const drawn = removalCurve({ result: { ...result, breakingPoint, curves } }, frame());
    expect(drawn.title).toBe('The portfolio asks for nothing, so no removal of operators can break the test');
    expect(seriesOf(drawn).find(({ name }) => name === 'worst case')?.data).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
  it('gives both readings of what is servable where the test fails before any removal', () => {
    const breakingPoint = { low: 0, high: 0, proven: true, members: [] };
    const curvesHigh = [{ order: 'worst-case' as const, k: [0, 1], served: [90, 60] }];
    expect(removalCurve({ result: { ...removalResult, served0: 60, breakingPoint, curvesHigh } }, frame()).title).toBe(
      'The portfolio falls short of 80 % before any removal: 50.0 to 75.0 % is servable',
    );
  });
  it('says how many of the units its axis shows', () => {
    const texts = chart.labels.map(({ text }) => text);
    expect(texts).toContain(`operators removed, ${chart.kMost} of ${removalResult.units} shown; % of base, largest first`);
  });
  it('shows the adverse end alone where no removal breaks the test in the favourable reading', () => {
    const open = { ...removalResult, breakingPoint: { ...removalResult.breakingPoint, high: removalResult.units + 1 } };
    const drawn = removalCurve({ result: open }, frame(800, 360));
    expect(drawn.kMost).toBe(10);
    expect(drawn.title).toBe('Losing 2 operators breaks it in the adverse reading; no removal breaks it in the favourable reading');
    expect(drawn.labels.map(({ text }) => text)).toContain('k* = 2 adverse, none favourable');
    expect(collisions(drawn)).toEqual([]);
  });
  it('reads a sparse step curve between its points', () => {
    const curve = { k: [0, 4, 9], served: [10, 6, 1] };
    expect([0, 3, 4, 8, 9].map((k) => curveAt(curve, k))).toEqual([10, 10, 6, 6, 1]);
    expect(curveAt(curve, 10)).toBeNull();
  });
});

describe('data table of a chart', () => {
  it('quotes its CSV and keeps raw numbers', () => {
    const csv = chartTableCsv({
      caption: 'c',
      columns: [
        { id: 'operator', label: 'Operator', format: 'text' },
        { id: 'share_fraction', label: 'Share, %', format: 'percent' },
      ],
      rows: [
        ['Giant Leaf, "LLC"', 0.24095238095238095],
        ['Unknown', null],
      ],
    });
    expect(csv).toBe('operator,share_fraction\n"Giant Leaf, ""LLC""",0.24095238095238095\nUnknown,\n');
  });
  it('shows cells by their format', () => {
    expect(formatChartCell({ id: 's', label: 's', format: 'percent' }, 0.241)).toBe('24.1');
    expect(formatChartCell({ id: 's', label: 's', format: 'count' }, 4200)).toBe('4,200');
    expect(formatChartCell({ id: 's', label: 's', format: 'count' }, null)).toBe('—');
  });
});
