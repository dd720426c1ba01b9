import type { Field } from '../../../shared/case/dataset.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { datasetOf, type ReaderState, rowsWindow, tableOf } from '../lanes/reader-store.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, countedDimension, withGroupNames } from './entities.ts';
import { entityOperations } from './entity-operations.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { buildInventory, inventoryColumns } from './inventory.ts';
import { refuseMissingParts } from './removal-parts.ts';
import { leaveSumsOut } from './sums.ts';
import { viewOperations } from './view-operations.ts';
import { stampOf } from './view-stamp.ts';

const mergedNote = (merged: number, by: string): string =>
  `${merged} more accounts of "${by}" are removed together with another one, by links between them; an instance of several nodes still has to fit the places that its class asks for.`;

/** Fields that decide nothing unless a class of the portfolio asks for them. */
function fieldsNotAsked({ portfolio: { classes } }: RemovalSpec): ReadonlySet<Field | null> {
  const asks = { uptime: 'min_uptime', verified: 'verified_only', price_usd_per_gpu_hour: 'max_usd_per_gpu_hour' } as const;
  const fields = Object.keys(asks) as (keyof typeof asks)[];
  return new Set(fields.filter((field) => classes.every((workload) => workload[asks[field]] === undefined)));
}

/** Supply, stamp and notes for a removal spec. @throws ChokepointError `removal-part-missing` where it asks for what cannot be computed */
function supplyOf(state: ReaderState, asked: RemovalSpec) {
  refuseMissingParts(asked);
  const dataset = datasetOf(state, asked.dataset);
  const left = leaveSumsOut(state, dataset, asked.where);
  const spec = { ...asked, where: left.where };
  const where = parseWhere(spec.where);
  const unit = requireColumn(dataset, spec.by);
  const by = unit.name;
  const filtered = columnsOfWhere(where);
  // without a column of counts a price list is named for what it is
  const counts = dataset.columns.find(({ field }) => field === 'gpu_count')?.name ?? 'gpu_count';
  const chosen = [by, ...filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name)];
  const read = [...chosen, ...inventoryColumns(dataset)];
  const idle = fieldsNotAsked(spec);
  const decides = read.filter((name) => chosen.includes(name) || !idle.has(requireColumn(dataset, name).field));
  const table = withHeaders(tableOf(state, spec.dataset, [...new Set([...read, ...guardColumns(dataset, counts)])]), dataset);
  const rows = selectRows(withGroupNames(state, table, dataset, filtered, spec.entities), where);
  refuseWrongSum(table, dataset, rows, counts);
  const models = spec.portfolio.classes.flatMap(({ gpu_models: names }) => (names ? [names] : []));
  const counted = countedDimension(state, table, dataset, unit, spec.entities);
  const { inventory, notes } = buildInventory(table, dataset, counted.column ?? columnOf(table, by), rows, models);
  return {
    inventory,
    notes: [...left.notes, ...notes, ...(counted.merged === 0 ? [] : [mergedNote(counted.merged, by)])],
    stamp: stampOf(dataset, spec.by, 'gpu_count', spec.where, counted, decides),
  };
}

/** Views, record windows and supply for the removal test, on the reader lane. */
export const analysisOperations = {
  'datasets.rows': (state: ReaderState, input: { dataset: string; where: string; window: { start: number; end: number } }) => {
    const dataset = datasetOf(state, input.dataset);
    const where = parseWhere(input.where);
    const filtered = columnsOfWhere(where);
    const names = filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name);
    const table = withHeaders(tableOf(state, input.dataset, names), dataset);
    const rows = where === null ? null : selectRows(withGroupNames(state, table, dataset, filtered, 'confirmed'), where);
    return rowsWindow(state, { dataset: input.dataset, window: input.window, rows });
  },

  /** The inventory is cloned to the compute lane; its arrays may be those of the column cache and must not be moved. */
  'removal.supply': (state: ReaderState, spec: RemovalSpec) => supplyOf(state, spec),

  ...viewOperations,
  ...entityOperations,
} satisfies OperationTable<ReaderState>;
