import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { type ViewResult, type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import {
  boundsBar,
  type ChartFrame,
  hillProfile,
  lorenz,
  pareto,
  paretoHeight,
  rankedBars,
  rankedBarsHeight,
} from '../../../shared/charts/index.ts';
import { Tabs } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { boundsRows } from './metrics.ts';
import styles from './views.module.css';

export type ChartsProps = {
  spec: ViewSpec;
  result: ViewResult;
  stale: boolean;
  selected: readonly string[];
  /** a mark that stands for a group was chosen; `extend` with Ctrl or Shift */
  onSelect: (key: string, extend: boolean) => void;
};

type ChartKind = 'ranked' | 'pareto' | 'lorenz' | 'hill' | 'bounds';

/** The charts that fit a view; all of them share the selection of the table. */
export function ViewCharts(props: ChartsProps) {
  const [kind, setKind] = useState<ChartKind>('ranked');
  const items: { id: ChartKind; label: string; content: ReactNode }[] = [
    { id: 'ranked', label: 'Ranked bars', content: <RankedBars {...props} /> },
    { id: 'pareto', label: 'Pareto', content: <Pareto {...props} /> },
    { id: 'lorenz', label: 'Lorenz', content: <Lorenz {...props} /> },
    { id: 'hill', label: 'Hill profile', content: <Hill {...props} /> },
    { id: 'bounds', label: 'Bounds', content: <Bounds {...props} /> },
  ];
  return (
    <section className={styles.chartPanel} aria-label="Chart">
      <Tabs label="Chart" selected={kind} onSelect={setKind} items={items} />
    </section>
  );
}

function RankedBars({ spec, result, stale, selected, onSelect }: ChartsProps) {
  const { top } = wholeSpec(spec);
  const build = useCallback((frame: ChartFrame) => rankedBars({ view: result, shown: top, selected }, frame), [result, top, selected]);
  return (
    <Chart
      build={build}
      height={rankedBarsHeight(result, top, top > 10 ? 18 : 21)}
      stale={stale}
      onSelect={onSelect}
      hint="Arrow keys read the bars, Enter selects, Ctrl+arrow visits the levels"
    />
  );
}

function Pareto({ spec, result, stale, onSelect }: ChartsProps) {
  const { top } = wholeSpec(spec);
  const build = useCallback((frame: ChartFrame) => pareto({ view: result, shown: top }, frame), [result, top]);
  return (
    <Chart
      build={build}
      height={paretoHeight(result, top, top > 10 ? 18 : 20)}
      stale={stale}
      onSelect={onSelect}
      hint="Arrow keys read the bars, Enter selects, Ctrl+arrow visits the levels"
    />
  );
}

/** The curve, and where accounts were merged a second one of the accounts as the file gives them. */
function Lorenz({ spec, result, stale }: ChartsProps) {
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
  return <Chart build={build} height={340} stale={stale} hint="Arrow keys walk along the curve, Ctrl+arrow changes the curve" />;
}

function Hill({ result, stale }: ChartsProps) {
  const build = useCallback((frame: ChartFrame) => hillProfile({ view: result }, frame), [result]);
  return <Chart build={build} height={310} stale={stale} hint="Arrow keys walk along the orders: higher ones count large holders more" />;
}

/** Low, known and high of the shares and counts on one scale each. */
function Bounds({ result, stale }: ChartsProps) {
  const rows = boundsRows(result);
  const build = useCallback(
    (frame: ChartFrame) =>
      boundsBar(
        { title: 'What the unknown leaves open', rows: boundsRows(result), scale: { low: 0, high: 1 }, caption: result.finding },
        frame,
      ),
    [result],
  );
  return <Chart build={build} height={rows.length * 30} stale={stale} hint="Arrow keys read the ranges" />;
}
