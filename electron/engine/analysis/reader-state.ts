import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Join, JoinOutcome } from '../../../shared/case/join.ts';
import { noCase, notInCase } from '../../../shared/case/missing.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import type { Aliases } from '../../../shared/normalise/reading.ts';
import { sha256Hex } from '../digest.ts';
import { aliasesByKind, type ValueAlias } from './aliases.ts';
import { Answers } from './answers.ts';
import { type Canonical, canonicalOf } from './canonical.ts';
import type { CaseFacts, Lineage } from './facts.ts';
import { type Side, withJoins } from './joined.ts';

/** Columns, stored and canonical, are let go, oldest use first, when they take more than this many bytes together. */
const CACHE_BYTES = 768 * 2 ** 20;

/** What analysis works on: the facts and decisions of a case, and what was worked out from them. */
export type ReaderState = {
  facts: CaseFacts | null;
  /** another one after every opening, so that answers of two cases, or of one case before and after, are never taken for each other */
  opening: string;
  /** what was worked out since the opening */
  answers: Answers;
  /** datasets of the case as of `dataVersion`, with the columns that are stored */
  datasets: ReadonlyMap<string, Dataset>;
  /** decisions on values as of `dataVersion`, and a text that differs where they differ */
  aliases: Aliases;
  decisions: string;
  /** canonical columns by dataset, for the decisions above */
  canonical: Map<string, Canonical & { bytes: number }>;
  /** decisions on columns that datasets take from others, as of `dataVersion`, and what they gave, by dataset */
  joins: readonly Join[];
  joined: Map<string, { version: string } & ReturnType<typeof withJoins>>;
  /** what tells the records of a dataset apart from those it had before: rejected ones that were taken in */
  editions: Map<string, string>;
  /** that of the facts when they were read last; -1 = nothing read yet */
  dataVersion: number;
  /** by dataset and column, oldest use first */
  columns: Map<string, { column: Column; bytes: number }>;
  lineages: Map<string, Lineage>;
};

/**
 * State before anything was asked.
 *
 * @param opening a text that no other opening of a case has whose answers are kept beside these
 */
export function readerStateOf(facts: CaseFacts | null, opening: string): ReaderState {
  return {
    facts,
    opening,
    answers: new Answers(),
    datasets: new Map(),
    aliases: {},
    decisions: '',
    canonical: new Map(),
    joins: [],
    joined: new Map(),
    editions: new Map(),
    dataVersion: -1,
    columns: new Map(),
    lineages: new Map(),
  };
}

/** Facts and decisions of the open case. @throws ChokepointError `no-case-open` */
export function factsOf(state: ReaderState): CaseFacts {
  if (!state.facts) throw noCase();
  return state.facts;
}

const fingerprint = (value: unknown): string => sha256Hex(JSON.stringify(value));

const columnKey = (dataset: string, name: string) => `${dataset} ${name}`;

/** Stored datasets of the case; read again, and what is kept of those that left is let go, when another connection has written. */
export function currentDatasets(state: ReaderState): ReadonlyMap<string, Dataset> {
  const facts = factsOf(state);
  return facts.atOneEdition(() => {
    const dataVersion = facts.dataVersion();
    if (dataVersion === state.dataVersion) return state.datasets;
    state.datasets = new Map(facts.datasets().map((dataset) => [dataset.id, dataset]));
    takeAliases(state, facts.aliases());
    takeEditions(state, facts);
    state.joins = facts.joins();
    state.dataVersion = dataVersion;
    for (const key of state.columns.keys()) {
      if (!state.datasets.has(key.slice(0, key.indexOf(' ')))) state.columns.delete(key);
    }
    for (const kept of [state.lineages, state.canonical, state.joined])
      for (const id of kept.keys()) if (!state.datasets.has(id)) kept.delete(id);
    return state.datasets;
  });
}

/** Lets go of what is kept of datasets into which records were taken, or from which they were left out again. */
function takeEditions(state: ReaderState, facts: CaseFacts): void {
  for (const id of state.datasets.keys()) {
    const readmitted = facts.readmitted(id);
    const edition = readmitted.length === 0 ? '' : fingerprint(readmitted.map(({ number, cells }) => [number, cells]));
    if (edition === (state.editions.get(id) ?? '')) continue;
    state.editions.set(id, edition);
    for (const key of state.columns.keys()) if (key.startsWith(columnKey(id, ''))) state.columns.delete(key);
    state.lineages.delete(id);
    state.canonical.delete(id);
  }
}

function takeAliases(state: ReaderState, aliases: readonly ValueAlias[]): void {
  const decisions = fingerprint(aliases.map(({ kind, raw, value }) => [kind, raw, value]));
  if (decisions === state.decisions) return;
  Object.assign(state, { aliases: aliasesByKind(aliases), decisions });
  state.canonical.clear();
}

/** Canonical columns of a dataset's own file; kept until a decision on values changes. */
function ownColumns(state: ReaderState, id: string): Canonical {
  const dataset = currentDatasets(state).get(id);
  if (!dataset) throw notInCase('dataset', id);
  const kept = state.canonical.get(id);
  if (kept) {
    state.canonical.delete(id);
    state.canonical.set(id, kept);
    return { ...kept, dataset: { ...dataset, columns: kept.dataset.columns } };
  }
  const recipe = factsOf(state).recipe(id);
  const made = canonicalOf({
    dataset,
    recipe,
    aliases: state.aliases,
    read: (name) => storedColumns(state, id, [name]).get(name) as Column,
  });
  state.canonical.set(id, { ...made, bytes: canonicalBytes(made) });
  letGo(state);
  return made;
}

/** A dataset as joins see it: without what joins give to it; `null` = not in the case. */
export function sideOf(state: ReaderState, id: string): Side | null {
  if (!currentDatasets(state).has(id)) return null;
  const own = ownColumns(state, id);
  return { dataset: own.dataset, table: (names) => tableFrom(state, own, names) };
}

/** Differs where what the joins of a dataset give may differ: the joins, and facts, dates and decisions of all datasets in them. */
function joinsVersion(state: ReaderState, id: string): string {
  const datasets = currentDatasets(state);
  const joins = state.joins.filter(({ dataset }) => dataset === id);
  if (joins.length === 0) return '';
  const sides = [id, ...joins.map((join) => join.with)].map((side) => {
    const dataset = datasets.get(side);
    return dataset ? [side, dataset.name, dataset.asOf, state.editions.get(side) ?? ''] : null;
  });
  return JSON.stringify([state.decisions, joins, sides]);
}

/**
 * Differs where anything that is read of a dataset may differ: the opening of the case, facts, records taken in, name, base and date, decisions
 * on values, joins. What is worked out from a dataset is kept under this, never under its id alone: every case has a D1.
 *
 * @throws ChokepointError `dataset-missing`, `no-case-open`
 */
export function editionOf(state: ReaderState, id: string): string {
  const dataset = currentDatasets(state).get(id);
  if (!dataset) throw notInCase('dataset', id);
  return fingerprint([state.opening, dataset, state.editions.get(id) ?? '', state.decisions, joinsVersion(state, id)]);
}

function joinedColumns(state: ReaderState, id: string): ReturnType<typeof withJoins> {
  const own = ownColumns(state, id);
  const version = joinsVersion(state, id);
  if (version === '') return { canonical: own, outcomes: new Map() };
  const kept = state.joined.get(id);
  if (kept?.version === version) {
    const { columns } = kept.canonical.dataset;
    return { ...kept, canonical: { ...kept.canonical, dataset: { ...own.dataset, columns } } };
  }
  const joins = state.joins.filter(({ dataset }) => dataset === id);
  const here: Side = { dataset: own.dataset, table: (names) => tableFrom(state, own, names) };
  const made = withJoins(own, joins, here, (side) => sideOf(state, side));
  state.joined.set(id, { version, ...made });
  return made;
}

/**
 * Canonical columns of a dataset and those that joins give it, under the decisions of the case as they are now.
 *
 * @throws ChokepointError `dataset-missing`, `no-case-open`, `case-damaged`
 */
export function canonicalColumns(state: ReaderState, id: string): Canonical {
  return joinedColumns(state, id).canonical;
}

/** How the joins of a dataset turned out, by their id. @throws ChokepointError `dataset-missing` */
export function joinOutcomes(state: ReaderState, id: string): ReadonlyMap<string, JoinOutcome> {
  return joinedColumns(state, id).outcomes;
}

/** A dataset of the open case with its canonical columns. @throws ChokepointError `dataset-missing`, `no-case-open`, `case-damaged` */
export function datasetOf(state: ReaderState, id: string): Dataset {
  return canonicalColumns(state, id).dataset;
}

/** Stored columns from the cache where they were used before. */
function storedColumns(state: ReaderState, dataset: string, names: readonly string[]): Map<string, Column> {
  const absent = names.filter((name) => !state.columns.has(columnKey(dataset, name)));
  const loaded = absent.length === 0 ? null : factsOf(state).table(dataset, absent);
  const found = new Map<string, Column>();
  for (const name of names) {
    const key = columnKey(dataset, name);
    const column = loaded?.columns.get(name) ?? state.columns.get(key)?.column;
    if (!column) throw new Error(`column "${name}" was neither cached nor loaded`);
    state.columns.delete(key);
    state.columns.set(key, { column, bytes: bytesOf(column) });
    found.set(name, column);
  }
  letGo(state);
  return found;
}

/**
 * Typed columns of a dataset by their listed names, canonical or as stored. The arrays are shared: they must not be changed or moved.
 *
 * @param names columns to load; all when absent
 * @throws ChokepointError `dataset-missing`, `unknown-column`, `no-case-open`, `case-damaged`
 */
export function tableOf(state: ReaderState, dataset: string, names?: readonly string[]): ColumnTable {
  return tableFrom(state, canonicalColumns(state, dataset), names);
}

function tableFrom(state: ReaderState, canonical: Canonical, names?: readonly string[]): ColumnTable {
  const { id: dataset, rows, columns } = canonical.dataset;
  const wanted = names ?? columns.map((column) => column.name);
  const storedNames = wanted.flatMap((name) => (canonical.columns.has(name) ? [] : [canonical.stored.get(name) ?? name]));
  const stored = storedColumns(state, dataset, [...new Set(storedNames)]);
  const found = new Map<string, Column>();
  for (const name of wanted) {
    const column = canonical.columns.get(name) ?? (stored.get(canonical.stored.get(name) ?? name) as Column);
    found.set(name, column.name === name ? column : { ...column, name });
  }
  return { rows, columns: found };
}

function bytesOf(column: Column): number {
  if (column.type === 'number') return column.values.byteLength;
  let characters = 0;
  for (const text of column.dictionary) characters += text.length;
  return column.codes.byteLength + characters * 2 + column.dictionary.length * 32;
}

/** Memory of canonical columns and of the readings behind them; arrays that several share count once. */
export function canonicalBytes({ columns, texts }: Pick<Canonical, 'columns' | 'texts'>): number {
  const counted = new Set<ArrayBufferLike>();
  const once = ({ buffer, byteLength }: { buffer: ArrayBufferLike; byteLength: number }) => {
    if (counted.has(buffer)) return 0;
    counted.add(buffer);
    return byteLength;
  };
  let bytes = 0;
  for (const column of columns.values()) {
    const own = column.type === 'number' ? column.values : column.codes;
    bytes += once(own) + bytesOf(column) - own.byteLength;
  }
  for (const { codes } of texts) bytes += once(codes);
  return bytes;
}

function letGo(state: ReaderState): void {
  let total = 0;
  for (const { bytes } of [...state.columns.values(), ...state.canonical.values()]) total += bytes;
  // canonical columns can be made again from the stored ones; those of the dataset that was asked for last stay
  for (const [id, { bytes }] of [...state.canonical].slice(0, -1)) {
    if (total <= CACHE_BYTES) return;
    state.canonical.delete(id);
    total -= bytes;
  }
  for (const [key, { bytes }] of state.columns) {
    if (total <= CACHE_BYTES) return;
    state.columns.delete(key);
    total -= bytes;
  }
}

/** Record and line of every row of a dataset. @throws ChokepointError `dataset-missing`, `no-case-open`, `case-damaged` */
export function lineageOf(state: ReaderState, dataset: string): Lineage {
  let lineage = state.lineages.get(dataset);
  if (!lineage) {
    lineage = factsOf(state).lineage(dataset);
    state.lineages.set(dataset, lineage);
  }
  return lineage;
}
