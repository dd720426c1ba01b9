import type { ColumnInfo, Field } from '../case/dataset.ts';
import type { Aggregation, KeyProposal, TakeProposal } from '../case/join.ts';
import type { Column } from '../columns/table.ts';
import { matchKeys, overlap, present } from './keys.ts';

const SHOWN = 12;

/** A listed column with its values. */
export type Listed = { info: ColumnInfo; column: Column };

/** Fields that measure or date a record: they never say which one it is. */
const MEASURES: readonly Field[] = [
  'gpu_count',
  'gpu_free',
  'node_count',
  'vram_gib',
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
  const scored = here
    .filter(({ info }) => canBeKey(info))
    .flatMap((left) => {
      beforeEach();
      return there
        .filter(({ info }) => canBeKey(info) && (info.type === 'text') === (left.info.type === 'text'))
        .flatMap((right) => {
          const pair = pairOf(left, right);
          return pair === null ? [] : [pair];
        });
    });
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, SHOWN).map(({ proposal }) => proposal);
}

function pairOf(left: Listed, right: Listed): { proposal: KeyProposal; score: number } | null {
  const keys = matchKeys([{ here: left.column, there: right.column }]);
  const found = overlap(keys);
  if (found.both === 0) return null;
  const known = present(keys.there, keys.count);
  const times = new Int32Array(keys.count);
  for (const key of keys.there) if (key >= 0) times[key] = (times[key] as number) + 1;
  const rows = keys.here.reduce((sum, key) => sum + (key >= 0 && known[key] ? 1 : 0), 0);
  const proposal = {
    column: left.info.name,
    matches: right.info.name,
    ...found,
    rows,
    most: times.reduce((most, of) => Math.max(most, of), 0),
  };
  const identifies = ({ info }: Listed) => (info.filled === 0 ? 0 : info.distinct / info.filled);
  const sameName = left.info.name === right.info.name ? 1.02 : 1;
  const shares = (rows / keys.here.length) * (found.both / (found.both + found.onlyThere));
  // two values in common, such as true and false, are no evidence
  const score = shares * Math.max(identifies(left), identifies(right)) * (found.both / (found.both + 2)) * sameName;
  return { proposal, score };
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
