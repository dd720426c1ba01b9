import { shorten } from '../../../shared/format/index.ts';
import type { Block, ReportDocument } from './document.ts';

/** Length of a shortened name, and from which a run of letters and digits is taken for an address or a key, not a word. */
const SHORT = 17;
const LONG = 25;
const RUN = new RegExp(`[\\p{L}\\p{N}]{${LONG},}`, 'gu');

const isAddress = (run: string): boolean => /\p{N}/u.test(run);

/** Addresses and keys in a value of plain data. */
function addressesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') for (const [run] of value.matchAll(RUN)) if (isAddress(run)) found.add(run);
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) addressesIn(inner, found);
  return found;
}

/** Short form of each address, none the same as another one's; those that cannot be told apart so stay whole. */
function shortForms(addresses: ReadonlySet<string>): Map<string, string> {
  const forms = new Map([...addresses].map((address) => [address, shorten(address, SHORT)]));
  const counts = Map.groupBy(forms.values(), (form) => form);
  return new Map([...forms].filter(([, form]) => counts.get(form)?.length === 1));
}

/** What stands as it is: names of files and charts, and texts of persons. */
const KEPT: ReadonlySet<string> = new Set(['type', 'file', 'source', 'id', 'question', 'note']);

function shortened<T>(value: T, forms: ReadonlyMap<string, string>): T {
  if (typeof value === 'string') return value.replace(RUN, (run) => forms.get(run) ?? run) as T;
  if (Array.isArray(value)) return value.map((inner) => shortened(inner, forms)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const block = value as Partial<Block>;
  if (block.type === 'verbatim' || ('full' in block && block.full)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, KEPT.has(key) ? inner : shortened(inner, forms)])) as T;
}

/**
 * The report with wallet addresses and other long names shortened in the middle, so that none breaks in mid-word: `ngrid15d7w…0yw77`. They stand whole in
 * blocks that say so (`full`), in texts of persons, in claims.json and in every attached table.
 */
export function withShortNames(document: ReportDocument): ReportDocument {
  const forms = shortForms(addressesIn({ cover: document.cover, sections: document.sections }));
  if (forms.size === 0) return document;
  return { ...document, cover: shortened(document.cover, forms), sections: shortened(document.sections, forms) };
}
