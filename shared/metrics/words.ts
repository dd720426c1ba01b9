// Weights that are integers below 2^32, as most amounts are: one look instead of several, and arithmetic on machine words.

import { BUCKETS, DIGIT_BITS, fallingPlaces } from './radix.ts';

/** What one look at such weights tells. */
export type WordScan = { readonly total: number /** exact */; readonly squares: bigint };

/** Sums of integers up to here are exact in doubles, each step of them too. */
export const EXACT_TOTAL = 2 ** 52;
const WORD = 2 ** 32;
/** Values of a block: four sums of 256 squares below 2^64 stay within 2^28 of the truth, far less than half of 2^32. */
const BLOCK = 1024;

/** The integer that is congruent to `low` modulo 2^32 and nearest to `near`, an integer off by less than 2^31. */
function nearest(near: number, low: number): bigint {
  const apart = (low - (near % WORD)) | 0;
  return BigInt(near) + BigInt(apart);
}

/**
 * Sum and exact sum of squares of integers below 2^32.
 *
 * The squares of a block are added in doubles, which round, and modulo 2^32 in integers, which do not: the true sum is the one integer
 * that both agree on. Each of at most 256 additions to a sum below 2^72 rounds by at most 2^18, each square by at most 2^10.
 *
 * @returns `null` where a value is not such an integer, or the sum is beyond 2^52
 */
export function scanWords(values: Float64Array): WordScan | null {
  const { length } = values;
  let [total0, total1] = [0, 0];
  let near = 0;
  let squares = 0n;
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(length, start + BLOCK);
    const fours = start + ((end - start) & ~3);
    let [sum0, sum1, sum2, sum3, low] = [0, 0, 0, 0, 0];
    for (let i = start; i < fours; i += 4) {
      const a = values[i] as number;
      const b = values[i + 1] as number;
      const c = values[i + 2] as number;
      const d = values[i + 3] as number;
      const wa = a >>> 0;
      const wb = b >>> 0;
      const wc = c >>> 0;
      const wd = d >>> 0;
      if (wa !== a || wb !== b || wc !== c || wd !== d) return null;
      total0 += a + b;
      total1 += c + d;
      sum0 += a * a;
      sum1 += b * b;
      sum2 += c * c;
      sum3 += d * d;
      low = (low + Math.imul(wa, wa) + Math.imul(wb, wb) + Math.imul(wc, wc) + Math.imul(wd, wd)) | 0;
    }
    for (let i = fours; i < end; i++) {
      const value = values[i] as number;
      const word = value >>> 0;
      if (word !== value) return null;
      total0 += value;
      sum0 += value * value;
      low = (low + Math.imul(word, word)) | 0;
    }
    const sum = sum0 + sum1 + (sum2 + sum3);
    if (sum <= EXACT_TOTAL) near += sum;
    else squares += nearest(sum, low);
    if (near > EXACT_TOTAL) {
      squares += BigInt(near);
      near = 0;
    }
  }
  const total = total0 + total1;
  return total <= EXACT_TOTAL ? { total, squares: squares + BigInt(near) } : null;
}

function scatter(source: Uint32Array, target: Uint32Array, length: number, shift: number, next: Uint32Array): void {
  for (let i = 0; i < length; i++) {
    const value = source[i] as number;
    const bucket = (value >>> shift) & (BUCKETS - 1);
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    target[place] = value;
  }
}

/** Sum of integers from 0 to 2^52, exact: as for squares, in doubles and modulo 2^32 at once; 1,024 additions below 2^62 are off by 2^19 at most. */
export function sumOfWhole(count: number, at: (index: number) => number): bigint {
  let sum = 0n;
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    let near = 0;
    let low = 0;
    for (let i = start; i < end; i++) {
      const value = at(i);
      near += value;
      low = (low + (value | 0)) | 0;
    }
    sum += near <= EXACT_TOTAL ? BigInt(near) : nearest(near, low);
  }
  return sum;
}

/** Positive integers below 2^32 from the largest to the smallest, zeros left out: a radix sort whose digits are all counted in one look. */
export function sortedWords(values: Float64Array): Float64Array<ArrayBuffer> {
  const { length } = values;
  let source = new Uint32Array(length);
  let target = new Uint32Array(length);
  const low = new Uint32Array(BUCKETS);
  const middle = new Uint32Array(BUCKETS);
  const high = new Uint32Array(BUCKETS);
  for (let i = 0; i < length; i++) {
    const value = (values[i] as number) >>> 0;
    source[i] = value;
    const l = value & (BUCKETS - 1);
    const m = (value >>> DIGIT_BITS) & (BUCKETS - 1);
    const h = value >>> (2 * DIGIT_BITS);
    low[l] = (low[l] as number) + 1;
    middle[m] = (middle[m] as number) + 1;
    high[h] = (high[h] as number) + 1;
  }
  for (const [digit, next] of [low, middle, high].entries()) {
    if (fallingPlaces(next) === length) continue;
    scatter(source, target, length, digit * DIGIT_BITS, next);
    [source, target] = [target, source];
  }
  // zeros stand last
  let count = length;
  while (count > 0 && source[count - 1] === 0) count -= 1;
  const sorted = new Float64Array(count);
  for (let i = 0; i < count; i++) sorted[i] = source[i] as number;
  return sorted;
}
