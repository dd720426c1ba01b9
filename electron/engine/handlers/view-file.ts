import { writeFile } from 'node:fs/promises';
import type { ViewResult, ViewRow, ViewSpec } from '../../../shared/case/view.ts';
import { viewFileText } from '../../../shared/case/view-file.ts';
import type { ViewFileFormat } from '../../../shared/contract/views.ts';
import type { EngineContext } from '../context.ts';
import { everyRow } from '../every-row.ts';
import { markedSample } from '../files.ts';
import { spreadsheetCsv, tableCsv } from '../report/csv.ts';
import { rankingTable } from '../report/ranking-table.ts';
import { metricsTable } from '../report/tables.ts';

const ENDINGS: Record<ViewFileFormat, string> = {
  csv: 'csv',
  'spreadsheet-csv': 'spreadsheet.csv',
  'metrics-csv': 'metrics.csv',
  json: 'view.json',
};

/** All lines of a view, window by window. */
async function allGroups({ session }: EngineContext, handle: string, signal?: AbortSignal): Promise<ViewRow[]> {
  const answer = await everyRow((window) => session.reader.call('view.rows', { handle, window, search: '', expanded: 'all' }, { signal }));
  return answer.rows;
}

async function textOf(context: EngineContext, input: ViewExport, signal?: AbortSignal): Promise<string> {
  const { reader } = context.session;
  if (input.format === 'json') {
    const { name } = await reader.call('datasets.get', { dataset: input.spec.dataset }, { signal });
    return viewFileText(input.name, name, input.spec);
  }
  const result: ViewResult = await reader.call('view.open', input.spec, { signal });
  if (input.format === 'metrics-csv') return tableCsv(metricsTable({ name: input.name, label: '1', result }));
  const table = rankingTable({ name: input.name, label: '1', result, groups: await allGroups(context, result.handle, signal) });
  return input.format === 'csv' ? tableCsv(table) : spreadsheetCsv(table);
}

type ViewExport = { spec: ViewSpec; name: string; format: ViewFileFormat };

/**
 * Writes a view as a file that the host can hand over.
 *
 * @throws what opening the view throws
 */
export async function exportView(context: EngineContext, input: ViewExport, signal?: AbortSignal) {
  const text = await textOf(context, input, signal);
  const { sample } = await context.session.reader.call('datasets.get', { dataset: input.spec.dataset }, { signal });
  const title = markedSample(input.name || `${input.spec.weight} by ${input.spec.by}`, sample);
  const ending = ENDINGS[input.format];
  const mediaType = input.format === 'json' ? 'application/json' : 'text/csv';
  const { ref, path, name } = await context.files.createOutput(`${title}.${ending}`, mediaType);
  await writeFile(path, text);
  return { ref, fileName: name };
}
