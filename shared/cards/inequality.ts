import { mapBound } from '../bounds/entropy.ts';
import { exactWithoutRange, withoutRange } from '../bounds/without-range.ts';
import type { MetricCard } from '../case/measures.ts';
import { formatCount, formatEffectiveNumber, formatIndex } from '../format/index.ts';
import { toNumber } from '../metrics/exact.ts';
import { gini, giniCorrected } from '../metrics/gini.ts';
import { hoover } from '../metrics/hoover.ts';
import { mapMeasured } from '../metrics/measured.ts';
import { rosenbluth } from '../metrics/rosenbluth.ts';
import { rankWeightedSum } from '../metrics/sums.ts';
import { theil } from '../metrics/theil.ts';
import { makeCard } from './card.ts';
import { amountDigits, entitiesWords, type ViewWeights } from './view-weights.ts';

/** Gini and Theil with both population rules, and the optional indices. */
export function inequalityCards(view: ViewWeights): MetricCard[] {
  const { profile, allocation } = view;
  const { known } = allocation;
  const n = known.count;
  const registered = n + known.zeros;
  const kept = { gini: gini(known, 'keep'), theil: theil(known, 'keep') };
  const others = known.zeros === 0 ? null : `${formatCount(registered)} registered, ${formatCount(known.zeros)} of them without weight`;
  const population = `Population: entities with a weight above 0 (n = ${formatCount(n)}).`;
  const beside = `n = ${formatCount(n)}, effective number ${formatEffectiveNumber(profile.effectiveNumber.q2.stated)}: equal entities have Gini 0, however few they are.`;
  const ranks = amountDigits(view, rankWeightedSum(known));
  const total = amountDigits(view, known.total);
  const entropy = profile.shannonBits.stated === null ? null : profile.shannonBits.stated * Math.LN2;
  return [
    makeCard(view, {
      id: 'gini',
      name: 'Gini coefficient',
      formula: '(n + 1) / n − 2 × sum of rank × weight / (n T), rank 1 = largest',
      filled: n === 0 ? null : `(${formatCount(n)} + 1) / ${formatCount(n)} − 2 × ${ranks} / (${formatCount(n)} × ${total})`,
      bound: profile.gini,
      format: formatIndex,
      unit: 'ratio, 0 to 1 − 1/n',
      convention: `${population} No n/(n−1) correction, as a population has none.`,
      source: 'Gini 1912',
      change: others === null ? [] : [`With zeros kept (${others}): ${formatIndex(kept.gini.value && toNumber(kept.gini.value))}.`],
      notes: [n > 0 && beside, n === 1 && 'n = 1: 0 by convention.'],
    }),
    makeCard(view, {
      id: 'giniCorrected',
      name: 'Gini coefficient, corrected',
      formula: 'Gini × n / (n − 1)',
      filled: n < 2 ? null : `${formatIndex(profile.gini.stated)} × ${formatCount(n)} / ${formatCount(n - 1)}`,
      bound: exactWithoutRange(allocation, giniCorrected(known)),
      format: formatIndex,
      unit: 'ratio, 0 to 1',
      convention: 'For samples; the default of some libraries (R DescTools), never ours.',
      source: 'Deltas 2003',
      optional: true,
    }),
    makeCard(view, {
      id: 'theil',
      name: 'Theil T',
      formula: 'ln n − H, H = entropy in nats',
      filled: entropy === null ? null : `ln ${formatCount(n)} − ${formatIndex(entropy)}`,
      bound: profile.theil,
      format: formatIndex,
      unit: 'nats, 0 to ln n',
      convention: population,
      source: 'Theil 1967',
      change: others === null ? [] : [`With zeros kept (${others}): ${formatIndex(kept.theil.value)}.`],
    }),
    makeCard(view, {
      id: 'theilNormalised',
      name: 'Theil T over its maximum',
      formula: 'T / ln n',
      filled: n < 2 ? null : `${formatIndex(profile.theil.stated)} / ln ${formatCount(n)}`,
      bound:
        n === 1
          ? withoutRange(allocation, { value: null, reason: 'too-few-entities', flags: [] })
          : mapBound(profile.theil, (value) => value / Math.log(n)),
      format: formatIndex,
      unit: 'ratio, 0 to 1',
      convention: `${population} 1 minus the evenness.`,
      source: 'Theil 1967',
    }),
    makeCard(view, {
      id: 'rosenbluth',
      name: 'Rosenbluth / Hall-Tideman index',
      formula: '1 / (2 × sum of rank × p − 1), rank 1 = largest',
      filled: `1 / (2 × ${ranks} / ${total} − 1)`,
      bound: exactWithoutRange(allocation, rosenbluth(known)),
      format: formatIndex,
      unit: 'ratio, 1/n to 1',
      convention: `Equals 1 / (n × (1 − Gini)), n = ${formatCount(n)}.`,
      source: 'Hall & Tideman 1967',
      optional: true,
    }),
    makeCard(view, {
      id: 'hoover',
      name: 'Hoover index',
      formula: 'half the sum of |p − 1/n|',
      filled: n === 0 ? null : `half the sum over ${entitiesWords(view, n)} of |p − 1/${formatCount(n)}|`,
      bound: withoutRange(allocation, mapMeasured(hoover(known), toNumber)),
      format: formatIndex,
      unit: 'share that would have to move for all to hold the same',
      convention: population,
      source: 'Hoover 1936',
      optional: true,
    }),
  ];
}
