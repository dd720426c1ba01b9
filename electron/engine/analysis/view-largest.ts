import { type WholeViewSpec as ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { weightCells } from './cells.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { countedDimension, withGroupNames } from './entities.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { selectedOf } from './view-base.ts';
import { columnsOfView } from './view-stamp.ts';
import { recordsOf } from './view-unknown.ts';
import { planWeight, weightOf } from './view-weight.ts';

/** The heaviest record of a view: its group (`null` = of unknown entity), its weight and its number. */
export type LargestRecord = { key: string | null; value: number; record: number };

/**
 * The record with the largest weight among those that a view counts; of equal ones the first.
 *
 * @returns `null` where no record has a weight above 0
 * @throws ChokepointError as `view.open` does
 */
function largestRecord(state: ReaderState, asked: Parameters<typeof wholeSpec>[0]): LargestRecord | null {
  const spec: ViewSpec = wholeSpec(asked);
  const dataset = datasetOf(state, spec.dataset);
  const stored = withHeaders(tableOf(state, spec.dataset, columnsOfView(spec, dataset)), dataset);
  const table = withGroupNames(state, stored, dataset, columnsOfWhere(parseWhere(spec.where)), spec.entities);
  const { rows } = selectedOf(table, dataset, spec);
  const counted = countedDimension(state, stored, dataset, requireColumn(dataset, spec.by), spec.entities);
  const { codes, dictionary } = codesOf(counted.column ?? columnOf(stored, spec.by));
  const weights = weightCells(weightOf(table, planWeight(spec.weight, dataset)).column);
  const count = rows === null ? table.rows : rows.length;
  let found = -1;
  let most: number | bigint = 0;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const value = weights.at(row);
    if (value !== null && value > most) [found, most] = [row, value];
  }
  if (found < 0) return null;
  const code = codes[found] as number;
  return {
    key: code < 0 ? null : (dictionary[code] as string),
    value: Number(most) / 10 ** weights.scale,
    record: recordsOf(state, dataset.id)(found),
  };
}

/** The heaviest record of a view, on the reader lane. */
export const largestRecordOperations = {
  'view.largestRecord': largestRecord,
} satisfies OperationTable<ReaderState>;
