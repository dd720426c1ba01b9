import type { Redaction } from '../../../shared/case/report.ts';
import { plural } from '../../../shared/format/index.ts';
import { Checkbox, ErrorNotice, Panel } from '../../app/controls/index.ts';
import { RedactionLeft } from './RedactionLeft.tsx';
import styles from './report.module.css';
import { useIdentities } from './useReport.ts';

type Props = { redaction: Redaction; onChange: (redaction: Redaction) => void };

/** Columns whose names are written as keyed pseudonyms in every file, and what such an export leaves in clear text. */
export function RedactionPanel({ redaction, onChange }: Props) {
  const { columns, addresses } = redaction;
  const { data: listed, error, isPending } = useIdentities();
  // what was accepted was accepted for the columns of then
  const choose = (change: Partial<Redaction>) => onChange({ ...redaction, ...change, acceptKept: false });
  return (
    <Panel title="Redaction" aside={columns.length === 0 ? 'names in clear' : plural(columns.length, 'column')}>
      <div className={styles.fields}>
        <fieldset className={styles.choices}>
          <legend>
            Names become keyed pseudonyms, so that shares recompute without them; the report says how many. Internet addresses are
            pseudonyms unless you ask for them.
          </legend>
          {error && <ErrorNotice error={error} effect="The columns of names cannot be listed." />}
          {!error && isPending && <p className={styles.quiet}>Looking for columns of names…</p>}
          {listed?.length === 0 && <p className={styles.quiet}>No column of this case names a party.</p>}
          {listed?.map(({ column, names }) => (
            <Checkbox
              key={column}
              isSelected={columns.includes(column)}
              onChange={(isSelected) =>
                choose(isSelected ? withColumn(redaction, column) : { columns: columns.filter((each) => each !== column) })
              }
            >
              <span>
                {column} <span className={styles.quiet}>{plural(names, 'name')}</span>
              </span>
            </Checkbox>
          ))}
          <Checkbox isSelected={addresses === 'clear'} onChange={(clear) => choose({ addresses: clear ? 'clear' : 'pseudonyms' })}>
            Internet addresses in clear
          </Checkbox>
        </fieldset>
        <RedactionLeft redaction={redaction} onChange={onChange} />
      </div>
    </Panel>
  );
}

/** A column cannot be left out and be written as pseudonyms. */
function withColumn({ columns, drop, blank }: Redaction, column: string): Partial<Redaction> {
  const others = (list: readonly string[]) => list.filter((each) => each !== column);
  return { columns: [...columns, column], drop: others(drop), blank: others(blank) };
}
