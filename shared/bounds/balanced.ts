import { compare, type Fraction, fraction } from '../metrics/exact.ts';

/** Weight that belongs to values out of `among` (positions), in any division. */
export type OpenWeight = { readonly weight: bigint; readonly among: readonly number[] };

/** Values that open weights join, with the open weights among them. */
export type Component = { readonly values: readonly number[]; readonly open: readonly OpenWeight[] };

/** Open weights parted into groups that share no value; equal sets of values are one open weight. */
export function componentsOf(open: readonly OpenWeight[]): Component[] {
  const merged = new Map<string, OpenWeight>();
  for (const { weight, among } of open) {
    if (weight === 0n) continue;
    const sorted = [...new Set(among)].sort((a, b) => a - b);
    const key = sorted.join(' ');
    merged.set(key, { weight: weight + (merged.get(key)?.weight ?? 0n), among: sorted });
  }
  let components: Component[] = [];
  for (const one of merged.values()) {
    const touches = ({ values }: Component) => values.some((value) => one.among.includes(value));
    const joined = components.filter(touches);
    const values = new Set([...one.among, ...joined.flatMap((component) => component.values)]);
    components = components.filter((component) => !joined.includes(component));
    components.push({ values: [...values].sort((a, b) => a - b), open: [...joined.flatMap((component) => component.open), one] });
  }
  return components;
}

/** Most open weights of one component whose unions are all tried: 2^8. */
export const MOST_SETS = 8;

/**
 * The most even allocation of a component: weight per value, in the order of its values. It is majorized by every other one, so HHI and every
 * CR_k are smallest and every Nakamoto coefficient is largest there.
 *
 * Source: decomposition of a base polytope into densest sets (Fujishige 1980): the densest set gets its mean, then the rest likewise.
 *
 * @param known weight per position
 */
export function balancedLoads({ values, open }: Component, known: readonly bigint[]): Fraction[] {
  const loads = new Map<number, Fraction>();
  let left = [...values];
  let sets = open.map(({ weight, among }) => ({ weight, among: [...among] }));
  while (left.length > 0) {
    const densest = densestSet(left, sets, known);
    const inside = new Set(densest.members);
    for (const value of densest.members) loads.set(value, densest.mean);
    left = left.filter((value) => !inside.has(value));
    sets = sets
      .map(({ weight, among }) => ({ weight, among: among.filter((value) => !inside.has(value)) }))
      .filter(({ among }) => among.length > 0);
  }
  return values.map((value) => loads.get(value) as Fraction);
}

/** The set of values with the largest mean of known weight and of the open weights that can go nowhere else. */
function densestSet(left: readonly number[], sets: readonly { weight: bigint; among: number[] }[], known: readonly bigint[]) {
  let best: { members: number[]; mean: Fraction } | null = null;
  const byWeight = [...left].sort((a, b) =>
    (known[a] as bigint) > (known[b] as bigint) ? -1 : (known[a] as bigint) < (known[b] as bigint) ? 1 : a - b,
  );
  for (let choice = 0; choice < 2 ** sets.length; choice++) {
    const members = new Set<number>();
    sets.forEach(({ among }, place) => {
      if ((choice >> place) & 1) for (const value of among) members.add(value);
    });
    let sum = [...members].reduce((total, value) => total + (known[value] as bigint), 0n);
    for (const { weight, among } of sets) if (among.every((value) => members.has(value))) sum += weight;
    for (const value of byWeight) {
      // a value above the mean raises it; without any member the largest one starts
      if (members.has(value) || (members.size > 0 && (known[value] as bigint) * BigInt(members.size) <= sum)) continue;
      members.add(value);
      sum += known[value] as bigint;
    }
    const mean = fraction(sum, members.size);
    if (best === null || compare(mean, best.mean) > 0) best = { members: [...members], mean };
  }
  return best as { members: number[]; mean: Fraction };
}
