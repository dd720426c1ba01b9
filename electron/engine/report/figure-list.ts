import type { Chart } from '../../../shared/charts/index.ts';
import type { Block } from './document.ts';
import { chartSvg, figureFrame } from './figures.ts';

/** Width of a figure that fills the page, in the pixels of its drawing. */
export const FIGURE_WIDTH = 720;

/** Figures of one report in their order, as SVG by file name. */
export type Figures = {
  map: Map<string, string>;
  /** draws a chart, numbers it and gives the block that shows it; `source` is the attached file with its data */
  add(chart: Chart, width: number, height: number, subtitle: string, source: string): Block;
};

/** An empty list of figures; titles of a sample say SAMPLE. */
export function figureList(sample: boolean): Figures {
  const map = new Map<string, string>();
  return {
    map,
    add(chart, width, height, subtitle, source) {
      const file = `figure-${map.size + 1}.svg`;
      map.set(file, chartSvg(chart, figureFrame(width, height)));
      return {
        type: 'figure',
        id: `Figure ${map.size}`,
        title: sample ? `SAMPLE: ${chart.title}` : chart.title,
        subtitle,
        alt: chart.summary,
        source,
        file,
        width: width / FIGURE_WIDTH,
      };
    },
  };
}
