import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ViewResult } from '../../../shared/case/view.ts';
import { dimensionNoun, plural, shareRangeWords, weightNoun } from '../../../shared/format/index.ts';
import { Button, SearchField, Spacer } from '../../app/controls/index.ts';
import { Grid, type GridSort } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { amountsOf, rowKeyOf, type TableRow, tableColumns, totalRows } from './tableColumns.tsx';
import styles from './views.module.css';

const START: GridSort = { column: 'value', direction: 'desc' };
const SORTS = { key: 'key', value: 'value', rows: 'rows' } as const;
const ROWS = 'Rows of the table';
const isGroup = (row: TableRow): boolean => !row.total && row.level !== 1;

type TableProps = {
  result: ViewResult;
  selected: readonly string[];
  onSelect: (keys: string[]) => void;
  onFocus: (row: TableRow) => void;
  /** shows the records of a line */
  onRecords: (row: TableRow) => void;
};

/** All groups of a view, ranked; the numbers above them are painted first, until then the table is dimmed. */
export function RankedTable(props: TableProps) {
  const result = useDeferredValue(props.result);
  const stale = result !== props.result;
  return (
    <section
      className={stale ? `${styles.tablePanel} ${styles.stale}` : styles.tablePanel}
      aria-label="Ranked table"
      aria-busy={stale || undefined}
    >
      <Ranking {...props} result={result} />
    </section>
  );
}

/** The rows come in windows of the engine; with a second dimension they open into its values. */
const Ranking = memo(function Ranking(props: TableProps) {
  const { result } = props;
  const { handle, stamp } = result;
  const client = useClient();
  const { fail, succeed } = useNotices.getState();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<'all' | readonly string[]>([]);
  const largest = useMemo(() => result.top.slice(0, 5).map(({ share }) => share), [result]);
  // columns keep their identity while the view changes
  const latest = useRef({ open, largest, onRecords: props.onRecords });
  latest.current = { open, largest, onRecords: props.onRecords };
  /** groups that came, so that one of all that are open can be closed */
  const groups = useRef(new Set<string>());
  const isOpen = useCallback((key: string) => latest.current.open === 'all' || latest.current.open.includes(key), []);
  const toggle = useCallback(
    (key: string) =>
      setOpen((before) => {
        const keys = before === 'all' ? [...groups.current] : before;
        return keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
      }),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns follow what they read of the result, not each new result
  const columns = useMemo(
    () => tableColumns(result, () => latest.current.largest, { isOpen, toggle, records: (row) => latest.current.onRecords(row) }),
    [
      stamp.by,
      stamp.split,
      stamp.weight,
      Boolean(result.weightBounds),
      amountsOf(result).join(' '),
      JSON.stringify(result.pivot?.columns.map(({ key }) => key) ?? null),
    ],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cells read both
  const version = useMemo(() => ({}), [open, largest]);
  const totals = useMemo(() => totalRows(result), [result]);
  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null, signal: AbortSignal) => {
      const column = SORTS[(sort?.column ?? 'value') as keyof typeof SORTS] ?? 'value';
      const expanded = latest.current.open;
      const rows = await client.views.rows(
        {
          handle,
          window: { start, end },
          sort: { column, direction: sort?.direction ?? 'desc' },
          search,
          expanded: expanded === 'all' ? expanded : [...expanded],
        },
        { signal },
      );
      for (const row of rows.rows) if (isGroup(row)) groups.current.add(row.key);
      succeed(ROWS);
      return rows;
    },
    [client, handle, search, succeed],
  );
  return (
    <>
      <div className={styles.tableHead}>
        <h2>{`All ${dimensionNoun(stamp.by, 2)}`}</h2>
        {!stamp.split && <span className={styles.quiet}>{plural(result.entities, 'entity', 'entities')} with weight</span>}
        {result.unknown.rows > 0 && (
          <Button size="small" variant="link" onPress={() => props.onRecords(UNKNOWN)}>
            {plural(result.unknown.rows, 'record')} unknown ({shareRangeWords(result.unknown.share, result.unknown.shareRange)})
          </Button>
        )}
        <Spacer />
        {stamp.split && (
          <Button size="small" variant="quiet" onPress={() => setOpen(open === 'all' || open.length > 0 ? [] : 'all')}>
            {open === 'all' || open.length > 0 ? 'Collapse all' : 'Expand all'}
          </Button>
        )}
        <SearchField label={`Find ${dimensionNoun(stamp.by, 1)}`} value={search} onChange={setSearch} className={styles.find} />
      </div>
      <Grid
        label={`${stamp.by} by ${weightNoun(stamp.weight)}, ranked`}
        columns={columns}
        window={window}
        rowKey={rowKeyOf}
        sort={START}
        selected={props.selected}
        onSelect={props.onSelect}
        selectable={isGroup}
        totals={totals}
        data={open}
        version={version}
        onFocusRow={props.onFocus}
        onOpenRow={props.onRecords}
        emptyText={search === '' ? nobodyWords(result) : `Nothing matches "${search}"`}
        onError={(error) => fail(ROWS, error)}
      />
    </>
  );
});

/** Why the table has no line. */
function nobodyWords({ unknown, stamp }: ViewResult): string {
  if (unknown.rows === 0) return 'No record is left by the filter';
  return `${plural(unknown.rows, 'record')}, none with a known ${dimensionNoun(stamp.by, 1)}`;
}

/** Stands for the records of no known group. */
const UNKNOWN: TableRow = { total: 'unknown', key: 'Unknown', rank: 0, value: 0, share: 0, cumulative: 0, rows: 0 };
