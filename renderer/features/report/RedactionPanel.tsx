import { formatCount, plural } from '../../../shared/format/index.ts';
import { Checkbox, Panel } from '../../app/controls/index.ts';
import { useDatasets } from '../../state/queries.ts';
import type { ExportOptions } from '../../state/report-export.ts';
import styles from './report.module.css';

/** Fields whose values name parties or places of a network. */
const PARTIES = new Set<string>(['provider', 'operator', 'owner', 'node_id', 'site', 'host_org', 'validator']);

type Redaction = ExportOptions['redaction'];

/** Columns whose names are written as keyed pseudonyms in every file. */
export function RedactionPanel({ redaction, onChange }: { redaction: Redaction; onChange: (redaction: Redaction) => void }) {
  const { columns, addresses } = redaction;
  const datasets = useDatasets().data ?? [];
  const found = new Map<string, number>();
  for (const dataset of datasets)
    for (const { name, field, type, distinct, rawOf } of dataset.columns)
      if (type === 'text' && rawOf === undefined && field !== null && PARTIES.has(field))
        found.set(name, Math.max(found.get(name) ?? 0, distinct));
  const listed = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Panel title="Redaction" aside={columns.length === 0 ? 'names in clear' : plural(columns.length, 'column')}>
      <fieldset className={styles.choices}>
        <legend>
          Names become keyed pseudonyms, so that shares recompute without them; the report says how many. Internet addresses are pseudonyms
          unless you ask for them.
        </legend>
        {listed.length === 0 && <p className={styles.quiet}>No column of this case names a party.</p>}
        {listed.map(([name, distinct]) => (
          <Checkbox
            key={name}
            isSelected={columns.includes(name)}
            onChange={(isSelected) =>
              onChange({ ...redaction, columns: isSelected ? [...columns, name] : columns.filter((each) => each !== name) })
            }
          >
            <span>
              {name} <span className={styles.quiet}>{formatCount(distinct)} names</span>
            </span>
          </Checkbox>
        ))}
        <Checkbox
          isSelected={addresses === 'clear'}
          onChange={(clear) => onChange({ ...redaction, addresses: clear ? 'clear' : 'pseudonyms' })}
        >
          Internet addresses in clear
        </Checkbox>
      </fieldset>
    </Panel>
  );
}
