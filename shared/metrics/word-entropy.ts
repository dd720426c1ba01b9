/** Most weights whose terms add up exactly below. */
export const MOST_WORDS = 2 ** 24;

const TABLE_BITS = 11;
const ENTRIES = 1 << TABLE_BITS;
/** Bits of a mantissa of 32 bits below those of the table. */
const REST = 31 - TABLE_BITS;
const HALF = 1 << (REST - 1);

/** Middle of each interval of [1, 2), its logarithm, and the reciprocal in units of the last bit of a mantissa. */
const MIDDLES = Array.from({ length: ENTRIES }, (_, entry) => 1 + (entry + 0.5) / ENTRIES);
const LOGS = Float64Array.from(MIDDLES, Math.log);
const RECIPROCALS = Float64Array.from(MIDDLES, (middle) => 2 ** -31 / middle);

/**
 * Shannon entropy in nats of integers from 1 to below 2^32, the same number in whatever order they stand: `ln T - (sum of x ln x) / T`, both
 * relative to the power of two at their mean.
 *
 * A logarithm is that of the middle of one of 2,048 intervals and four terms of the series of ln(1 + r), |r| < 2^-12: what the series leaves
 * out is below 2^-62. Each term is cut into a part on a coarse and a part on a fine grid, so coarse that their sums are exact; the rest,
 * at most T * 2^-76 a term, is left out.
 *
 * @param weights at most 2^24 of them, zeros are ignored
 * @param total their sum, at most 2^52
 * @param count how many are not 0
 * Source of the sums on grids: Demmel and Nguyen 2013, "Fast reproducible floating-point summation".
 */
export function entropyOfWords(weights: Float64Array, total: number, count: number): number {
  const zeros = Math.clz32(Math.max(1, Math.floor(total / count)));
  const coarse = 1.5 * 2 ** (Math.ceil(Math.log2(total)) + 6);
  const fine = coarse * 2 ** -29;
  const powers = Float64Array.from({ length: 33 }, (_, shift) => (zeros - shift) * Math.LN2);
  let high = 0;
  let low = 0;
  for (let i = 0; i < weights.length; i++) {
    const value = weights[i] as number;
    const word = value >>> 0;
    if (word === 0) continue;
    const shift = Math.clz32(word);
    const mantissa = word << shift;
    const entry = (mantissa >>> REST) & (ENTRIES - 1);
    const r = ((mantissa & ((1 << REST) - 1)) - HALF) * (RECIPROCALS[entry] as number);
    const log = (LOGS[entry] as number) + (powers[shift] as number) + r * (1 + r * (-0.5 + r * (1 / 3 - r * 0.25)));
    const term = value * log;
    const most = term + coarse - coarse;
    high += most;
    low += term - most + fine - fine;
  }
  return Math.log(total * 2 ** (zeros - 31)) - (high + low) / total;
}
