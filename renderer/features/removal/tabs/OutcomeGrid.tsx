import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ServedRange, Verdict } from '../../../../shared/case/contingencies.ts';
import type { Placement } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { formatCount, formatQuantity } from '../../../../shared/format/index.ts';
import { Button } from '../../../app/controls/index.ts';
import { Grid, type GridColumn, type GridSort } from '../../../grid/index.ts';
import { servableHeader, servedAmounts, servedShare } from '../served.ts';
import { outcomeWidths } from './outcome-widths.ts';
import styles from './tabs.module.css';

/** One removal and what is left after it. */
export type Outcome = {
  name: string;
  gpus: number;
  served: ServedRange;
  verdict: Verdict;
  /** units that a factor takes along */
  units?: number;
};

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  breaks: 'below the threshold',
  open: 'unknowns decide',
  passes: 'threshold met',
};

/** The verdict in words; the colour repeats it. */
export function VerdictWord({ verdict, mode }: { verdict: Verdict; mode?: Placement }) {
  return <span className={styles[verdict]}>{verdictText(verdict, mode)}</span>;
}

/** The verdict in words; where classes compete the bounds may leave it open too. */
const verdictText = (verdict: Verdict, mode?: Placement): string =>
  verdict === 'open' && mode === 'competing' ? 'bounds leave it open' : VERDICT_WORDS[verdict];

type Props = {
  label: string;
  /** what the rows are: heading of their names */
  noun: string;
  rows: readonly Outcome[];
  model: RemovalModel;
  /** rows are factors: say how many units each takes along */
  shared?: boolean;
  action?: { label: string; run: (row: Outcome) => void };
};

/** Pixels of a grid with few rows: head, rows, and room for one more line. */
const HEAD = 40;
const ROW = 29;
const MOST_HEIGHT = 320;
const START: GridSort = { column: 'served', direction: 'asc' };
const rowKey = (row: Outcome): string => row.name;

/** On a narrow page the share gives way: amounts and verdict stay readable without scrolling. */
const ROOMY = '(min-width: 1500px)';
const isRoomy = (): boolean => window.matchMedia(ROOMY).matches;
function onWidth(changed: () => void): () => void {
  const query = window.matchMedia(ROOMY);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Removals with what is left after each, least served first. */
export function OutcomeGrid({ label, noun, rows, model, shared = false, action }: Props) {
  const roomy = useSyncExternalStore(onWidth, isRoomy);
  const widths = useMemo(() => outcomeWidths(rows, model), [rows, model]);
  const columns = useMemo<GridColumn<Outcome>[]>(
    () => [
      { id: 'name', header: noun, width: 110, flex: 3, sortable: true, text: ({ name }) => name },
      ...(shared
        ? [
            {
              id: 'units',
              header: 'Units',
              width: widths.units,
              align: 'right' as const,
              text: ({ units }: Outcome) => formatCount(units ?? 0),
            },
          ]
        : []),
      { id: 'gpus', header: 'GPUs', width: widths.gpus, align: 'right', sortable: true, text: ({ gpus }) => formatQuantity(gpus) },
      {
        id: 'served',
        header: servableHeader(model),
        width: widths.served,
        align: 'right',
        sortable: true,
        text: ({ served }) => servedAmounts(model, served),
      },
      ...(roomy
        ? [
            {
              id: 'share',
              header: 'Share',
              width: widths.share,
              align: 'right' as const,
              text: ({ served }: Outcome) => servedShare(model, served),
            },
          ]
        : []),
      {
        id: 'verdict',
        header: 'Verdict',
        width: 150,
        text: ({ verdict }) => verdictText(verdict, model.mode),
        render: ({ verdict }) => <VerdictWord verdict={verdict} mode={model.mode} />,
      },
      ...(action
        ? [
            {
              id: 'action',
              header: 'Action',
              width: 100,
              pinned: 'right' as const,
              align: 'right' as const,
              text: () => action.label,
              render: (row: Outcome) => (
                <Button size="small" variant="quiet" onPress={() => action.run(row)} aria-label={`${action.label} ${row.name}`}>
                  {action.label}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [noun, shared, model, action, widths, roomy],
  );
  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null) => {
      const sign = sort?.direction === 'desc' ? -1 : 1;
      const place = (row: Outcome): number | string =>
        sort?.column === 'gpus' ? row.gpus : sort?.column === 'name' ? row.name : row.served.low;
      const ordered = rows.toSorted((a, b) => {
        const [x, y] = [place(a), place(b)];
        // among equals the larger is read first
        return (x < y ? -1 : x > y ? 1 : 0) * sign || b.gpus - a.gpus;
      });
      return { total: ordered.length, rows: ordered.slice(start, end) };
    },
    [rows],
  );
  return (
    <div className={styles.grid} style={{ height: Math.min(MOST_HEIGHT, (rows.length + 1) * ROW + HEAD) }}>
      <Grid label={label} columns={columns} window={window} rowKey={rowKey} sort={START} emptyText={`No ${noun.toLowerCase()} to lose`} />
    </div>
  );
}
