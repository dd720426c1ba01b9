import type { Dataset } from '../../../shared/case/dataset.ts';
import type { EntityScope } from '../../../shared/case/entities.ts';
import type { Stamp, SumsAmong } from '../../../shared/case/view.ts';
import { codesOf, groupBy } from '../../../shared/columns/group.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { Link, LinkState } from '../../../shared/entities/link.ts';
import type { Account } from '../../../shared/entities/propose.ts';
import { linksForColumn, type ScopedLink } from '../../../shared/entities/scope.ts';
import type { TraitColumn } from '../../../shared/entities/trait-columns.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { accountsKey, accountsOf } from './accounts.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, countedDimension, linksRevisionOf, scopedLinks, withGroupNames } from './entities.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { sumsAmong } from './sums.ts';
import { stampOf } from './view-stamp.ts';
import { recordsOf } from './view-unknown.ts';
import { guardWeight, namesOfWeight, planWeight, refuseNegative, weightOf } from './view-weight.ts';

/** Most records without an owner that are asked about one by one. */
const MOST_RECORDS = 200;

/** Everything that proposals, guards and effects depend on, as plain values for a compute lane. */
export type EntityScene = {
  /** tells scenes with the same accounts and facts apart */
  key: string;
  stamp: Stamp;
  asOf: string | null;
  /** column that links are made for */
  madeFor: string;
  /** lines of sums that are left out; `null` = none */
  sums: SumsAmong | null;
  /** all accounts of the column but those that only lines of sums name, in the order of its dictionary */
  entities: string[];
  /** weights in the order of `entities`, 0 where the filter leaves nothing */
  units: bigint[];
  rows: Int32Array;
  unknown: bigint;
  /** the largest records without an owner */
  unknownRecords: { id: string; units: bigint }[];
  /** number of the last decision about links */
  linksRevision: number;
  /** links of the case that speak about the column */
  links: Link[];
  /** with names and facts */
  accounts: readonly Account[];
  traits: readonly TraitColumn[];
  nameColumn: string | null;
};

type SceneInput = { scope: EntityScope; evidence?: Readonly<Record<string, string>>; records?: boolean };

function sceneOf(state: ReaderState, { scope, evidence, records = false }: SceneInput): EntityScene {
  const dataset = datasetOf(state, scope.dataset);
  const by = requireColumn(dataset, scope.by);
  const sums = sumsAmong(state, dataset, { where: scope.where, entities: 'confirmed' });
  const whereText = sums?.without ?? scope.where;
  const where = parseWhere(whereText);
  const filtered = columnsOfWhere(where);
  const plan = planWeight(scope.weight, dataset);
  const read = [
    by.name,
    ...namesOfWeight(plan, dataset),
    ...filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name),
  ];
  const stored = withHeaders(tableOf(state, dataset.id, [...new Set(read)]), dataset);
  const rows = selectRows(withGroupNames(state, stored, dataset, filtered, 'confirmed'), where);
  guardWeight(stored, dataset, rows, plan);
  const { column: weight, how } = weightOf(stored, plan);
  refuseNegative(plan, weight, rows, recordsOf(state, dataset.id));
  const { accounts: all, traits, nameColumn } = accountsOf(state, dataset.id, by.name, evidence);
  const grouping = groupBy(columnOf(stored, by.name), weight, rows);
  const sumsOnly = namesOfSums(state, dataset, by.name, new Set(grouping.keys));
  const accounts = sumsOnly.size === 0 ? all : all.filter(({ id }) => !sumsOnly.has(id));
  const position = new Map(grouping.keys.map((name, index) => [name, index]));
  const at = (name: string): number => position.get(name) ?? -1;
  return {
    key: JSON.stringify([accountsKey(state, dataset.id, by, evidence), [...sumsOnly]]),
    sums,
    stamp: stampOf(dataset, scope.by, scope.weight, whereText, {
      ...countedDimension(state, stored, dataset, by, 'confirmed'),
      how,
    }),
    asOf: dataset.asOf,
    madeFor: by.name,
    entities: accounts.map(({ id }) => id),
    units: accounts.map(({ id }) => grouping.units[at(id)] ?? 0n),
    rows: Int32Array.from(accounts, ({ id }) => grouping.rows[at(id)] ?? 0),
    unknown: grouping.unknown.units,
    unknownRecords: records ? unknownRecords(stored, by.name, weight, rows) : [],
    linksRevision: linksRevisionOf(state),
    links: linksForColumn(scopedLinks(state), by),
    accounts,
    traits,
    nameColumn,
  };
}

/** Names that no record has but lines of sums; those that are counted all the same are none of them. */
function namesOfSums(state: ReaderState, dataset: Dataset, by: string, counted: ReadonlySet<string>): Set<string> {
  const sums = sumsAmong(state, dataset, { where: '', entities: 'confirmed' });
  if (sums === null) return new Set();
  const where = parseWhere(sums.without);
  const table = tableOf(state, dataset.id, [...new Set([by, ...columnsOfWhere(where)])]);
  const names = codesOf(columnOf(table, by)).dictionary;
  const others = new Set(groupBy(columnOf(table, by), null, selectRows(table, where)).keys);
  return new Set(names.filter((name) => !others.has(name) && !counted.has(name)));
}

/** The heaviest records without a value of the dimension. */
function unknownRecords(
  table: ReturnType<typeof tableOf>,
  by: string,
  weights: Column | null,
  rows: Int32Array | null,
): EntityScene['unknownRecords'] {
  const column = columnOf(table, by);
  const missing = (row: number): boolean =>
    column.type === 'number' ? Number.isNaN(column.values[row] as number) : (column.codes[row] as number) < 0;
  const chosen: number[] = [];
  const count = rows === null ? table.rows : rows.length;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    if (missing(row)) chosen.push(row);
  }
  if (chosen.length === 0) return [];
  const unitsOf = (row: number): bigint => (weights === null ? 1n : groupBy(column, weights, Int32Array.of(row)).unknown.units);
  if (weights?.type === 'number') {
    const value = (row: number): number => (Number.isNaN(weights.values[row]) ? 0 : (weights.values[row] as number));
    chosen.sort((a, b) => value(b) - value(a) || a - b);
  }
  return chosen.slice(0, MOST_RECORDS).map((row) => ({ id: `row ${row + 1}`, units: unitsOf(row) }));
}

type LinksInput = { window: { start: number; end: number }; states?: readonly LinkState[]; search: string };

/** Links and scenes, on the reader lane. */
export const entityOperations = {
  'entities.scene': sceneOf,

  'entities.links': (state: ReaderState, { window, states, search }: LinksInput): { total: number; rows: ScopedLink[] } => {
    const wanted = search.trim().toLowerCase();
    const found = scopedLinks(state).filter(
      ({ link }) =>
        (!states || states.includes(link.state)) &&
        (wanted === '' ||
          `${link.from} ${link.to} ${link.kind} ${link.evidence.map(({ value }) => value).join(' ')}`.toLowerCase().includes(wanted)),
    );
    return { total: found.length, rows: found.slice(window.start, window.end) };
  },
} satisfies OperationTable<ReaderState>;
