import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import type { Redaction } from '../../../shared/case/report.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import type { CaseDecisions } from '../../../shared/evidence/decisions.ts';
import { entryOfLine } from '../../../shared/evidence/ledger-chain.ts';
import type { RedactionNote } from '../../../shared/evidence/manifest.ts';
import { ADDRESS, HostFinder, NameFinder } from '../../../shared/evidence/name-finder.ts';
import { pseudonymsOf } from '../../../shared/evidence/pseudonyms.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { weightOf } from '../../../shared/quality/run.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import { decisionsOf, memoryFacts, type StoredTable } from './memory-facts.ts';
import { deep, hiddenDecisions, type Rewriting } from './redact-decisions.ts';
import { hiddenFilter } from './redact-filter.ts';
import { type ChosenColumns, chosenColumns, namesToHide, shortForms } from './redact-names.ts';
import { domainOf, hiddenTables, isMailbox, valuesAround } from './redact-values.ts';

/** Facts in which names are pseudonyms, and what the report and manifest have to say of that. */
export type RedactedFacts = { facts: CaseFacts; note: RedactionNote };

/**
 * A case as it may be shown to people who must not learn its names: shares, counts and removal tests come out as before, since each name has one
 * pseudonym wherever it stands.
 *
 * @param key secret bytes of the case
 * @returns `null` where there is nothing to hide
 * @throws ChokepointError `redaction-column-unknown`, `redaction-unsuitable`
 */
export function redactedFacts(facts: CaseFacts, redaction: Redaction, key: Uint8Array): RedactedFacts | null {
  return facts.atOneEdition(() => {
    const chosen = chosenColumns(facts, redaction);
    const names = namesToHide(facts, chosen);
    const hideAddresses = redaction.addresses === 'pseudonyms';
    const around = valuesAround(facts, chosen, names, hideAddresses);
    if (names.size === 0 && around.values.size === 0) return null;
    const prefixes = new Map([...around.values, ...names]);
    const pseudonyms = pseudonymsOf(withMailboxes(prefixes), key);
    for (const name of prefixes.keys()) if (isMailbox(name)) pseudonyms.set(name, mailboxOf(name, pseudonyms));
    const forms = shortForms(names);
    const rewriting = rewritingOf(facts, chosen, around.columns, pseudonyms, { names, prefixes, forms, key, hideAddresses });
    const tables = hiddenTables(facts, chosen, around.columns, pseudonyms);
    const decisions = hiddenDecisions(decisionsOf(facts), rewriting);
    const { total } = facts.ledger({ start: 0, end: 0 });
    const entries = facts.ledger({ start: 0, end: total }).entries.map((entry) => toldEntry(entry, rewriting));
    const note = {
      ...noteOf(facts, chosen, around.columns, pseudonyms),
      names: prefixes.size,
      kept: keptIn(decisions, tables, prefixes, pseudonyms),
    };
    return { facts: memoryFacts(decisions, tables, entries.reverse()), note };
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
  }: Record<'names' | 'prefixes' | 'forms', ReadonlyMap<string, string>> & { key: Uint8Array; hideAddresses: boolean },
): Rewriting {
  const finder = new NameFinder([...prefixes.keys(), ...forms.keys()]);
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
  };
  return {
    chosen,
    worded,
    coded,
    named: (value) => pseudonyms.get(value) ?? worded(value),
    isHidden: (value) => prefixes.has(value),
    filtered: (text, dataset) => hiddenFilter(text, dataset, context),
  };
}

/** An entry of the ledger, or its place in the chain alone where it speaks of what is hidden. */
function toldEntry(entry: LedgerEntry, { worded }: Rewriting): LedgerEntry {
  let hides = false;
  deep([entry.label, entry.input], (text) => {
    hides ||= worded(text) !== text;
    return text;
  });
  hides ||= worded(JSON.stringify(entry.input) ?? '') !== (JSON.stringify(entry.input) ?? '');
  return hides ? entryOfLine({ ...entry, redacted: true }) : entry;
}

/** How much of the case is hidden. */
function noteOf(
  facts: CaseFacts,
  chosen: ChosenColumns,
  around: ReadonlyMap<string, ReadonlySet<string>>,
  pseudonyms: ReadonlyMap<string, string>,
): Omit<RedactionNote, 'names' | 'kept'> {
  const columns = new Set<string>();
  const weights: string[] = [];
  let records = 0;
  for (const dataset of facts.datasets()) {
    const names = [...(chosen.get(dataset.id)?.keys() ?? []), ...(around.get(dataset.id) ?? [])];
    if (names.length === 0) continue;
    for (const name of names) columns.add(name);
    const table = facts.table(dataset.id);
    const isHidden = hiddenRows(table, names, pseudonyms);
    const weight = weightOf({ dataset, table });
    let hidden = 0;
    let held = 0;
    for (let row = 0; row < table.rows; row++) {
      if (!isHidden(row)) continue;
      hidden += 1;
      held += weight.of(row);
    }
    records += hidden;
    const unit = weight.name === 'count' ? 'records' : weight.name;
    weights.push(`${dataset.id}: ${formatCount(held)} of ${formatCount(weight.total)} ${unit}`);
  }
  return { columns: [...columns].sort(), records, weight: weights.length === 0 ? null : weights.join('; ') };
}

/** Whether a record has a value that is hidden in any of the columns. */
function hiddenRows(table: ColumnTable, names: readonly string[], pseudonyms: ReadonlyMap<string, string>): (row: number) => boolean {
  const tests = names.flatMap((name): ((row: number) => boolean)[] => {
    const column = table.columns.get(name);
    if (column === undefined) return [];
    if (column.type === 'number') return [(row) => !Number.isNaN(column.values[row])];
    const hidden = column.dictionary.map((text) => pseudonyms.has(text));
    return [(row) => (column.codes[row] as number) >= 0 && hidden[column.codes[row] as number] === true];
  });
  return (row) => tests.some((test) => test(row));
}

/** Places where a name stands after all, since it is also a word that numbers or hashes hang on. */
function keptIn(
  decisions: CaseDecisions,
  tables: ReadonlyMap<string, StoredTable>,
  prefixes: ReadonlyMap<string, string>,
  pseudonyms: ReadonlyMap<string, string>,
): string[] {
  const finder = new NameFinder([...prefixes.keys()].filter((name) => name.length >= 4));
  const words = new Set([...pseudonyms.values()].flatMap((name) => name.match(/[a-z-]+(?=-)/)?.[0] ?? []));
  const holds = (text: string) => finder.find(text).some(({ name }) => !words.has(name.toLowerCase()));
  const kept: string[] = [];
  for (const { dataset } of decisions.datasets) {
    for (const [name, column] of tables.get(dataset.id)?.table.columns ?? [])
      if (column.type === 'text') {
        const values = column.dictionary.filter(holds);
        if (values.length > 0) kept.push(`${formatCount(values.length)} values of the column ${name} of ${dataset.id}`);
      }
    if (dataset.columns.some(({ name, header }) => holds(name) || holds(header))) kept.push(`names of columns of ${dataset.id}`);
  }
  const { aliases, packs } = decisions;
  if (aliases.some(({ raw, value }) => holds(raw) || holds(value ?? ''))) kept.push('decisions on values');
  if (packs.imported.some(({ text }) => holds(text))) kept.push('texts of imported packs');
  return kept;
}
