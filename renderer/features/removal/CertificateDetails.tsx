import type { RemovalResult } from '../../../shared/case/removal.ts';
import { dimensionNoun, formatCount } from '../../../shared/format/index.ts';
import { DataTable } from '../../app/controls/index.ts';
import { certificateWords } from './certificateWords.ts';
import type { Preview } from './preview.ts';
import styles from './removal.module.css';

type Props = { title: string; certificate: Record<string, unknown>; result: RemovalResult; preview: Preview };

/** A certificate for people: the set, the classes that fall short, both arguments in sentences; its text stands behind. */
export function CertificateDetails({ title, certificate, result, preview }: Props) {
  const { by } = result;
  const words = certificateWords(certificate, { portfolio: result.certified ?? result.portfolio, by }, preview);
  const reasons: readonly (readonly [term: string, reason: string])[] = [
    ['What breaks it', words.set.length > 0 ? `${words.setWords}: ${words.set.join(', ')}` : words.setWords],
    ['Why it does', words.upper],
    ['Why nothing smaller does', words.lower],
    ...(words.reading === null ? [] : [['Unknown values', words.reading] as const]),
  ];
  const amount = (value: number | null): string => (value === null ? 'no limit' : formatCount(value));
  return (
    <details className={styles.certificate}>
      <summary>{title}</summary>
      <dl className={styles.reasons}>
        {reasons.map(([term, reason]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
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
