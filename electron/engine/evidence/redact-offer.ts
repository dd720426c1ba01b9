import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import type { IdentityColumn } from '../../../shared/case/report.ts';
import { sumTexts } from '../../../shared/claims/sums.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { nameColumns, traitColumns } from '../../../shared/entities/trait-columns.ts';
import { holdsAddress } from '../../../shared/evidence/name-finder.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import { isFreeText } from './redact-names.ts';
import { isMailbox } from './redact-values.ts';

/** Fields whose values name a party, a machine or a place of one (domain 1.4). */
const IDENTITIES: readonly (Field | null)[] = ['provider', 'operator', 'owner', 'validator', 'node_id', 'site', 'host_org', 'cloud'];

const WALLET = /^(0x[0-9a-f]{40,64}|[1-9a-hj-np-z]{26,64}|[a-z0-9_]{1,20}1[02-9ac-hj-np-z]{30,90})$/i;
const HOST = /^([a-z][a-z0-9+.-]*:\/\/)?([\p{L}\p{N}_-]+\.)+\p{L}{2,}(:\d+)?(\/\S*)?$/iu;

/** Whether a text is the address of somebody: wallet, mailbox, host or Internet address. */
const isAddress = (text: string): boolean =>
  (WALLET.test(text) && /\d/.test(text)) || isMailbox(text) || HOST.test(text) || holdsAddress(text);

/** Values of a column that are looked at, those first in its dictionary. */
const SAMPLE = 200;

/** Whether half or more of the values are addresses. */
function holdsAddresses(values: readonly string[]): boolean {
  const some = values.filter((value) => value !== '').slice(0, SAMPLE);
  return some.length > 0 && some.filter(isAddress).length * 2 >= some.length;
}

/** Columns whose header says that they tell who an account is: wallets, payout addresses, domains, mailboxes, display names. */
function toldByHeader({ columns }: Dataset): Set<string> {
  const none: ColumnInfo[] = columns.filter(({ field }) => field === 'provider' || field === 'node_id');
  const named = none.flatMap((by) => nameColumns(columns, by));
  return new Set([
    ...traitColumns(columns, '').flatMap(({ column, with: other }) => [column, ...(other === null ? [] : [other])]),
    ...named,
  ]);
}

/**
 * Columns that tell who is meant, by field, header or the form of their values, in alphabetical order; with the different names over all datasets
 * that have a column of that name, without texts that look like lines of sums.
 */
export function identityColumns(facts: CaseFacts): IdentityColumn[] {
  const found = new Map<string, Set<string>>();
  const datasets = facts.datasets();
  const sums = new Set(datasets.flatMap((dataset) => sumTexts(dataset).map(({ text }) => text)));
  const valuesOf = (dataset: Dataset, { name }: ColumnInfo): string[] => {
    const stored = facts.table(dataset.id, [name]).columns.get(name);
    return stored === undefined ? [] : codesOf(stored).dictionary.filter((text) => text !== '' && !sums.has(text));
  };
  const suitable = datasets.map((dataset) => ({
    dataset,
    columns: dataset.columns.filter((column) => column.type === 'text' && column.rawOf === undefined && isFreeText(column)),
    headers: toldByHeader(dataset),
  }));
  for (const { dataset, columns, headers } of suitable)
    for (const column of columns)
      if (
        IDENTITIES.includes(column.field) ||
        headers.has(column.name) ||
        (column.field === null && holdsAddresses(valuesOf(dataset, column)))
      )
        found.set(column.name, new Set());
  for (const { dataset, columns } of suitable)
    for (const column of columns) {
      const names = found.get(column.name);
      if (names) for (const value of valuesOf(dataset, column)) names.add(value);
    }
  return [...found]
    .filter(([, names]) => names.size > 0)
    .map(([column, names]) => ({ column, names: names.size }))
    .sort((one, other) => (one.column < other.column ? -1 : 1));
}
