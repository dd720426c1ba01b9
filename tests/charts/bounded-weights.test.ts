// Charts of a view whose records state bounds: no share of what is stated alone is shown as the number.
import { describe, expect, it } from 'vitest';
import { boundsFinding, boundsRows } from '../../renderer/features/views/metrics.ts';
import type { ViewResult } from '../../shared/case/view.ts';
import { boundsBar, chartTableCsv, formatChartCell, hillProfile, pareto, rankedBars } from '../../shared/charts/index.ts';
import { formatIndex, shareRangeWords, shareWords } from '../../shared/format/index.ts';
import { frame, viewOf } from './fixtures.ts';

const plain = viewOf([
  { key: 'a', share: 0.6 },
  { key: 'b', share: 0.4 },
]);
const ranges = [
  { low: 0.5, high: 0.55 },
  { low: 0.333, high: 0.4 },
];
const view: ViewResult = {
  ...plain,
  weightBounds: { rows: 1, low: 11_000, high: 12_000 },
  top: plain.top.map((group, place) => ({
    ...group,
    shareRange: ranges[place] as (typeof ranges)[number],
    cumulativeRange: place === 0 ? (ranges[0] as (typeof ranges)[number]) : { low: 0.833, high: 0.909 },
  })),
  metrics: {
    ...plain.metrics,
    cr1: { low: 0.5, stated: 0.6, high: 0.55 },
    effectiveNumber: { ...plain.metrics.effectiveNumber, q2: { low: 2, stated: 1.9, high: 3 } },
  },
};
const readouts = (chart: ReturnType<typeof pareto>) => chart.series.flatMap(({ marks }) => marks.map(({ readout }) => readout));
const labels = (chart: ReturnType<typeof pareto>) => chart.labels.map(({ text }) => text);

describe('a share where records state bounds', () => {
  it('reads as its range, with what is stated behind', () => {
    expect(shareWords(view, 0.6, ranges[0])).toBe('50.0 to 55.0 % (records with a number alone: 60.0 %)');
    expect(shareRangeWords(0.6, ranges[0])).toBe('50.0 to 55.0 %');
    expect(shareWords(view, 0.6, undefined)).toBe('60.0 % of what is stated');
    expect(shareWords(plain, 0.6, undefined)).toBe('60.0 %');
  });

  it.each([
    ['ranked bars', rankedBars({ view, shown: 20 }, frame())],
    ['pareto', pareto({ view, shown: 20 }, frame())],
  ])('has its range in labels, readouts, subtitle and summary of %s', (_, chart) => {
    expect(labels(chart)).toContain('50.0 to 55.0');
    expect(labels(chart)).not.toContain('60.0');
    expect(readouts(chart)[0]).toContain('50.0 to 55.0 % (records with a number alone: 60.0 %)');
    expect(readouts(chart)[1]).toContain('cumulative 83.3 to 90.9 % (records with a number alone: 100.0 %)');
    expect(chart.subtitle).toContain('Share of stated GPUs');
    expect(chart.summary).toContain('Highest: a 50.0 to 55.0, b 33.3 to 40.0.');
    // who passes a level depends on the bounds
    expect(readouts(chart).some((text) => text.startsWith('k = '))).toBe(false);
  });

  it('leaves charts of plain numbers as they were', () => {
    const chart = rankedBars({ view: plain, shown: 20 }, frame());
    expect(labels(chart)).toContain('60.0');
    expect(chart.subtitle).toContain('Share of GPUs by operator');
  });

  it('has its range in the title of the Hill profile', () => {
    expect(hillProfile({ view }, frame()).title).toMatch(/as concentrated as 2(\.0+)? to 3(\.0+)? equal ones$/);
  });
});

describe('the title of the bounds chart', () => {
  it('says what the open weight leaves of the largest share', () => {
    expect(boundsFinding(view)).toBe('The largest operator holds 50.0 to 55.0 % of the GPUs, whatever the open weights are');
    const unknown = {
      ...plain,
      unknown: { rows: 3, value: 1, share: 0.1 },
      metrics: { ...plain.metrics, cr1: { low: 0.2, stated: 0.25, high: 0.3 } },
    };
    expect(boundsFinding(unknown)).toBe('The largest operator holds 20.0 to 30.0 % of the GPUs, whoever holds the unknown');
    expect(boundsFinding(plain)).toBe('The largest operator holds 24.1 % of the GPUs; nothing is left open');
    const known = { ...unknown, metrics: { ...plain.metrics, cr1: { low: null, stated: 0.25, high: null } } };
    expect(boundsFinding(known)).toBe('The largest operator holds 25.0 % of the known GPUs; no range can be given');
  });

  it('stands above a table with HHI in points, and no more digits than matter', () => {
    const hhi = { low: 1149.0629312345, stated: 1511.1002, high: 2086.7801 };
    const rows = boundsRows({ ...plain, metrics: { ...plain.metrics, hhi } });
    const { table } = boundsBar({ title: 'x', rows, scale: { low: 0, high: 1 }, caption: 'y' }, frame());
    const row = table.rows.find(([label]) => label === 'HHI of 10,000') ?? [];
    expect(table.columns.map((column, index) => formatChartCell(column, row[index]))).toEqual(['HHI of 10,000', '1,149', '1,511', '2,087']);
    expect(chartTableCsv(table)).toContain('"HHI of 10,000",1149.0629312345,1511.1002,2086.7801');
    const hill = hillProfile({ view: plain, points: [{ q: 2, number: { low: null, stated: 6.617695108456789, high: null } }] }, frame());
    expect(hill.table.columns.map((column, index) => formatChartCell(column, hill.table.rows[0]?.[index]))).toContain('6.62');
  });

  it('stands above rows that read as the chart is told', () => {
    const row = { label: 'Gini', bound: { low: 0.1, stated: 0.2, high: 0.3 }, format: formatIndex };
    const chart = boundsBar({ title: 'x', rows: [row], scale: { low: 0, high: 1 }, caption: 'y', words: () => 'as told' }, frame());
    expect(chart.series[0]?.marks[0]?.readout).toBe('Gini | as told');
  });
});
