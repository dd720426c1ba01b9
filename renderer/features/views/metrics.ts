import type { MetricCard } from '../../../shared/case/measures.ts';
import { type Bound, NAKAMOTO_THRESHOLDS, type ViewResult } from '../../../shared/case/view.ts';
import {
  dimensionNoun,
  formatBits,
  formatCount,
  formatEffectiveNumber,
  formatHhi,
  formatIndex,
  formatPoints,
  formatRange,
  formatShare,
  isOuter,
  listOf,
  weightNoun,
} from '../../../shared/format/index.ts';

/** One line of the index card; `id` is that of its metric card. */
export type IndexLine = {
  id: string;
  label: string;
  bound: Bound;
  outer: boolean /** from a metric card, which comes after the view */;
  fromCard: boolean;
  note?: string;
};

export type IndexGroup = { id: 'concentration' | 'fewest' | 'effective' | 'inequality'; title: string; lines: IndexLine[] };

/** How the values of a metric read. */
export function metricFormat(id: string): (value: number | null) => string {
  if (id === 'hhi') return formatHhi;
  if (id.startsWith('cr')) return formatShare;
  if (id.startsWith('nakamoto')) return formatCount;
  if (id.startsWith('effectiveNumber') || id.startsWith('hill.')) return formatEffectiveNumber;
  return id.endsWith('Bits') ? formatBits : formatIndex;
}

const SHORT: Record<string, string> = {
  hhi: 'HHI',
  hhiNormalised: 'HHI, normalised',
  cr1: 'Largest',
  cr4: 'Top four',
  'cr.5': 'Top five',
  'effectiveNumber.q0': 'by count, q = 0',
  'effectiveNumber.q1': 'by entropy, q = 1',
  'effectiveNumber.q2': 'by HHI, q = 2',
  'hill.3': 'of order q = 3',
  'hill.4': 'of order q = 4',
  'effectiveNumber.qInf': 'by the largest, q = ∞',
  gini: 'Gini',
  giniCorrected: 'Gini, corrected',
  theil: 'Theil T',
  theilNormalised: 'Theil, normalised',
  shannonBits: 'Entropy, bits',
  minEntropyBits: 'Least entropy, bits',
  renyi2Bits: 'Rényi 2, bits',
  evenness: 'Evenness',
  rosenbluth: 'Rosenbluth',
  hoover: 'Hoover',
};

const CONCENTRATION = ['hhi', 'hhiNormalised', 'cr1', 'cr4', 'cr.5'];
const EFFECTIVE = ['effectiveNumber.q0', 'effectiveNumber.q1', 'effectiveNumber.q2', 'hill.3', 'hill.4', 'effectiveNumber.qInf'];

function boundsOf({ metrics }: ViewResult): Record<string, Bound> {
  const { hhi, cr1, cr4, gini, theil, shannonBits, effectiveNumber, nakamoto } = metrics;
  const nested = [
    ...Object.entries(nakamoto).map(([threshold, bound]) => [`nakamoto.${threshold}`, bound]),
    ...Object.entries(effectiveNumber).map(([order, bound]) => [`effectiveNumber.${order}`, bound]),
  ];
  return { hhi, cr1, cr4, gini, theil, shannonBits, ...Object.fromEntries(nested) };
}

/** Members and margin of the set behind a Nakamoto coefficient, in words. */
function setWords(result: ViewResult, threshold: string): string | undefined {
  const detail = result.nakamotoDetail[threshold];
  if (!detail) return undefined;
  const unique = detail.unique ? 'no other so few' : `others would do too${detail.tie ? ': equal weights' : ''}`;
  return `${listOf(detail.members, 3)}; ${formatPoints(detail.over).replace('+', '')} above it, ${unique}`;
}

/**
 * Lines of the index card: the metrics of the view, and those that only its metric cards have.
 *
 * @param cards metric cards of the same view, empty while they are worked out
 * @param all whether optional ones are listed too
 */
export function indexGroups(result: ViewResult, cards: readonly MetricCard[], all: boolean): IndexGroup[] {
  const many = dimensionNoun(result.stamp.by, 2);
  const known = boundsOf(result);
  const bounds = { ...Object.fromEntries(cards.map((card) => [card.id, card.value])), ...known };
  const optional = new Set(cards.filter((card) => card.optional).map(({ id }) => id));
  const line = (id: string): IndexLine[] => {
    const bound = bounds[id];
    if (!bound || (optional.has(id) && !all)) return [];
    const threshold = id.startsWith('nakamoto.') ? id.slice('nakamoto.'.length) : null;
    const floor = id === 'hhi' && result.entities > 0 && result.entities < 10;
    const card = cards.find((candidate) => candidate.id === id);
    return [
      {
        id,
        label: threshold === null ? (SHORT[id] ?? card?.name ?? id) : `more than ${threshold}`,
        bound,
        fromCard: !(id in known),
        outer: isOuter(result, id),
        note: threshold
          ? setWords(result, threshold)
          : floor
            ? `floor for ${formatCount(result.entities)} ${dimensionNoun(result.stamp.by, result.entities)}: ${formatHhi(10_000 / result.entities)}`
            : undefined,
      },
    ];
  };
  const others = cards.map(({ id }) => id);
  const fewest = [...NAKAMOTO_THRESHOLDS.map((threshold) => `nakamoto.${threshold}`), ...others.filter((id) => id.startsWith('nakamoto.'))];
  const inequality = [
    'gini',
    'theil',
    'shannonBits',
    ...others.filter((id) => !id.startsWith('nakamoto.') && !CONCENTRATION.includes(id) && !EFFECTIVE.includes(id)),
  ];
  const listed = (ids: readonly string[]) => [...new Set(ids)].flatMap(line);
  return [
    { id: 'concentration', title: 'Concentration', lines: listed(CONCENTRATION) },
    { id: 'fewest', title: `Fewest ${many} to hold`, lines: listed(fewest) },
    { id: 'effective', title: 'Effective number', lines: listed(EFFECTIVE) },
    { id: 'inequality', title: 'Inequality and diversity', lines: listed(inequality) },
  ];
}

/** Whether low, known and high of all lines read the same, so that one column says it all. */
export function isExact(lines: readonly IndexLine[]): boolean {
  return lines.every(({ id, bound: { low, stated, high } }) => {
    const format = metricFormat(id);
    return (low === null && high === null) || (format(low) === format(stated) && format(high) === format(stated));
  });
}

/** What the open weight leaves of the largest share, for the title of the bounds chart. */
export function boundsFinding(view: ViewResult): string {
  const { stamp, unknown, metrics } = view;
  const { low, stated, high } = metrics.cr1;
  const [one, weight] = [dimensionNoun(stamp.by, 1), weightNoun(stamp.weight)];
  if (stated === null && low === null) return `No ${one} is known to hold any ${weight}`;
  if (low === null && high === null) return `The largest ${one} holds ${formatShare(stated)} of the known ${weight}; no range can be given`;
  const range =
    high === null ? `at least ${formatShare(low)}` : low === null ? `at most ${formatShare(high)}` : formatRange(low, high, formatShare);
  const holds = `The largest ${one} holds ${range} of the ${weight}`;
  if (view.weightBounds) return `${holds}, whatever the open weights are`;
  return unknown.share > 0 ? `${holds}, whoever holds the unknown` : `${holds}; nothing is left open`;
}

/** The indices that are parts of 1, with their ranges, for one scale from 0 to 1. */
export function boundsRows({ weightBounds, metrics: { hhi, cr1, cr4, gini } }: ViewResult) {
  const ratio = ({ low, stated, high }: Bound): Bound => ({
    low: low === null ? null : low / 10_000,
    stated: stated === null ? null : stated / 10_000,
    high: high === null ? null : high / 10_000,
  });
  const points = (value: number | null) => formatHhi(value === null ? null : value * 10_000);
  return [
    { label: 'Largest', bound: cr1, format: formatShare },
    { label: 'Top four', bound: cr4, format: formatShare },
    { label: 'HHI of 10,000', bound: ratio(hhi), own: hhi, format: points },
    {
      label: weightBounds ? 'Gini, stated alone' : 'Gini, known part',
      bound: { low: gini.stated, stated: gini.stated, high: gini.stated },
      format: formatIndex,
    },
  ];
}
