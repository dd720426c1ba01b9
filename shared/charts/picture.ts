import type { Chart, ChartFrame, ChartOption } from './chart.ts';
import { Figure } from './figure.ts';
import { lineHeight } from './labels.ts';

const PADDING = 16;
const TITLE = 15;
const SUBTITLE = 11;

type Placed = { x?: number; y?: number };
const moved = <Element extends Placed>(element: Element, x: number, y: number): Element => ({
  ...element,
  x: (element.x ?? 0) + x,
  y: (element.y ?? 0) + y,
});
type Grid = { left?: number; top?: number };
const movedGrid = (grid: Grid, x: number, y: number): Grid => ({ ...grid, left: (grid.left ?? 0) + x, top: (grid.top ?? 0) + y });

/**
 * A chart as a picture that stands alone: its finding and what it is relative to above it, on the ground of its theme.
 *
 * @returns option and size in CSS pixels
 */
export function pictureOf(chart: Chart, frame: ChartFrame): { option: ChartOption; width: number; height: number } {
  const { theme } = frame;
  const figure = new Figure(frame);
  const titles = figure.broken(chart.title, frame.width, TITLE);
  const subtitles = figure.broken(chart.subtitle, frame.width, SUBTITLE);
  let top = PADDING;
  for (const line of titles) {
    figure.add(line, PADDING, top + lineHeight(TITLE) / 2, { size: TITLE, weight: 600, colour: theme.ink });
    top += lineHeight(TITLE) + 1;
  }
  for (const line of subtitles) {
    figure.add(line, PADDING, top + lineHeight(SUBTITLE) / 2, { size: SUBTITLE, colour: theme.ink3 });
    top += lineHeight(SUBTITLE) + 1;
  }
  top += 10;
  const { graphic, grid } = chart.option as { graphic: { elements: Placed[] }; grid?: Grid | Grid[] };
  const option: ChartOption = {
    ...chart.option,
    backgroundColor: theme.panel,
    graphic: { elements: [...graphic.elements.map((element) => moved(element, PADDING, top)), ...figure.elements] },
    ...(grid !== undefined && {
      grid: Array.isArray(grid) ? grid.map((one) => movedGrid(one, PADDING, top)) : movedGrid(grid, PADDING, top),
    }),
  };
  return { option, width: frame.width + 2 * PADDING, height: top + frame.height + PADDING };
}

/** The same SVG with the renderer's running ids numbered anew, so that the same chart gives the same bytes. */
export function withStableIds(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/\bzr\d+-[\w-]+/g, (name) => {
    const known = names.get(name) ?? `c${names.size}`;
    names.set(name, known);
    return known;
  });
}

/** Name of a file for a chart: its finding in plain letters. */
export function pictureName(chart: Pick<Chart, 'title' | 'subtitle'>): string {
  const plain = chart.title
    .normalize('NFKD')
    .replace(/[^\w .,-]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `${chart.subtitle.startsWith('SAMPLE') ? 'SAMPLE ' : ''}${plain || 'chart'}`;
}
