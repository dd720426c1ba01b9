import { useEffect, useRef } from 'react';
import { type ChartTable as ChartTableModel, formatChartCell } from '../../shared/charts/index.ts';
import { classes } from '../app/controls/index.ts';
import styles from './chart.module.css';

/** The numbers of a chart as an HTML table in the same order; T or Escape goes back to the picture. */
export function ChartTable({ table, height, onClose }: { table: ChartTableModel; height: number | 'fill'; onClose: () => void }) {
  const region = useRef<HTMLElement>(null);
  useEffect(() => region.current?.focus(), []);
  return (
    <section
      ref={region}
      className={classes(styles.tableFrame, height === 'fill' && styles.fill)}
      aria-label="Data table of the chart"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      data-single-keys
      style={height === 'fill' ? undefined : { height }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <table className={styles.table}>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.id} scope="col" className={column.format === 'text' ? undefined : styles.number}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {table.columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row" className={column.format === 'text' ? undefined : styles.number}>
                    {formatChartCell(column, row[index])}
                  </th>
                ) : (
                  <td key={column.id} className={column.format === 'text' ? undefined : styles.number}>
                    {formatChartCell(column, row[index])}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
