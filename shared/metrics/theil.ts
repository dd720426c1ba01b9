import { ChokepointError } from '../case/error.ts';
import { allEqual, entropyNats } from './entropy.ts';
import { toNumber } from './exact.ts';
import type { ZeroRule } from './gini.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Ranking, Weights } from './ranking.ts';
import { rank } from './ranking.ts';

/** Inequality between the groups of a partition and within them; nats. */
export type TheilSplit = {
  readonly n: number;
  readonly groups: number;
  readonly theil: number;
  readonly between: number;
  readonly within: number;
};

/** Theil T of a ranking from its entropy in nats; never below 0 by rounding. */
export function theilFromEntropy(ranking: Ranking, nats: number, zeros: ZeroRule = 'drop'): number {
  const n = ranking.count + (zeros === 'keep' ? ranking.zeros : 0);
  if (n === ranking.count && allEqual(ranking)) return 0;
  return Math.max(0, Math.log(n) - nats);
}

/**
 * Theil T: `ln n - H`, H = Shannon entropy.
 *
 * A small difference of two numbers of the size of ln n: it is exact to about 1e-15 ln n and not in proportion, so of nearly equal weights, whose T is
 * about half the square of their coefficient of variation, digits are lost below 1e-14, and what rounding makes negative is 0. Equal weights give 0.
 *
 * @param zeros `drop` counts positive entities, `keep` all registered ones
 * @returns nats in [0, ln n]; `no-weight` when the total is 0
 * Source: Theil 1967; domain 3.5.
 */
export function theil(weights: Weights, zeros: ZeroRule = 'drop'): Measured<number> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  return measured(theilFromEntropy(ranking, entropyNats(ranking), zeros), ...(ranking.count === 1 ? (['n=1'] as const) : []));
}

/**
 * Splits Theil T into a part between groups, `sum_g s_g ln(s_g n / n_g)`, and the rest within them.
 *
 * @param units non-negative integers per entity; zeros are ignored
 * @param groupOf group of each entity, same length; `null` = none or several, which refuses the split
 * @returns nats, between + within = theil; `no-weight` when the total is 0
 * @throws ChokepointError `group-missing` when an entity with weight has no single group
 * Source: Theil 1967; Bourguignon 1979; domain 3.5.
 */
export function theilSplit(units: readonly bigint[], groupOf: readonly (string | number | null)[]): Measured<TheilSplit> {
  const groups = new Map<string | number, { weight: bigint; entities: number }>();
  const ranking = rank(units);
  if (ranking.count === 0) return notMeasured('no-weight');
  const missing: number[] = [];
  units.forEach((weight, position) => {
    if (weight === 0n) return;
    const group = groupOf[position] ?? null;
    if (group === null) {
      missing.push(position);
      return;
    }
    const sum = groups.get(group) ?? { weight: 0n, entities: 0 };
    groups.set(group, { weight: sum.weight + weight, entities: sum.entities + 1 });
  });
  if (missing.length > 0) {
    throw new ChokepointError(
      'group-missing',
      `${missing.length} of ${ranking.count} entities do not lie in exactly one group, so inequality cannot be split between groups.`,
      'Choose a grouping in which every entity has one value, or filter these entities out.',
      { positions: missing.slice(0, 100), count: missing.length },
    );
  }
  const n = BigInt(ranking.count);
  const terms = [...groups.values()].map(({ weight, entities }) => {
    const share = toNumber({ num: weight, den: ranking.total });
    return share * Math.log(toNumber({ num: weight * n, den: ranking.total * BigInt(entities) }));
  });
  // Sorted before summing, so that the order of rows never changes the result.
  const between = Math.max(
    0,
    terms.sort((a, b) => a - b).reduce((sum, term) => sum + term, 0),
  );
  const whole = theilFromEntropy(ranking, entropyNats(ranking));
  return measured({ n: ranking.count, groups: groups.size, theil: whole, between, within: whole - between });
}
