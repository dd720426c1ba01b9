import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import {
  boundsBar,
  type ChartFrame,
  contextOfView,
  hillProfile,
  lorenz,
  pareto,
  paretoHeight,
  rankedBars,
  rankedBarsHeight,
  subtitleOf,
} from '../../../shared/charts/index.ts';
import { formatRange } from '../../../shared/format/index.ts';
import { Chart } from '../../chart/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { useShareLines } from '../claims/usePackLines.ts';
import { boundsFinding, boundsRows } from './metrics.ts';
import type { ChartsProps } from './ViewCharts.tsx';

/** Pixels in which all levels can be named beside a single bar. */
const LEAST_HEIGHT = 124;

const BARS = 'Arrow keys read the bars, Enter selects, Ctrl+arrow visits the levels';

/** The largest groups, Other and Unknown, with the steps at which they pass a third, half and two thirds. */
export function RankedChart({ dataset, spec, result, selected, onSelect }: ChartsProps) {
  const { top } = wholeSpec(spec);
  const references = useShareLines(dataset, spec.by);
  const build = useCallback(
    (frame: ChartFrame) => rankedBars({ view: result, shown: top, selected, references }, frame),
    [result, top, selected, references],
  );
  return (
    <Chart
      build={build}
      height={Math.max(LEAST_HEIGHT, rankedBarsHeight(result, top, top > 10 ? 18 : 21, references))}
      onSelect={onSelect}
      hint={BARS}
    />
  );
}

/** The same on one scale from 0 to 100 %, with the sum as a stair. */
export function ParetoChart({ dataset, spec, result, selected, onSelect }: ChartsProps) {
  const { top } = wholeSpec(spec);
  const references = useShareLines(dataset, spec.by);
  const build = useCallback((frame: ChartFrame) => pareto({ view: result, shown: top, references }, frame), [result, top, references]);
  return (
    <Chart
      build={build}
      height={paretoHeight(result, top, top > 10 ? 18 : 20, references.length)}
      selected={selected}
      onSelect={onSelect}
      hint={BARS}
    />
  );
}

/** The curve, and where accounts were merged a second one of the accounts as the file gives them. */
export function LorenzChart({ spec, result }: ChartsProps) {
  const client = useClient();
  const merged = result.stamp.merged > 0;
  const asGiven = useMemo<ViewSpec>(() => ({ ...spec, entities: 'none' }), [spec]);
  const against = useQuery({
    queryKey: [...queryKeys.case, 'view', asGiven],
    queryFn: ({ signal }) => client.views.open(asGiven, { signal }),
    enabled: merged,
  }).data;
  const build = useCallback(
    (frame: ChartFrame) => lorenz({ view: result, ...(merged && against ? { against } : {}) }, frame),
    [result, merged, against],
  );
  return <Chart build={build} height={340} titled hint="Arrow keys walk along the curve, Ctrl+arrow changes the curve" />;
}

/** Effective number of holders over the order. */
export function HillChart({ result }: ChartsProps) {
  const build = useCallback((frame: ChartFrame) => hillProfile({ view: result }, frame), [result]);
  return <Chart build={build} height={310} titled hint="Arrow keys walk along the orders: higher ones count large holders more" />;
}

/** Low, known and high of what is a part of 1, on one scale. */
export function BoundsChart({ result }: ChartsProps) {
  const rows = boundsRows(result);
  const build = useCallback(
    (frame: ChartFrame) =>
      boundsBar(
        {
          title: boundsFinding(result),
          rows: boundsRows(result),
          scale: { low: 0, high: 1 },
          caption: subtitleOf(contextOfView(result, 'Largest shares, HHI and Gini with the range that unknown and open weight leave', '')),
          // room for a range alone: the mark on it is the value of what is stated
          ...(result.weightBounds && {
            words: ({ bound: { low, high }, format }) => formatRange(low, high, format),
          }),
        },
        frame,
      ),
    [result],
  );
  return <Chart build={build} height={rows.length * 30} titled hint="Arrow keys read the ranges, low to high" />;
}
