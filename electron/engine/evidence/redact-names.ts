import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import { READ_FIELDS } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { Redaction } from '../../../shared/case/report.ts';
import { sumTexts } from '../../../shared/claims/sums.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import { foldedText, NameFinder, tellingFirstWords } from '../../../shared/evidence/name-finder.ts';
import { prefixOf } from '../../../shared/evidence/pseudonyms.ts';
import { findColumn } from '../analysis/columns.ts';
import type { CaseFacts } from '../analysis/facts.ts';

/** Columns of a case by dataset, each with its description. */
export type ChosenColumns = ReadonlyMap<string, ReadonlyMap<string, ColumnInfo>>;

/** Fields whose texts rules read: a pseudonym there would be another value, not another name. */
const READ: readonly Field[] = [...READ_FIELDS, 'verified', 'status'];

/** Whether a pseudonym in place of a text of the column changes no number. */
export const isFreeText = ({ field }: Pick<ColumnInfo, 'field'>): boolean => field === null || !READ.includes(field);

/** Fields in the order in which they give a name its prefix, where it stands in several. */
const PREFIXES: readonly (Field | null)[] = ['operator', 'owner', 'provider', 'validator'];

/**
 * Columns that were asked for, and those that joins compare with them, so that the same records meet.
 *
 * @throws ChokepointError `redaction-column-unknown`, `redaction-unsuitable`
 */
export function chosenColumns(facts: CaseFacts, { columns: asked }: Redaction): ChosenColumns {
  const datasets = facts.datasets();
  const chosen = new Map<string, Map<string, ColumnInfo>>(datasets.map(({ id }) => [id, new Map()]));
  for (const wanted of asked) {
    const found = datasets.flatMap((dataset) =>
      dataset.columns.filter(({ name, header, field }) => [name, header, field].includes(wanted)).map((column) => ({ dataset, column })),
    );
    if (found.length === 0) throw unknownColumn(wanted, datasets);
    for (const { dataset, column } of found) {
      if (!isFreeText(column)) throw unsuitable(wanted, column);
      chosen.get(dataset.id)?.set(column.name, column);
    }
  }
  const byId = new Map(datasets.map((dataset) => [dataset.id, dataset]));
  const joins = facts.joins().filter((join) => byId.has(join.dataset) && byId.has(join.with));
  for (let grown = true; grown; ) {
    grown = false;
    for (const join of joins)
      for (const { column, matches } of join.on) {
        const ends = [
          { dataset: byId.get(join.dataset) as Dataset, name: column },
          { dataset: byId.get(join.with) as Dataset, name: matches },
        ].map(({ dataset, name }) => ({ chosen: chosen.get(dataset.id) as Map<string, ColumnInfo>, info: findColumn(dataset, name) }));
        if (!ends.some(({ chosen: own, info }) => info !== null && own.has(info.name))) continue;
        for (const { chosen: own, info } of ends) {
          if (info === null || own.has(info.name) || !isFreeText(info)) continue;
          own.set(info.name, info);
          grown = true;
        }
      }
  }
  return chosen;
}

function unknownColumn(wanted: string, datasets: readonly Dataset[]): ChokepointError {
  const suitable = [...new Set(datasets.flatMap(({ columns }) => columns.filter(isFreeText).map(({ name }) => name)))];
  return new ChokepointError(
    'redaction-column-unknown',
    `No dataset has a column "${wanted}" to redact.`,
    suitable.length === 0 ? 'Leave the redaction out.' : `Columns that can be redacted: ${suitable.slice(0, 40).join(', ')}.`,
    { column: wanted },
  );
}

function unsuitable(wanted: string, { name, field }: ColumnInfo): ChokepointError {
  return new ChokepointError(
    'redaction-unsuitable',
    `The column "${wanted}" cannot be redacted: rules read its texts (${field ?? name}), so that a pseudonym would change numbers.`,
    'Redact columns of names, such as provider, operator or node_id.',
    { column: wanted },
  );
}

/**
 * The names to hide with the prefix of their pseudonyms: values of the chosen columns, and ends of links, units and members that speak of parties.
 * Texts that look like lines of sums are none: they have to be found again.
 */
export function namesToHide(facts: CaseFacts, chosen: ChosenColumns): Map<string, string> {
  const ranked = new Map<string, { rank: number; words: string }>();
  const take = (name: string, column: Pick<ColumnInfo, 'name' | 'field'>) => {
    const place = PREFIXES.indexOf(column.field);
    const rank = place < 0 ? PREFIXES.length : place;
    const known = ranked.get(name);
    if (name !== '' && (known === undefined || rank < known.rank)) ranked.set(name, { rank, words: column.field ?? column.name });
  };
  const sums = new Set<string>();
  for (const dataset of facts.datasets()) {
    const columns = chosen.get(dataset.id) as ReadonlyMap<string, ColumnInfo>;
    const texts = sumTexts(dataset);
    for (const { text } of texts) sums.add(text);
    for (const column of columns.values()) {
      const stored = facts.table(dataset.id, [column.name]).columns.get(column.name);
      if (stored) for (const name of codesOf(stored).dictionary) take(name, column);
    }
  }
  const isChosen = (name: string) => [...chosen.values()].some((columns) => columns.has(name));
  const partyChosen = [...chosen.values()].some((columns) => [...columns.values()].some(isPartyColumn));
  for (const { madeFor, link } of facts.links())
    if (isChosen(madeFor) || partyChosen) for (const end of [link.from, link.to]) take(end, { name: 'party', field: null });
  for (const { spec, removed } of facts.scenarios()) {
    const column = columnNamed(chosen, spec.dataset, spec.by);
    if (column === null) continue;
    const members = (spec.combinations ?? []).flatMap((combination) => combination.members);
    const named = new Set((spec.combinations ?? []).map(({ name }) => name));
    for (const name of [...removed, ...members, ...Object.keys(spec.costs ?? {})]) if (!named.has(name)) take(name, column);
  }
  const hidden = [...ranked].filter(([name]) => !sums.has(name));
  const prefix = silentPrefix(hidden.map(([name]) => name));
  return new Map(hidden.map(([name, { words }]) => [name, prefix(words)]));
}

/** Prefixes of pseudonyms out of the names of columns; `name` where such a prefix would tell one of the names. */
export function silentPrefix(names: Iterable<string>): (words: string) => string {
  const all = [...names];
  const finder = new NameFinder([...all, ...tellingFirstWords(all).keys()]);
  return (words) => {
    const prefix = prefixOf(words);
    return finder.holds(words) || finder.holds(prefix) ? 'name' : prefix;
  };
}

/**
 * First words by which names of several words go in notes: `Borealis` of `Borealis Compute Ltd.`; five letters or more, no common word, and none
 * that unlike names share.
 *
 * @returns short form, folded -> name
 */
export function shortForms(names: ReadonlyMap<string, string>): Map<string, string> {
  const whole = new Set([...names.keys()].map(foldedText));
  return new Map([...tellingFirstWords(names.keys())].filter(([word]) => word.length >= 5 && !whole.has(word)));
}

/** A chosen column of a dataset by name, header or field. */
function columnNamed(chosen: ChosenColumns, dataset: string, by: string): ColumnInfo | null {
  const columns = [...(chosen.get(dataset)?.values() ?? [])];
  return columns.find(({ name, header }) => name === by || header === by) ?? null;
}
