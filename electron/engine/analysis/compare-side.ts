import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { SumsAmong, WholeViewSpec as ViewSpec } from '../../../shared/case/view.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { SideFacts } from '../../../shared/compare/comparability.ts';
import { groupNames } from '../../../shared/entities/group-names.ts';
import { groupEntities } from '../../../shared/entities/groups.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import { accountsOf } from './accounts.ts';
import { findColumn, requireColumn, withHeaders } from './columns.ts';
import { countedDimension, entityGroups, linksUnder, withGroupNames } from './entities.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { sumsAmong } from './sums.ts';
import { computeView, type ViewModel } from './view.ts';
import { columnsOfView } from './view-stamp.ts';
import { recordsOf } from './view-unknown.ts';
import { COUNT, weightHeader } from './view-weight.ts';

/** Weight per account, before any link joins accounts; integers in units of `10^-scale`. */
export type AccountWeights = { weights: Map<string, bigint>; scale: number };

/** One side of a comparison, computed. */
export type Side = { spec: ViewSpec; dataset: Dataset; model: ViewModel; accounts: AccountWeights };

/** A side, or why it cannot be computed. */
export type SideOrProblem = { side: Side; problem: null } | { side: null; problem: ChokepointError };

/** What the view of a side says itself of its filter and its rung. */
const SIDE_PROBLEMS: readonly string[] = ['unknown-column', 'filter-syntax', 'filter-type', 'base-not-disclosed'];

/** What the comparability check looks at; nothing is computed. */
export function factsOf(state: ReaderState, spec: ViewSpec, letter: string): SideFacts {
  const dataset = datasetOf(state, spec.dataset);
  const dimension = findColumn(dataset, spec.by);
  const unit = findColumn(dataset, spec.weight)?.unit;
  return {
    letter,
    spec,
    dataset,
    dimension: dimension?.header ?? null,
    weight: spec.weight === COUNT ? `one ${dataset.grain}` : weightHeader(spec.weight, dataset),
    ...(unit === undefined ? {} : { weightUnit: unit }),
    sums: sumsOf(state, spec),
    parties: dimension !== null && isPartyColumn(dimension),
  };
}

/** Lines of sums among the records of a side; none where its filter cannot be read, which is told where the view is computed. */
function sumsOf(state: ReaderState, spec: ViewSpec): SumsAmong | null {
  try {
    return sumsAmong(state, datasetOf(state, spec.dataset), spec);
  } catch (error) {
    if (error instanceof ChokepointError && SIDE_PROBLEMS.includes(error.value.code)) return null;
    throw error;
  }
}

/** The view of a side as it is computed: without lines of sums among its records. Errors: `dataset-missing` */
export function settledSide(state: ReaderState, spec: ViewSpec): ViewSpec {
  return { ...spec, where: sumsOf(state, spec)?.without ?? spec.where };
}

/**
 * Computes one side: its view, and the weight of each account behind it.
 *
 * @returns the side, or the error value that says why its view cannot be computed
 */
export function computeSide(state: ReaderState, spec: ViewSpec): SideOrProblem {
  try {
    return { side: sideOf(state, spec), problem: null };
  } catch (error) {
    if (error instanceof ChokepointError && error.value.code !== 'cancelled') return { side: null, problem: error };
    throw error;
  }
}

function sideOf(state: ReaderState, spec: ViewSpec): Side {
  const dataset = datasetOf(state, spec.dataset);
  const stored = withHeaders(tableOf(state, spec.dataset, columnsOfView(spec, dataset)), dataset);
  const table = withGroupNames(state, stored, dataset, columnsOfWhere(parseWhere(spec.where)), spec.entities);
  const counted = countedDimension(state, stored, dataset, requireColumn(dataset, spec.by), spec.entities);
  const records = recordsOf(state, dataset.id);
  const model = computeView(table, dataset, spec, counted, records);
  const plain = counted.column === null ? model : computeView(table, dataset, spec, { ...counted, column: null }, records);
  const { keys, units, scale } = plain.ranking;
  const named = spec.unknown === 'own-entity' ? ownRecordNames(stored, dataset, spec.by) : (key: string) => key;
  return {
    spec,
    dataset,
    model,
    accounts: { weights: new Map(keys.map((key, index) => [named(key), units[index] as bigint])), scale },
  };
}

/** Names of unknown records that count as entities of their own, with their dataset: record 12 of one file is not record 12 of another. */
function ownRecordNames(table: ColumnTable, dataset: Dataset, by: string): (key: string) => string {
  const stored = new Set(codesOf(columnOf(table, by)).dictionary);
  return (key) => (stored.has(key) ? key : `${key}, ${dataset.name} (${dataset.id})`);
}

/** The column of a side's dimension. */
function dimensionOf({ dataset, spec }: Side): ColumnInfo {
  return requireColumn(dataset, spec.by);
}

/** Account to entity of a side's own accounts, under its own policy and date; accounts that no link joins are left out. */
export function ownAliases(state: ReaderState, side: Side): Map<string, string> {
  const column = dimensionOf(side);
  const groups = entityGroups(state, side.dataset, column, side.spec.entities);
  if (groups === null) return new Map();
  const { accounts } = accountsOf(state, side.dataset.id, column.name);
  return new Map(accounts.map(({ id }, index) => [id, groups.names[index] as string]));
}

/**
 * Account to entity of the accounts of two sides together, under the policy and the date of the second: the alias set that all parts of a
 * change but re-attribution use on both sides.
 */
export function commonAliases(state: ReaderState, before: Side, after: Side): Map<string, string> {
  const column = dimensionOf(after);
  const { dataset, spec } = after;
  if (spec.entities === 'none') return new Map();
  const links = linksUnder(state, dataset, column, spec.entities);
  if (links.length === 0) return new Map();
  const own = new Map(accountsOf(state, dataset.id, column.name).accounts.map(({ id, weight = 0n }) => [id, weight]));
  const other = before.accounts.weights;
  const entities = [...new Set([...own.keys(), ...other.keys()])];
  const grouping = groupEntities(entities, links, spec.entities, dataset.asOf);
  // a group is named as the later snapshot names it; weights of the earlier one decide only where the later has none
  const most = [...other.values()].reduce((largest, weight) => (weight > largest ? weight : largest), 0n) + 1n;
  const names = groupNames(
    grouping,
    links,
    entities.map((id) => (own.get(id) ?? 0n) * most + (other.get(id) ?? 0n)),
  );
  const joined = grouping.groups.map(({ members, owners }) => members.length > 1 || owners.length > 0);
  return new Map(
    entities.flatMap((id, index) => {
      const group = grouping.groupOf[index] as number;
      return joined[group] ? [[id, names[group] as string] as const] : [];
    }),
  );
}

/** Weights of two sides at their common scale. */
export function atOneScale(a: AccountWeights, b: AccountWeights): { a: Map<string, bigint>; b: Map<string, bigint>; scale: number } {
  const scale = Math.max(a.scale, b.scale);
  const at = ({ weights, scale: own }: AccountWeights) => {
    const factor = 10n ** BigInt(scale - own);
    return factor === 1n ? weights : new Map([...weights].map(([key, units]) => [key, units * factor]));
  };
  return { a: at(a), b: at(b), scale };
}
