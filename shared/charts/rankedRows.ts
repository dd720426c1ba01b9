import type { ExactEnds, ExactNumber, Group, ShareRange, ViewResult } from '../case/view.ts';
import { NAKAMOTO_THRESHOLDS } from '../case/view.ts';
import type { Line } from '../claims/line.ts';
import { decimalOf, decimalToJson, parseDecimal, rescale } from '../columns/decimal.ts';
import { formatCount, formatPercentDigits, formatRange } from '../format/index.ts';

export type RankedBarsInput = {
  view: ViewResult;
  shown: number;
  selected?: readonly string[];
  /** lines of threshold packs for the share of one holder */
  references?: readonly ReferenceLine[];
};

/** A level of one holder's share from a threshold pack: `at` = where it is drawn, `line` = what decides; `label` names pack and edition. */
export type ReferenceLine = { at: number; label: string; line: Line };

/** A bar: a group, all groups that are not shown, what is named in part only, or what nobody is known to hold. */
export type Row = {
  kind: 'group' | 'other' | 'partial' | 'unknown';
  name: string;
  value: ExactNumber;
  share: number;
  cumulative: number;
  rows: number | null;
  /** ends of the weight where records state bounds */
  ends?: Group['ends'];
  /** exact ends of the share over all that is open */
  exact?: ExactEnds;
  shareRange?: ShareRange | undefined;
  cumulativeRange?: ShareRange | undefined;
};

/** A share in digits of percent, where records state bounds low to high: the share of what is stated alone is never shown as the number. */
export const shareDigits = (share: number, range: ShareRange | undefined): string =>
  range ? formatRange(range.low, range.high, formatPercentDigits) : formatPercentDigits(share);

/** A level of the known total, the number of groups that pass it, and where it stands as a part of the whole total. */
export type Step = {
  level: string;
  k: number;
  at: number;
  detail: ViewResult['nakamotoDetail'][keyof ViewResult['nakamotoDetail']] | null;
};

/** Exact sum of numbers and exact texts. */
function exactSum(values: readonly ExactNumber[]): ExactNumber {
  const decimals = values.map((value) => (typeof value === 'string' ? parseDecimal(value) : decimalOf(value)) ?? { units: 0n, scale: 0 });
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  const units = decimals.reduce((sum, decimal) => sum + rescale(decimal, scale), 0n);
  return decimalToJson(parseDecimal(`${units}e-${scale}`) ?? { units: 0n, scale: 0 });
}

const negative = (value: ExactNumber): ExactNumber => (typeof value === 'number' ? -value : `-${value}`);

/** Share of the total that no entity holds: none where unknown weight counts as entities, or is left out of the total. */
const unknownShare = ({ stamp, unknown }: ViewResult): number => (stamp.unknownPolicy === 'bounds' ? unknown.share : 0);

/** Rows that the chart draws: the largest `shown` groups, Other with its count, what is named in part, Unknown. */
export function rowsOf({ view, shown }: RankedBarsInput): Row[] {
  const open = unknownShare(view);
  const top = view.top.slice(0, shown);
  const rest = view.top.slice(shown);
  const rows: Row[] = top.map((group) => ({
    kind: 'group',
    name: group.key,
    value: group.value,
    share: group.share,
    cumulative: group.cumulative,
    rows: group.rows,
    ...(group.ends && { ends: group.ends }),
    ...(group.exact && { exact: group.exact }),
    shareRange: group.shareRange,
    cumulativeRange: group.cumulativeRange,
  }));
  const others = view.other.groups + rest.length;
  if (others > 0) {
    const share = view.other.share + rest.reduce((sum, group) => sum + group.share, 0);
    const value = exactSum([view.other.value, ...rest.map((group) => group.value)]);
    rows.push({
      kind: 'other',
      name: `Other (${formatCount(others)})`,
      value,
      share,
      cumulative: 1 - open,
      rows: null,
      ...(rest.length === 0 && { shareRange: view.other.shareRange }),
    });
  }
  const partial = open > 0 ? (view.partialTotal?.share ?? 0) : 0;
  const unknown = partial > 0 ? open - partial : open;
  const isWhole = partial > 0 && view.partialTotal?.rows === view.unknown.rows;
  if (view.partialTotal && partial > 0) {
    const { value, rows: count } = view.partialTotal;
    const cumulative = isWhole ? 1 : 1 - unknown;
    rows.push({ kind: 'partial', name: 'Named in part', value, share: partial, cumulative, rows: count });
  }
  if (open > 0 && !isWhole)
    rows.push({
      kind: 'unknown',
      name: 'Unknown',
      value: view.partialTotal ? exactSum([view.unknown.value, negative(view.partialTotal.value)]) : view.unknown.value,
      share: Math.max(0, unknown),
      cumulative: 1,
      rows: view.unknown.rows - (view.partialTotal?.rows ?? 0),
      ...(partial === 0 && { shareRange: view.unknown.shareRange }),
    });
  return rows;
}

/** Levels that some groups pass, none where records state bounds: who passes then depends on them. They are parts of the known total, so in a panel of the whole total they stand at t x (1 - unknown). */
export function stepsOf(view: ViewResult): Step[] {
  if (view.weightBounds) return [];
  const known = 1 - unknownShare(view);
  return NAKAMOTO_THRESHOLDS.flatMap((level) => {
    const k = view.metrics.nakamoto[level].stated;
    if (k === null) return [];
    const [numerator = 1, denominator = 1] = level.split('/').map(Number);
    return [{ level, k, at: (numerator / denominator) * known, detail: view.nakamotoDetail[level] ?? null }];
  });
}
