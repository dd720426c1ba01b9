import { z } from 'zod';
import { exportOptionsSchema, type LeftColumn, type Redaction, USUAL_REDACTION } from '../../../shared/case/report.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { type CaseDecisions, caseDecisionsSchema, DECISION_PARTS } from '../../../shared/evidence/decisions.ts';
import type { Manifest, RedactionNote } from '../../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS } from '../../../shared/evidence/paths.ts';
import { isPseudonym } from '../../../shared/evidence/pseudonyms.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { weightOf } from '../../../shared/quality/run.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import type { StoredTable } from './memory-facts.ts';
import type { FileProblem } from './recompute.ts';
import { isFreeText } from './redact-names.ts';

/** What of a redaction can be counted in the records by everybody: by the form of the pseudonyms alone. */
export type RedactionCounts = Required<Pick<RedactionNote, 'records' | 'weight' | 'values'>> & { left: readonly LeftColumn[] };

const SENTENCE = 40;
const MOST_WORDS = 3;
const NOTES = /note|comment|remark|descri|memo|message|reason|bemerkung|anmerkung/i;

/** Whether anything may stand in a text: it has more words or letters than a name or a state. */
const isFreeWords = (text: string): boolean =>
  (text.length >= SENTENCE && /\s/.test(text.trim())) || text.trim().split(/\s+/).length > MOST_WORDS;

/** Texts of a column that are pseudonyms, by their place in its dictionary. */
const pseudonymsIn = (column: Exclude<Column, { type: 'number' }>): boolean[] => column.dictionary.map(isPseudonym);

/** A column of text as it is left: cells, those of them that are pseudonyms, and whether free text is in clear. */
function leftColumn(dataset: string, header: string, column: Column): LeftColumn | null {
  if (column.type === 'number') return null;
  const hidden = pseudonymsIn(column);
  const seen = new Set<number>();
  let cells = 0;
  let changed = 0;
  for (const code of column.codes) {
    if (code < 0) continue;
    cells += 1;
    if (hidden[code]) changed += 1;
    else seen.add(code);
  }
  if (seen.size === 0) return null;
  const isFree = NOTES.test(header) || [...seen].some((code) => isFreeWords(column.dictionary[code] as string));
  return { dataset, column: column.name, cells, changed, distinct: seen.size, isFree };
}

/**
 * Counts over redacted records, as the export publishes them and as Verify counts them again.
 *
 * @param columns names of the columns with pseudonyms
 */
export function redactionCounts(facts: CaseFacts, columns: readonly string[]): RedactionCounts {
  const values = new Set<string>();
  const weights: string[] = [];
  const left: LeftColumn[] = [];
  let records = 0;
  for (const dataset of facts.datasets()) {
    const table = facts.table(dataset.id);
    for (const info of dataset.columns) {
      const column = table.columns.get(info.name);
      const found = column === undefined || !isFreeText(info) ? null : leftColumn(dataset.id, info.header, column);
      if (found) left.push(found);
    }
    const hidden = columns.flatMap((name) => hiddenCells(table, name, values));
    if (hidden.length === 0) continue;
    const weight = weightOf({ dataset, table });
    let count = 0;
    let held = 0;
    for (let row = 0; row < table.rows; row++) {
      if (!hidden.some((isHidden) => isHidden(row))) continue;
      count += 1;
      held += weight.of(row);
    }
    if (count === 0) continue;
    records += count;
    const unit = weight.name === 'count' ? 'records' : weight.name;
    weights.push(`${dataset.id}: ${formatCount(held)} of ${formatCount(weight.total)} ${unit}`);
  }
  const byFreedom = left.sort((one, other) => Number(other.isFree) - Number(one.isFree));
  return { records, weight: weights.length === 0 ? null : weights.join('; '), values: values.size, left: byFreedom };
}

/** Whether a row has a pseudonym in a column; adds those of the column to `values`. */
function hiddenCells(table: ColumnTable, name: string, values: Set<string>): ((row: number) => boolean)[] {
  const column = table.columns.get(name);
  if (column === undefined || column.type === 'number') return [];
  const hidden = pseudonymsIn(column);
  for (const [code, is] of hidden.entries()) if (is) values.add(column.dictionary[code] as string);
  return [(row) => (column.codes[row] as number) >= 0 && hidden[column.codes[row] as number] === true];
}

const FREE = 'free text in clear: ';

/** The columns of free text that are left in clear, as manifest and report state them. */
export const freeTextWords = (left: readonly LeftColumn[]): string[] =>
  left
    .filter(({ isFree }) => isFree)
    .map(
      ({ dataset, column, cells, changed }) =>
        `${FREE}${column} of ${dataset} (${formatCount(changed)} of ${plural(cells, 'cell')} changed)`,
    );

/** What manifest.json states of a redaction otherwise than the records give it. */
export function redactionProblems(facts: CaseFacts, { redaction: note, options }: Pick<Manifest, 'redaction' | 'options'>): FileProblem[] {
  // bundles of before did not count by the form of the pseudonyms
  if (note?.values === undefined) return [];
  const problem = cutProblem(facts, exportOptionsSchema.safeParse(options).data?.redaction ?? USUAL_REDACTION) ?? countProblem(facts, note);
  return problem === null ? [] : [{ path: BUNDLE_PATHS.manifest, problem }];
}

function cutProblem(facts: CaseFacts, { drop, blank }: Redaction): string | null {
  for (const { id, columns } of facts.datasets()) {
    const stored = facts.table(id);
    for (const { name } of columns) {
      if (drop.includes(name)) return `options.redaction.drop names ${name}, and ${id} has that column`;
      const column = blank.includes(name) ? stored.columns.get(name) : undefined;
      if (column && column.type !== 'number' && column.codes.some((code) => code >= 0))
        return `options.redaction.blank names ${name}, and that column of ${id} is not empty`;
    }
  }
  return null;
}

function countProblem(facts: CaseFacts, note: RedactionNote): string | null {
  const again = redactionCounts(facts, note.columns);
  const stated = note.kept.filter((words) => words.startsWith(FREE));
  const counts: [string, unknown, unknown][] = [
    ['redaction.records', note.records, again.records],
    ['redaction.weight', note.weight, again.weight],
    ['redaction.values', note.values, again.values],
    ['redaction.kept', stated.join('; '), freeTextWords(again.left).join('; ')],
  ];
  for (const [where, one, other] of counts)
    if (one !== other) return `${where} states ${JSON.stringify(one)}, the pseudonyms in the records give ${JSON.stringify(other)}`;
  return note.names < again.values
    ? `redaction.names states ${note.names}, fewer than the ${again.values} pseudonyms in the records`
    : null;
}

/** Words that the files of `recipe/` have for themselves: choices out of a list. */
const PROGRAM_WORDS: ReadonlySet<string> = new Set(wordsOf(z.toJSONSchema(caseDecisionsSchema, { unrepresentable: 'any', io: 'input' })));

function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'enum' && Array.isArray(value)) return value.filter((each) => typeof each === 'string');
    return key === 'const' && typeof value === 'string' ? [value] : wordsOf(value);
  });
}

/** Whether any text in a value is one; choices of the program are none. */
function someText(value: unknown, is: (text: string) => boolean): boolean {
  if (typeof value === 'string') return !PROGRAM_WORDS.has(value) && is(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => (!Array.isArray(value) && !PROGRAM_KEYS.has(key) && is(key)) || someText(each, is));
}

/** Names of members that the files have for themselves. */
const PROGRAM_KEYS: ReadonlySet<string> = new Set(keysOf(z.toJSONSchema(caseDecisionsSchema, { unrepresentable: 'any', io: 'input' })));

function keysOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const own = key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return [...own, ...keysOf(value)];
  });
}

/** Places where a name stands after all, since it is also a word that numbers or hashes hang on. */
export function exposedIn(decisions: CaseDecisions, tables: ReadonlyMap<string, StoredTable>, holds: (text: string) => boolean): string[] {
  const exposed: string[] = [];
  for (const { dataset } of decisions.datasets) {
    for (const [name, column] of tables.get(dataset.id)?.table.columns ?? []) {
      if (column.type === 'number') continue;
      const used = new Set(column.codes);
      const values = column.dictionary.filter((text, code) => used.has(code) && !isPseudonym(text) && holds(text));
      if (values.length > 0) exposed.push(`hidden names in ${plural(values.length, 'value')} of the column ${name} of ${dataset.id}`);
    }
    if (dataset.columns.some(({ name, header }) => holds(name) || holds(header)))
      exposed.push(`hidden names in names of columns of ${dataset.id}`);
  }
  const { aliases, packs, datasets } = decisions;
  if (someText(aliases, holds)) exposed.push('hidden names in decisions on values');
  if (packs.imported.some(({ text }) => holds(text))) exposed.push('hidden names in texts of imported packs');
  // columns are told above
  const others = datasets.map(({ dataset, recipe }) => ({ dataset: { ...dataset, columns: [] }, recipe }));
  if (someText(others, holds)) exposed.push('hidden names in recipe/datasets.json');
  for (const part of DECISION_PARTS)
    if (part !== 'datasets' && part !== 'aliases' && part !== 'packs' && someText(decisions[part], holds))
      exposed.push(`hidden names in recipe/${part}.json`);
  return exposed;
}
