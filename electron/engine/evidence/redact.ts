import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import type { Redaction, RedactionPlan } from '../../../shared/case/report.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { entryOfLine } from '../../../shared/evidence/ledger-chain.ts';
import type { RedactionNote } from '../../../shared/evidence/manifest.ts';
import { ADDRESS, HostFinder, NameFinder, untellingFirstWords } from '../../../shared/evidence/name-finder.ts';
import { pseudonymsOf } from '../../../shared/evidence/pseudonyms.ts';
import { findColumn } from '../analysis/columns.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import { decisionsOf, memoryFacts } from './memory-facts.ts';
import { hiddenColumnNames, renamedColumn, renamedInfo, renamedWeight } from './redact-columns.ts';
import { type Cuts, cutColumns, plannedColumns } from './redact-cuts.ts';
import { deep, hiddenDecisions, type Rewriting } from './redact-decisions.ts';
import { hiddenFilter } from './redact-filter.ts';
import { type ChosenColumns, chosenColumns, isFreeText, namesToHide, shortForms } from './redact-names.ts';
import { exposedIn, freeTextWords, redactionCounts } from './redact-note.ts';
import { domainOf, hiddenTables, isMailbox, valuesAround } from './redact-values.ts';

/**
 * Facts in which names are pseudonyms, and what the report and manifest have to say of that; `asked` is the redaction without the names that stand
 * in names of columns.
 */
export type RedactedFacts = { facts: CaseFacts; note: RedactionNote; asked: Redaction; plan: RedactionPlan };

/**
 * A case as it may be shown to people who must not learn its names: shares, counts and removal tests come out as before, since each name has one
 * pseudonym wherever it stands.
 *
 * @param key secret bytes of the case
 * @returns `null` where there is nothing to hide
 * @throws ChokepointError `redaction-column-unknown`, `redaction-unsuitable`, `redaction-column-used`
 */
export function redactedFacts(facts: CaseFacts, redaction: Redaction, key: Uint8Array): RedactedFacts | null {
  return facts.atOneEdition(() => {
    const chosen = chosenColumns(facts, redaction);
    const cuts = cutColumns(facts, redaction, chosen);
    const names = namesToHide(facts, chosen);
    const hideAddresses = redaction.addresses === 'pseudonyms';
    const around = valuesAround(facts, chosen, names, hideAddresses, cuts);
    if (names.size === 0 && around.values.size === 0 && cuts.size === 0) return null;
    const prefixes = new Map([...around.values, ...names]);
    const pseudonyms = pseudonymsOf(withMailboxes(prefixes), key);
    for (const name of prefixes.keys()) if (isMailbox(name)) pseudonyms.set(name, mailboxOf(name, pseudonyms));
    const forms = shortForms(names);
    const rewriting = rewritingOf(facts, chosen, around.columns, pseudonyms, { names, prefixes, forms, key, hideAddresses, cuts });
    const { column, worded } = rewriting;
    const tables = hiddenTables(facts, chosen, around.columns, pseudonyms, rewriting);
    const decisions = hiddenDecisions(decisionsOf(facts), rewriting);
    const { total } = facts.ledger({ start: 0, end: 0 });
    const entries = facts.ledger({ start: 0, end: total }).entries.map((entry) => toldEntry(entry, rewriting));
    const hidden = memoryFacts(decisions, tables, entries.reverse());
    const listed = [...chosen.values(), ...around.columns.values()].flatMap((columns) => [...columns.keys()]);
    const columns = [...new Set(listed.map(column))].sort();
    const { left, ...counts } = redactionCounts(hidden, columns);
    const exposed = exposedIn(decisions, tables, rewriting.holds);
    const note = { columns, names: prefixes.size, ...counts, kept: [...exposed, ...freeTextWords(left)] };
    const told = (texts: readonly string[]) => texts.map((text) => worded(column(text)));
    return {
      facts: hidden,
      note,
      asked: { ...redaction, columns: told(redaction.columns), drop: told(redaction.drop), blank: told(redaction.blank) },
      plan: {
        columns: columns.map(rewriting.original),
        names: note.names,
        records: note.records,
        weight: note.weight,
        left: plannedColumns(
          facts,
          chosen,
          left.map((each) => ({ ...each, column: rewriting.original(each.column) })),
        ),
        exposed,
        words: untellingFirstWords(names.keys()),
      },
    };
  });
}

/** Mailboxes need a pseudonym of their domain too: accounts that share one go on sharing it. */
function withMailboxes(prefixes: ReadonlyMap<string, string>): Map<string, string> {
  const all = new Map(prefixes);
  for (const name of prefixes.keys()) {
    const domain = domainOf(name);
    if (domain === undefined) continue;
    all.set(name.toLowerCase(), all.get(name.toLowerCase()) ?? 'mailbox');
    all.set(domain, all.get(domain) ?? 'domain');
  }
  return all;
}

const mailboxOf = (name: string, pseudonyms: ReadonlyMap<string, string>): string =>
  `${pseudonyms.get(name.toLowerCase())}@${pseudonyms.get(domainOf(name) as string)}.invalid`;

function rewritingOf(
  facts: CaseFacts,
  chosen: ChosenColumns,
  around: ReadonlyMap<string, ReadonlySet<string>>,
  pseudonyms: ReadonlyMap<string, string>,
  {
    names,
    prefixes,
    forms,
    key,
    hideAddresses,
    cuts,
  }: Record<'names' | 'prefixes' | 'forms', ReadonlyMap<string, string>> & { key: Uint8Array; hideAddresses: boolean; cuts: Cuts },
): Rewriting & { holds(text: string): boolean; original(column: string): string } {
  const finder = new NameFinder([...prefixes.keys(), ...forms.keys()]);
  const long = new NameFinder([...names.keys(), ...forms.keys()].filter((name) => name.length >= 4 && /\p{L}/u.test(name)));
  const hosts = new HostFinder(names.keys());
  const codes = new Map<string, string>();
  const coded = (text: string): string => {
    const code = codes.get(text) ?? (pseudonymsOf(new Map([[text, 'evidence']]), key).get(text) as string);
    codes.set(text, code);
    return code;
  };
  const worded = (original: string): string => {
    const text = hosts.replaced(original, (host) => pseudonyms.get(host) ?? coded(host));
    let told = '';
    let from = 0;
    for (const { start, end, name } of finder.find(text)) {
      told += text.slice(from, start) + pseudonyms.get(forms.get(name) ?? name);
      from = end;
    }
    told += text.slice(from);
    return hideAddresses ? told.replace(ADDRESS, (address) => pseudonyms.get(address) ?? coded(address)) : told;
  };
  const datasets = facts.datasets();
  const joins = facts.joins();
  const columnNames = hiddenColumnNames(facts, worded);
  const column = (name: string) => renamedColumn(columnNames, name);
  const cut = new NameFinder(textsCut(facts, cuts));
  const context = {
    datasets,
    hidden(dataset: string, name: string): Column | null {
      if (!chosen.get(dataset)?.has(name) && !around.get(dataset)?.has(name)) return null;
      return facts.table(dataset, [name]).columns.get(name) ?? null;
    },
    taken(dataset: string, name: string) {
      const join = joins.find((each) => each.dataset === dataset && each.name === name);
      return join === undefined || join.take === null ? null : { dataset: join.with, name: join.take };
    },
    named: (text: string) => pseudonyms.get(text) ?? worded(text),
    worded,
    column,
    isRead(dataset: string, name: string): boolean {
      const found = datasets.find(({ id }) => id === dataset);
      const info = found === undefined ? null : findColumn(found, name);
      return info !== null && (!isFreeText(info) || info.type !== 'text');
    },
  };
  return {
    chosen,
    cuts,
    column,
    info: (info) => renamedInfo(columnNames, info),
    original: (told) => [...columnNames].find(([, name]) => name === told)?.[0] ?? told,
    weight: (text) => renamedWeight(columnNames, text),
    isCut: (text) => cut.holds(text),
    holds: (text) => long.holds(text) || hosts.holds(text) || (names.has(text) && /\p{L}/u.test(text)),
    worded,
    coded,
    named: (value) => pseudonyms.get(value) ?? worded(value),
    isHidden: (value) => prefixes.has(value),
    filtered: (text, dataset) => hiddenFilter(text, dataset, context),
  };
}

/** Texts of columns that are left out, long enough to be found in what a ledger quotes. */
function textsCut(facts: CaseFacts, cuts: Cuts): string[] {
  return [...cuts].flatMap(([id, columns]) =>
    [...facts.table(id, [...columns.keys()]).columns.values()].flatMap((column) =>
      column.type === 'number' ? [] : column.dictionary.filter((text) => text.length >= 8),
    ),
  );
}

/** An entry of the ledger, or its place in the chain alone where it speaks of what is hidden. */
function toldEntry(entry: LedgerEntry, { worded, isCut }: Rewriting): LedgerEntry {
  let hides = false;
  deep([entry.label, entry.input], (text) => {
    hides ||= worded(text) !== text || isCut(text);
    return text;
  });
  hides ||= worded(JSON.stringify(entry.input) ?? '') !== (JSON.stringify(entry.input) ?? '');
  return hides ? entryOfLine({ ...entry, redacted: true }) : entry;
}
