import type {
  CellFocusedEvent,
  CellKeyDownEvent,
  FullWidthCellKeyDownEvent,
  GetRowIdParams,
  GridApi,
  IGetRowsParams,
  RowClassRules,
  RowSelectionOptions,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSettings } from '../state/settings.ts';
import { columnDefsOf, type GridColumn, type GridSort } from './columns.tsx';
import styles from './grid.module.css';
import { registerGridModules } from './modules.ts';
import { gridTheme, ROW_HEIGHT, styleNonce } from './theme.ts';

registerGridModules();

type GridWindow<Row> = { total: number; rows: readonly Row[] };

type GridProps<Row> = {
  /** accessible name, e.g. `Operators by GPUs` */
  label: string;
  columns: readonly GridColumn<Row>[];
  /** rows from `start` to `end` in the order asked for; keep its identity while the data stay the same */
  window: (start: number, end: number, sort: GridSort | null, signal: AbortSignal) => Promise<GridWindow<Row>>;
  rowKey: (row: Row) => string;
  sort?: GridSort | null;
  selected?: readonly string[];
  onSelect?: (keys: string[]) => void;
  /** rows that can be selected; all when left out */
  selectable?: (row: Row) => boolean;
  /** rows below all others that stay in place, e.g. a total */
  totals?: readonly Row[];
  onFocusRow?: (row: Row, index: number) => void;
  /** Enter or double click */
  onOpenRow?: (row: Row) => void;
  /** columns become as wide as what the first rows say */
  fitColumns?: boolean;
  /** two lines a row */
  tall?: boolean;
  /** class names of a row, each with the rows that have it; keep its identity, what it reads may change with `version` */
  rowClasses?: Readonly<Record<string, (row: Row) => boolean>>;
  /** state that columns and `rowClasses` read beside the row; when it changes, the rows on show follow without being asked for again */
  version?: unknown;
  /** when it changes, the rows are asked for again in place: scroll, sort and focus stay */
  data?: unknown;
  /** the first row takes the focus when it is there, so that keys work at once */
  focusFirst?: boolean;
  stale?: boolean;
  emptyText?: string;
  onError?: (error: unknown) => void;
};

const BLOCK = 200;
const SECOND_LINE = 16;
const selectionColumn = {
  width: 40,
  minWidth: 40,
  maxWidth: 40,
  resizable: false,
  headerName: 'Selected',
  headerClass: styles.unseenHeader,
} as const;
const pinnedSelection = { ...selectionColumn, pinned: 'left' } as const;

/** Keys of the selected rows; rows that are not loaded keep their state of `before`. */
function selectedKeys<Row>(grid: GridApi<Row>, keyOf: (row: Row) => string, before: readonly string[]): string[] {
  const loaded = new Set<string>();
  const chosen = new Set<string>();
  grid.forEachNode((node) => {
    if (!node.data) return;
    loaded.add(keyOf(node.data));
    if (node.isSelected()) chosen.add(keyOf(node.data));
  });
  return [...before.filter((name) => !loaded.has(name)), ...chosen];
}

/** A long list in windows of 200 rows: the engine sorts and searches, the grid only shows. */
export function Grid<Row>(props: GridProps<Row>) {
  const { columns, window, rowKey, rowClasses, selected, sort, version, stale } = props;
  const density = useSettings((state) => state.density);
  const api = useRef<GridApi<Row> | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const applying = useRef(false);
  const started = useRef(false);
  const [empty, setEmpty] = useState(false);

  const applySelection = useCallback(() => {
    const grid = api.current;
    if (!grid || !latest.current.onSelect) return;
    const wanted = new Set(latest.current.selected ?? []);
    applying.current = true;
    grid.forEachNode((node) => {
      if (!node.data) return;
      const is = wanted.has(latest.current.rowKey(node.data));
      if (node.isSelected() !== is) node.setSelected(is, false, 'api');
    });
    applying.current = false;
  }, []);

  const columnDefs = useMemo(() => columnDefsOf(columns, sort?.column, sort?.direction), [columns, sort?.column, sort?.direction]);

  // options keep their identity, so that the grid has nothing to set anew while only rows change
  const getRowId = useCallback(({ data }: GetRowIdParams<Row>) => rowKey(data), [rowKey]);
  const selects = props.onSelect !== undefined;
  const rowSelection = useMemo<RowSelectionOptions<Row> | undefined>(
    () =>
      selects
        ? {
            mode: 'multiRow',
            checkboxes: true,
            headerCheckbox: false,
            enableClickSelection: true,
            hideDisabledCheckboxes: true,
            isRowSelectable: ({ data }) => data === undefined || (latest.current.selectable?.(data) ?? true),
          }
        : undefined,
    [selects],
  );
  const place = useRef<HTMLElement>(null);
  const wanted = useRef<{ row: number; column: string } | null>(null);
  /** Keeps the focus on its place in the list when rows come and go; never takes it from a field or a dialog. */
  const holdFocus = useCallback((total: number) => {
    const grid = api.current;
    const cell =
      wanted.current ?? (latest.current.focusFirst && !started.current ? { row: 0, column: latest.current.columns[0]?.id ?? '' } : null);
    started.current = true;
    wanted.current = null;
    const active = document.activeElement;
    const free =
      active === null || active === document.body || place.current?.contains(active) || !active.matches('input, textarea, [role=dialog] *');
    if (!grid || !cell || !free) return;
    const row = Math.min(cell.row, total - 1);
    grid.ensureIndexVisible(row);
    grid.setFocusedCell(row, cell.column);
    const data = grid.getDisplayedRowAtIndex(row)?.data;
    if (data) latest.current.onFocusRow?.(data, row);
  }, []);
  const datasource = useMemo(
    () => ({
      getRows: ({ startRow, endRow, sortModel, successCallback, failCallback }: IGetRowsParams) => {
        const leave = new AbortController();
        const first = sortModel[0];
        const order = first ? { column: first.colId, direction: first.sort === 'asc' ? ('asc' as const) : ('desc' as const) } : null;
        const load = async () => {
          try {
            const { total, rows } = await window(startRow, endRow, order, leave.signal);
            // the grid went while the rows were on their way
            if (!api.current) return;
            setEmpty(total === 0);
            successCallback([...rows], total);
            applySelection();
            if (total > 0) holdFocus(total);
          } catch (error) {
            if (!api.current) return;
            failCallback();
            latest.current.onError?.(error);
          }
        };
        void load();
      },
    }),
    [window, applySelection, holdFocus],
  );

  // A new object for each version makes the grid apply the rules anew to the rows on show: classes come and go (getRowClass only adds).
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rules read what `version` stands for
  const rowClassRules = useMemo<RowClassRules<Row>>(
    () => Object.fromEntries(Object.entries(rowClasses ?? {}).map(([name, has]) => [name, ({ data }) => data !== undefined && has(data)])),
    [rowClasses, version],
  );
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` stands for what `window` reads
  useEffect(() => {
    const grid = api.current;
    if (!first.current && grid) {
      const focused = grid.getFocusedCell();
      if (focused && place.current?.contains(document.activeElement))
        wanted.current = { row: focused.rowIndex, column: focused.column.getColId() };
      grid.refreshInfiniteCache();
    }
    first.current = false;
  }, [props.data]);
  // Cells are refreshed in place, so that a button that was just pressed keeps the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cells read what `version` stands for
  useEffect(() => api.current?.refreshCells({ force: true, suppressFlash: true }), [version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the grid follows the shared selection
  useEffect(applySelection, [selected, applySelection]);

  return (
    <section
      ref={place}
      className={stale ? `${styles.grid} ${styles.stale}` : styles.grid}
      data-single-keys
      aria-label={props.label}
      aria-busy={stale || undefined}
    >
      <AgGridReact<Row>
        theme={gridTheme}
        styleNonce={styleNonce()}
        rowModelType="infinite"
        columnDefs={columnDefs}
        selectionColumnDef={columns.some(({ pinned }) => pinned === 'left') ? pinnedSelection : selectionColumn}
        datasource={datasource}
        cacheBlockSize={BLOCK}
        maxBlocksInCache={20}
        infiniteInitialRowCount={1}
        cacheOverflowSize={1}
        rowHeight={ROW_HEIGHT[density] + (props.tall ? SECOND_LINE : 0)}
        headerHeight={ROW_HEIGHT[density] + 2}
        getRowId={getRowId}
        rowClassRules={rowClassRules}
        rowSelection={rowSelection}
        pinnedBottomRowData={props.totals as Row[] | undefined}
        ensureDomOrder
        alwaysShowVerticalScroll
        // The page sets thin scrollbars; the grid's own measurement fails where the system hides them.
        scrollbarWidth={11}
        suppressNoRowsOverlay
        suppressLoadingOverlay
        animateRows={false}
        suppressColumnVirtualisation
        onGridReady={({ api: grid }) => {
          api.current = grid;
          grid.setGridAriaProperty('label', latest.current.label);
        }}
        onGridPreDestroyed={() => {
          api.current = null;
        }}
        onSelectionChanged={({ api: grid, source }) => {
          if (applying.current || source === 'api') return;
          const { onSelect, rowKey: key, selected: before } = latest.current;
          // a plain click starts anew, as people expect
          onSelect?.(selectedKeys(grid, key, source === 'rowClicked' ? [] : (before ?? [])));
        }}
        onFirstDataRendered={({ api: grid }) => latest.current.fitColumns && grid.autoSizeAllColumns()}
        onCellKeyDown={({ event, data }: CellKeyDownEvent<Row> | FullWidthCellKeyDownEvent<Row>) => {
          const { onOpenRow } = latest.current;
          if (!onOpenRow || !data || !(event instanceof KeyboardEvent) || event.key !== 'Enter') return;
          // a button inside the cell has its own Enter
          if (event.target instanceof HTMLButtonElement) return;
          event.preventDefault();
          onOpenRow(data);
        }}
        onRowDoubleClicked={({ data }) => data && latest.current.onOpenRow?.(data)}
        onCellFocused={({ rowIndex, api: grid }: CellFocusedEvent<Row>) => {
          const data = rowIndex === null ? undefined : grid.getDisplayedRowAtIndex(rowIndex)?.data;
          if (data) latest.current.onFocusRow?.(data, rowIndex as number);
        }}
      />
      {empty && <p className={styles.empty}>{props.emptyText ?? 'No rows'}</p>}
    </section>
  );
}
