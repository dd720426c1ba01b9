import type { Ladder } from '../case/quality.ts';
import type { SpreadResult } from '../case/spread.ts';
import { baseWords, formatShare, plural } from '../format/index.ts';
import { formatFraction } from '../metrics/exact.ts';
import { USUAL_SERVICE_LEVEL } from '../metrics/uptime.ts';
import type { Chart, ChartFrame } from './chart.ts';
import type { ChartContext } from './context.ts';
import { ecdf } from './ecdf.ts';
import { type LadderRung, ladder } from './ladder.ts';
import { type SpreadGroup, type SpreadInput, stepPoints } from './spread.ts';
import { strip } from './strip.ts';

const contextOf = ({ stamp }: SpreadResult, measure: string, unit: string, n: string): ChartContext => ({
  dataset: stamp.dataset,
  measure,
  unit,
  base: stamp.base,
  asOf: stamp.asOf,
  n,
  sample: stamp.sample,
});

const rejectedRows = ({ rejected }: SpreadResult): number => rejected.reduce((sum, { rows }) => sum + rows, 0);

/** Offers of each class as strips, worst spread first; `most` classes are drawn, the count is of all. */
export function pricesChart(result: SpreadResult, frame: ChartFrame, most = Infinity): Chart {
  const groups = (result.price?.classes ?? []).map(({ key, unweighted, points }): SpreadGroup => {
    const bare = unweighted === null || unweighted.pointsOnly;
    return {
      id: key,
      label: key,
      n: unweighted?.n ?? points.length,
      points: stepPoints(points),
      p10: bare ? null : unweighted.p10,
      p50: bare ? null : unweighted.p50,
      p90: bare ? null : unweighted.p90,
    };
  });
  const offers = groups.reduce((sum, { n }) => sum + n, 0);
  const context = contextOf(result, `Price by class (${result.price?.classIs ?? ''})`, result.price?.unit ?? '', plural(offers, 'offer'));
  const drawn = groups.slice(0, most);
  return strip({ context, measure: 'price', of: 'offers', format: 'quantity', groups: drawn, missing: rejectedRows(result) }, frame);
}

/** The value that a part of the weight reaches at most. */
const quantileOf = (points: SpreadGroup['points'], part: number): number | null => points.find(([, share]) => share >= part)?.[0] ?? null;

/** Share of the weight at or below each uptime, with the service level and `further` levels. */
export function uptimeChart(result: SpreadResult, frame: ChartFrame, further: NonNullable<SpreadInput['references']> = []): Chart {
  const { uptime } = result;
  const points = uptime?.ecdf ?? [];
  const n = uptime?.providers ?? 0;
  const [numerator = 199, denominator = 200] = (uptime?.slo ?? formatFraction(USUAL_SERVICE_LEVEL)).split('/').map(Number);
  const level = numerator / denominator;
  const group = {
    id: 'all',
    label: 'all',
    n,
    points,
    p10: quantileOf(points, 0.1),
    p50: quantileOf(points, 0.5),
    p90: quantileOf(points, 0.9),
  };
  return ecdf(
    {
      context: contextOf(result, 'Uptime', uptime?.windowDays ? plural(uptime.windowDays, 'day') : '', plural(n, 'provider')),
      measure: 'uptime',
      of: result.weight === null ? 'records' : 'GPUs',
      format: 'share',
      groups: points.length > 0 ? [group] : [],
      references: [{ at: level, label: `service level ${formatShare(level)}` }, ...further],
      missing: rejectedRows(result),
    },
    frame,
  );
}

/** How prices or uptimes were read, and what was left out of them, a sentence each. */
export const spreadReading = ({ decisions, notes, rejected }: SpreadResult): string[] => [
  ...decisions,
  ...notes,
  ...rejected.map(({ rows, reason }) => `${plural(rows, 'record')}: ${reason}`),
];

/** The rungs of a supply ladder as they are drawn: the first count of each stands for it. */
export const rungsOf = ({ rungs }: Ladder): LadderRung[] =>
  rungs.map(({ rung, wider, counts: [head] }) => {
    const range = head?.range ?? null;
    return {
      id: rung,
      label: baseWords(rung),
      value: head ? Number(range?.low ?? head.gpus) : null,
      ends: range && { low: Number(range.low), high: range.high === null ? null : Number(range.high) },
      wider,
      source: head?.source ?? 'not disclosed',
      asOf: head?.asOf ?? null,
    };
  });

/** Which count of the supply the numbers of a dataset are of. */
export function supplyChart(
  rungs: readonly LadderRung[],
  of: Pick<ChartContext, 'dataset' | 'base' | 'asOf' | 'sample'>,
  frame: ChartFrame,
): Chart {
  const known = rungs.filter(({ value }) => value !== null).length;
  const { dataset, base, asOf, sample } = of;
  const n = `${known} of ${plural(rungs.length, 'rung')}`;
  return ladder(
    {
      context: { dataset, measure: 'GPUs by supply base', unit: 'GPUs', base, asOf, n, sample },
      weight: 'GPUs',
      rungs,
      ...(base ? { base } : {}),
    },
    frame,
  );
}
