import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { SpreadKind, SpreadResult } from '../../../shared/case/spread.ts';
import { wholeSpec } from '../../../shared/case/view.ts';
import {
  type ChartFrame,
  ladderHeight,
  pricesChart,
  rungsOf,
  spreadReading,
  stripHeight,
  supplyChart,
  uptimeChart,
} from '../../../shared/charts/index.ts';
import { chartLines } from '../../../shared/claims/chart-lines.ts';
import { baseWords, dimensionNoun, plural } from '../../../shared/format/index.ts';
import { ErrorNotice } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { useChosenPacks } from '../claims/usePackLines.ts';
import { useLadder } from '../quality/useChecks.ts';
import type { ChartsProps } from './ViewCharts.tsx';
import styles from './views.module.css';

/** Spread of prices or uptime over the records that the view keeps. */
function useSpread({ spec }: ChartsProps, kind: SpreadKind) {
  const client = useClient();
  const { dataset, where, entities, base } = wholeSpec(spec);
  const ask = { dataset, kind, where, entities, base };
  return useQuery({
    queryKey: [...queryKeys.case, 'spread', ask],
    queryFn: ({ signal }) => client.views.spread(ask, { signal }),
    placeholderData: keepPreviousData,
  });
}

function Waiting({ error, what }: { error: unknown; what: string }) {
  return error ? <ErrorNotice error={error} effect={`${what} are not drawn.`} /> : <p className={styles.quiet}>Working it out</p>;
}

/** What of the view the chart is of: groups that are ranked have no part in it. */
function ofView({ stamp, baseLeftOut }: SpreadResult, { spec }: ChartsProps): string {
  const left = baseLeftOut ? `, ${plural(baseLeftOut.rows, 'record')} not stated to be ${baseWords(stamp.base)} left out` : '';
  const rows = spec.by === stamp.by ? '' : `; rows by ${dimensionNoun(spec.by, 1)} do not apply`;
  return `By ${dimensionNoun(stamp.by, 1)}, of the records that filter and supply base of the view keep${left}${rows}.`;
}

/** How the values were read, and what was left out of them. */
function Reading({ spread }: { spread: SpreadResult }) {
  const lines = spreadReading(spread);
  return lines.length === 0 ? null : (
    <details className={styles.reading}>
      <summary>How these values were read</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

/** Offers of each GPU class as strips, worst spread first. */
export function PricesChart(props: ChartsProps) {
  const { data, error } = useSpread(props, 'price');
  const build = useCallback((frame: ChartFrame) => pricesChart(data as SpreadResult, frame), [data]);
  if (!data) return <Waiting error={error} what="Prices" />;
  return (
    <>
      <Chart build={build} height={stripHeight(data.price?.classes.length ?? 0)} titled hint="Arrow keys read the classes" />
      <p className={styles.quiet}>{ofView(data, props)}</p>
      <Reading spread={data} />
    </>
  );
}

/** Share of the weight at or below each uptime, with the service level. */
export function UptimeChart(props: ChartsProps) {
  const packs = useChosenPacks();
  const { data, error } = useSpread(props, 'uptime');
  const build = useCallback(
    (frame: ChartFrame) => uptimeChart(data as SpreadResult, frame, chartLines(packs, ['uptime'], [])),
    [data, packs],
  );
  if (!data) return <Waiting error={error} what="Uptimes" />;
  return (
    <>
      <Chart build={build} height={300} titled hint="Arrow keys walk along the curve" />
      <p className={styles.quiet}>{ofView(data, props)}</p>
      <Reading spread={data} />
    </>
  );
}

/** Which count of the supply the numbers of the view are of. */
export function SupplyChart({ dataset, result }: ChartsProps) {
  const { data, error } = useLadder(dataset.id);
  const { stamp } = result;
  const build = useCallback((frame: ChartFrame) => supplyChart(data === undefined ? [] : rungsOf(data), stamp, frame), [data, stamp]);
  if (!data) return <Waiting error={error} what="Rungs of the supply" />;
  return <Chart build={build} height={ladderHeight(data.rungs.length, 34)} titled hint="Arrow keys read the rungs" />;
}
