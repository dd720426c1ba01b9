import type { Fraction } from '../metrics/exact.ts';
import { subtract } from '../metrics/exact.ts';
import type { Step } from '../metrics/merge.ts';
import type { SearchOptions } from '../resilience/breaking-point.ts';
import { findBreakingPoint } from '../resilience/breaking-point.ts';
import type { ServiceTerms, Supply } from '../resilience/terms.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import type { EntityPolicy, Grouping } from './groups.ts';
import { groupEntities, groupWeights } from './groups.ts';
import type { Link } from './link.ts';
import type { Headline, Thresholds } from './merge-preview.ts';
import { createMergePreview, STANDARD_THRESHOLDS } from './merge-preview.ts';

/** Breaking point for display: `k` removals, `null` = never; a bracket while it is not proven. */
export type BreakingPointValue = { readonly kLow: number | null; readonly k: number | null; readonly proven: boolean };

/** Breaking point when the accounts of each group are one removal unit. */
export type BreakingPointOf = (grouping: Grouping) => BreakingPointValue;

/** What a decision would do to the headline numbers, before it is taken. */
export type DecisionImpact = {
  readonly before: Headline;
  readonly after: Headline;
  /** exact change of HHI in 0..1; `null` without weight */
  readonly deltaHhi: Fraction | null;
  /** `null` where no portfolio is declared */
  readonly breakingPoint: Step<BreakingPointValue> | null;
  /** accounts of groups that the decision makes, changes or splits, as they stand after it */
  readonly changed: readonly { readonly id: string; readonly members: readonly string[] }[];
};

/** Everything that the impact of a decision depends on. */
export type ImpactInput = {
  readonly entities: readonly string[];
  /** weights in the order of `entities` */
  readonly units: readonly bigint[];
  readonly links: readonly Link[];
  readonly asOf: string | null;
  /** default `confirmed` */
  readonly policy?: EntityPolicy;
  readonly thresholds?: Thresholds;
  /** weight of records without an owner; default 0 */
  readonly unknown?: bigint;
  readonly breakingPoint?: BreakingPointOf;
};

/** Headline numbers of the groups of a view. */
export function headlineOf(
  grouping: Grouping,
  units: readonly bigint[],
  thresholds: Thresholds = STANDARD_THRESHOLDS,
  unknown = 0n,
): Headline {
  return createMergePreview(groupWeights(grouping, units), thresholds, unknown).before;
}

/**
 * Effect of a decision on HHI, n, CR1, Nakamoto coefficients and breaking point, before it is taken; guards are not asked here.
 *
 * @returns exact ratios; for one pair of accounts the change of HHI is 2 p_a p_b
 * @throws ChokepointError `link-unknown`, `link-exists`, `negative-weight`
 * Source: domain 3.2, 5 (impact first).
 */
export function impactOfDecision(input: ImpactInput, decision: Decision): DecisionImpact {
  const { entities, units, links, asOf, policy = 'confirmed', thresholds = STANDARD_THRESHOLDS, unknown = 0n, breakingPoint } = input;
  const groupsBefore = groupEntities(entities, links, policy, asOf, units);
  const groupsAfter = groupEntities(entities, decide(links, decision).links, policy, asOf, units);
  const before = headlineOf(groupsBefore, units, thresholds, unknown);
  const after = headlineOf(groupsAfter, units, thresholds, unknown);
  const old = new Set(groupsBefore.groups.map(({ members }) => JSON.stringify(members)));
  return {
    before,
    after,
    deltaHhi: before.hhi && after.hhi ? subtract(after.hhi, before.hhi) : null,
    breakingPoint: breakingPoint ? { before: breakingPoint(groupsBefore), after: breakingPoint(groupsAfter) } : null,
    changed: groupsAfter.groups.filter(({ members }) => !old.has(JSON.stringify(members))).map(({ id, members }) => ({ id, members })),
  };
}

/** The three policies side by side: none, confirmed, all plausible. */
export function headlinesByPolicy(input: Omit<ImpactInput, 'policy' | 'breakingPoint'>): Readonly<Record<EntityPolicy, Headline>> {
  const { entities, units, links, asOf, thresholds, unknown } = input;
  const of = (policy: EntityPolicy): Headline => headlineOf(groupEntities(entities, links, policy, asOf), units, thresholds, unknown);
  return { none: of('none'), confirmed: of('confirmed'), 'all-plausible': of('all-plausible') };
}

/**
 * Supply in which the units of one group are one removal unit: their capacities are added.
 *
 * Adding is exact for instances that fit one node or one site of one account. An instance of several nodes that stand in different
 * accounts of the group is not counted (cautious); for those, count the capacities again with the group as the unit.
 *
 * @param grouping by account; a unit that it does not name (a node without an owner) stays alone
 */
export function mergeSupply(supply: Supply, grouping: Grouping): Supply {
  const { ids, classes, capacity } = supply;
  const groupIdOf = new Map(grouping.entities.map((entity, index) => [entity, grouping.groups[grouping.groupOf[index] as number]?.id]));
  const positionOf = new Map<string, number>();
  const merged: string[] = [];
  const target = ids.map((id) => {
    const group = groupIdOf.get(id);
    // A node without an owner may bear any name: its place, not its name, tells it apart.
    const key = group === undefined ? `unit ${id}` : `group ${group}`;
    const position = positionOf.get(key) ?? merged.length;
    if (position === merged.length) {
      positionOf.set(key, position);
      merged.push(group ?? id);
    }
    return position;
  });
  const sums = new Float64Array(merged.length * classes);
  target.forEach((position, unit) => {
    for (let index = 0; index < classes; index += 1)
      sums[position * classes + index] = (sums[position * classes + index] as number) + (capacity[unit * classes + index] as number);
  });
  const fits = sums.every((sum) => sum < 2 ** 31);
  return { ...supply, ids: merged, units: merged.length, capacity: fits ? Int32Array.from(sums) : sums };
}

/** Breaking points of groups over one reading of the supply, for `ImpactInput.breakingPoint`. */
export function breakingPointOfSupply(supply: Supply, terms: ServiceTerms, options: SearchOptions = {}): BreakingPointOf {
  return (grouping) => {
    const { kLow, k, proven } = findBreakingPoint(mergeSupply(supply, grouping), terms, options);
    return { kLow, k, proven };
  };
}
