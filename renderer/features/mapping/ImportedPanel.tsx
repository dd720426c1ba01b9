import type { ImportResult } from '../../../shared/contract/sources.ts';
import { formatCount, plural, recognisedWords } from '../../../shared/format/index.ts';
import { Button, KeyValueList, Notice, Panel } from '../../app/controls/index.ts';
import { shortHash } from '../../app/words.ts';
import { useUi } from '../../state/ui.ts';
import styles from './mapping.module.css';

/** What came of an import: counts, findings, and where to go on. */
export function ImportedPanel({ result }: { result: ImportResult }) {
  const { dataset, source, findings } = result;
  const { go, setDataset } = useUi();
  const open = (screen: 'views' | 'removal' | 'sources') => {
    setDataset(dataset.id);
    go(screen);
  };
  return (
    <Panel
      title={`${dataset.name}: ${plural(dataset.rows, 'record')} imported from ${source.fileName}`}
      aside={`SHA-256 ${shortHash(source.sha256)}`}
    >
      <div className={styles.result}>
        <KeyValueList
          rows={[
            { label: 'Records imported', value: formatCount(dataset.rows) },
            {
              label: 'Records not imported',
              value: formatCount(dataset.rejected),
              note: dataset.rejected > 0 ? 'kept with line and reason' : undefined,
            },
            {
              label: 'Columns recognised',
              value: recognisedWords(dataset.columns),
            },
          ]}
        />
        {findings.length > 0 && (
          <div className={styles.findings}>
            {findings.map((finding, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: findings never change once they are there
              <Notice key={index} tone="warning" title={finding.message}>
                {finding.advice}
              </Notice>
            ))}
          </div>
        )}
        <div className={styles.actions}>
          <Button variant="primary" onPress={() => open('views')}>
            See who controls it
          </Button>
          <Button onPress={() => open('removal')}>Test a removal</Button>
          <Button onPress={() => open('sources')}>Show in Sources</Button>
        </div>
      </div>
    </Panel>
  );
}
