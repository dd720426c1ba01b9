import { describe, expect, it } from 'vitest';
import { chartSvg } from '../../electron/engine/report/figures.ts';
import { pictureName, pictureOf, withStableIds } from '../../shared/charts/index.ts';
import { chartCases } from './cases.ts';
import { frame } from './fixtures.ts';
import { notFinite } from './reading.ts';

type Texts = { type: string; y: number; style: { text: string } }[];
const textsOf = (option: Record<string, unknown>): Texts =>
  (option.graphic as { elements: Texts }).elements.filter(({ type }) => type === 'text');

describe.each(chartCases)('the picture of $name', ({ draw, height }) => {
  const place = frame(640, height);
  const chart = draw(place);
  const picture = pictureOf(chart, place);
  it('says its finding and what it is relative to, in whole, above the chart', () => {
    const texts = textsOf(picture.option);
    const added = texts.length - textsOf(chart.option).length;
    const head = texts.slice(-added).map(({ style }) => style.text);
    expect(head.join(' ')).toBe(`${chart.title} ${chart.subtitle}`);
    expect(Math.max(...texts.slice(-added).map(({ y }) => y))).toBeLessThan(picture.height - height);
  });
  it('holds all of the chart, moved as one piece', () => {
    const before = textsOf(chart.option);
    const moves = new Set(
      textsOf(picture.option)
        .slice(0, before.length)
        .map(({ y }, index) => Math.round((y - (before[index]?.y ?? 0)) * 100)),
    );
    expect(moves.size).toBe(1);
    expect(notFinite(picture.option)).toEqual([]);
    const svg = chartSvg({ ...chart, option: picture.option }, { ...place, width: picture.width, height: picture.height });
    expect(svg).toContain(`height="${picture.height}"`);
  });
});

describe('a picture as a file', () => {
  it('is named by its finding, and a sample says so', () => {
    expect(pictureName({ title: 'The top 10 % of "operators" hold 60.0 %', subtitle: 'SAMPLE | x' })).toBe(
      'SAMPLE The top 10 of operators hold 60.0',
    );
    expect(pictureName({ title: '\u4e2d\u6587', subtitle: 'x' })).toBe('chart');
  });
  it('numbers the running ids of its SVG anew', () =>
    expect(withStableIds('<g id="zr12-cls-3"/><use href="#zr12-cls-3"/><g id="zr12-c0"/>')).toBe(
      '<g id="c0"/><use href="#c0"/><g id="c1"/>',
    ));
});
