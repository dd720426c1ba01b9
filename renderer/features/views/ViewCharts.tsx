import { type ComponentType, memo } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import { Button, ChipMenu, Toolbar } from '../../app/controls/index.ts';
import { useUi } from '../../state/ui.ts';
import { CHARTS, type ChartId, chartsThatFit } from './chartKinds.ts';
import { MapChart } from './chartOfCountries.tsx';
import { PricesChart, SupplyChart, UptimeChart } from './chartsOfDataset.tsx';
import { BoundsChart, HillChart, LorenzChart, ParetoChart, RankedChart } from './chartsOfShares.tsx';
import { HeatmapChart, TreemapChart } from './chartsOfTwo.tsx';
import styles from './views.module.css';

export type ChartsProps = {
  dataset: Dataset;
  spec: ViewSpec;
  result: ViewResult;
  selected: readonly string[];
  /** a mark that stands for a group was chosen; `extend` with Ctrl or Shift */
  onSelect: (key: string, extend: boolean) => void;
};

const COMPONENTS: Record<ChartId, ComponentType<ChartsProps>> = {
  ranked: RankedChart,
  pareto: ParetoChart,
  lorenz: LorenzChart,
  treemap: TreemapChart,
  heatmap: HeatmapChart,
  map: MapChart,
  hill: HillChart,
  bounds: BoundsChart,
  prices: PricesChart,
  uptime: UptimeChart,
  supply: SupplyChart,
};
const OFFERED = 5;

/** The chart of a view, and the others that fit it; all of them share the selection of the table. */
export function ViewCharts(props: ChartsProps) {
  const fitting = chartsThatFit(props.result, props.dataset);
  const viewChart = useUi((state) => state.viewChart);
  const setViewChart = useUi((state) => state.setViewChart);
  const kind = fitting.find(({ id }) => id === viewChart)?.id ?? 'ranked';
  const Picture = COMPONENTS[kind];
  return (
    <section className={styles.chartPanel} aria-label="Chart">
      <ChartChoice kind={kind} fitting={fitting.map(({ id }) => id).join(' ')} onKind={setViewChart} />
      <Picture key={kind} {...props} />
    </section>
  );
}

/** The kinds of charts that fit, as ids with blanks between: the same words draw nothing again. */
const ChartChoice = memo(function ChartChoice(props: { kind: ChartId; fitting: string; onKind: (kind: ChartId) => void }) {
  const { kind, onKind } = props;
  const ids = new Set(props.fitting.split(' '));
  const fitting = CHARTS.filter(({ id }) => ids.has(id));
  return (
    <Toolbar label="Chart" className={styles.chartHead}>
      <ChipMenu
        label="chart"
        selected={kind}
        items={fitting.map(({ id, label, question }) => ({ id, label, description: question }))}
        onSelect={onKind}
        searchable={false}
      />
      <span className={styles.quiet}>also fits</span>
      {fitting
        .filter(({ id }) => id !== kind)
        .slice(0, OFFERED)
        .map(({ id, label }) => (
          <Button key={id} size="small" variant="quiet" onPress={() => onKind(id)}>
            {label}
          </Button>
        ))}
    </Toolbar>
  );
});
