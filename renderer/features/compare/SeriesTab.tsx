import { useCallback, useState } from 'react';
import { type ComparedChange, type CompareResult, PARTS } from '../../../shared/case/compare.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { type ChartFrame, timeSeries, type ValueFormat } from '../../../shared/charts/index.ts';
import { formatChange, PART_WORDS, seriesHeadline, seriesSteps } from '../../../shared/compare/headline.ts';
import { METRIC_ROWS, NO_BOUND } from '../../../shared/compare/metric-rows.ts';
import { areOneSeries } from '../../../shared/compare/series.ts';
import { formatAsOf, formatCount, formatRange, plural } from '../../../shared/format/index.ts';
import { Button, ChipMenu, type DataColumn, DataTable, ErrorNotice, Notice, Panel } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { runCommand } from '../../state/commands.ts';
import type { CompareChoice } from '../../state/ui.ts';
import styles from './compare.module.css';
import { MetricTable } from './MetricTable.tsx';
import { useCompare } from './useCompare.ts';
import { contextOf, marked, markedFinding, markNote, measureWords } from './words.ts';

const FORMATS: Record<string, ValueFormat> = { hhi: 'hhi', cr1: 'share', cr4: 'share', gini: 'index', shannonBits: 'index' };

type Props = {
  datasets: readonly Dataset[];
  choice: CompareChoice;
  /** further snapshots of the same network that have the columns of the view */
  more: number;
  /** those that have not, with the column */
  lacks: readonly { dataset: string; column: string }[];
};

/** Snapshots in the order of their dates: a metric as a line with its ranges, and the change from each to the next in its parts. */
export function SeriesTab({ datasets, choice, more, lacks }: Props) {
  const asOf = (id: string) => datasets.find((dataset) => dataset.id === id)?.asOf ?? null;
  const sides = [...choice.sides].sort((x, y) => {
    const [a, b] = [asOf(x.dataset) ?? '9999', asOf(y.dataset) ?? '9999'];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  const { result, stale, error, retry } = useCompare({ sides, steps: 'consecutive', anyway: choice.anyway });
  if (error) return <ErrorNotice error={error} effect="Nothing is shown for it." onRetry={retry} />;
  if (!result) return <p className={styles.quiet}>Computing the series…</p>;
  return (
    <>
      {more > 0 && (
        <Notice
          tone="info"
          title={`${plural(more, 'more snapshot')} of this network ${more === 1 ? 'is' : 'are'} in the case`}
          choices={
            <Button size="small" onPress={() => runCommand('compare.series')}>
              Take all snapshots
            </Button>
          }
        />
      )}
      {lacks.length > 0 && (
        <p className={styles.quiet}>
          Not in this series: {lacks.map(({ dataset, column }) => `${dataset} has no column ${column}`).join(', ')}. Other rows or another
          measure may be on every snapshot.
        </p>
      )}
      <SeriesFigure result={result} stale={stale} />
      <MetricTable
        title="Metrics by date"
        sides={result.sides}
        labels={result.sides.map(({ dataset }) => formatAsOf(dataset.asOf))}
        mark={result.mark}
      />
      <StepTable result={result} />
    </>
  );
}

function SeriesFigure({ result, stale }: { result: CompareResult; stale: boolean }) {
  const { sides, changes, mark } = result;
  const [metric, setMetric] = useState('hhi');
  const shown = METRIC_ROWS.find(({ id }) => id === metric) ?? METRIC_ROWS[0];
  const build = useCallback(
    (frame: ChartFrame) => {
      const [first, last] = [sides[0], sides.at(-1)];
      if (!first || !last || !shown) throw new Error('a series without sides');
      const points = sides.map(({ dataset, metrics }) => ({ date: dataset.asOf ?? '', value: metrics ? shown.of(metrics) : NO_BOUND }));
      const finding =
        shown.id === 'hhi'
          ? seriesHeadline(
              sides.map(({ dataset }, index) => ({ name: dataset.name, hhi: points[index]?.value ?? NO_BOUND })),
              areOneSeries(sides.map(({ dataset }) => dataset.name)),
              seriesSteps({ sides, changes }),
            )
          : undefined;
      return timeSeries(
        {
          context: contextOf(first, last, measureWords(first, shown.label), shown.id === 'hhi' ? 'points' : ''),
          measure: shown.label,
          format: FORMATS[shown.id] ?? 'count',
          series: [{ id: shown.id, label: shown.label, points }],
          ...(finding === undefined ? {} : { finding: markedFinding(finding, mark) }),
        },
        frame,
      );
    },
    [sides, changes, shown, mark],
  );
  return (
    <section className={styles.chartPanel} aria-label="Metric over time">
      <div className={styles.chartHead}>
        <ChipMenu label="metric" selected={metric} items={METRIC_ROWS.map(({ id, label }) => ({ id, label }))} onSelect={setMetric} />
      </div>
      <Chart build={build} height={250} stale={stale} titled hint="Arrow keys visit the snapshots" />
    </section>
  );
}

/** The change of HHI from each snapshot to the next. */
function StepTable({ result: { sides, changes, mark } }: { result: CompareResult }) {
  if (changes.length === 0) return null;
  const day = (index: number) => formatAsOf(sides[index]?.dataset.asOf ?? null);
  const knownOnly = changes.some((change) => change.knownOnly);
  const inTime = changes.every((change) => change.inTime);
  const number = (id: string, header: string, cell: (change: ComparedChange) => string): DataColumn<ComparedChange> => ({
    id,
    header,
    align: 'right',
    cell,
  });
  const columns: DataColumn<ComparedChange>[] = [
    { id: 'step', header: 'From, to', rowHeader: true, cell: ({ from, to }) => `${day(from)} to ${day(to)}` },
    number('change', 'HHI', ({ hhi }) => marked(formatChange(hhi?.change ?? null), mark)),
    ...PARTS.map((part) => number(part, PART_WORDS[part].label, ({ hhi }) => marked(formatChange(hhi?.parts[part] ?? null), mark))),
    ...(knownOnly
      ? [number('range', 'Range over the unknown', ({ bounds }) => marked(formatRange(bounds.low, bounds.high, formatChange), mark))]
      : []),
    number('entered', inTime ? 'Entered' : 'Only in later', ({ counts }) => formatCount(counts.entered)),
    number('left', inTime ? 'Left' : 'Only in earlier', ({ counts }) => formatCount(counts.left)),
    number('matched', 'In both', ({ counts }) => formatCount(counts.matched)),
  ];
  return (
    <Panel title="From each snapshot to the next" aside="points of HHI; the parts add up exactly" flush>
      <DataTable
        label="Change from each snapshot to the next"
        scrolls
        columns={columns}
        rows={changes}
        rowKey={({ from, to }) => `${from} ${to}`}
        caption={[knownOnly ? 'Parts of the known weight.' : null, markNote(mark)].filter((line) => line !== null).join(' ') || undefined}
      />
    </Panel>
  );
}
