import { useCallback } from 'react';
import type { ComparedSide } from '../../../shared/case/compare.ts';
import { type ChartFrame, type MultiplesPanel, smallMultiples, smallMultiplesHeight } from '../../../shared/charts/index.ts';
import {
  baseWords,
  dimensionNoun,
  formatAsOf,
  formatBound,
  formatCount,
  formatHhi,
  formatQuantity,
  formatShare,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Chart } from '../../chart/index.ts';
import styles from './compare.module.css';
import { type MetricLine, MetricTable } from './MetricTable.tsx';
import { baseOf, contextOf, marked, markedFinding } from './words.ts';

const SHOWN = 8;
/** Width of the narrowest window: the height of the panels has to hold for it. */
const NARROW = 840;

type Props = { sides: readonly ComparedSide[]; labels: readonly string[]; mark: string | null; stale: boolean };

function panelOf(side: ComparedSide, label: string): MultiplesPanel[] {
  const { view, metrics } = side;
  if (!view || !metrics) return [];
  return [
    {
      id: side.letter,
      label,
      rank: metrics.hhi.stated ?? 0,
      note: `HHI ${formatBound(metrics.hhi, formatHhi)}`,
      rows: view.top.slice(0, SHOWN).map(({ key, share }) => ({ id: key, label: key, value: share })),
      other: {
        groups: view.other.groups + Math.max(0, view.top.length - SHOWN),
        value: view.other.share + view.top.slice(SHOWN).reduce((sum, { share }) => sum + share, 0),
      },
      unknown: side.spec.unknown === 'bounds' ? view.unknown.share : 0,
    },
  ];
}

/** The metrics of all sides with their ranges, and the largest of each on one scale. */
export function SidesTab({ sides, labels, mark, stale }: Props) {
  const panels = sides.flatMap((side, index) => panelOf(side, labels[index] as string));
  const first = sides[0] as ComparedSide;
  const build = useCallback(
    (frame: ChartFrame) => {
      const shown = sides.flatMap((side, index) => panelOf(side, labels[index] as string));
      const weight = `Share of ${weightNoun(first.spec.weight)} by ${dimensionNoun(first.spec.by, 1)}`;
      const last = sides.at(-1) as ComparedSide;
      const largest = [...shown].sort((a, b) => b.rank - a.rank)[0];
      const finding = largest
        ? `${largest.label} is the most concentrated of ${shown.length} by HHI of the known weight`
        : 'No side has numbers';
      return smallMultiples(
        {
          context: {
            ...contextOf(first, last, weight, '%'),
            dataset: `${shown.length} sides`,
            n: sides.map(({ view }) => view?.entities ?? 0).join(', '),
          },
          by: first.spec.by,
          format: 'share',
          panels: shown,
          finding: markedFinding(finding, mark),
        },
        frame,
      );
    },
    [sides, labels, first, mark],
  );
  const more: MetricLine[] = [
    {
      label: `Total (${weightNoun(first.view?.stamp ?? first.spec.weight)})`,
      cells: sides.map(({ view }) => marked(formatQuantity(view?.total ?? null), mark)),
    },
    { label: 'Records', cells: sides.map(({ view }) => marked(formatCount(view?.rows ?? null), mark)) },
    { label: 'Unknown', cells: sides.map(({ view }) => marked(formatShare(view?.unknown.share ?? null), mark)) },
    { label: 'Supply base', cells: sides.map((side) => baseWords(baseOf(side))) },
    { label: 'As of', cells: sides.map(({ dataset }) => formatAsOf(dataset.asOf)) },
  ];
  return (
    <>
      <MetricTable title="Metrics side by side" sides={sides} labels={labels} mark={mark} more={more} />
      {panels.length > 0 && (
        <section className={styles.chartPanel} aria-label="The largest of each side">
          <Chart
            build={build}
            height={smallMultiplesHeight(panels, NARROW)}
            stale={stale}
            titled
            hint="Arrow keys read the bars, Ctrl+arrow goes to the next side"
          />
        </section>
      )}
    </>
  );
}
