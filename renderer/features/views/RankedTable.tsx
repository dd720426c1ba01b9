import { useCallback, useMemo, useRef, useState } from 'react';
import type { Group, ViewResult } from '../../../shared/case/view.ts';
import {
  dimensionNoun,
  dimensionTitle,
  endsWords,
  formatCount,
  formatQuantity,
  formatShare,
  plural,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button, SearchField, Spacer } from '../../app/controls/index.ts';
import { Grid, type GridColumn, type GridSort, ShareBar } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import styles from './views.module.css';

type Row = Group & { rank: number };
const START: GridSort = { column: 'value', direction: 'desc' };
const SORTS = { key: 'key', value: 'value', rows: 'rows' } as const;
const tone = (rank: number): 1 | 2 | 3 => (rank === 1 ? 1 : rank <= 5 ? 2 : 3);
const ROWS = 'Rows of the table';
const rowKey = (row: Row): string => row.key;

/** All groups of a view, ranked, in windows of the engine. */
export function RankedTable(props: {
  result: ViewResult;
  stale: boolean;
  selected: readonly string[];
  onSelect: (keys: string[]) => void;
  onFocus: (key: string) => void;
  /** shows the records of a group, or of the unknown mass with `null` */
  onRecords: (key: string | null) => void;
}) {
  const { result } = props;
  const { handle, stamp } = result;
  const client = useClient();
  const { fail, succeed } = useNotices.getState();
  const [search, setSearch] = useState('');
  const most = result.top[0]?.share ?? 1;
  // columns keep their identity while the view changes
  const latest = useRef(props.onRecords);
  latest.current = props.onRecords;
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      { id: 'rank', header: 'Rank', width: 56, align: 'right', text: (row) => formatCount(row.rank) },
      {
        id: 'key',
        header: dimensionTitle(stamp.by),
        width: result.weightBounds ? 96 : 120,
        flex: 3,
        sortable: true,
        text: (row) => row.key,
      },
      {
        id: 'value',
        header: weightNoun(stamp.weight),
        // room for the header with its arrow
        width: Math.min(170, Math.max(92, 44 + weightNoun(stamp.weight).length * 7)),
        align: 'right',
        sortable: true,
        text: (row) => formatQuantity(row.value),
      },
      ...(result.weightBounds
        ? [
            {
              id: 'ends',
              header: 'With bounds',
              width: 112,
              align: 'right',
              text: (row) => (row.ends ? endsWords(row.ends) : ''),
            } satisfies GridColumn<Row>,
          ]
        : []),
      {
        id: 'share',
        header: 'Share of all',
        width: result.weightBounds ? 100 : 112,
        flex: 2,
        text: (row) => formatShare(row.share),
        render: (row) => <ShareBar share={row.share} most={most} text={formatShare(row.share)} tone={tone(row.rank)} />,
      },
      {
        id: 'cumulative',
        header: 'Cumulative',
        width: result.weightBounds ? 94 : 100,
        align: 'right',
        text: (row) => formatShare(row.cumulative),
      },
      {
        id: 'rows',
        header: 'Records',
        width: result.weightBounds ? 78 : 88,
        align: 'right',
        sortable: true,
        text: (row) => formatCount(row.rows),
        render: (row) => (
          <Button size="small" variant="link" aria-label={`Records behind ${row.key}`} onPress={() => latest.current(row.key)}>
            {formatCount(row.rows)}
          </Button>
        ),
      },
    ],
    [stamp.by, stamp.weight, most, result.weightBounds],
  );
  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null, signal: AbortSignal) => {
      const column = SORTS[(sort?.column ?? 'value') as keyof typeof SORTS] ?? 'value';
      const rows = await client.views.rows(
        { handle, window: { start, end }, sort: { column, direction: sort?.direction ?? 'desc' }, search },
        { signal },
      );
      succeed(ROWS);
      return rows;
    },
    [client, handle, search, succeed],
  );
  return (
    <section className={styles.tablePanel} aria-label="Ranked table">
      <div className={styles.tableHead}>
        <h2>{`All ${dimensionNoun(stamp.by, 2)}`}</h2>
        <span className={styles.quiet}>{plural(result.entities, 'entity', 'entities')} with weight</span>
        {result.unknown.rows > 0 && (
          <Button size="small" variant="link" onPress={() => props.onRecords(null)}>
            {plural(result.unknown.rows, 'record')} unknown ({formatShare(result.unknown.share)})
          </Button>
        )}
        <Spacer />
        <SearchField label={`Find ${dimensionNoun(stamp.by, 1)}`} value={search} onChange={setSearch} className={styles.find} />
      </div>
      <Grid
        label={`${stamp.by} by ${weightNoun(stamp.weight)}, ranked`}
        columns={columns}
        window={window}
        rowKey={rowKey}
        sort={START}
        selected={props.selected}
        onSelect={props.onSelect}
        onFocusRow={(row) => props.onFocus(row.key)}
        onOpenRow={(row) => props.onRecords(row.key)}
        stale={props.stale}
        emptyText={search === '' ? 'No record is left by the filter' : `Nothing matches "${search}"`}
        onError={(error) => fail(ROWS, error)}
      />
    </section>
  );
}
