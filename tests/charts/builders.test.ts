import { describe, expect, it } from 'vitest';
import { chartSvg } from '../../electron/engine/report/figures.ts';
import { CHART_KINDS, chartTableCsv, contrastOf, darkTheme, lightTheme, rampOf } from '../../shared/charts/index.ts';
import { chartCases } from './cases.ts';
import { frame } from './fixtures.ts';
import { collisions, notFinite, outside, pointCount } from './reading.ts';

const WIDTHS = [360, 480, 640, 900, 1280];

describe.each(chartCases)('$name', ({ draw, height }) => {
  const chart = draw(frame(900, height));

  it('is titled by a finding: a sentence of its own, not the name of a measure', () => {
    expect(chart.title.split(' ').length).toBeGreaterThan(3);
    expect(chart.title).not.toMatch(/[.:]$/);
    expect(chart.title).not.toBe(chart.subtitle);
    expect(CHART_KINDS).toContain(chart.kind);
  });
  it('says base, date and n below its title and in its summary', () => {
    for (const text of [chart.subtitle, chart.summary]) {
      expect(text).toContain('online and verified');
      expect(text).toContain('2026-11-20');
      expect(text).toContain('n = ');
    }
    expect(chart.summary).toContain(chart.title);
  });
  it('has a table whose every row fills its columns, and a CSV with as many lines', () => {
    expect(chart.table.rows.length).toBeGreaterThan(0);
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
    expect(chartTableCsv(chart.table).trimEnd().split('\n')).toHaveLength(chart.table.rows.length + 1);
  });
  it('can be read by the keyboard: each mark has its words and stands in the frame', () => {
    const marks = chart.series.flatMap((series) => series.marks);
    expect(marks.length).toBeGreaterThan(0);
    for (const mark of marks) {
      expect(mark.readout.length).toBeGreaterThan(3);
      expect(mark.readout).not.toMatch(/NaN|undefined|null/);
      expect(mark.x + mark.width).toBeGreaterThanOrEqual(-1);
      expect(mark.x).toBeLessThanOrEqual(901);
      expect(mark.y + mark.height).toBeGreaterThanOrEqual(-1);
      expect(mark.y).toBeLessThanOrEqual(height + 1);
    }
  });
  it.each(WIDTHS)('keeps its texts apart and inside at %i pixels, with finite numbers only', (width) => {
    const drawn = draw(frame(width, height));
    expect(collisions(drawn)).toEqual([]);
    expect(outside(drawn, width, height)).toEqual([]);
    expect(notFinite(drawn.option)).toEqual([]);
  });
  it('draws the same bytes twice, in both themes, and at most a few thousand shapes', () => {
    for (const theme of [lightTheme, darkTheme]) {
      const place = { ...frame(720, height), theme };
      expect(chartSvg(draw(place), place)).toBe(chartSvg(draw(place), place));
    }
    expect(pointCount(chart)).toBeLessThan(4000);
  });
});

describe('colours of cells', () => {
  it.each([lightTheme, darkTheme])('leave text on every class of the ramp at 4.5:1 or more', (theme) => {
    for (const fill of rampOf(theme))
      expect(Math.max(contrastOf(theme.ink, fill) ?? 0, contrastOf(theme.panel, fill) ?? 0)).toBeGreaterThanOrEqual(4.5);
  });
});
