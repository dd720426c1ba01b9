import type { Chart, ChartFrame } from '../../../shared/charts/index.ts';
import type { Block, DataTable } from './document.ts';
import { FIGURE_WIDTH, figureFrame } from './figure-frame.ts';

/** A figure that is not drawn yet. */
export type FigureToDraw = { chart: Chart; width: number; height: number };

/**
 * A figure of a section: `id` is stable within the report (`Figure R1`), so that claims can name it before it is numbered; `subtitle` absent = that
 * of the chart; `source` = file with more of the same data, empty = none.
 */
export type SectionFigure = {
  id: string;
  chart: (frame: ChartFrame) => Chart;
  width?: number | undefined;
  height: number;
  subtitle?: string;
  source?: string;
};

/** Figures of one report in their order, by file name, and their data. */
export type Figures = {
  map: Map<string, FigureToDraw>;
  /** data of each figure, and what sections add, in their order: a file of the results each */
  tables: DataTable[];
  /** Builds a chart and gives the block that shows it; the data of `Figure R1` become `figure-R1.csv`, named below it. */
  add(figure: SectionFigure): Block;
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
    add({ id, chart: build, width = FIGURE_WIDTH, height, subtitle, source = '' }) {
      const chart = build(figureFrame(width, height));
      const file = `figure-${map.size + 1}.svg`;
      map.set(file, { chart, width, height });
      const own = data(figureTable(id.replace('Figure ', 'figure-'), chart));
      return {
        type: 'figure',
        id,
        title: sample ? `SAMPLE: ${chart.title}` : chart.title,
        subtitle: subtitle ?? chart.subtitle.replace(/^SAMPLE \| /, ''),
        alt: chart.summary,
        source: source === '' ? own : `${own}, ${source}`,
        file,
        width: width / FIGURE_WIDTH,
      };
    },
  };
}
