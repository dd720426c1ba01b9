import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { SpreadKind, SpreadResult } from '../../../shared/case/spread.ts';
import { wholeSpec } from '../../../shared/case/view.ts';
import {
  type ChartContext,
  type ChartFrame,
  ecdf,
  ladder,
  ladderHeight,
  type SpreadGroup,
  stepPoints,
  strip,
  stripHeight,
} from '../../../shared/charts/index.ts';
import { chartLines } from '../../../shared/claims/chart-lines.ts';
import { baseWords, dimensionNoun, formatShare, plural } from '../../../shared/format/index.ts';
import { formatFraction } from '../../../shared/metrics/exact.ts';
import { USUAL_SERVICE_LEVEL } from '../../../shared/metrics/uptime.ts';
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

function contextOf({ stamp }: SpreadResult, measure: string, unit: string, n: string): ChartContext {
  return { dataset: stamp.dataset, measure, unit, base: stamp.base, asOf: stamp.asOf, n, sample: stamp.sample };
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
  const lines = [
    ...spread.decisions,
    ...spread.notes,
    ...spread.rejected.map(({ rows, reason }) => `${plural(rows, 'record')}: ${reason}`),
  ];
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

const rejectedRows = ({ rejected }: SpreadResult): number => rejected.reduce((sum, { rows }) => sum + rows, 0);

/** Offers of each GPU class as strips, worst spread first. */
export function PricesChart(props: ChartsProps) {
  const { data, error } = useSpread(props, 'price');
  const build = useCallback(
    (frame: ChartFrame) => {
      const result = data as SpreadResult;
      const classes = result.price?.classes ?? [];
      const groups = classes.map(({ key, unweighted, points }): SpreadGroup => {
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
      const context = contextOf(
        result,
        `Price by class (${result.price?.classIs ?? ''})`,
        result.price?.unit ?? '',
        plural(offers, 'offer'),
      );
      return strip({ context, measure: 'price', of: 'offers', format: 'quantity', groups, missing: rejectedRows(result) }, frame);
    },
    [data],
  );
  if (!data) return <Waiting error={error} what="Prices" />;
  return (
    <>
      <Chart build={build} height={stripHeight(data.price?.classes.length ?? 0)} titled hint="Arrow keys read the classes" />
      <p className={styles.quiet}>{ofView(data, props)}</p>
      <Reading spread={data} />
    </>
  );
}

/** The value that a part of the weight reaches at most. */
const quantileOf = (points: SpreadGroup['points'], part: number): number | null => points.find(([, share]) => share >= part)?.[0] ?? null;

/** Share of the weight at or below each uptime, with the service level. */
export function UptimeChart(props: ChartsProps) {
  const packs = useChosenPacks();
  const { data, error } = useSpread(props, 'uptime');
  const build = useCallback(
    (frame: ChartFrame) => {
      const result = data as SpreadResult;
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
      const window = uptime?.windowDays ? plural(uptime.windowDays, 'day') : '';
      return ecdf(
        {
          context: contextOf(result, 'Uptime', window, plural(n, 'provider')),
          measure: 'uptime',
          of: result.weight === null ? 'records' : 'GPUs',
          format: 'share',
          groups: points.length > 0 ? [group] : [],
          references: [{ at: level, label: `service level ${formatShare(level)}` }, ...chartLines(packs, ['uptime'], [])],
          missing: rejectedRows(result),
        },
        frame,
      );
    },
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
  const build = useCallback(
    (frame: ChartFrame) => {
      const rungs = (data?.rungs ?? []).map(({ rung, wider, counts: [head] }) => {
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
      const known = rungs.filter(({ value }) => value !== null).length;
      const { stamp } = result;
      const context = { dataset: stamp.dataset, measure: 'GPUs by supply base', unit: 'GPUs', base: stamp.base, asOf: stamp.asOf };
      return ladder(
        {
          context: { ...context, n: `${known} of ${plural(rungs.length, 'rung')}`, sample: stamp.sample },
          weight: 'GPUs',
          rungs,
          ...(stamp.base ? { base: stamp.base } : {}),
        },
        frame,
      );
    },
    [data, result],
  );
  if (!data) return <Waiting error={error} what="Rungs of the supply" />;
  return <Chart build={build} height={ladderHeight(data.rungs.length, 34)} titled hint="Arrow keys read the rungs" />;
}
