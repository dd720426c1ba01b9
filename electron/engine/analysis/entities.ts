import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import type { Stamp } from '../../../shared/case/view.ts';
import { textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { ColumnTable, TextColumn } from '../../../shared/columns/table.ts';
import { groupNames } from '../../../shared/entities/group-names.ts';
import { type EntityPolicy, groupEntities } from '../../../shared/entities/groups.ts';
import type { Link } from '../../../shared/entities/link.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import { linkOfProposal, newProposals, propose } from '../../../shared/entities/propose.ts';
import { linksForColumn, type ScopedLink } from '../../../shared/entities/scope.ts';
import { accountsOf } from './accounts.ts';
import type { AnswerKind } from './answers.ts';
import { findColumn } from './columns.ts';
import { currentDatasets, editionOf, factsOf, type ReaderState } from './reader-state.ts';

const LINKS_REVISION: AnswerKind<number> = { most: 1 };
const LINKS: AnswerKind<readonly ScopedLink[]> = { most: 1 };
/** Groups by dataset, column and policy. */
const GROUPS: AnswerKind<EntityGroups> = { most: 64 };

/** Number of the last decision about links, so that what was computed with other ones is told apart. */
export function linksRevisionOf(state: ReaderState): number {
  currentDatasets(state);
  return state.answers.keep(LINKS_REVISION, [state.dataVersion], () => factsOf(state).linksRevision());
}

/** Links of the case with the columns that they were made for. */
export function scopedLinks(state: ReaderState): readonly ScopedLink[] {
  return state.answers.keep(LINKS, [linksRevisionOf(state)], () => factsOf(state).links());
}

/** Groups of the values of a column under a policy. */
export type EntityGroups = {
  /** name of the group of each value of the dictionary */
  readonly names: readonly string[];
  /** values that are counted inside another one */
  readonly merged: number;
};

/** Links of the case and, under "all plausible", open ones of strength proof or strong that the data themselves suggest. */
export function linksUnder(state: ReaderState, dataset: Dataset, column: ColumnInfo, policy: EntityPolicy): Link[] {
  const links = linksForColumn(scopedLinks(state), column);
  if (policy !== 'all-plausible' || !isPartyColumn(column)) return links;
  // Names alone are weak, so only the shared facts are looked at.
  const unnamed = accountsOf(state, dataset.id, column.name).accounts.map((account) => ({ ...account, name: null }));
  const strong = propose(unnamed).proposals.filter(({ strength }) => strength !== 'weak');
  return [...links, ...newProposals(strong, links).map(linkOfProposal)];
}

/**
 * Groups of a column's values; `null` where no link joins any of them.
 *
 * @param column column of the dataset, by its name
 */
export function entityGroups(state: ReaderState, dataset: Dataset, column: ColumnInfo, policy: EntityPolicy): EntityGroups | null {
  if (policy === 'none') return null;
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), column.name, policy];
  const groups = state.answers.keep(GROUPS, key, () => makeGroups(state, dataset, column, policy));
  return groups.merged === 0 ? null : groups;
}

function makeGroups(state: ReaderState, dataset: Dataset, column: ColumnInfo, policy: EntityPolicy): EntityGroups {
  const links = linksUnder(state, dataset, column, policy);
  if (links.length === 0) return { names: [], merged: 0 };
  const { accounts } = accountsOf(state, dataset.id, column.name);
  const entities = accounts.map(({ id }) => id);
  const grouping = groupEntities(entities, links, policy, dataset.asOf);
  if (grouping.groups.every(({ members, owners }) => members.length === 1 && owners.length === 0)) return { names: [], merged: 0 };
  const names = groupNames(
    grouping,
    links,
    accounts.map(({ weight = 0n }) => weight),
  );
  return {
    names: Array.from(grouping.groupOf, (group) => names[group] as string),
    merged: entities.length - grouping.groups.length,
  };
}

/** A column with the names of groups instead of accounts: a remap of the dictionary, the rows stay as they are. */
function remapped(table: ColumnTable, name: string, as: string, { names }: EntityGroups): TextColumn | null {
  const column = table.columns.get(name);
  if (!column) return null;
  return textColumnOf(as, codesOf(column).codes, names);
}

/** The dimension of a view or removal test as its policy counts it, and what the stamp says of that. */
export type CountedDimension = { column: TextColumn | null; entities: Stamp['entities']; merged: number };

/**
 * The column to group by under a policy; `column` is `null` where it is the stored one.
 *
 * @param table with the column under its name
 */
export function countedDimension(
  state: ReaderState,
  table: ColumnTable,
  dataset: Dataset,
  by: ColumnInfo,
  policy: EntityPolicy,
): CountedDimension {
  const groups = entityGroups(state, dataset, by, policy);
  if (groups === null) {
    const applies = isPartyColumn(by) || linksForColumn(scopedLinks(state), by).length > 0;
    return { column: null, entities: applies ? policy : null, merged: 0 };
  }
  return { column: remapped(table, by.name, by.name, groups), entities: policy, merged: groups.merged };
}

const GROUP_SUFFIX = '.group';

/** Column behind a name of a filter: `operator.group` is read from `operator`; other names are their own. */
export function columnBehind(dataset: Dataset, name: string): string {
  if (!name.endsWith(GROUP_SUFFIX) || findColumn(dataset, name)) return name;
  const base = name.slice(0, -GROUP_SUFFIX.length);
  return findColumn(dataset, base) ? base : name;
}

/**
 * The table with the names of groups under `NAME.group` for the names that a filter uses, so that it can speak of the account as it stood
 * (`NAME`) and of the group (`NAME.group`).
 */
export function withGroupNames(
  state: ReaderState,
  table: ColumnTable,
  dataset: Dataset,
  names: readonly string[],
  policy: EntityPolicy,
): ColumnTable {
  const wanted = names.filter((name) => columnBehind(dataset, name) !== name);
  if (wanted.length === 0) return table;
  const columns = new Map(table.columns);
  for (const name of wanted) {
    const info = findColumn(dataset, columnBehind(dataset, name)) as ColumnInfo;
    const groups = entityGroups(state, dataset, info, policy);
    const stored = table.columns.get(info.name);
    const column = groups ? remapped(table, info.name, name, groups) : stored;
    if (column) columns.set(name, column);
  }
  return { rows: table.rows, columns };
}
