import type { Bound, End } from '../bounds/bound.ts';
import { bound } from '../bounds/bound.ts';
import { mapBound } from '../bounds/entropy.ts';
import { hillBounds } from '../bounds/hill.ts';
import { withoutRange } from '../bounds/without-range.ts';
import type { MetricCard } from '../case/measures.ts';
import { formatBits, formatCount, formatEffectiveNumber, formatIndex, formatShare } from '../format/index.ts';
import { evenness } from '../metrics/entropy.ts';
import { assertHillOrder } from '../metrics/hill.ts';
import { makeCard } from './card.ts';
import type { ViewWeights } from './view-weights.ts';

const endsOf = ({ low, stated, high, reasons }: Bound): [End<number>, End<number>, End<number>] => [
  low ?? reasons.low ?? 'no-weight',
  stated ?? reasons.stated ?? 'no-weight',
  high ?? reasons.high ?? 'no-weight',
];

/** Hill numbers of orders 0 to 4 and infinity with their ranges, checked not to rise. */
function hillRanges({ profile, allocation, bounded }: ViewWeights): readonly { order: string; range: Bound }[] {
  const { q0, q1, q2, qInf } = profile.effectiveNumber;
  const settled = (order: number): Bound => {
    const range = hillBounds(allocation, order);
    return bounded ? bound('no-range', endsOf(range)[1], 'no-range') : range;
  };
  const ranges = [
    { order: '0', range: q0 },
    { order: '1', range: q1 },
    { order: '2', range: q2 },
    { order: '3', range: settled(3) },
    { order: '4', range: settled(4) },
    { order: '∞', range: qInf },
  ];
  assertHillOrder(ranges.map(({ range }) => range.stated).filter((number) => number !== null));
  return ranges;
}

/** Entropy, min-entropy, evenness and the Hill profile. */
export function diversityCards(view: ViewWeights): MetricCard[] {
  const { profile, allocation } = view;
  const { known } = allocation;
  const bits = profile.shannonBits;
  const n = formatCount(known.count);
  const orders: Record<string, [name: string, formula: string, filled: string | null]> = {
    '0': ['entities (D₀)', 'number of entities with a weight above 0', `${n} entities counted`],
    '1': ['Hill number of order 1 (D₁)', '2^H, H = entropy in bits', bits.stated === null ? null : `2^${formatBits(bits.stated)}`],
    '3': ['Hill number of order 3 (D₃)', '(sum of p³)^(−1/2)', '(sum of p³)^(−1/2)'],
    '4': ['Hill number of order 4 (D₄)', '(sum of p⁴)^(−1/3)', '(sum of p⁴)^(−1/3)'],
    '∞': ['Hill number of infinite order (D∞)', '1 / largest share', `1 / ${formatShare(profile.cr1.stated)}`],
  };
  const ids: Record<string, string> = { '0': 'effectiveNumber.q0', '1': 'effectiveNumber.q1', '∞': 'effectiveNumber.qInf' };
  const hill = hillRanges(view).flatMap(({ order, range }) => {
    const words = orders[order];
    if (words === undefined) return [];
    return [
      makeCard(view, {
        id: ids[order] ?? `hill.${order}`,
        name: words[0],
        formula: words[1],
        filled: words[2],
        bound: range,
        format: order === '0' ? formatCount : formatEffectiveNumber,
        unit: 'equal entities',
        convention:
          'One profile for orders 0 to 4 and infinity: the higher the order, the more the largest count. Zeros are dropped first; it never rises.',
        source: 'Hill 1973',
        change:
          order === '0' && known.zeros > 0
            ? [`${formatCount(known.zeros)} more ${known.zeros === 1 ? 'is' : 'are'} registered without weight.`]
            : [],
      }),
    ];
  });
  return [
    makeCard(view, {
      id: 'shannonBits',
      name: 'Shannon entropy',
      formula: '−sum of p log₂ p',
      filled: `−sum over ${n} entities of p log₂ p`,
      bound: bits,
      format: formatBits,
      unit: 'bits, 0 to log₂ n',
      convention: `Zeros dropped. 2^H = ${formatEffectiveNumber(profile.effectiveNumber.q1.stated)} equal entities. An upper end exists only where each unknown record is one entity at most.`,
      source: 'Shannon 1948',
    }),
    makeCard(view, {
      id: 'minEntropyBits',
      name: 'min-entropy',
      formula: '−log₂ of the largest share',
      filled: `−log₂ ${formatShare(profile.cr1.stated)}`,
      bound: mapBound(profile.effectiveNumber.qInf, Math.log2),
      format: formatBits,
      unit: 'bits',
      convention: 'Renyi entropy of infinite order: log₂ of D∞.',
      source: 'Renyi 1961',
      optional: true,
    }),
    makeCard(view, {
      id: 'renyi2Bits',
      name: 'Renyi entropy of order 2',
      formula: 'log₂ of 1 / HHI',
      filled: `log₂ ${formatEffectiveNumber(profile.effectiveNumber.q2.stated)}`,
      bound: mapBound(profile.effectiveNumber.q2, Math.log2),
      format: formatBits,
      unit: 'bits',
      convention: 'log₂ of the effective number.',
      source: 'Renyi 1961',
      optional: true,
    }),
    makeCard(view, {
      id: 'evenness',
      name: 'evenness',
      formula: 'H / log₂ n',
      filled: bits.stated === null ? null : `${formatBits(bits.stated)} / log₂ ${n}`,
      bound: withoutRange(allocation, evenness(known)),
      format: formatIndex,
      unit: 'ratio, 0 to 1',
      convention: 'One entity has no evenness: not defined, never 0 or 1.',
      source: 'Pielou 1966',
    }),
    ...hill,
  ];
}
