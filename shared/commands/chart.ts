import type { CommandDefinition } from './definition.ts';

const chart = { category: 'View', where: 'data', when: ['dataset-chosen'] } as const;

/** Actions of the chart that had the focus last, or of the latest one on the screen. */
export const CHART_COMMANDS = [
  { ...chart, id: 'chart.table', title: 'Show the chart as a table', keys: ['T'], words: 'data values' },
  { ...chart, id: 'chart.summary', title: 'Read the summary of the chart', keys: ['Shift+T'], words: 'screen reader alt text' },
  { ...chart, id: 'chart.copyPicture', title: 'Copy the chart as a picture', keys: [], words: 'png clipboard image' },
  { ...chart, id: 'chart.copyData', title: 'Copy the data of the chart', keys: [], words: 'csv clipboard values' },
  { ...chart, id: 'chart.savePng', title: 'Save the chart as PNG', keys: [], words: 'picture image export download' },
  { ...chart, id: 'chart.saveSvg', title: 'Save the chart as SVG', keys: [], words: 'picture vector export download' },
  { ...chart, id: 'chart.saveCsv', title: 'Save the data of the chart as CSV', keys: [], words: 'table values export download' },
] as const satisfies readonly CommandDefinition[];
