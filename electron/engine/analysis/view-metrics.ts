import type { ExactBound } from '../../../shared/bounds/bound.ts';
import type { StandardThreshold } from '../../../shared/bounds/bounds-of.ts';
import type { Bound, ExactEnds, Metrics, ViewResult } from '../../../shared/case/view.ts';
import { formatFraction } from '../../../shared/metrics/exact.ts';
import type { ConcentrationProfile } from '../../../shared/metrics/profile.ts';
import { certainDetail, certainLeaders, type MemberDetail, mayHold } from './certain.ts';
import { endsAt } from './view-ends.ts';
import type { Ranking } from './view-ranking.ts';

const boundOf = ({ low, stated, high }: Bound): Bound => ({ low, stated, high });

/** The numbers of a profile as they cross a port: doubles, without their exact fractions. */
export function metricsOf({ hhi, cr1, cr4, nakamoto, gini, theil, shannonBits, effectiveNumber }: ConcentrationProfile): Metrics {
  return {
    hhi: boundOf(hhi),
    cr1: boundOf(cr1),
    cr4: boundOf(cr4),
    nakamoto: { '1/3': boundOf(nakamoto['1/3']), '1/2': boundOf(nakamoto['1/2']), '2/3': boundOf(nakamoto['2/3']) },
    gini: boundOf(gini),
    theil: boundOf(theil),
    shannonBits: boundOf(shannonBits),
    effectiveNumber: {
      q0: boundOf(effectiveNumber.q0),
      q1: boundOf(effectiveNumber.q1),
      q2: boundOf(effectiveNumber.q2),
      qInf: boundOf(effectiveNumber.qInf),
    },
  };
}

/** Ends of a bound as the ratios that they are, for decisions against lines. */
const endsOf = ({ exact: { low, high } }: ExactBound): ExactEnds => ({
  low: low && formatFraction(low),
  high: high && formatFraction(high),
});

/** The exact ends of the numbers that lines are drawn on. */
export function exactOf({ hhi, cr1 }: ConcentrationProfile): NonNullable<ViewResult['exact']> {
  return { hhi: endsOf(hhi), cr1: endsOf(cr1) };
}

/** Why numbers of a profile are `null`, by metric; metrics without a `null` are left out. */
export function reasonsOf({
  hhi,
  cr1,
  cr4,
  nakamoto,
  gini,
  theil,
  shannonBits,
  effectiveNumber,
}: ConcentrationProfile): ViewResult['reasons'] {
  const named = { hhi, cr1, cr4, gini, theil, shannonBits };
  const nested = [
    ...Object.entries(nakamoto).map(([threshold, bound]) => [`nakamoto.${threshold}`, bound] as const),
    ...Object.entries(effectiveNumber).map(([order, bound]) => [`effectiveNumber.${order}`, bound] as const),
  ];
  return Object.fromEntries(
    [...Object.entries(named), ...nested]
      .filter(([, { reasons }]) => Object.keys(reasons).length > 0)
      .map(([name, { reasons }]) => [name, { ...reasons }]),
  );
}

/** What is known of the groups, over all weights that records with bounds allow. */
export type Settled = { entities: number; leaders: readonly number[]; details: Record<StandardThreshold, MemberDetail | null> };

export function settledOf(profile: ConcentrationProfile, ranking: Ranking): Settled {
  const { ends } = ranking;
  if (ends === null) return { entities: profile.entities, leaders: profile.leaders, details: profile.nakamotoDetail };
  const groups = ranking.keys.map((key) => endsAt(ends, key));
  const detail = (threshold: StandardThreshold) => certainDetail(groups, threshold, ends.unknown.high);
  return {
    entities: groups.filter(mayHold).length,
    leaders: certainLeaders(groups),
    details: { '1/3': detail('1/3'), '1/2': detail('1/2'), '2/3': detail('2/3') },
  };
}
