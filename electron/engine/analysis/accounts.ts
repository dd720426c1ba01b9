import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { codesOf, groupBy } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Trait } from '../../../shared/entities/keys.ts';
import type { Account } from '../../../shared/entities/propose.ts';
import { nameColumns, type TraitColumn, traitColumns } from '../../../shared/entities/trait-columns.ts';
import type { AnswerKind } from './answers.ts';
import { requireColumn } from './columns.ts';
import { datasetOf, editionOf, type ReaderState, tableOf } from './reader-state.ts';

/** Accounts of a dimension with what the data tell about them. */
export type Accounts = {
  /** in the order of the dictionary of the column; weight = the usual one over all records */
  accounts: readonly Account[];
  /** columns that were read */
  traits: readonly TraitColumn[];
  nameColumn: string | null;
};

/** Accounts of datasets and columns that are kept. */
const ACCOUNTS: AnswerKind<Accounts> = { most: 4 };
/** Facts of one kind that are kept for one account; more say nothing about who it is. */
const MOST_TRAITS = 64;

/** Column that usually weighs a party: GPUs, else stake; `null` = records. */
export function usualWeight(dataset: Dataset): string | null {
  return dataset.columns.find(({ field, type }) => (field === 'gpu_count' || field === 'stake') && type !== 'text')?.name ?? null;
}

/**
 * Accounts of a column with names, facts and usual weights.
 *
 * @param chosen column -> kind of fact, where a person overrules the headers
 * @throws ChokepointError `dataset-missing`, `unknown-column`
 */
export function accountsOf(state: ReaderState, datasetId: string, by: string, chosen?: Readonly<Record<string, string>>): Accounts {
  const dataset = datasetOf(state, datasetId);
  const info = requireColumn(dataset, by);
  return state.answers.keep(ACCOUNTS, [accountsKey(state, datasetId, info, chosen)], () => gather(state, dataset, info, chosen));
}

/** Tells accounts with other facts apart, also on lanes that know no case. */
export function accountsKey(state: ReaderState, datasetId: string, by: ColumnInfo, chosen?: Readonly<Record<string, string>>): string {
  return JSON.stringify([editionOf(state, datasetId), by.name, chosen ?? null]);
}

function gather(state: ReaderState, dataset: Dataset, by: ColumnInfo, chosen: Readonly<Record<string, string>> | undefined): Accounts {
  const known = new Map(dataset.columns.map((column) => [column.name, column]));
  const traits = traitColumns(
    dataset.columns,
    by.name,
    chosen && Object.fromEntries(Object.entries(chosen).map(([name, trait]) => [requireColumn(dataset, name).name, trait])),
  ).filter(({ column }) => known.has(column));
  const candidates = nameColumns(dataset.columns, by);
  const weight = usualWeight(dataset);
  const read = [by.name, ...traits.flatMap((trait) => [trait.column, ...(trait.with === null ? [] : [trait.with])]), ...candidates];
  const table = tableOf(state, dataset.id, [...new Set(weight === null ? read : [...read, weight])]);
  const dimension = codesOf(columnOf(table, by.name));
  const grouped = groupBy(columnOf(table, by.name), weight === null ? null : columnOf(table, weight), null);
  const weightOf = new Map(grouped.keys.map((name, index) => [name, grouped.units[index] as bigint]));
  const traitsOf: Map<string, Trait>[] = dimension.dictionary.map(() => new Map());
  for (const { column, trait, with: second } of traits) {
    const first = codesOf(columnOf(table, column));
    const other = second === null ? null : codesOf(columnOf(table, second));
    const count = new Int32Array(dimension.dictionary.length);
    for (let row = 0; row < table.rows; row++) {
      const account = dimension.codes[row] as number;
      const code = first.codes[row] as number;
      if (account < 0 || code < 0 || (count[account] as number) >= MOST_TRAITS) continue;
      const extra = other === null ? 0 : (other.codes[row] as number);
      if (extra < 0) continue;
      const key = `${trait} ${code} ${extra}`;
      const list = traitsOf[account] as Map<string, Trait>;
      if (list.has(key)) continue;
      count[account] = (count[account] as number) + 1;
      const text = first.dictionary[code] as string;
      list.set(key, {
        type: trait,
        value: other === null ? text : `${text} ${other.dictionary[extra]}`,
        source: `${dataset.name} (${dataset.id}), column ${column}, row ${row + 1}`,
        dateSeen: dataset.asOf,
      });
    }
  }
  const named = nameOf(candidates, dimension, table);
  return {
    accounts: dimension.dictionary.map((id, code) => ({
      id,
      name: named ? (named.names[code] ?? null) : id,
      traits: [...(traitsOf[code] as Map<string, Trait>).values()],
      weight: weightOf.get(id) ?? 0n,
    })),
    traits,
    nameColumn: named?.column ?? null,
  };
}

/** The first column in which every account has one name at most, and most accounts have one. */
function nameOf(
  candidates: readonly string[],
  dimension: { codes: Int32Array; dictionary: readonly string[] },
  table: ReturnType<typeof tableOf>,
): { column: string; names: (string | null)[] } | null {
  for (const column of candidates) {
    const { codes, dictionary } = codesOf(columnOf(table, column));
    const nameAt = new Int32Array(dimension.dictionary.length).fill(-1);
    let single = true;
    for (let row = 0; row < table.rows && single; row++) {
      const account = dimension.codes[row] as number;
      const code = codes[row] as number;
      if (account < 0 || code < 0) continue;
      const before = nameAt[account] as number;
      if (before < 0) nameAt[account] = code;
      else single = before === code;
    }
    const names = Array.from(nameAt, (code) => (code < 0 ? null : (dictionary[code] as string)));
    if (single && names.filter((name) => name !== null).length * 2 > names.length) return { column, names };
  }
  return null;
}
