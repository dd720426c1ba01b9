import type { CloudIndex } from './cloud.ts';
import { countryOfRegion, normaliseAsn } from './cloud.ts';
import type { CountryIndex } from './country.ts';
import { normaliseCountry } from './country.ts';
import { normaliseGpu } from './gpu.ts';
import { formatGpuId, type GpuId, isComplete, parseGpuId } from './gpu-id.ts';
import { type GpuIndex, referenceGpus } from './gpu-index.ts';
import type { Normalised } from './result.ts';

/** Kinds of texts whose values a person may settle by an alias. */
export const ALIAS_KINDS = ['gpu', 'gpu-vendor', 'country', 'asn'] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

/** Tables that texts are read by. */
export type ReadingTables = { gpus: GpuIndex; countries: CountryIndex; clouds: CloudIndex };

/** Decisions of a person: kind, then text as it stands (trimmed) -> value; `null` = there is no value. */
export type Aliases = Readonly<Partial<Record<AliasKind, ReadonlyMap<string, string | null>>>>;

/**
 * How one text of a column was read. `value` is the canonical text, `null` = none; `among` lists the values that it may be where several are
 * possible (empty = any). A value with several readings is `partial`.
 */
export type Reading = {
  raw: string;
  value: string | null;
  among: readonly string[] | null;
  state: 'mapped' | 'partial' | 'aliased' | 'unmapped';
  rule: string | null;
  reason: string | null;
  message: string | null;
  candidates: readonly string[];
};

/** Reads one text by alias, then by the normaliser of its kind. */
export function readText(kind: AliasKind, raw: string, tables: ReadingTables, aliases: Aliases): Reading {
  const alias = aliases[kind]?.get(raw.trim());
  if (alias === null) return { ...unmapped(raw, 'set-aside', 'A person set it aside: there is no value.'), state: 'aliased' };
  const read = READERS[kind](alias ?? raw, tables);
  return alias === undefined ? { ...read, raw } : { ...read, raw, state: 'aliased', rule: 'alias' };
}

/** The canonical form of a value that a person gives, or `null` where the kind has no such value. */
export function canonicalValue(kind: AliasKind, value: string, tables: ReadingTables): string | null {
  return READERS[kind](value, tables).value;
}

/** Complete ids of the reference table that an id or a list of ids may be; the id itself where it is complete. */
function possibleIds(ids: readonly string[], index: GpuIndex): readonly string[] {
  const found = ids.flatMap((text) => {
    const id = parseGpuId(text) as GpuId;
    if (isComplete(id)) return [text];
    if (id.slice?.includes('?')) return [];
    return referenceGpus(id, index).map((gpu) => (id.slice === null ? gpu.id : `${gpu.id}/${id.slice}`));
  });
  return [...new Set(found)].sort();
}

/** Reading of a list of ids: one complete id is a value, everything else leaves several. */
export function readingOfIds(raw: string, ids: readonly string[], rule: string | null, index: GpuIndex): Reading {
  const [only] = ids;
  const complete = ids.length === 1 && isComplete(parseGpuId(only as string) as GpuId);
  const base = { raw, value: ids.join(' | '), rule, reason: null, message: null, candidates: [] };
  if (complete) return { ...base, among: null, state: 'mapped' };
  const among = ids.some((text) => possibleIds([text], index).length === 0) ? [] : possibleIds(ids, index);
  return { ...base, among, state: 'partial', candidates: among };
}

function unmapped(raw: string, reason: string, message: string, candidates: readonly string[] = []): Reading {
  return { raw, value: null, among: null, state: 'unmapped', rule: null, reason, message, candidates };
}

function simple<Value>(raw: string, result: Normalised<Value>, text: (value: Value) => string): Reading {
  if (!result.known) return unmapped(raw, result.reason, result.message, result.candidates);
  const base = { raw, among: null, reason: null, message: null, candidates: [] };
  return { ...base, value: text(result.value), rule: result.rule, state: 'mapped' };
}

const READERS: Record<AliasKind, (raw: string, tables: ReadingTables) => Reading> = {
  gpu(raw, { gpus }) {
    // a value of ours that lists several ids stands with strokes between them
    const result = normaliseGpu(raw, gpus, []);
    if (!result.known) return unmapped(raw, result.reason, result.message, result.candidates);
    return readingOfIds(raw, result.value.ids, result.rule, gpus);
  },
  'gpu-vendor'(raw, { gpus }) {
    const result = normaliseGpu(raw, gpus, []);
    if (!result.known) return unmapped(raw, result.reason, result.message);
    return readingOfVendors(raw, result.value.ids, result.rule);
  },
  country(raw, { countries, clouds }) {
    const result = normaliseCountry(raw, countries, 'not-stated', []);
    const region = !result.known && result.reason === 'not-a-country' ? countryOfRegion(raw, clouds) : null;
    return simple(raw, region?.known ? region : result, ({ code }) => code);
  },
  asn(raw, { clouds }) {
    return simple(raw, normaliseAsn(raw, clouds), ({ asn }) => `AS${asn}`);
  },
};

/** The vendor that all ids agree on. */
export function readingOfVendors(raw: string, ids: readonly string[], rule: string | null): Reading {
  return ofParts(
    raw,
    ids.map((id) => parseGpuId(id)?.vendor ?? null),
    rule,
    [],
  );
}

/** The family, as `vendor/family`, that all ids agree on; an id that names the vendor only may be any of its families. */
export function readingOfFamilies(raw: string, ids: readonly string[], rule: string | null, index: GpuIndex): Reading {
  const families = ids.flatMap((text) => {
    const { vendor, family } = parseGpuId(text) as GpuId;
    if (family !== null) return [`${vendor ?? '?'}/${family}`];
    return [...index.vendorOf].flatMap(([name, owner]) => (vendor === null || owner === vendor ? [`${owner}/${name}`] : []));
  });
  const names = [...new Set(ids.map((text) => formatFamily(parseGpuId(text) as GpuId)))];
  return ofParts(raw, families, rule, names);
}

function formatFamily({ vendor, family }: GpuId): string {
  return formatGpuId({ vendor, family, formFactor: null, memoryGb: null, slice: null }).replace('-?-?', '');
}

function ofParts(raw: string, parts: readonly (string | null)[], rule: string | null, names: readonly string[]): Reading {
  const known = [...new Set(parts.filter((part) => part !== null))].sort();
  const base = { raw, rule, reason: null, message: null, candidates: [] };
  if (known.length === 0) return unmapped(raw, 'no-model', `"${raw}" names no vendor.`);
  if (known.length === 1 && !parts.includes(null)) return { ...base, value: known[0] as string, among: null, state: 'mapped' };
  const value = names.length > 0 ? names.join(' | ') : known.join(' | ');
  return { ...base, value, among: parts.includes(null) ? [] : known, state: 'partial' };
}
