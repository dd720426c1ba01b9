import { ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ViewResult, ViewRow } from '../../../shared/case/view.ts';
import {
  dimensionNoun,
  dimensionTitle,
  endsWords,
  formatCount,
  formatQuantity,
  formatShare,
  NO_VALUE,
  plural,
  shareRangeWords,
  shareWords,
  statedWords,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button } from '../../app/controls/index.ts';
import { type GridColumn, ShareBar } from '../../grid/index.ts';
import { amountWidth } from '../../grid/widths.ts';
import styles from './table.module.css';

/** A line of the table, or one below it that stays in place. */
export type TableRow = ViewRow & { total?: 'unknown' | 'all' };

/** What the table does with a line. */
export type RowActions = {
  isOpen: (key: string) => boolean;
  toggle: (key: string) => void;
  records: (row: TableRow) => void;
};

/** Strength of a bar by its place among the five largest shares: equal shares look alike. */
const tone = (share: number, [first = 1, ...next]: readonly number[]): 1 | 2 | 3 =>
  share >= first ? 1 : share >= (next.at(-1) ?? first) ? 2 : 3;

/** Key of a line: a nested one has its group in front, which no name of a group holds. */
export const rowKeyOf = ({ key, parent, total }: TableRow): string => (total ? `:${total}` : parent ? `${parent}\u0000${key}` : key);

/** Opens a group. The click is taken before the grid sees it, which would select the row. */
function ExpandButton({ isOpen, label, onToggle }: { isOpen: boolean; label: string; onToggle: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onToggle);
  latest.current = onToggle;
  useEffect(() => {
    const take = (event: Event) => {
      event.stopPropagation();
      latest.current();
    };
    const element = button.current;
    element?.addEventListener('click', take);
    return () => element?.removeEventListener('click', take);
  }, []);
  return (
    <button
      ref={button}
      type="button"
      tabIndex={-1}
      className={isOpen ? `${styles.expand} ${styles.open}` : styles.expand}
      aria-expanded={isOpen}
      aria-label={label}
    >
      <ChevronRight size={14} aria-hidden />
    </button>
  );
}

function GroupName({ row, split, actions }: { row: TableRow; split: string; actions: RowActions }) {
  if (row.total) return <strong>{row.key}</strong>;
  if (row.level === 1)
    return <span className={row.unknown ? styles.nestedUnknown : styles.nested}>{row.unknown ? 'Unknown' : row.key}</span>;
  if (!row.children) return <span className={styles.plain}>{row.key}</span>;
  const isOpen = actions.isOpen(row.key);
  return (
    <span className={styles.group}>
      <ExpandButton
        isOpen={isOpen}
        label={`${isOpen ? 'Collapse' : 'Expand'} ${row.key}, level 1, ${formatCount(row.children)} ${dimensionNoun(split, row.children)}`}
        onToggle={() => actions.toggle(row.key)}
      />
      {row.key}
    </span>
  );
}

/** Weight of a line in each column of the pivot. */
function pivotColumns({ pivot, stamp, weightBounds }: ViewResult): GridColumn<TableRow>[] {
  if (!pivot) return [];
  const heads = [
    ...pivot.columns.map(({ key }) => key),
    ...(pivot.other.groups > 0 ? [`Other (${formatCount(pivot.other.groups)})`] : []),
    ...(pivot.unknown.rows > 0 ? ['Unknown'] : []),
  ];
  // cells come with all columns, then other, then unknown, whether the last two hold anything or not
  const place = (index: number) =>
    index < pivot.columns.length ? index : pivot.other.groups > 0 && index === pivot.columns.length ? index : pivot.columns.length + 1;
  const amounts = [
    ...pivot.columns.map(({ value }) => value),
    ...(pivot.other.groups > 0 ? [pivot.other.value] : []),
    ...(pivot.unknown.rows > 0 ? [pivot.unknown.value] : []),
  ];
  return heads.map((head, index) => ({
    id: `pivot:${index}`,
    header: head,
    group: `${statedWords({ weightBounds }, weightNoun(stamp))} by ${dimensionNoun(stamp.columns ?? '', 1)}`,
    width: Math.max(76, Math.min(150, 30 + head.length * 7), amountWidth([formatQuantity(amounts[index] ?? 0)])),
    align: 'right',
    text: ({ cells }) => {
      const cell = cells?.[place(index)];
      return cell === null || cell === undefined ? NO_VALUE : formatQuantity(cell);
    },
  }));
}

/** The widest amounts of the table: of the largest group, and of all where that is a line. */
export function amountsOf(result: ViewResult): string[] {
  return [result.top[0]?.value ?? 0, ...totalRows(result).map(({ value }) => value)].map(formatQuantity);
}

/** Columns of the ranked table of a view (`largest` = the five largest shares now; the first is the full width of a bar): with a second dimension its groups open, with one across its values stand beside each other. */
export function tableColumns(result: ViewResult, largest: () => readonly number[], actions: RowActions): GridColumn<TableRow>[] {
  const { stamp, weightBounds, pivot } = result;
  const split = stamp.split ?? '';
  const weight = statedWords(result, weightNoun(stamp));
  const narrow = Boolean(weightBounds) || split !== '';
  return [
    {
      id: 'rank',
      header: 'Rank',
      width: 56,
      align: 'right',
      pinned: pivot ? 'left' : undefined,
      text: (row) => (row.total ? '' : formatCount(row.rank)),
    },
    {
      id: 'key',
      header: split === '' ? dimensionTitle(stamp.by) : `${dimensionTitle(stamp.by)}, ${dimensionNoun(split, 1)}`,
      width: pivot ? 190 : narrow ? 96 : 120,
      flex: pivot ? undefined : 3,
      pinned: pivot ? 'left' : undefined,
      sortable: true,
      text: (row) => row.key,
      render: split === '' && !pivot ? undefined : (row) => <GroupName row={row} split={split} actions={actions} />,
      onKey: (row, key) => {
        const isOpen = actions.isOpen(row.key);
        if (!row.children || row.total || (key !== 'ArrowRight' && key !== 'ArrowLeft') || isOpen === (key === 'ArrowRight')) return false;
        actions.toggle(row.key);
        return true;
      },
    },
    {
      id: 'value',
      header: weight,
      // room for the header with its arrow, and for all digits of the largest
      width: Math.max(92, Math.min(170, 44 + weight.length * 7), amountWidth(amountsOf(result))),
      align: 'right',
      sortable: true,
      text: (row) => formatQuantity(row.value),
    },
    ...(weightBounds
      ? [
          {
            id: 'ends',
            header: 'With bounds',
            width: 112,
            align: 'right',
            text: (row) => (row.ends ? endsWords(row.ends) : ''),
          } satisfies GridColumn<TableRow>,
        ]
      : []),
    {
      id: 'share',
      header: weightBounds ? 'Share, low to high' : 'Share of all',
      width: weightBounds ? 128 : narrow ? 100 : 112,
      flex: pivot || weightBounds ? undefined : 2,
      text: (row) => shareWords(result, row.share, row.shareRange),
      render: (row) =>
        weightBounds ? (
          // a bar would have one length
          <span title={shareWords(result, row.share, row.shareRange)}>{shareRangeWords(row.share, row.shareRange)}</span>
        ) : row.total ? (
          formatShare(row.share)
        ) : (
          <ShareBar
            share={row.share}
            most={largest()[0] ?? 1}
            text={formatShare(row.share)}
            tone={row.level === 1 ? 3 : tone(row.share, largest())}
          />
        ),
    },
    ...pivotColumns(result),
    ...(split === ''
      ? []
      : [
          {
            id: 'ofParent',
            header: weightBounds ? 'Stated part of its group' : 'Of its group',
            width: weightBounds ? 150 : 100,
            align: 'right',
            text: (row) => (row.level === 1 && row.ofParent !== undefined ? formatShare(row.ofParent) : ''),
          } satisfies GridColumn<TableRow>,
        ]),
    ...(split === '' && !pivot
      ? [
          {
            id: 'cumulative',
            header: weightBounds ? 'Cumulative, low to high' : 'Cumulative',
            width: weightBounds ? 150 : 100,
            align: 'right',
            text: (row) => (row.total ? '' : shareWords(result, row.cumulative, row.cumulativeRange)),
            render: weightBounds
              ? (row) =>
                  row.total ? null : (
                    <span title={shareWords(result, row.cumulative, row.cumulativeRange)}>
                      {shareRangeWords(row.cumulative, row.cumulativeRange)}
                    </span>
                  )
              : undefined,
          } satisfies GridColumn<TableRow>,
        ]
      : []),
    {
      id: 'rows',
      header: 'Records',
      width: narrow ? 78 : 88,
      align: 'right',
      sortable: true,
      text: (row) => formatCount(row.rows),
      render: (row) => (
        <Button
          size="small"
          variant="link"
          aria-label={`${plural(row.rows, 'record')} behind ${row.key}`}
          onPress={() => actions.records(row)}
        >
          {formatCount(row.rows)}
        </Button>
      ),
    },
  ];
}

/** The lines below the table: what no known group holds, and all of it. */
export function totalRows(result: ViewResult): TableRow[] {
  const { stamp, pivot, unknown, total, rows, weightBounds } = result;
  if (!stamp.split && !pivot) return [];
  const isOpen = stamp.unknownPolicy === 'bounds' && unknown.rows > 0;
  const cells = pivot && [...pivot.columns.map(({ value }) => value), pivot.other.value, pivot.unknown.value];
  const base = { rank: 0, cumulative: 1 };
  return [
    ...(isOpen
      ? [
          {
            ...base,
            total: 'unknown' as const,
            key: 'Unknown',
            value: unknown.value,
            share: unknown.share,
            shareRange: unknown.shareRange,
            rows: unknown.rows,
            cells: pivot?.unknownCells,
          },
        ]
      : []),
    {
      ...base,
      total: 'all' as const,
      key: 'Total',
      value: total,
      share: 1,
      rows,
      cells,
      ...(weightBounds && { ends: weightBounds, shareRange: { low: 1, high: 1 } }),
    },
  ];
}
