import type { ColumnInfo, Field } from '../case/dataset.ts';
import type { Aggregation, KeyProposal, TakeProposal } from '../case/join.ts';
import { codesOf } from '../columns/group.ts';
import type { Column } from '../columns/table.ts';

const SHOWN = 12;
/** Above this many distinct values a sample decides whether two columns are compared at all. */
const FULL = 50_000;
const SAMPLE = 5_000;

/** A listed column with its values. */
export type Listed = { info: ColumnInfo; column: Column };

/** Fields that measure or date a record: they never say which one it is. */
const MEASURES: readonly Field[] = [
  'gpu_count',
  'gpu_free',
  'node_count',
  'vram_gib',
  'cpu_milli',
  'memory_mib',
  'price_usd_per_gpu_hour',
  'uptime',
  'stake',
  'observed_at',
  'verified',
  'status',
];

const canBeKey = ({ field, type, sum }: ColumnInfo): boolean =>
  !(field !== null && MEASURES.includes(field)) && (type === 'text' || (type === 'number' && sum !== null && !sum.includes('.')));

/**
 * Pairs of columns that share values, best first: by the share of records that find their value and of values that are used, and by how nearly one value means one
 * record on one of them.
 *
 * @param beforeEach called before each column; a throw stops the search
 * @returns at most twelve pairs
 */
export function proposeKeys(here: readonly Listed[], there: readonly Listed[], beforeEach: () => void = () => {}): KeyProposal[] {
  const right = there.filter(({ info }) => canBeKey(info)).map(profileOf);
  const scored = here
    .filter(({ info }) => canBeKey(info))
    .flatMap((listed) => {
      beforeEach();
      const left = profileOf(listed);
      const known = new Map(left.texts.map((text, code) => [text, left.counts[code] as number]));
      return right
        .filter(({ info }) => (info.type === 'text') === (left.info.type === 'text'))
        .flatMap((side) => pairOf(left, known, side) ?? []);
    });
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, SHOWN).map(({ proposal }) => proposal);
}

/** Distinct values of a column with the records of each. */
type Profile = { info: ColumnInfo; texts: readonly string[]; counts: Int32Array; rows: number; most: number };

function profileOf({ info, column }: Listed): Profile {
  const { codes, dictionary } = codesOf(column);
  const all = new Int32Array(dictionary.length);
  for (const code of codes) if (code >= 0) all[code] = (all[code] as number) + 1;
  // texts of a dictionary that no record has are no values
  const texts = dictionary.filter((_, code) => (all[code] as number) > 0);
  const counts = all.filter((count) => count > 0);
  return { info, texts, counts, rows: codes.length, most: counts.reduce((most, count) => Math.max(most, count), 0) };
}

/** Whether columns of very many values share any, by a sample of them: the others are not worth a full comparison. */
function mayShare(known: ReadonlyMap<string, number>, texts: readonly string[]): boolean {
  if (texts.length <= FULL) return true;
  const step = Math.floor(texts.length / SAMPLE);
  for (let at = 0; at < texts.length; at += step) if (known.has(texts[at] as string)) return true;
  return false;
}

function pairOf(left: Profile, known: ReadonlyMap<string, number>, right: Profile): { proposal: KeyProposal; score: number } | null {
  if (!mayShare(known, right.texts)) return null;
  let both = 0;
  let rows = 0;
  for (const text of right.texts) {
    const records = known.get(text);
    if (records === undefined) continue;
    both += 1;
    rows += records;
  }
  if (both === 0) return null;
  const proposal = {
    column: left.info.name,
    matches: right.info.name,
    both,
    onlyHere: left.texts.length - both,
    onlyThere: right.texts.length - both,
    rows,
    most: right.most,
  };
  const identifies = ({ info }: Profile) => (info.filled === 0 ? 0 : info.distinct / info.filled);
  const sameName = left.info.name === right.info.name ? 1.02 : 1;
  const shares = (rows / left.rows) * (both / right.texts.length);
  // two values in common, such as true and false, are no evidence
  const score = shares * Math.max(identifies(left), identifies(right)) * (both / (both + 2)) * sameName;
  return { proposal, score };
}

/**
 * The side table whose keys fit best: by the records that find their value, and the part of its values that is used.
 *
 * @param sides best pair of columns of each side table; `null` = none shares a value
 * @returns id of the side table, the first one where none fits, `null` where there is none
 */
export function fittingSide(sides: readonly { id: string; key: KeyProposal | null }[]): string | null {
  const fitOf = (key: KeyProposal | null) =>
    key === null ? 0 : ((key.rows * key.both) / (key.both + key.onlyThere)) * (key.both / (key.both + 2));
  const best = sides.reduce(
    (found: { id: string; key: KeyProposal | null } | null, side) => (found === null || fitOf(side.key) > fitOf(found.key) ? side : found),
    null,
  );
  return best?.id ?? null;
}

const NUMERIC: readonly Aggregation[] = ['mean', 'median', 'latest', 'minimum', 'maximum', 'sum'];

/** How the values of a field are usually made one; others are by their latest. */
const USUAL: Partial<Record<Field, Aggregation>> = { uptime: 'mean', price_usd_per_gpu_hour: 'median', stake: 'sum' };

/** Columns that can be taken, those of measured fields first, each with its aggregations, the usual one first. */
export function proposeTakes(columns: readonly ColumnInfo[]): TakeProposal[] {
  const rank = ({ field, type }: ColumnInfo) => (field !== null && field in USUAL ? 0 : type === 'text' ? 2 : 1);
  return columns
    .filter(({ filled, joined }) => filled > 0 && joined === undefined)
    .map((info, at) => ({ info, at }))
    .sort((a, b) => rank(a.info) - rank(b.info) || a.at - b.at)
    .map(({ info: { name, field, type } }) => {
      const usual = (field && USUAL[field]) ?? 'latest';
      return {
        column: name,
        field,
        type,
        how: type === 'text' ? ['latest' as const] : [usual, ...NUMERIC.filter((how) => how !== usual)],
      };
    });
}
