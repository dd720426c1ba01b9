import type { Dataset, Field } from '../../../shared/case/dataset.ts';
import { type RemovalSpec, type WholeRemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Stamp } from '../../../shared/case/view.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { baseWords, plural } from '../../../shared/format/index.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, countedDimension, withGroupNames } from './entities.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { type BuiltInventory, buildInventory, inventoryColumns, numbersOf } from './inventory.ts';
import { datasetOf, lineageOf, type ReaderState, tableOf } from './reader-state.ts';
import { combined, derivedColumn, derivedNotes, planUnit } from './removal-units.ts';
import { leaveSumsOut } from './sums.ts';
import { columnsOfBase, type Selected, selectedOf } from './view-base.ts';
import { stampOf } from './view-stamp.ts';
import { namesOfWeight, planWeight, refuseNegative, type WeightPlan, weightOf } from './view-weight.ts';

/** Supply of a removal spec, as it goes from the reader lane to another one; its arrays may be those of the column cache and must not be moved. */
export type RemovalSupply = BuiltInventory & {
  stamp: Stamp;
  /** weight of each row for largest-first; absent = its GPUs */
  weight?: Float64Array;
};

const mergedNote = (merged: number, by: string): string =>
  `${merged} more accounts of "${by}" are removed together with another one, by links between them; an instance of several nodes still has to fit the places that its class asks for.`;

/** Fields that decide nothing unless a class of the portfolio asks for them. */
function fieldsNotAsked({ portfolio: { classes } }: RemovalSpec): ReadonlySet<Field | null> {
  const asks = {
    uptime: 'min_uptime',
    verified: 'verified_only',
    price_usd_per_gpu_hour: 'max_usd_per_gpu_hour',
    cpu_milli: 'cpu_milli_per_node',
    memory_mib: 'memory_mib_per_node',
  } as const;
  const fields = Object.keys(asks) as (keyof typeof asks)[];
  return new Set(fields.filter((field) => classes.every((workload) => workload[asks[field]] === undefined)));
}

function baseNotes({ base }: Selected, { base: rung }: WholeRemovalSpec): string[] {
  if (base === null || rung === '') return [];
  const unstated = base.unstated === 0 ? '' : `, ${base.unstated} of them because nothing states whether they are`;
  return [`Supply base "${baseWords(rung)}": ${plural(base.left, 'record')} left out${unstated}.`];
}

/** Weight of each selected row for largest-first, and how it is read. */
function orderWeights(
  table: ColumnTable,
  plan: WeightPlan,
  rows: Int32Array | null,
  recordOf: (row: number) => number,
): { weight: Float64Array; notes: string[] } {
  const { column, how } = weightOf(table, plan);
  refuseNegative(plan, column, rows, recordOf);
  const count = rows === null ? table.rows : rows.length;
  const weight = column === null ? new Float64Array(count).fill(1) : numbersOf(column, rows);
  const missing = weight.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const name = plan.kind === 'count' ? 'the number of records' : plan.kind === 'formula' ? plan.text : (column as Column).name;
  return {
    weight,
    notes: [
      `Largest first by ${name}${how === null || plan.kind === 'formula' ? '' : ` (${how})`}.`,
      ...(missing > 0 ? [`${plural(missing, 'record')} without that weight count${missing === 1 ? 's' : ''} as 0 in the order.`] : []),
    ],
  };
}

/** Names of the columns that a test reads, and those among them that decide it. */
function columnsRead(dataset: Dataset, spec: WholeRemovalSpec, order: WeightPlan | null): { read: string[]; decides: string[] } {
  const filtered = columnsOfWhere(parseWhere(spec.where));
  const chosen = [
    planUnit(dataset, spec.by).column.name,
    ...filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name),
    ...columnsOfBase(dataset, spec.base),
    ...(order === null ? [] : namesOfWeight(order, dataset)),
  ];
  const read = [...new Set([...chosen, ...inventoryColumns(dataset)])];
  const idle = fieldsNotAsked(spec);
  return { read, decides: read.filter((name) => chosen.includes(name) || !idle.has(requireColumn(dataset, name).field)) };
}

/**
 * Supply, stamp and notes for a removal spec.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`, `base-not-disclosed`, `combination-invalid`, `gpu-count-missing`
 */
export function supplyOf(state: ReaderState, asked: RemovalSpec): RemovalSupply {
  return gather(state, asked).supply;
}

/** Supply of a test with the rows of the dataset that are in it, `null` = all. */
export function gather(state: ReaderState, asked: RemovalSpec): { supply: RemovalSupply; rows: Int32Array | null } {
  const dataset = datasetOf(state, asked.dataset);
  const left = leaveSumsOut(state, dataset, wholeRemovalSpec(asked));
  const spec = wholeRemovalSpec({ ...asked, where: left.where });
  const plan = planUnit(dataset, spec.by);
  const order = spec.order === '' ? null : planWeight(spec.order, dataset);
  const { read, decides } = columnsRead(dataset, spec, order);
  // without a column of counts a price list is named for what it is
  const counts = dataset.columns.find(({ field }) => field === 'gpu_count')?.name ?? 'gpu_count';
  const table = withHeaders(tableOf(state, spec.dataset, [...new Set([...read, ...guardColumns(dataset, counts)])]), dataset);
  const filtered = columnsOfWhere(parseWhere(spec.where));
  const selected = selectedOf(withGroupNames(state, table, dataset, filtered, spec.entities), dataset, spec);
  const { rows } = selected;
  refuseWrongSum(table, dataset, rows, counts);
  const models = spec.portfolio.classes.flatMap(({ gpu_models: names }) => (names ? [names] : []));
  const counted =
    plan.derived === null
      ? countedDimension(state, table, dataset, plan.column, spec.entities)
      : { column: null, entities: null, merged: 0 };
  const unit = counted.column ?? derivedColumn(columnOf(table, plan.column.name), plan);
  const { inventory, notes } = buildInventory(table, dataset, unit, rows, models);
  const together = combined(inventory.unit, spec.combinations);
  const ordered = order && orderWeights(table, order, rows, (row) => lineageOf(state, spec.dataset).records[row] as number);
  const supply: RemovalSupply = {
    inventory: { ...inventory, unit: together.unit },
    ...(ordered === null ? {} : { weight: ordered.weight }),
    notes: [
      ...left.notes,
      ...baseNotes(selected, spec),
      ...derivedNotes(plan),
      ...notes,
      ...(counted.merged === 0 ? [] : [mergedNote(counted.merged, plan.by)]),
      ...together.notes,
      ...(ordered?.notes ?? []),
    ],
    stamp: stampOf(dataset, asked.by, 'gpu_count', spec.where, { ...counted, base: spec.base }, decides),
  };
  return { supply, rows };
}
