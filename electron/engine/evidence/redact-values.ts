import type { ColumnInfo } from '../../../shared/case/dataset.ts';
import { textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { HostFinder, holdsAddress, NameFinder } from '../../../shared/evidence/name-finder.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import type { StoredTable } from './memory-facts.ts';
import type { Cuts } from './redact-cuts.ts';
import { type ChosenColumns, isFreeText, shortForms, silentPrefix } from './redact-names.ts';

const MAILBOX = /^[^@\s]+@([^@\s]+\.[^@\s]+)$/;

/** Whether a value is a mailbox. */
export const isMailbox = (text: string): boolean => MAILBOX.test(text);

/** Domain of a mailbox in small letters. */
export const domainOf = (mailbox: string): string | undefined => MAILBOX.exec(mailbox)?.[1]?.toLowerCase();

/**
 * Values of other columns that hold a name, its short form, a host that tells one, a mailbox beside names, or an address: they are hidden whole, so that different values stay different.
 *
 * @returns value -> prefix of its pseudonym, and the columns that hold such values, by dataset
 */
export function valuesAround(
  facts: CaseFacts,
  chosen: ChosenColumns,
  names: ReadonlyMap<string, string>,
  hideAddresses: boolean,
  cuts: Cuts,
): { values: Map<string, string>; columns: Map<string, Set<string>> } {
  const finder = new NameFinder([...names.keys(), ...shortForms(names).keys()]);
  const hosts = new HostFinder(names.keys());
  const prefix = silentPrefix(names.keys());
  const values = new Map<string, string>();
  const columns = new Map<string, Set<string>>();
  for (const { id, columns: listed } of facts.datasets())
    for (const column of listed) {
      if (column.type !== 'text' || !isFreeText(column) || chosen.get(id)?.has(column.name) || cuts.get(id)?.has(column.name)) continue;
      const stored = facts.table(id, [column.name]).columns.get(column.name);
      if (stored?.type !== 'text') continue;
      for (const value of stored.dictionary) {
        const hidden =
          (hideAddresses && holdsAddress(value)) || (names.size > 0 && (isMailbox(value) || finder.holds(value) || hosts.holds(value)));
        if (!hidden) continue;
        if (!names.has(value)) values.set(value, prefix(column.field ?? column.name));
        columns.set(id, (columns.get(id) ?? new Set()).add(column.name));
      }
    }
  return { values, columns };
}

/** Texts of a column with their pseudonyms; numbers of a chosen column become text. */
function hiddenColumn(column: Column, pseudonyms: ReadonlyMap<string, string>): Column {
  if (column.type === 'text') return { ...column, dictionary: column.dictionary.map((text) => pseudonyms.get(text) ?? text) };
  const { codes, dictionary } = codesOf(column);
  return textColumnOf(
    column.name,
    codes,
    dictionary.map((text) => pseudonyms.get(text) ?? text),
  );
}

/** What becomes of columns beside their texts: new names, and columns that are left out or emptied. */
export type Reshaping = { cuts: Cuts; column(name: string): string };

/** Records of all datasets with pseudonyms in the chosen columns and in those around them. */
export function hiddenTables(
  facts: CaseFacts,
  chosen: ChosenColumns,
  around: ReadonlyMap<string, ReadonlySet<string>>,
  pseudonyms: ReadonlyMap<string, string>,
  { cuts, column: renamed }: Reshaping,
): Map<string, StoredTable> {
  return new Map(
    facts.datasets().map(({ id }) => {
      const { rows, columns } = facts.table(id);
      const isHidden = (name: string) => chosen.get(id)?.has(name) || around.get(id)?.has(name);
      const hidden = [...columns].flatMap(([name, column]): [string, Column][] => {
        const cut = cuts.get(id)?.get(name);
        if (cut === 'drop') return [];
        const told = renamed(name);
        if (cut === 'blank') return [[told, textColumnOf(told, new Int32Array(rows).fill(-1), [])]];
        return [[told, { ...(isHidden(name) ? hiddenColumn(column, pseudonyms) : column), name: told }]];
      });
      return [id, { table: { rows, columns: new Map(hidden) }, lineage: facts.lineage(id) }];
    }),
  );
}

/** A chosen column as it is described once its numbers are text. */
export const hiddenInfo = (column: ColumnInfo): ColumnInfo => ({ ...column, type: 'text', sum: null });
