import type { CardLine, MetricCard } from '../case/measures.ts';
import { hhiCards, shareCards } from './concentration.ts';
import { nakamotoCards } from './counts.ts';
import { diversityCards } from './diversity.ts';
import { inequalityCards } from './inequality.ts';
import type { ViewWeights } from './view-weights.ts';

export { nakamotoMeasures } from './counts.ts';
export type { ViewWeights } from './view-weights.ts';

/**
 * A card for every metric of a view: formula with this view's values, value with its range, convention, source, and what would change it.
 *
 * @param ks k of the concentration ratios beside CR1 and CR4
 * @param thresholds of the Nakamoto coefficient beside 1/3, 1/2 and 2/3, exact fractions
 * @param lines reference lines whose distance is given in weight
 * @throws ChokepointError `not-a-fraction`, `threshold-negative`, `line-invalid`
 * Source: domain 3 and 4.
 */
export function metricCards(
  view: ViewWeights,
  { ks = [], thresholds = [], lines = [] }: { ks?: readonly number[]; thresholds?: readonly string[]; lines?: readonly CardLine[] } = {},
): MetricCard[] {
  return [
    ...hhiCards(view, lines),
    ...shareCards(view, ks, lines),
    ...nakamotoCards(view, thresholds),
    ...inequalityCards(view),
    ...diversityCards(view),
  ];
}
