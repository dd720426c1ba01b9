import { sumExactly } from './integers.ts';
import type { Ranking } from './ranking.ts';
import { exactSquares } from './scan.ts';
import { sumOfWhole } from './words.ts';

/** Sum of the squared weights, exact. */
export function sumOfSquares(ranking: Ranking): bigint {
  if (ranking.exact.kind === 'runs') {
    const { weights, counts } = ranking.exact;
    return sumExactly(
      weights.length,
      (run) => (weights[run] as number) * (weights[run] as number) * (counts[run] as number),
      (run) => BigInt(weights[run] as number) ** 2n * BigInt(counts[run] as number),
    );
  }
  if (ranking.exact.kind === 'bigints') {
    let sum = 0n;
    for (const weight of ranking.exact.weights) sum += weight * weight;
    return sum;
  }
  return exactSquares(ranking.exact.weights);
}

/** Sum of rank x weight with rank 1 for the largest, exact: the sum over k of what the k largest leave. */
export function rankWeightedSum(ranking: Ranking): bigint {
  if (ranking.exact.kind === 'runs') {
    const { weights, counts, starts } = ranking.exact;
    // ranks s + 1 to s + c of one weight: their sum is c s + c (c + 1) / 2
    const ranks = (run: number) =>
      (counts[run] as number) * (starts[run] as number) + ((counts[run] as number) * ((counts[run] as number) + 1)) / 2;
    return sumExactly(
      weights.length,
      (run) => ranks(run) * (weights[run] as number),
      (run) => BigInt(ranks(run)) * BigInt(weights[run] as number),
    );
  }
  if (ranking.exact.kind === 'bigints') {
    const { prefix } = ranking.exact;
    let sum = 0n;
    for (let k = 0; k < ranking.count; k++) sum += ranking.total - (prefix[k] as bigint);
    return sum;
  }
  const { prefix } = ranking.exact;
  const total = ranking.doubleTotal;
  return sumOfWhole(ranking.count, (k) => total - (prefix[k] as number));
}
