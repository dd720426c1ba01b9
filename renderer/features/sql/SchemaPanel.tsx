import type { SqlTable } from '../../../shared/case/sql.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Panel } from '../../app/controls/index.ts';
import { sqlName } from './console.ts';
import styles from './sql.module.css';

type Props = {
  tables: readonly SqlTable[];
  /** table that is open at first */
  open: string;
  onInsert: (text: string) => void;
};

/** Tables and columns; a press writes the name into the editor. */
export function SchemaPanel({ tables, open, onInsert }: Props) {
  return (
    <Panel title="Tables" aside="press to insert" flush className={styles.schema}>
      {tables.map(({ table, name, rows, columns, omitted }) => (
        <details key={table} open={table === open} className={styles.table}>
          <summary>
            <code>{table}</code>
            <span className={styles.tableName}>{name}</span>
            <span className={styles.quiet}>{plural(rows, 'record')}</span>
          </summary>
          <ul className={styles.columns} aria-label={`Columns of ${table}`}>
            <li>
              <Name text={table} about={`the table of ${name}`} type="table" onInsert={onInsert} />
            </li>
            {columns.map((column) => (
              <li key={column.name}>
                <Name text={sqlName(column.name)} about={column.about} type={column.type} onInsert={onInsert} />
              </li>
            ))}
          </ul>
          {omitted > 0 && <p className={styles.quiet}>{formatCount(omitted)} more columns do not fit into a table.</p>}
        </details>
      ))}
    </Panel>
  );
}

function Name(props: { text: string; about: string | null; type: string; onInsert: (text: string) => void }) {
  const { text, about, type, onInsert } = props;
  return (
    <button type="button" className={styles.name} title={about ?? undefined} onClick={() => onInsert(text)}>
      <code>{text}</code>
      <span className={styles.type}>{type.toLowerCase()}</span>
    </button>
  );
}
