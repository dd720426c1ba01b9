import { FIELDS, type Field, type Grain } from '../../../shared/case/dataset.ts';
import { SYNONYMS } from './synonyms.ts';
import { numberRuleOf } from './types.ts';

export type FieldProposal = { field: Field | null; confidence: number; reason: string };

export type ProfiledColumn = {
  header: string;
  type: 'text' | 'number' | 'exact';
  /** share of the known cells that are plain numbers */
  numeric: number;
  /** share of the known cells that the rules of a numeric field read, plain numbers among them: "8x", "24Gi", "97.5 %" */
  readable?: (field: Field) => number;
  /** known cells and distinct ones among them in the sample */
  filled: number;
  distinct: number;
};

/** A header in simple form: "Num GPUs (total)" and "numGpus_total" both become "num_gpus_total". */
export function simpleHeader(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/([a-z\d])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

type Candidate = { column: number; field: Field; confidence: number; reason: string };

/** Fields that a column may serve, by its header and its cells, with confidence 0..1. */
export function fieldsOfColumn(column: ProfiledColumn): Candidate[] {
  return candidatesOf(column, 0);
}

function candidatesOf(column: ProfiledColumn, index: number): Candidate[] {
  const simple = simpleHeader(column.header);
  const joined = simple.replaceAll('_', '');
  const candidates: Candidate[] = [];
  for (const field of FIELDS) {
    const { sure, likely } = SYNONYMS[field];
    const match =
      column.header === field
        ? { confidence: 1, reason: 'The header is the name of the field.' }
        : simple === field || joined === field.replaceAll('_', '')
          ? { confidence: 0.99, reason: 'The header is the name of the field.' }
          : sure.includes(simple) || sure.includes(joined)
            ? { confidence: 0.95, reason: `"${column.header}" is a known header for this field.` }
            : likely.includes(simple) || likely.includes(joined)
              ? { confidence: 0.7, reason: `"${column.header}" often means this field; please confirm.` }
              : null;
    if (!match) continue;
    const numeric = numberRuleOf(field) !== null;
    const readable = numeric ? Math.max(column.numeric, column.numeric < 1 ? (column.readable?.(field) ?? 0) : 0) : 0;
    if (numeric && column.filled > 0 && readable < 0.5) {
      candidates.push({
        column: index,
        field,
        confidence: Math.min(match.confidence, 0.4),
        reason: `${match.reason} But most of its cells are no numbers that this field reads.`,
      });
    } else if (field === 'gpu_model' && column.type === 'number') {
      candidates.push({ column: index, field, confidence: 0.2, reason: `${match.reason} But its cells are numbers.` });
    } else candidates.push({ column: index, field, ...match });
  }
  return candidates;
}

/**
 * Proposes a field for every column; no field is proposed twice, the surer column gets it, then the one further left.
 *
 * @returns one proposal per column, in order, with confidence 0..1 and the reason in words
 */
export function proposeFields(columns: readonly ProfiledColumn[]): FieldProposal[] {
  const proposals: FieldProposal[] = columns.map(() => ({
    field: null,
    confidence: 0,
    reason: 'No known header; the column keeps its own name.',
  }));
  const candidates = columns.flatMap(candidatesOf).sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const taken = new Set<Field>();
  const done = new Set<number>();
  for (const { column, field, confidence, reason } of candidates) {
    if (done.has(column) || taken.has(field)) continue;
    done.add(column);
    taken.add(field);
    proposals[column] = { field, confidence, reason };
  }
  return proposals;
}

/**
 * Names every column once: repeated headers get `_2`, `_3` ..., empty ones `column_3` by their place.
 *
 * @returns names and the places (zero-based) of those that were changed
 */
export function uniqueHeaders(headers: readonly string[]): { names: string[]; repeated: number[]; unnamed: number[] } {
  // JSON can write half a surrogate pair, which no recipe and no ledger can keep
  const whole = headers.map((header) => header.toWellFormed());
  const given = new Set(whole);
  const used = new Set<string>();
  const repeated: number[] = [];
  const unnamed: number[] = [];
  const names = whole.map((header, index) => {
    if (header === '') unnamed.push(index);
    else if (!used.has(header)) {
      used.add(header);
      return header;
    } else repeated.push(index);
    const base = header === '' ? `column_${index + 1}` : header;
    let name = base;
    for (
      let number = 2;
      used.has(name) || (name !== base && given.has(name)) || (header === '' && given.has(name)) || (header !== '' && name === base);
      number++
    ) {
      name = `${base}_${number}`;
    }
    used.add(name);
    return name;
  });
  return { names, repeated, unnamed };
}

/** An ISO date that stands in a file name, e.g. `nodes_2025-10-31.csv`; `null` where there is none. */
export function dateInFileName(fileName: string): string | null {
  for (const [, year, month, day] of fileName.matchAll(/(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)/g)) {
    const text = `${year}-${month}-${day}`;
    const date = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text;
  }
  return null;
}

/** Name for a dataset: the file name without folders and ending, with blanks for underscores; a date stays, so that snapshots differ. */
export function nameFromFile(fileName: string): string {
  const stem = (fileName.split(/[\\/]/).at(-1) ?? '').replace(
    /(\.(csv|tsv|tab|txt|json|ndjson|jsonl|xlsx|parquet))?(\.(gz|zst|zip))?$/i,
    '',
  );
  const name = stem.replace(/_+/g, ' ').trim();
  return (name === '' ? 'Dataset' : name).slice(0, 200);
}

/**
 * What one record is, from the columns that were found and whether they repeat.
 *
 * @param complete the sample is the whole file
 */
export function proposeGrain(columns: readonly ProfiledColumn[], proposals: readonly FieldProposal[]): { grain: Grain; reason: string } {
  const byField = new Map<Field, ProfiledColumn>();
  for (const [index, { field, confidence }] of proposals.entries()) {
    if (field !== null && confidence >= 0.5) byField.set(field, columns[index] as ProfiledColumn);
  }
  const isKey = (column: ProfiledColumn | undefined) => column !== undefined && column.filled > 1 && column.distinct === column.filled;
  const [node, provider, observed] = [byField.get('node_id'), byField.get('provider'), byField.get('observed_at')];
  const offerId = columns.find((column) => /^(offer|offering|ask|bundle|contract)_?id$/.test(simpleHeader(column.header)));
  const id = columns.find((column) => simpleHeader(column.header) === 'id');
  if (node && observed && observed.distinct > 1 && !isKey(node) && /date|day/.test(simpleHeader(observed.header))) {
    return { grain: 'day', reason: `"${node.header}" repeats over several dates in "${observed.header}".` };
  }
  if (node && isKey(node)) return { grain: 'node', reason: `Every "${node.header}" stands once.` };
  const price = byField.get('price_usd_per_gpu_hour');
  // a few machines under one id are a finding; where a fifth of the records repeat one, the file lists offers
  if (node && price && node.filled > node.distinct * 1.25)
    return {
      grain: 'offer',
      reason: `"${node.header}" repeats (${node.distinct} in ${node.filled} records with a price): several offers of one machine, which are never added up.`,
    };
  if (offerId) return { grain: 'offer', reason: `"${offerId.header}" numbers offers.` };
  if (id && isKey(id) && price) {
    return { grain: 'offer', reason: `Every "${id.header}" stands once and has a price.` };
  }
  if (provider && isKey(provider)) {
    return {
      grain: 'node',
      reason: `Read as one machine per record. Every "${provider.header}" stands once: choose "provider" if the counts are totals over several machines.`,
    };
  }
  return { grain: 'node', reason: 'Nothing in the file shows another grain than one record per machine; please confirm.' };
}
