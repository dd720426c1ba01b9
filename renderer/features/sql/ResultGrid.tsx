import { useCallback, useMemo } from 'react';
import type { SqlCell, SqlResult } from '../../../shared/case/sql.ts';
import { Grid, type GridColumn, type GridSort } from '../../grid/index.ts';
import { compareCells } from './console.ts';
import styles from './sql.module.css';

type Row = { number: number; cells: readonly SqlCell[] };

const rowKey = ({ number }: Row): string => String(number);
const shown = (cell: SqlCell | undefined): string => (cell === null || cell === undefined ? 'NULL' : String(cell));

/** Rows of a result; a header sorts what is here, which is not a new statement. */
export function ResultGrid({ result }: { result: SqlResult }) {
  const { columns, rows } = result;
  const all = useMemo(() => rows.map((cells, number): Row => ({ number, cells })), [rows]);
  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null) => {
      const at = sort === null ? -1 : Number(sort.column);
      const turn = sort?.direction === 'desc' ? -1 : 1;
      const isNumeric = columns[at]?.type === 'number';
      const ordered =
        at < 0
          ? all
          : [...all].sort((a, b) => turn * compareCells(a.cells[at] ?? null, b.cells[at] ?? null, isNumeric) || a.number - b.number);
      return { total: all.length, rows: ordered.slice(start, end) };
    },
    [all, columns],
  );
  const gridColumns = useMemo(
    () =>
      columns.map(
        ({ name, type }, at): GridColumn<Row> => ({
          id: String(at),
          header: name,
          width: type === 'number' ? 110 : 160,
          align: type === 'number' ? 'right' : 'left',
          sortable: true,
          text: ({ cells }) => shown(cells[at]),
          render: ({ cells }) =>
            cells[at] === null ? <span className={styles.nothing}>NULL</span> : <span className={styles.cell}>{shown(cells[at])}</span>,
        }),
      ),
    [columns],
  );
  return (
    <Grid
      label="Rows of the result"
      columns={gridColumns}
      window={window}
      rowKey={rowKey}
      fitColumns
      emptyText="The statement gives no row"
    />
  );
}
