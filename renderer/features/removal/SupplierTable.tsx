import { X } from 'lucide-react';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { dimensionNoun, dimensionTitle, formatCount, formatQuantity, formatRange, formatShare } from '../../../shared/format/index.ts';
import { Button, SearchField, Spacer } from '../../app/controls/index.ts';
import { Grid, type GridColumn, type GridSort, ShareBar } from '../../grid/index.ts';
import { amountWidth } from '../../grid/widths.ts';
import type { Preview } from './preview.ts';
import styles from './removal.module.css';

type Row = { unit: number; id: string; gpus: number; share: number; rank: number };
const START: GridSort = { column: 'gpus', direction: 'desc' };
const rowKey = (row: Row): string => row.id;
const shownClasses = 3;

type Props = {
  preview: Preview;
  by: string;
  removed: readonly string[];
  onToggle: (id: string) => void;
  onFocus: (id: string) => void;
  onRecords: (id: string) => void;
};

/** All removal units with Remove and Restore; removed ones are struck through, hatched and called so. */
export const SupplierTable = memo(function SupplierTable({ preview, by, removed, onToggle, onFocus, onRecords }: Props) {
  const { model, totalGpus } = preview;
  const [search, setSearch] = useState('');
  const gone = useMemo(() => new Set(removed), [removed]);
  // Columns keep their identity while units come and go: a changed row is drawn again, the grid is not set up anew.
  const latest = useRef(gone);
  latest.current = gone;
  const rowClasses = useMemo(() => ({ [styles.goneRow as string]: (row: Row) => latest.current.has(row.id) }), []);
  const most = totalGpus > 0 ? (model.units[model.largestFirst[0] ?? -1]?.gpus ?? 0) / totalGpus : 1;

  const widths = useMemo(
    () =>
      model.classes.slice(0, shownClasses).map((workload, index) => {
        const texts = model.units.map((_, unit) => {
          const { low, high } = preview.capacity(unit, index);
          return formatRange(low, high, formatCount);
        });
        const longest = texts.reduce((a, b) => (b.length > a.length ? b : a), '');
        return Math.max(amountWidth([longest]), Math.min(170, 40 + (model.classes.length === 1 ? 18 : 6 + workload.name.length) * 7));
      }),
    [model, preview],
  );
  const columns = useMemo<GridColumn<Row>[]>(() => {
    const isGone = (row: Row): boolean => latest.current.has(row.id);
    return [
      {
        id: 'id',
        header: dimensionTitle(by),
        width: 150,
        flex: 3,
        sortable: true,
        text: (row) => (isGone(row) ? `${row.id}, removed` : row.id),
        render: (row) =>
          isGone(row) ? (
            <span className={styles.gone}>
              <X size={13} aria-hidden /> <s title={row.id}>{row.id}</s> <em>removed</em>
            </span>
          ) : (
            row.id
          ),
      },
      { id: 'gpus', header: 'GPUs', width: 96, align: 'right', sortable: true, text: (row) => formatQuantity(row.gpus) },
      {
        id: 'share',
        header: 'Share of base',
        width: 132,
        flex: 2,
        text: (row) => formatShare(row.share),
        render: (row) => (
          <ShareBar
            share={row.share}
            most={most}
            text={formatShare(row.share)}
            tone={isGone(row) ? 'removed' : row.rank === 1 ? 1 : row.rank <= 5 ? 2 : 3}
          />
        ),
      },
      ...model.classes.slice(0, shownClasses).map(
        (workload, index): GridColumn<Row> => ({
          id: `class-${index}`,
          header: model.classes.length === 1 ? 'Instances it hosts' : `Hosts ${workload.name}`,
          width: widths[index] ?? 128,
          align: 'right',
          sortable: true,
          text: (row) => {
            const { low, high } = preview.capacity(row.unit, index);
            return formatRange(low, high, formatCount);
          },
        }),
      ),
      {
        id: 'action',
        header: 'Action',
        width: 96,
        pinned: 'right',
        text: (row) => (isGone(row) ? 'Restore' : 'Remove'),
        render: (row) => (
          <Button
            size="small"
            variant="quiet"
            onPress={() => onToggle(row.id)}
            aria-label={`${isGone(row) ? 'Restore' : 'Remove'} ${row.id}`}
          >
            {isGone(row) ? 'Restore' : 'Remove'}
          </Button>
        ),
      },
    ];
  }, [by, most, model, preview, onToggle, widths]);

  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null) => {
      const wanted = search.trim().toLowerCase();
      let order: ArrayLike<number> = model.largestFirst;
      const rank = new Map(model.largestFirst.map((unit, place) => [unit, place + 1]));
      const sign = sort?.direction === 'asc' ? 1 : -1;
      if (sort?.column === 'id')
        order = [...model.largestFirst].sort((a, b) => {
          const [x, y] = [model.units[a]?.id ?? '', model.units[b]?.id ?? ''];
          return (x < y ? -1 : x > y ? 1 : 0) * sign;
        });
      else if (sort?.column.startsWith('class-')) {
        const index = Number(sort.column.slice(6));
        order = [...model.largestFirst].sort((a, b) => (preview.capacity(a, index).low - preview.capacity(b, index).low) * sign);
      } else if (sign === 1) order = [...model.largestFirst].reverse();
      const kept =
        wanted === ''
          ? Array.from(order)
          : Array.from(order).filter((unit) => (model.units[unit]?.id ?? '').toLowerCase().includes(wanted));
      const rows = kept.slice(start, end).map((unit): Row => {
        const { id, gpus } = model.units[unit] ?? { id: '', gpus: 0 };
        return { unit, id, gpus, share: totalGpus > 0 ? gpus / totalGpus : 0, rank: rank.get(unit) ?? 0 };
      });
      return { total: kept.length, rows };
    },
    [model, preview, search, totalGpus],
  );
  return (
    <>
      <div className={styles.tableHead}>
        <span className={styles.quiet}>
          {formatCount(model.units.length)} {dimensionNoun(by, model.units.length)}; R removes or restores the focused row, I shows its
          records
        </span>
        <Spacer />
        <SearchField label={`Find ${dimensionNoun(by, 1)}`} value={search} onChange={setSearch} className={styles.find} />
      </div>
      <Grid
        label={`${dimensionNoun(by, 2)} by GPUs`}
        columns={columns}
        window={window}
        rowKey={rowKey}
        sort={START}
        version={gone}
        rowClasses={rowClasses}
        onFocusRow={(row) => onFocus(row.id)}
        onOpenRow={(row) => onRecords(row.id)}
        emptyText={search === '' ? 'No unit has capacity' : `Nothing matches "${search}"`}
      />
    </>
  );
});
