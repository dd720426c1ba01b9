import { type Chart, type ChartFrame, interWidth, lightTheme } from '../../../shared/charts/index.ts';
import type { Block, DataTable } from './document.ts';

/** Width of a figure that fills the page, in the pixels of its drawing. */
export const FIGURE_WIDTH = 720;

/** Frame of a report figure: always the light theme. */
export function figureFrame(width: number, height: number): ChartFrame {
  return { width, height, theme: { ...lightTheme, font: 'Inter' }, measure: interWidth };
}

/** A figure that is not drawn yet. */
export type FigureToDraw = { chart: Chart; width: number; height: number };

/** Figures of one report in their order, by file name, and their data. */
export type Figures = {
  map: Map<string, FigureToDraw>;
  /** data of each figure, and what sections add, in their order: a file of the results each */
  tables: DataTable[];
  /**
   * Numbers a chart and gives the block that shows it; its data become `figure-N.csv`, named below it.
   *
   * @param source file with more of the same data, named below it too; empty = none
   */
  add(chart: Chart, width: number, height: number, subtitle: string, source: string): Block;
  /** Adds a table of a section to the results. @returns the name of its file, to be printed below it */
  data(table: DataTable): string;
};

const CELL_WORDS: Record<Chart['table']['columns'][number]['format'], string> = {
  text: 'text',
  count: 'count',
  quantity: 'amount, exact as text where a double does not hold it',
  figure: 'number worked out from the data',
  percent: 'fraction, 0 to 1',
};

/** The data of a chart as a table of the results. */
function figureTable(name: string, { table, kind }: Chart): DataTable {
  return {
    name,
    title: `${table.caption} (${kind})`,
    columns: table.columns.map(({ id, label, format }) => ({ name: id, description: `${label}: ${CELL_WORDS[format]}` })),
    rows: table.rows,
  };
}

/** An empty list of figures; titles and files of a sample say SAMPLE. */
export function figureList(sample: boolean): Figures {
  const map: Figures['map'] = new Map();
  const tables: DataTable[] = [];
  const data = (table: DataTable): string => {
    const name = sample ? `SAMPLE-${table.name}` : table.name;
    tables.push({ ...table, name });
    return `${name}.csv`;
  };
  return {
    map,
    tables,
    data,
    add(chart, width, height, subtitle, source) {
      const number = map.size + 1;
      const file = `figure-${number}.svg`;
      map.set(file, { chart, width, height });
      const own = data(figureTable(`figure-${number}`, chart));
      return {
        type: 'figure',
        id: `Figure ${number}`,
        title: sample ? `SAMPLE: ${chart.title}` : chart.title,
        subtitle,
        alt: chart.summary,
        source: source === '' ? own : `${own}, ${source}`,
        file,
        width: width / FIGURE_WIDTH,
      };
    },
  };
}
