import { BUCKETS, DIGIT_BITS, fallingPlaces } from './radix.ts';
import { EXACT_TOTAL, scanWords, sortedWords } from './words.ts';

/** What one look at doubles tells, before anything is sorted. */
export type Scan = {
  /** all are integers of at least 0, and their sum is exact (at most 2^52) */
  readonly exact: boolean;
  readonly total: number;
};

const isWhole = (value: number): boolean => value >= 0 && value === Math.floor(value);

/**
 * Sum of doubles, and whether they are weights whose sums doubles hold exactly: whole, not negative, at most 2^52 together.
 *
 * Four sums take turns, because each addition has to wait for the one before it.
 */
export function scan(values: Float64Array): Scan {
  let [total0, total1, total2, total3] = [0, 0, 0, 0];
  let whole = true;
  const { length } = values;
  const fours = length & ~3;
  for (let i = 0; i < fours; i += 4) {
    const a = values[i] as number;
    const b = values[i + 1] as number;
    const c = values[i + 2] as number;
    const d = values[i + 3] as number;
    total0 += a;
    total1 += b;
    total2 += c;
    total3 += d;
    if (!(a >= 0 && b >= 0 && c >= 0 && d >= 0)) whole = false;
    if (a !== Math.floor(a) || b !== Math.floor(b) || c !== Math.floor(c) || d !== Math.floor(d)) whole = false;
  }
  for (let i = fours; i < length; i++) {
    const value = values[i] as number;
    total0 += value;
    if (!isWhole(value)) whole = false;
  }
  const total = total0 + total1 + total2 + total3;
  return { exact: whole && total <= EXACT_TOTAL, total };
}

const LIMB = 2 ** 18;
/** Squares and products of limbs are below 2^36: that many of them stay below 2^52. */
const BLOCK = 2 ** 16;

/**
 * Sum of squares, exact: weights of 2^32 and more are cut into limbs of 18 bits, whose products are added in doubles, block by block.
 *
 * @param values weights of which `scan` says that they are exact
 */
export function exactSquares(values: Float64Array): bigint {
  const words = scanWords(values);
  if (words) return words.squares;
  let whole = 0n;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(values.length, start + BLOCK);
    let [aa, ab, mixed, bc, cc] = [0, 0, 0, 0, 0];
    for (let i = start; i < end; i++) {
      const value = values[i] as number;
      const upper = Math.floor(value / LIMB);
      const c = value - upper * LIMB;
      if (upper < LIMB) {
        mixed += upper * upper;
        bc += upper * c;
      } else {
        const a = Math.floor(upper / LIMB);
        const b = upper - a * LIMB;
        aa += a * a;
        ab += a * b;
        mixed += b * b + 2 * a * c;
        bc += b * c;
      }
      cc += c * c;
    }
    whole += (BigInt(aa) << 72n) + (BigInt(ab) << 55n) + (BigInt(mixed) << 36n) + (BigInt(bc) << 19n) + BigInt(cc);
  }
  return whole;
}

/** Runs of equal weights, from the largest to the smallest; zeros are no run. */
export type Runs = { readonly weights: Float64Array; readonly counts: Float64Array };

/** Weights below this are counted instead of sorted. */
const COUNTED = 2 ** 16;

/**
 * Runs of equal weights by counting, where most weights are small: one table entry for each weight below 2^16, and a sort of the few above.
 *
 * @returns `null` where too many are large, so that counting is no gain, or where one is no weight (negative, not whole)
 */
function countedRuns(values: Float64Array): Runs | null {
  const most = values.length >> 4;
  const counts = new Uint32Array(COUNTED);
  const above: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value >= 0 && value < COUNTED) {
      const index = value | 0;
      if (index !== value) return null;
      counts[index] = (counts[index] as number) + 1;
    } else if (isWhole(value) && above.length < most) above.push(value);
    else return null;
  }
  return runsOf(counts, Float64Array.from(above).sort());
}

/** Runs from the numbers of small weights and the large ones, ascending. */
function runsOf(counts: Uint32Array, large: Float64Array): Runs {
  let runs = 0;
  for (let value = 1; value < COUNTED; value++) if ((counts[value] as number) > 0) runs += 1;
  for (let i = 0; i < large.length; i++) if (i === 0 || large[i] !== large[i - 1]) runs += 1;
  const result = { weights: new Float64Array(runs), counts: new Float64Array(runs) };
  let run = -1;
  for (let i = large.length - 1; i >= 0; i--) {
    if (i === large.length - 1 || large[i] !== large[i + 1]) result.weights[++run] = large[i] as number;
    result.counts[run] = (result.counts[run] as number) + 1;
  }
  for (let value = COUNTED - 1; value > 0; value--) {
    const count = counts[value] as number;
    if (count === 0) continue;
    result.weights[++run] = value;
    result.counts[run] = count;
  }
  return result;
}

/** Weights of which each run is written out, descending. */
export function writtenOut({ weights, counts }: Runs, count: number): Float64Array {
  const sorted = new Float64Array(count);
  let place = 0;
  for (let run = 0; run < weights.length; run++) {
    const next = place + (counts[run] as number);
    sorted.fill(weights[run] as number, place, next);
    place = next;
  }
  return sorted;
}

const SMALL = 2048;

/** Bits in which any two of the words differ; words of a double are low and high here. */
function varyingBits(words: Uint32Array): [low: number, high: number] {
  const [firstLow, firstHigh] = [words[0] as number, words[1] as number];
  let low = 0;
  let high = 0;
  for (let i = 0; i < words.length; i += 2) {
    low |= (words[i] as number) ^ firstLow;
    high |= (words[i + 1] as number) ^ firstHigh;
  }
  return [low, high];
}

/** Whether the low word of a double comes first in memory. */
const LOW_FIRST = new Uint32Array(new Float64Array([1]).buffer)[0] === 0;

/**
 * Sorts positive doubles from the largest to the smallest: their bit patterns sort as integers, by radix over the digits that differ.
 *
 * @param values positive, changed: the memory is used for the work
 */
function radixDescending(values: Float64Array<ArrayBuffer>): Float64Array {
  let source = values;
  let target = new Float64Array(values.length);
  const [low, high] = varyingBits(new Uint32Array(values.buffer, values.byteOffset, values.length * 2));
  const next = new Uint32Array(BUCKETS);
  for (const [word, varying] of [
    [0, low],
    [1, high],
  ] as const) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      if (((varying >>> shift) & (BUCKETS - 1)) === 0) continue;
      const words = new Uint32Array(source.buffer, source.byteOffset, source.length * 2);
      next.fill(0);
      for (let at = word; at < words.length; at += 2) {
        const bucket = ((words[at] as number) >>> shift) & (BUCKETS - 1);
        next[bucket] = (next[bucket] as number) + 1;
      }
      fallingPlaces(next);
      for (let i = 0; i < source.length; i++) {
        const bucket = ((words[2 * i + word] as number) >>> shift) & (BUCKETS - 1);
        const place = next[bucket] as number;
        next[bucket] = place + 1;
        target[place] = source[i] as number;
      }
      [source, target] = [target, source];
    }
  }
  return source;
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > largest) largest = values[i] as number;
  return largest;
}

/** Whether weights stand in descending order already. */
function isDescending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[i - 1] as number)) return false;
  return true;
}

/** Weights as runs where counting them is quicker than sorting: many, in no order, most of them small, with an exact sum; else `null`. */
export function runsByCounting(values: Float64Array): { runs: Runs; count: number; total: number } | null {
  if (values.length <= SMALL || isDescending(values)) return null;
  const runs = countedRuns(values);
  if (runs === null) return null;
  let count = 0;
  let total = 0;
  for (let run = 0; run < runs.weights.length; run++) {
    count += runs.counts[run] as number;
    total += (runs.counts[run] as number) * (runs.weights[run] as number);
  }
  return total > EXACT_TOTAL ? null : { runs, count, total };
}

/**
 * Positive weights from the largest to the smallest, without their positions.
 *
 * @param values weights of which `scan` says that they are exact
 */
export function sortedWeights(values: Float64Array): Float64Array {
  if (values.length > SMALL && !isDescending(values) && largestOf(values) < 2 ** 32) return sortedWords(values);
  const positive = new Float64Array(values.includes(0) ? values.filter((value) => value > 0) : values);
  if (isDescending(positive)) return positive;
  if (positive.length <= SMALL) return positive.sort().reverse();
  return LOW_FIRST ? radixDescending(positive) : positive.sort().reverse();
}
