import type { Ranking } from './ranking.ts';

const FLUSH = 2 ** 52;
const HALF = 2 ** 26;

/** Sum of the squared weights, exact. */
export function sumOfSquares(ranking: Ranking): bigint {
  if (ranking.exact.kind === 'bigints') {
    let sum = 0n;
    for (const weight of ranking.exact.weights) sum += weight * weight;
    return sum;
  }
  const { weights } = ranking.exact;
  // Weights stay below 2^52: with halves of 26 bits each product stays below 2^52 and each partial sum below 2^53.
  let squares = 0n;
  let crosses = 0n;
  let lows = 0n;
  let square = 0;
  let cross = 0;
  let low = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight < HALF) {
      low += weight * weight;
    } else {
      const upper = Math.floor(weight / HALF);
      const lower = weight - upper * HALF;
      square += upper * upper;
      cross += upper * lower;
      low += lower * lower;
      if (square >= FLUSH) {
        squares += BigInt(square);
        square = 0;
      }
      if (cross >= FLUSH) {
        crosses += BigInt(cross);
        cross = 0;
      }
    }
    if (low >= FLUSH) {
      lows += BigInt(low);
      low = 0;
    }
  }
  return ((squares + BigInt(square)) << 52n) + ((crosses + BigInt(cross)) << 27n) + lows + BigInt(low);
}

/** Sum of rank x weight with rank 1 for the largest, exact: the sum over k of what the k largest leave. */
export function rankWeightedSum(ranking: Ranking): bigint {
  if (ranking.exact.kind === 'bigints') {
    const { prefix } = ranking.exact;
    let sum = 0n;
    for (let k = 0; k < ranking.count; k++) sum += ranking.total - (prefix[k] as bigint);
    return sum;
  }
  const { prefix } = ranking.exact;
  const total = ranking.doubleTotal;
  let flushed = 0n;
  let sum = 0;
  for (let k = 0; k < ranking.count; k++) {
    sum += total - (prefix[k] as number);
    if (sum >= FLUSH) {
      flushed += BigInt(sum);
      sum = 0;
    }
  }
  return flushed + BigInt(sum);
}
