import type { ColDef, ColGroupDef, ICellRendererParams } from 'ag-grid-community';
import type { ReactNode } from 'react';
import styles from './grid.module.css';

export type GridColumn<Row> = {
  id: string;
  header: string;
  /** pixels; with `flex` the least width */
  width: number;
  flex?: number;
  align?: 'left' | 'right';
  sortable?: boolean;
  /** stays in place while the others scroll */
  pinned?: 'left' | 'right';
  /** heading over columns that follow each other with the same one */
  group?: string;
  /** a key in a cell of this column; `true` = it was taken, and moves nothing */
  onKey?: (row: Row, key: string) => boolean;
  /** what the cell says */
  text: (row: Row) => string;
  /** how it looks, where that is more than its text */
  render?: (row: Row) => ReactNode;
};

export type GridSort = { column: string; direction: 'asc' | 'desc' };

const Loading = () => <span className={styles.loading}>…</span>;

function definitionOf<Row>(column: GridColumn<Row>, initialSort: GridSort['direction'] | undefined): ColDef<Row> {
  return {
    colId: column.id,
    headerName: column.header,
    width: column.width,
    minWidth: column.flex ? column.width : 56,
    flex: column.flex,
    sortable: column.sortable ?? false,
    sortingOrder: ['desc', 'asc'],
    initialSort,
    resizable: true,
    suppressMovable: true,
    pinned: column.pinned,
    lockPinned: true,
    suppressKeyboardEvent: ({ event, data }) => event.type === 'keydown' && data !== undefined && column.onKey?.(data, event.key) === true,
    headerClass: column.align === 'right' ? 'ag-right-aligned-header' : undefined,
    cellClass: column.align === 'right' ? styles.number : undefined,
    valueGetter: ({ data }) => (data ? column.text(data) : ''),
    cellRenderer: column.render
      ? ({ data }: ICellRendererParams<Row>) => (data ? column.render?.(data) : <Loading />)
      : ({ data, value }: ICellRendererParams<Row>) => (data ? value : <Loading />),
  };
}

/** Definitions of columns for the grid; those that follow each other in one group stand under its heading. */
export function columnDefsOf<Row>(
  columns: readonly GridColumn<Row>[],
  sortedBy?: GridSort['column'],
  direction?: GridSort['direction'],
): (ColDef<Row> | ColGroupDef<Row>)[] {
  const define = (column: GridColumn<Row>) => definitionOf(column, column.id === sortedBy ? direction : undefined);
  const runs: { group: string | undefined; columns: GridColumn<Row>[] }[] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run && run.group === column.group) run.columns.push(column);
    else runs.push({ group: column.group, columns: [column] });
  }
  return runs.flatMap(({ group, columns: members }) =>
    group === undefined ? members.map(define) : [{ headerName: group, marryChildren: true, children: members.map(define) }],
  );
}
