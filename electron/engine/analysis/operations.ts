import type { Field } from '../../../shared/case/dataset.ts';
import type { MeasuresAsk } from '../../../shared/case/measures.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { type Group, type ViewResult, type ViewSpec, type WholeViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { AnswerKind } from '../lanes/answers.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { datasetOf, editionOf, type ReaderState, rowsWindow, tableOf } from '../lanes/reader-store.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, countedDimension, linksRevisionOf, withGroupNames } from './entities.ts';
import { entityOperations } from './entity-operations.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { buildInventory, inventoryColumns } from './inventory.ts';
import { measuresOf } from './measures.ts';
import { spreadOf } from './spread.ts';
import { computeView, type ViewModel } from './view.ts';
import { cumulativeUnits, groupsAt } from './view-ranking.ts';
import { columnsOfView, stampOf } from './view-stamp.ts';
import { recordsOf } from './view-unknown.ts';

type KeptView = ViewModel & { held: bigint[]; order: { sort: string; indices: number[] } };

/** Computed views that one reader lane keeps for table windows; a view that was let go is computed again. */
const VIEWS: AnswerKind<KeptView> = { most: 8 };

/** A handle names its view, so that any lane can compute it again. */
const handleOf = (spec: WholeViewSpec): string => Buffer.from(JSON.stringify(spec)).toString('base64url');

const specOfHandle = (handle: string): WholeViewSpec => wholeSpec(JSON.parse(Buffer.from(handle, 'base64url').toString()));

function viewOf(state: ReaderState, spec: WholeViewSpec): KeptView {
  const dataset = datasetOf(state, spec.dataset);
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), handleOf(spec)];
  return state.answers.keep(VIEWS, key, () => {
    const stored = withHeaders(tableOf(state, spec.dataset, columnsOfView(spec, dataset)), dataset);
    const table = withGroupNames(state, stored, dataset, columnsOfWhere(parseWhere(spec.where)), spec.entities);
    const counted = countedDimension(state, stored, dataset, requireColumn(dataset, spec.by), spec.entities);
    const computed = computeView(table, dataset, spec, counted, recordsOf(state, dataset.id));
    return { ...computed, held: cumulativeUnits(computed.ranking), order: { sort: '', indices: [] } };
  });
}

type GroupWindow = {
  handle: string;
  window: { start: number; end: number };
  sort?: { column: 'key' | 'value' | 'rows'; direction: 'asc' | 'desc' };
  search: string;
};

/** Positions in the ranking that a search finds, in the order of a sort. */
function orderedIndices(view: KeptView, { sort, search }: GroupWindow): number[] {
  const name = JSON.stringify([sort, search]);
  if (view.order.sort === name) return view.order.indices;
  const { keys, rows } = view.ranking;
  const wanted = search.trim().toLowerCase();
  const indices: number[] = [];
  for (let index = 0; index < keys.length; index++)
    if (wanted === '' || (keys[index] as string).toLowerCase().includes(wanted)) indices.push(index);
  if (sort?.column === 'key') indices.sort((a, b) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1));
  if (sort?.column === 'rows') indices.sort((a, b) => (rows[a] as number) - (rows[b] as number) || a - b);
  if (sort && (sort.column === 'value') === (sort.direction === 'asc')) indices.reverse();
  view.order = { sort: name, indices };
  return indices;
}

const mergedNote = (merged: number, by: string): string =>
  `${merged} more accounts of "${by}" are removed together with another one, by links between them; an instance of several nodes still has to fit the places that its class asks for.`;

/** Fields that decide nothing unless a class of the portfolio asks for them. */
function fieldsNotAsked({ portfolio: { classes } }: RemovalSpec): ReadonlySet<Field | null> {
  const asks = { uptime: 'min_uptime', verified: 'verified_only', price_usd_per_gpu_hour: 'max_usd_per_gpu_hour' } as const;
  const fields = Object.keys(asks) as (keyof typeof asks)[];
  return new Set(fields.filter((field) => classes.every((workload) => workload[asks[field]] === undefined)));
}

/** Supply, stamp and notes for a removal spec. */
function supplyOf(state: ReaderState, spec: RemovalSpec) {
  const dataset = datasetOf(state, spec.dataset);
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
    notes: counted.merged === 0 ? notes : [...notes, mergedNote(counted.merged, by)],
    stamp: stampOf(dataset, spec.by, 'gpu_count', spec.where, counted, decides),
  };
}

/** Views, record windows and supply for the removal test, on the reader lane. */
export const analysisOperations = {
  'view.open': (state: ReaderState, spec: ViewSpec): ViewResult => {
    const whole = wholeSpec(spec);
    return { ...viewOf(state, whole).result, handle: handleOf(whole) };
  },

  'view.rows': (state: ReaderState, input: GroupWindow): { total: number; rows: (Group & { rank: number })[] } => {
    const view = viewOf(state, specOfHandle(input.handle));
    const indices = orderedIndices(view, input);
    return { total: indices.length, rows: groupsAt(view.ranking, indices.slice(input.window.start, input.window.end), view.held) };
  },

  'view.measures': (state: ReaderState, ask: MeasuresAsk) => measuresOf(state, ask, wholeSpec(ask.spec), (spec) => viewOf(state, spec)),

  'view.spread': spreadOf,

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

  ...entityOperations,
} satisfies OperationTable<ReaderState>;
