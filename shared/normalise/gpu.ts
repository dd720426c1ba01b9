import { formatGpuId, type GpuId, isComplete, parseGpuId } from './gpu-id.ts';
import { type GpuIndex, joined, memoryReadings, referenceGpus } from './gpu-index.ts';
import { type GpuWords, readGpuWords } from './gpu-words.ts';
import { nearestMarketed } from './memory.ts';
import { known, missing, type Normalised, unknown } from './result.ts';
import { mostSimilar } from './similarity.ts';

/** What a GPU cell says: each GPU of the record is one of `ids` (one id, or a list in the order of the cell); `count` where the name has one. */
export type GpuName = { ids: readonly string[]; count: number | null };

const LIST = /\s*[|;,&+]\s*|\s+(?:or|and)\s+/;
const COUNT_BEFORE = /^(\d{1,6})\s*[x×*]\s*/i;
const COUNT_BEHIND = /\s+[x×]\s*(\d{1,6})$/i;
const PCI = /^(?:0x)?([0-9a-f]{4})[:/](?:0x)?([0-9a-f]{4})$/i;

/**
 * Canonical ids of a GPU cell (domain.md 1.5, 6.4): a canonical id as it stands, then exact alias, then PCI id, then grammar over words.
 *
 * A part that the name does not state is filled only where every catalogue GPU of the family that fits agrees on it; else it stays `?`.
 * "A100|V100" is a set: each GPU is one of them. Similar names are candidates, never values.
 */
export function normaliseGpu(raw: string, index: GpuIndex, unknownTokens?: readonly string[]): Normalised<GpuName> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  const single = oneGpu(raw, text, index);
  if (single.known || !LIST.test(text)) return single;
  const parts = text.split(LIST).filter((part) => part !== '');
  if (parts.length < 2) return single;
  const read = parts.map((part) => oneGpu(part, part, index));
  const failed = read.findIndex((part) => !part.known);
  if (failed >= 0) {
    const candidates = [...new Set(read.flatMap((part) => (part.known ? part.value.ids : [])))];
    return unknown(raw, 'list-part-unknown', `"${parts[failed]}" in the list "${text}" is not a known model.`, candidates);
  }
  const values = read.flatMap((part) => (part.known ? [part] : []));
  const all = values.flatMap(({ value }) => value.ids);
  const ids = [...new Set(all)];
  const notes = [...new Set(values.flatMap(({ notes }) => notes)), ...(ids.length < all.length ? ['list-repeats'] : [])];
  if (values.some(({ value }) => value.count !== null)) {
    return unknown(raw, 'list-with-counts', `"${text}" states counts of several models; split the record.`, ids);
  }
  return known(raw, 'gpu/list', { ids, count: null }, notes);
}

/**
 * An id with its memory filled from a size that another column states, settled on a marketed size of the GPUs that fit.
 *
 * @param marketedGb value of `normaliseMemory`
 * @returns the id as it was, with the note `memory-disagrees`, where the name states another size or no GPU that fits has this one
 */
export function withMemory(id: GpuId, marketedGb: number, index: GpuIndex): { id: GpuId; notes: readonly string[] } {
  if (id.memoryGb !== null) return { id, notes: id.memoryGb === marketedGb ? [] : ['memory-disagrees'] };
  const filled = { ...id, memoryGb: marketedGb };
  if (referenceGpus(filled, index).length === 0) return { id, notes: ['memory-disagrees'] };
  return { id: completed(filled, index), notes: [] };
}

function oneGpu(raw: string, text: string, index: GpuIndex): Normalised<GpuName> {
  const lower = text.toLowerCase();
  const id = parseGpuId(lower);
  if (id) return canonical(raw, id, index);
  const device = PCI.exec(text);
  if (device) {
    const key = `${device[1]}:${device[2]}`.toLowerCase();
    const found = index.pci.get(key);
    if (found) return known(raw, 'gpu/pci-id', { ids: [found], count: null });
    return unknown(raw, 'pci-id-unknown', `The device "${key}" is not in the table of GPUs.`);
  }
  const counted = COUNT_BEFORE.exec(text) ?? COUNT_BEHIND.exec(text);
  const count = counted ? Number(counted[1]) : null;
  const name = counted ? text.replace(counted[0], '').trim() : text;
  const alias = index.exact.get(joined(name));
  if (alias) return known(raw, 'gpu/alias', { ids: [alias], count }, count === null ? [] : ['count-in-name']);
  const words = readGpuWords(name, index);
  const answer = fromWords(raw, name, words, index);
  if (!answer.known) return answer;
  return known(raw, answer.rule, { ids: answer.value, count }, count === null ? answer.notes : [...answer.notes, 'count-in-name']);
}

function canonical(raw: string, id: GpuId, index: GpuIndex): Normalised<GpuName> {
  if (id.vendor === null && id.family === null) return unknown(raw, 'no-model', 'The id names neither a vendor nor a model.');
  if (id.vendor !== null && !index.table.vendors[id.vendor]) {
    return unknown(raw, 'vendor-unknown', `"${id.vendor}" is not a vendor of the table of GPUs.`, suggest(raw, index));
  }
  return known(
    raw,
    'gpu/canonical',
    { ids: [formatGpuId(id)], count: null },
    referenceGpus(id, index).length === 0 ? ['not-in-reference'] : [],
  );
}

function fromWords(raw: string, name: string, words: GpuWords, index: GpuIndex): Normalised<readonly string[]> {
  if (words.unread.length > 0) {
    const message = `"${words.unread.join(' ')}" in "${name}" is not understood; it may make it another model.`;
    const without = words.families.length > 0 ? fromWords(raw, name, { ...words, unread: [] }, index) : null;
    const read = without?.known ? without.value : [];
    return unknown(raw, without ? 'words-unread' : 'model-unknown', message, [...new Set([...read, ...suggest(name, index)])]);
  }
  if (words.families.length === 0) {
    const bare = words.vendor !== null && words.forms.length === 0 && words.sizes.length === 0;
    if (bare) return known(raw, 'gpu/vendor-only', [formatGpuId({ ...EMPTY, vendor: words.vendor })], ['partial']);
    return unknown(raw, 'model-unknown', `"${name}" names no model of the table of GPUs.`, suggest(name, index));
  }
  const families = words.families.filter((family) => words.vendor === null || words.vendor === index.vendorOf.get(family));
  if (families.length === 0) return unknown(raw, 'vendor-disagrees', `"${name}" names a model of another vendor.`, suggest(name, index));
  const read = families.map((family) => ofFamily(family, words, index));
  const conflict = read.find((part) => part.conflict);
  if (conflict) return unknown(raw, 'form-factors-disagree', `"${name}" names two form factors.`, suggest(name, index));
  const fitting = read.filter((part) => part.listed);
  const kept = fitting.length > 0 ? fitting : read;
  const ids = kept.map(({ id }) => formatGpuId(id));
  const notes = new Set(kept.flatMap((part) => part.notes));
  if (kept.some(({ id }) => !isComplete(id))) notes.add('partial');
  if (kept.some(({ id }) => id.slice !== null)) notes.add('slice');
  return known(raw, ids.length > 1 ? 'gpu/ambiguous-name' : 'gpu/grammar', ids, [...notes]);
}

const EMPTY: GpuId = { vendor: null, family: null, formFactor: null, memoryGb: null, slice: null };

function ofFamily(family: string, words: GpuWords, index: GpuIndex): { id: GpuId; listed: boolean; conflict: boolean; notes: string[] } {
  const gpus = index.gpusOf.get(family) ?? [];
  const has = new Set(gpus.map(({ formFactor }) => formFactor));
  const forms = words.forms.map((word) => {
    const means = index.table.formFactors[word] as readonly string[];
    return means.find((form) => has.has(form)) ?? (means[0] as string);
  });
  const stated = [...new Set(forms)];
  const formFactor = stated[0] ?? null;
  const notes: string[] = [];
  const base: GpuId = { vendor: index.vendorOf.get(family) ?? null, family, formFactor, memoryGb: null, slice: words.slice };
  if (words.sizes.length > 1) notes.push('several-sizes');
  const memoryGb = words.sizes.length === 1 ? settledSize(words.sizes[0] as number, base, index) : null;
  const id = { ...base, memoryGb };
  const listed = referenceGpus(id, index).length > 0;
  if (!listed) notes.push('not-in-reference');
  return { id: words.sizes.length > 1 ? completed(id, index, false) : completed(id, index), listed, conflict: stated.length > 1, notes };
}

/** The marketed size that a stated one stands for; the stated one where none is near: then the id fits nothing of the table. */
function settledSize(stated: number, id: GpuId, index: GpuIndex): number {
  const readings = memoryReadings(id, index);
  const exact = readings.get(stated);
  if (exact !== undefined) return exact;
  const nearest = nearestMarketed(stated, [...readings.keys()]);
  return nearest === null ? stated : (readings.get(nearest) as number);
}

/** Unknown parts filled where all catalogue GPUs that fit agree; laptop and off-catalogue GPUs take part only where they are named. */
function completed(id: GpuId, index: GpuIndex, withSize = true): GpuId {
  const fitting = referenceGpus(id, index);
  const plain = fitting.filter((gpu) => !gpu.offCatalogue && (id.formFactor === 'laptop' || gpu.formFactor !== 'laptop'));
  const gpus = plain.length > 0 ? plain : fitting;
  const forms = new Set(gpus.map(({ formFactor }) => formFactor));
  const sizes = new Set(gpus.map(({ memoryGb }) => memoryGb));
  return {
    ...id,
    formFactor: id.formFactor ?? (forms.size === 1 ? ([...forms][0] as string) : null),
    memoryGb: id.memoryGb ?? (withSize && sizes.size === 1 ? ([...sizes][0] as number) : null),
  };
}

function suggest(name: string, index: GpuIndex): readonly string[] {
  return mostSimilar(joined(name).slice(0, 80), index.suggestions);
}
