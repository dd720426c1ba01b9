import { BUCKETS, DIGIT_BITS, fallingPlaces } from './radix.ts';

const SMALL = 512;
/** Word (0 low, 1 high) and first bit of each digit of a 64-bit double. */
const DIGITS = [
  [0, 0],
  [0, DIGIT_BITS],
  [0, 2 * DIGIT_BITS],
  [1, 0],
  [1, DIGIT_BITS],
  [1, 2 * DIGIT_BITS],
] as const;

/**
 * Positions of non-negative doubles from the largest to the smallest, equal values in their given order.
 *
 * Bit patterns of non-negative doubles sort as integers: a stable radix sort over them, skipping digits that all values share.
 */
export function descendingOrder(keys: Float64Array): Uint32Array {
  const count = keys.length;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (count <= SMALL) {
    return order.sort((a, b) => (keys[b] as number) - (keys[a] as number) || a - b);
  }
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
  // A DataView of a typed array has the machine's byte order; 1 as a double has its exponent in the high word.
  const littleEndian = new Uint8Array(new Float64Array([1]).buffer)[7] !== 0;
  const histograms = DIGITS.map(() => new Uint32Array(BUCKETS));
  for (let i = 0; i < count; i++) {
    low[i] = view.getUint32(i * 8 + (littleEndian ? 0 : 4), littleEndian);
    high[i] = view.getUint32(i * 8 + (littleEndian ? 4 : 0), littleEndian);
  }
  for (let digit = 0; digit < DIGITS.length; digit++) {
    const [word, shift] = DIGITS[digit] as (typeof DIGITS)[number];
    const source = word === 0 ? low : high;
    const histogram = histograms[digit] as Uint32Array;
    for (let i = 0; i < count; i++) {
      const bucket = ((source[i] as number) >>> shift) & (BUCKETS - 1);
      histogram[bucket] = (histogram[bucket] as number) + 1;
    }
  }
  let from = { order, low, high };
  let to = { order: new Uint32Array(count), low: new Uint32Array(count), high: new Uint32Array(count) };
  for (let digit = 0; digit < DIGITS.length; digit++) {
    const [word, shift] = DIGITS[digit] as (typeof DIGITS)[number];
    const histogram = histograms[digit] as Uint32Array;
    if (histogram[(((word === 0 ? low : high)[0] as number) >>> shift) & (BUCKETS - 1)] === count) continue;
    fallingPlaces(histogram);
    scatter(from, to, word === 0 ? from.low : from.high, shift, histogram);
    [from, to] = [to, from];
  }
  return from.order;
}

type Keyed = { order: Uint32Array; low: Uint32Array; high: Uint32Array };

function scatter(from: Keyed, to: Keyed, source: Uint32Array, shift: number, next: Uint32Array): void {
  for (let i = 0; i < source.length; i++) {
    const bucket = ((source[i] as number) >>> shift) & (BUCKETS - 1);
    const target = next[bucket] as number;
    next[bucket] = target + 1;
    to.order[target] = from.order[i] as number;
    to.low[target] = from.low[i] as number;
    to.high[target] = from.high[i] as number;
  }
}
