// A second implementation straight from the definitions: own rational arithmetic, pairs and subsets instead of sorted sums. Small inputs only.

/** An exact ratio [num, den], den > 0, not reduced. */
export type Ratio = readonly [bigint, bigint];

export const equal = (a: Ratio, b: Ratio): boolean => a[0] * b[1] === b[0] * a[1];
export const above = (a: Ratio, b: Ratio): boolean => a[0] * b[1] > b[0] * a[1];
const plus = (a: Ratio, b: Ratio): Ratio => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const sum = (weights: readonly bigint[]): bigint => weights.reduce((total, weight) => total + weight, 0n);

/** Sum over entities of share times share. */
export function naiveHhi(weights: readonly bigint[]): Ratio {
  const total = sum(weights);
  return weights.map((weight): Ratio => [weight * weight, total * total]).reduce(plus, [0n, 1n]);
}

/** Half the mean absolute difference of all ordered pairs over the mean, positive entities. */
export function naiveGini(weights: readonly bigint[]): Ratio {
  const positive = weights.filter((weight) => weight > 0n);
  let differences = 0n;
  for (const a of positive) for (const b of positive) differences += a > b ? a - b : b - a;
  return [differences, 2n * BigInt(positive.length) * sum(positive)];
}

/** Largest sum of any k entities, by trying each subset. */
function subsetsOf(size: number, count: number): number[] {
  return Array.from({ length: 2 ** count }, (_, mask) => mask).filter(
    (mask) => Array.from({ length: count }, (_, i) => (mask >> i) & 1).reduce((a, b) => a + b, 0) === size,
  );
}

const heldBy = (mask: number, weights: readonly bigint[]): bigint => sum(weights.filter((_, i) => (mask >> i) & 1));

/** All smallest sets that hold more than t of `total`, as bit masks over the positive entities; empty when none does. */
export function naiveSmallestSets(weights: readonly bigint[], t: Ratio, total = sum(weights)): { size: number; masks: number[] } | null {
  const positive = weights.filter((weight) => weight > 0n);
  for (let size = 1; size <= positive.length; size++) {
    const masks = subsetsOf(size, positive.length).filter((mask) => above([heldBy(mask, positive), total], t));
    if (masks.length > 0) return { size, masks };
  }
  return null;
}

/** Smallest k so that the k largest hold more than t of the total, by repeatedly taking out the largest. */
export function naiveCount(weights: readonly bigint[], t: Ratio): number | null {
  const total = sum(weights);
  const left = [...weights];
  let held = 0n;
  for (let count = 1; left.length > 0; count++) {
    const [largest = 0n] = left.toSorted((a, b) => (a > b ? -1 : 1));
    left.splice(left.indexOf(largest), 1);
    held += largest;
    if (above([held, total], t)) return count;
  }
  return null;
}

/** Entropy in nats from doubles, in the order given. */
export function naiveEntropy(weights: readonly bigint[]): number {
  const total = Number(sum(weights));
  return -weights
    .filter((weight) => weight > 0n)
    .reduce((nats, weight) => nats + (Number(weight) / total) * Math.log(Number(weight) / total), 0);
}
