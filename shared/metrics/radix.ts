/** Bits of a digit of a radix sort, and how many values it has. */
export const DIGIT_BITS = 11;
export const BUCKETS = 1 << DIGIT_BITS;

/** Turns the number of keys with each digit into the first place of each, for an order that falls; gives the most keys that share a digit. */
export function fallingPlaces(counts: Uint32Array): number {
  let start = 0;
  let most = 0;
  for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
    const size = counts[bucket] as number;
    if (size > most) most = size;
    counts[bucket] = start;
    start += size;
  }
  return most;
}
