import type { Dataset } from '../case/dataset.ts';
import type { JoinedStamp } from '../case/joined.ts';
import type { Stamp, UnknownPolicy } from '../case/view.ts';
import type { EntityPolicy } from '../entities/groups.ts';
import { spreadWords } from '../joins/words.ts';
import { formatCount } from './number.ts';

const DIMENSIONS: Record<string, [one: string, many: string]> = {
  provider: ['provider', 'providers'],
  operator: ['operator', 'operators'],
  owner: ['owner', 'owners'],
  payout_address: ['payout address', 'payout addresses'],
  node_id: ['node', 'nodes'],
  site: ['site', 'sites'],
  host_org: ['hosting company', 'hosting companies'],
  asn: ['network', 'networks'],
  cloud: ['cloud', 'clouds'],
  country: ['country', 'countries'],
  region: ['region', 'regions'],
  gpu_model: ['GPU model', 'GPU models'],
  gpu_family: ['GPU family', 'GPU families'],
  gpu_vendor: ['GPU vendor', 'GPU vendors'],
  validator: ['validator', 'validators'],
  status: ['status value', 'status values'],
  verified: ['verification state', 'verification states'],
};

const WEIGHTS: Record<string, string> = {
  count: 'records',
  gpu_count: 'GPUs',
  gpu_free: 'free GPUs',
  node_count: 'nodes',
  vram_gib: 'GiB of VRAM',
  vram_gb: 'GB of VRAM',
  cpu_milli: 'thousandths of a CPU',
  memory_mib: 'MiB of memory',
  fp16_tflops: 'FP16 TFLOPS',
  h100_equivalents: 'H100-equivalents',
  stake: 'stake',
  price_usd_per_gpu_hour: 'USD per GPU-hour',
};

const UNKNOWN: Record<UnknownPolicy, string> = {
  bounds: 'unknown as bounds',
  'known-only': 'unknown left out',
  'own-entity': 'each unknown record its own entity',
  'one-entity': 'unknown as one entity',
};

const BASES: Record<string, string> = {
  claimed: 'claimed',
  registered: 'registered',
  online: 'online',
  verified: 'verified',
  'online+verified': 'online and verified',
  rentable: 'rentable',
  leased: 'leased',
};

/** The column that a text or an end of it stands beside: `country` of `country.raw`; `null` for names that are no such ones of known fields. */
function readColumn(column: string, ending: string): string | null {
  const base = column.endsWith(ending) ? column.slice(0, -ending.length) : '';
  return Object.hasOwn(DIMENSIONS, base) || Object.hasOwn(WEIGHTS, base) ? base : null;
}

/** Word for the entities of a dimension: `operator`, `operators`; a column under its own name reads `Owner value(s)` unless it is one plain word. */
export function dimensionNoun(column: string, count: number): string {
  const known = DIMENSIONS[column];
  if (known) return count === 1 ? known[0] : known[1];
  const read = readColumn(column, '.raw');
  if (read !== null) return `${count === 1 ? 'text' : 'texts'} for ${dimensionNoun(read, 1)}`;
  if (!/^[A-Z]?[a-z]+$/.test(column)) return `${count === 1 ? 'value' : 'values'} of ${column}`;
  const word = column.toLowerCase();
  if (count === 1) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** Heading for a dimension: `Operator`; a column under its own name keeps it. */
export function dimensionTitle(column: string): string {
  const read = readColumn(column, '.raw');
  if (read !== null) return `${dimensionTitle(read)}, text of the file`;
  const known = DIMENSIONS[column]?.[0];
  return known === undefined ? column : known.charAt(0).toUpperCase() + known.slice(1);
}

/**
 * Word for a weight: `GPUs`, `records`, or the column's own name.
 *
 * @param of a column, for what is weighed or shared; or the stamp of an amount, for the word behind its digits, with the unit: `lamports of stake`
 */
export function weightNoun(of: string | Pick<Stamp, 'weight' | 'weightUnit'>): string {
  if (typeof of !== 'string') return of.weightUnit === undefined ? weightNoun(of.weight) : `${of.weightUnit} of ${weightNoun(of.weight)}`;
  const column = of;
  const [low, high] = [readColumn(column, '.low'), readColumn(column, '.high')];
  if (low !== null) return `${weightNoun(low)} at least`;
  if (high !== null) return `${weightNoun(high)} at most`;
  return WEIGHTS[column] ?? column;
}

/** Words for the rung of the supply ladder; says so when it is not stated. */
export function baseWords(base: string | null): string {
  return base === null ? 'supply base not stated' : (BASES[base] ?? base);
}

/** Unknown policy in words: `unknown as bounds`. */
export const unknownWords = (policy: UnknownPolicy): string => UNKNOWN[policy];

/** ISO day of a date or instant, or `date not stated`. */
export function formatAsOf(asOf: string | null): string {
  return asOf === null || asOf === '' ? 'date not stated' : asOf.slice(0, 10);
}

/** Census or sample in words: `a sample of events over 30 days`, `a census`, `census or sample not stated`. */
export function samplingWords({ sampling = null, sampledDays = null }: Partial<Pick<Dataset, 'sampling' | 'sampledDays'>>): string {
  if (sampling === null) return 'census or sample not stated';
  if (sampling === 'census') return 'a census';
  return `a sample of events${sampledDays === null ? '' : ` over ${plural(sampledDays, 'day')}`}`;
}

/** `1 operator`, `41 operators`. */
export function countOf(count: number, column: string): string {
  return `${formatCount(count)} ${dimensionNoun(column, count)}`;
}

/** `1 record`, `2 records`: a count with a regular English noun. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Text form of the context that a number is relative to (experience.md 2.2), printed below each figure. */
export function formatStamp(stamp: Stamp): string {
  return [
    stamp.sample ? 'SAMPLE' : null,
    stamp.dataset,
    formatAsOf(stamp.asOf),
    baseWords(stamp.base),
    stamp.weightIs ?? (stamp.weightUnit === undefined ? weightNoun(stamp.weight) : `${weightNoun(stamp.weight)} in ${stamp.weightUnit}`),
    stamp.where === '' ? 'all records' : stamp.where,
    stamp.entities === null ? null : entityWords(stamp.entities, stamp.merged),
    UNKNOWN[stamp.unknownPolicy],
    ...(stamp.joined ?? []).map(joinedWords),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** Where a joined column comes from, of which date, and how far that is from the dataset's own: `stake from validators (as of 2026-08-01, 153 days apart)`. */
export function joinedWords({ column, dataset, asOf, spreadHours, unmatched }: JoinedStamp): string {
  const apart =
    spreadHours === null ? 'distance of the dates not known' : spreadHours === 0 ? 'same date' : `${spreadWords(spreadHours)} apart`;
  const missing = unmatched === 0 ? '' : `, ${formatCount(unmatched)} without a match`;
  return `${column} from ${dataset} (${asOf === null ? formatAsOf(null) : `as of ${formatAsOf(asOf)}`}, ${apart}${missing})`;
}

/** Entity policy in words, with the number of accounts that are counted inside another one: `entities confirmed, 5 merged`. */
export function entityWords(policy: EntityPolicy, merged: number): string {
  const name = policy === 'none' ? 'accounts as given' : policy === 'confirmed' ? 'entities confirmed' : 'entities all plausible';
  return merged === 0 ? name : `${name} (${formatCount(merged)} merged)`;
}

/**
 * Names joined as in a sentence: `A`, `A and B`, `A, B and 3 more`; with semicolons where a name has a comma of its own, so that
 * `Kvasir Compute, Inc.; Borealis; and Tundra` cannot be counted wrong.
 */
export function listOf(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? '';
  const whole = names.length <= most;
  const said = names.slice(0, whole ? -1 : most);
  const last = whole ? (names.at(-1) as string) : `${formatCount(names.length - most)} more`;
  return [...said, ...(whole ? [last] : [])].some((name) => name.includes(','))
    ? `${said.join('; ')}; and ${last}`
    : `${said.join(', ')} and ${last}`;
}

type Counted = { name: string; field: string | null; rawOf?: string; joined?: unknown; derived?: { from: string } };

/** How many columns of a file serve a field: `5 of 9`. Columns that were made of others are not counted. */
export function recognisedWords(columns: readonly Counted[]): string {
  const rawOf = new Map(columns.map(({ name, rawOf: of }) => [name, of]));
  const own = columns.filter(
    ({ name, rawOf: raw, joined, derived }) =>
      raw === undefined && !joined && (derived === undefined || derived.from === name || rawOf.get(derived.from) === name),
  );
  return `${formatCount(own.filter(({ field }) => field !== null).length)} of ${formatCount(own.length)}`;
}

/** What a table was made of: `40 records`; where arrays inside records became rows of their own, `120 rows (from 40 records of the file)`. */
export function recordsWords({ rows, rejected, records }: { rows: number; rejected: number; records?: number | null }): string {
  const all = rows + rejected;
  return records === undefined || records === null || records === all
    ? plural(all, 'record')
    : `${plural(all, 'row')} (from ${plural(records, 'record')} of the file)`;
}

/** A text cut in its middle to at most `length` characters, so that both ends stay readable. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const head = Math.ceil((length - 1) * 0.6);
  const tail = length - 1 - head;
  return `${characters.slice(0, head).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}

/** A threshold as it was asked for: `9/10`, `0.9` and `90%` read `90 %`; a fraction that has no short decimal stays one, `2/3`. */
export function formatThreshold(threshold: string): string {
  const [numerator = '', denominator = '1'] = threshold.replace('%', '').split('/');
  const percent = (Number(numerator) / Number(denominator)) * (threshold.includes('%') ? 1 : 100);
  if (!Number.isFinite(percent)) return threshold;
  const short = Number(percent.toFixed(4));
  return threshold.includes('/') && Math.abs(percent - short) > 1e-9 ? threshold : `${short} %`;
}
