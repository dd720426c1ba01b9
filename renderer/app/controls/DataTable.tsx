import { Fragment, type ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './table.module.css';

export type DataColumn<Row> = {
  id: string;
  header: ReactNode;
  /** numbers stand at the right, with their header */
  align?: 'left' | 'right';
  /** the cell that names the row */
  rowHeader?: boolean;
  wrap?: boolean;
  width?: number | string;
  cell: (row: Row, index: number) => ReactNode;
};

/** A short table (tens of rows) with scoped headers; long ones belong to the grid. */
export function DataTable<Row>(props: {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string | number;
  caption?: ReactNode;
  className?: string;
  /** column widths hold, long cells are cut; the columns without a width share the rest */
  fixed?: boolean;
  /** may be wider than its place: a tab stop, so that arrow keys can move it */
  scrolls?: boolean;
  /** a heading before the first of the rows that follow each other with the same key */
  groupOf?: (row: Row) => { key: string; heading: ReactNode };
}) {
  const { groupOf } = props;
  const groups = groupOf && props.rows.map(groupOf);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; a region would be a landmark beside its panel's
    <div className={classes(styles.scroll, props.className)} role="group" aria-label={props.label} tabIndex={props.scrolls ? 0 : -1}>
      <table className={classes(styles.table, props.fixed && styles.fixed)} aria-label={props.label}>
        {props.caption && <caption>{props.caption}</caption>}
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={column.align === 'right' ? styles.number : undefined}
                style={{ width: column.width }}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <Fragment key={props.rowKey(row, index)}>
              {groups && groups[index]?.key !== groups[index - 1]?.key && (
                <tr className={styles.group}>
                  <th scope="rowgroup" colSpan={props.columns.length}>
                    {groups[index]?.heading}
                  </th>
                </tr>
              )}
              <tr>
                {props.columns.map((column) => {
                  const className = classes(column.align === 'right' && styles.number, column.wrap ? styles.wrap : styles.nowrap);
                  return column.rowHeader ? (
                    <th key={column.id} scope="row" className={className}>
                      {column.cell(row, index)}
                    </th>
                  ) : (
                    <td key={column.id} className={className}>
                      {column.cell(row, index)}
                    </td>
                  );
                })}
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
