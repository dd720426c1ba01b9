import { ChokepointError } from '../../../shared/case/error.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { groupBy } from '../../../shared/columns/group.ts';
import type { PackEntry, ValueDecision, ValueEntry, ValueQueue, ValueState } from '../../../shared/contract/values.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { fold } from '../../../shared/normalise/fold.ts';
import { type Aliases, type AliasKind, canonicalValue, type Reading } from '../../../shared/normalise/reading.ts';
import { formatValuePack, parseValuePack } from '../../../shared/normalise/value-pack.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { aliasesByKind } from './aliases.ts';
import { canonicalColumns, factsOf, type ReaderState, tableOf } from './reader-state.ts';
import { reference } from './reference.ts';
import { COUNT } from './view-weight.ts';

const MOST_ENTRIES = 2000;
const MOST_FOUND = 30;
const MOST_CANDIDATES = 12;

type QueueInput = { dataset: string; kind?: AliasKind; column?: string; states: readonly ValueState[] };

/** One reading that is offered: the best candidate of a text without a value, the only possible one of a partial value. */
function proposedOf({ value, candidates }: Reading): string | null {
  if (value === null) return candidates[0] ?? null;
  return candidates.length === 1 ? (candidates[0] as string) : null;
}

function queueOf(state: ReaderState, { dataset: id, kind, column, states }: QueueInput): ValueQueue {
  const { dataset, texts } = canonicalColumns(state, id);
  const weight = ['gpu_count', 'stake'].flatMap((field) =>
    dataset.columns.filter((info) => info.field === field && info.type !== 'text'),
  )[0];
  const weightColumn = weight ? (tableOf(state, id, [weight.name]).columns.get(weight.name) ?? null) : null;
  const counts = { unmapped: 0, partial: 0, aliased: 0, mapped: 0 };
  const entries: (ValueEntry & { units: bigint })[] = [];
  for (const { kind: own, column: name, codes, readings } of texts) {
    if ((kind !== undefined && kind !== own) || (column !== undefined && column !== name)) continue;
    // readings of one text differ where another column completes some of them: they stand together, under the least complete
    const place = new Map<string, number>();
    const ofReading = readings.map(({ raw }) => place.get(raw) ?? place.set(raw, place.size).size - 1);
    const merged: Reading[] = [];
    readings.forEach((reading, code) => {
      const before = merged[ofReading[code] as number];
      if (before === undefined || (before.among === null && reading.among !== null)) merged[ofReading[code] as number] = reading;
    });
    const dictionary = merged.map(({ raw }) => raw);
    const rowCodes = codes.map((code) => (code < 0 ? -1 : (ofReading[code] as number)));
    const grouped = groupBy({ type: 'text', name, codes: rowCodes, dictionary }, weightColumn, null);
    const total = grouped.units.reduce((sum, units) => sum + units, grouped.unknown.units);
    grouped.keys.forEach((raw, at) => {
      const reading = merged[place.get(raw) as number] as Reading;
      counts[reading.state] += 1;
      if (!states.includes(reading.state)) return;
      const units = grouped.units[at] as bigint;
      entries.push({
        kind: own,
        column: name,
        raw,
        state: reading.state,
        value: reading.value,
        proposed: reading.state === 'mapped' ? null : proposedOf(reading),
        candidates: reading.candidates.slice(0, MOST_CANDIDATES),
        rule: reading.rule,
        reason:
          reading.message ?? (reading.among === null ? null : `It may be ${reading.among.length || 'any'} of the models of the table.`),
        rows: grouped.rows[at] as number,
        weight: decimalToJson({ units, scale: grouped.scale }),
        share: total === 0n ? 0 : toNumber({ num: units, den: total }),
        units,
      });
    });
  }
  entries.sort((a, b) => b.share - a.share || b.rows - a.rows || (a.raw < b.raw ? -1 : 1));
  return {
    dataset: id,
    weight: weight?.name ?? COUNT,
    counts,
    entries: entries.slice(0, MOST_ENTRIES).map(({ units: _, ...entry }) => entry),
  };
}

/** Values of the reference tables by kind, with the words that a search looks at. */
function* referenceValues(kind: AliasKind): Generator<{ value: string; label: string }> {
  const { gpus, countries, clouds } = reference;
  if (kind === 'gpu') {
    for (const { id, name } of gpus.table.gpus) yield { value: id, label: name };
    for (const [family, vendor] of gpus.vendorOf)
      yield { value: `${vendor}/${family}-?-?`, label: `${family}, form and memory not stated` };
  } else if (kind === 'gpu-vendor') for (const vendor of Object.keys(gpus.table.vendors)) yield { value: vendor, label: vendor };
  else if (kind === 'country') for (const { code, name } of countries.table.countries) yield { value: code, label: name };
  else for (const [asn, { name }] of clouds.byAsn) yield { value: `AS${asn}`, label: name };
}

function search(kind: AliasKind, text: string): { value: string; label: string }[] {
  const wanted = fold(text).split(' ').filter(Boolean);
  const matches = [...referenceValues(kind)].filter(({ value, label }) => {
    const words = `${fold(value)} ${fold(label)}`;
    const run = words.replaceAll(' ', '');
    return wanted.every((word) => words.includes(word) || run.includes(word));
  });
  const exact = wanted.join('');
  const rank = ({ value, label }: { value: string; label: string }) =>
    fold(value) === exact || fold(label).replaceAll(' ', '') === exact ? 0 : 1;
  return matches.sort((a, b) => rank(a) - rank(b) || (a.label < b.label ? -1 : 1)).slice(0, MOST_FOUND);
}

/** Decisions with their values in canonical form. @throws ChokepointError `value-not-canonical` */
function checked(decisions: readonly ValueDecision[]): ValueDecision[] {
  return decisions.map(({ kind, raw, value }) => {
    const canonical = value === null ? null : canonicalValue(kind, value, reference);
    if (value !== null && canonical === null)
      throw new ChokepointError(
        'value-not-canonical',
        `"${value}" is not a ${WORDS[kind]}; nothing was decided on "${raw}".`,
        EXAMPLES[kind],
        { kind, raw, value },
      );
    return { kind, raw: raw.trim(), value: canonical };
  });
}

const WORDS: Record<AliasKind, string> = {
  gpu: 'GPU',
  'gpu-vendor': 'vendor of GPUs',
  country: 'country',
  asn: 'number of an autonomous system',
};
const EXAMPLES: Record<AliasKind, string> = {
  gpu: 'Write a canonical id such as nvidia/h100-sxm-80, with ? for parts that are not known.',
  'gpu-vendor': 'Write a vendor of the reference table, such as nvidia or amd.',
  country: 'Write a code of two letters, such as DE.',
  asn: 'Write a number such as AS16509.',
};

function packOf(state: ReaderState, { text, fileName }: { text: string; fileName: string }): PackEntry[] {
  const before = new Map(
    factsOf(state)
      .aliases()
      .map(({ kind, raw, value }) => [`${kind} ${raw}`, value]),
  );
  return parseValuePack(text, fileName).map(({ kind, raw, value }): PackEntry => {
    const canonical = value === null ? null : canonicalValue(kind, value, reference);
    const key = `${kind} ${raw.trim()}`;
    const current = before.get(key) ?? null;
    const invalid = value !== null && canonical === null;
    const known = before.has(key);
    return {
      kind,
      raw: raw.trim(),
      value: canonical ?? value,
      state: invalid ? 'invalid' : !known ? 'new' : current === canonical ? 'same' : 'conflict',
      current,
    };
  });
}

/** Texts, their readings and the decisions on them, on the reader lane. */
export const valueOperations = {
  'values.queue': queueOf,
  'values.reference': (_state: ReaderState, input: { kind: AliasKind; search: string }) => search(input.kind, input.search),
  'values.checked': (_state: ReaderState, decisions: ValueDecision[]): ValueDecision[] => checked(decisions),
  'values.decided': (state: ReaderState, texts: { kind: AliasKind; raw: string }[]): boolean[] => {
    const decided = new Set(
      factsOf(state)
        .aliases()
        .map(({ kind, raw }) => `${kind} ${raw}`),
    );
    return texts.map(({ kind, raw }) => decided.has(`${kind} ${raw}`));
  },
  'values.aliases': (state: ReaderState, _input: null): Aliases => aliasesByKind(factsOf(state).aliases()),
  'values.pack': (state: ReaderState, input: { text: string; fileName: string }): PackEntry[] => packOf(state, input),
  'values.export': (state: ReaderState, _input: null): { text: string; entries: number } => {
    const aliases = factsOf(state).aliases();
    return { text: formatValuePack(aliases), entries: aliases.length };
  },
} satisfies OperationTable<ReaderState>;
