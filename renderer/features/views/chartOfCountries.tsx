import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { type ChartFrame, choroplethOfView, rankedBars } from '../../../shared/charts/index.ts';
import { Chart, useWorldMap } from '../../chart/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { useShareLines } from '../claims/usePackLines.ts';
import type { ChartsProps } from './ViewCharts.tsx';
import styles from './views.module.css';

const HEIGHT = 330;
const MOST_COUNTRIES = 300;

/** Where the capacity is, beside the ranking: a map alone makes large countries look like much capacity. */
export function MapChart({ dataset, spec, result, selected, onSelect }: ChartsProps) {
  const client = useClient();
  const map = useWorldMap();
  const all: ViewSpec = { ...spec, split: '', columns: '', top: MOST_COUNTRIES };
  const whole = useQuery({
    queryKey: [...queryKeys.case, 'view', all],
    queryFn: ({ signal }) => client.views.open(all, { signal }),
  }).data;
  const countries = (whole ?? result).top;
  const build = useCallback(
    (frame: ChartFrame) => choroplethOfView(result, map as NonNullable<typeof map>, frame, countries),
    [result, map, countries],
  );
  const shown = Math.min(10, wholeSpec(spec).top);
  const references = useShareLines(dataset, spec.by);
  const bars = useCallback(
    (frame: ChartFrame) => rankedBars({ view: result, shown, selected, references }, frame),
    [result, shown, selected, references],
  );
  if (!map) return <p className={styles.quiet}>Opening the map</p>;
  return (
    <div className={styles.mapBeside}>
      <Chart build={build} height={HEIGHT} selected={selected} onSelect={onSelect} hint="Arrow keys visit the countries" />
      <Chart build={bars} height={HEIGHT} onSelect={onSelect} hint="The same, ranked" />
    </div>
  );
}
