import type { Preview } from '../../../shared/contract/sources.ts';
import { plural } from '../../../shared/format/index.ts';
import { DataTable } from '../../app/controls/index.ts';
import styles from './mapping.module.css';

const MOST_COLUMNS = 60;

/** The first records as they are read now; numbers stand at the right. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const shown = preview.columns.slice(0, MOST_COLUMNS);
  const hidden = preview.columns.length - shown.length;
  return (
    <>
      <DataTable
        label="First records of the file"
        className={styles.preview}
        rows={preview.rows}
        rowKey={(_row, index) => index}
        columns={[
          { id: '#', header: '#', align: 'right', width: 44, cell: (_row, index) => <span className={styles.none}>{index + 1}</span> },
          ...shown.map((column, at) => ({
            id: `${at}`,
            header: <span className={styles.header}>{column.header}</span>,
            align: column.type === 'text' ? ('left' as const) : ('right' as const),
            cell: (row: string[]) =>
              row[at] === undefined || row[at] === '' ? (
                <span className={styles.none}>—</span>
              ) : (
                <span className={styles.cell} title={row[at]}>
                  {row[at]}
                </span>
              ),
          })),
        ]}
      />
      {hidden > 0 && (
        <p className={styles.dialectNote}>{plural(hidden, 'more column is', 'more columns are')} not drawn here; all of them are read.</p>
      )}
    </>
  );
}
