import type { RemovalResult } from '../../../shared/case/removal.ts';
import { dimensionNoun, formatCount } from '../../../shared/format/index.ts';
import { DataTable, KeyValueList, type KeyValueRow } from '../../app/controls/index.ts';
import { certificateWords } from './certificateWords.ts';
import type { Preview } from './preview.ts';
import styles from './removal.module.css';

type Props = { title: string; certificate: Record<string, unknown>; result: RemovalResult; preview: Preview };

/** A certificate for people: the set, the classes that fall short, both arguments in sentences; its text stands behind. */
export function CertificateDetails({ title, certificate, result, preview }: Props) {
  const { by } = result;
  const words = certificateWords(certificate, { portfolio: result.certified ?? result.portfolio, by }, preview);
  const rows: KeyValueRow[] = [
    { label: 'What breaks it', value: words.setWords, note: words.set.length > 0 ? words.set.join(', ') : undefined },
    { label: 'Why it does', value: '', note: words.upper },
    { label: 'Why nothing smaller does', value: '', note: words.lower },
    ...(words.reading === null ? [] : [{ label: 'Unknown values', value: '', note: words.reading }]),
  ];
  const amount = (value: number | null): string => (value === null ? 'no limit' : formatCount(value));
  return (
    <details className={styles.certificate}>
      <summary>{title}</summary>
      <KeyValueList rows={rows} />
      {words.classes.length > 0 && (
        <DataTable
          label="Classes that fall short"
          caption={`Instances that each class that falls short could have alone, over all ${dimensionNoun(by, 2)} and without the set`}
          scrolls
          rows={words.classes}
          rowKey={({ name }) => name}
          columns={[
            { id: 'name', header: 'Class', rowHeader: true, wrap: true, cell: ({ name }) => name },
            { id: 'wanted', header: 'Asked', align: 'right', cell: ({ wanted }) => formatCount(wanted) },
            { id: 'before', header: 'Before', align: 'right', cell: ({ before }) => amount(before) },
            { id: 'after', header: 'After', align: 'right', cell: ({ after }) => amount(after) },
          ]}
        />
      )}
      <details>
        <summary>Raw certificate</summary>
        <dl className={styles.raw}>
          {Object.entries(certificate).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </details>
  );
}
