import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import type { Origin } from '../../../shared/contract/lineage.ts';
import { fileTypeWords, formatBytes, formatCount } from '../../../shared/format/index.ts';
import { Badge, Button, DataTable, ErrorNotice, IconButton, Notice } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { queryKeys } from '../../state/queries.ts';
import { originText } from './originText.ts';
import styles from './records.module.css';

/** Where a record comes from: file, place, its very text, and how each cell was read. All of it can be copied. */
export function RecordOrigin({ dataset, record, row }: { dataset: string; record: number; row: number }) {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.case, 'origin', dataset, record, row],
    queryFn: ({ signal }) => client.lineage.record({ dataset, record, row }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (query.error) return <ErrorNotice error={query.error} effect="The file behind this record could not be read again." />;
  if (!query.data) return <p className={styles.wait}>Reading the file</p>;
  return <Shown origin={query.data} stale={query.isPlaceholderData} />;
}

/** Puts a text on the clipboard and says so. */
function useCopy() {
  const { tell, fail } = useNotices.getState();
  return (what: string, text: string) => {
    navigator.clipboard.writeText(text).then(
      () => tell(`${what} copied`),
      (error: unknown) => fail(`${what} not copied`, error),
    );
  };
}

function Shown({ origin, stale }: { origin: Origin; stale: boolean }) {
  const { source, record, line, raw, truncated, readmitted, cells } = origin;
  const copy = useCopy();
  // objects have no cells: what was stored of them stands for the text
  const isOfFile = cells.some(({ text }) => text !== null);
  return (
    <section className={styles.origin} aria-label={`Where record ${record} comes from`} aria-busy={stale || undefined}>
      <div className={styles.originHead}>
        <h3>
          Record {formatCount(record)}, line {formatCount(line)} of {source.fileName}
        </h3>
        <Button size="small" onPress={() => copy('Record with its origin', originText(origin))}>
          <Copy size={13} aria-hidden />
          Copy all
        </Button>
      </div>
      {readmitted !== null && (
        <Notice tone="warning" title="This record was corrected and taken in again">
          {readmitted}
        </Notice>
      )}
      <dl className={styles.facts}>
        <dt>SHA-256</dt>
        <dd>
          <code>{source.sha256}</code>
          <IconButton label="Copy the hash" icon={<Copy size={13} />} onPress={() => copy('Hash', source.sha256)} />
        </dd>
        <dt>File</dt>
        <dd>
          {formatBytes(source.bytes)}, {fileTypeWords(source)}
        </dd>
        <dt>As it stands</dt>
        <dd className={styles.rawLine}>
          <pre className={styles.raw}>
            {raw.replace(/\r?\n$/, '')}
            {truncated && ' …'}
          </pre>
          <IconButton label="Copy the text" icon={<Copy size={13} />} onPress={() => copy('Text of the record', raw)} />
        </dd>
      </dl>
      <DataTable
        label={`Cells of record ${record}`}
        className={styles.cells}
        rows={cells}
        rowKey={(cell) => cell.column}
        columns={[
          { id: 'column', header: 'Column', rowHeader: true, cell: ({ column }) => column },
          { id: 'header', header: 'Header in the file', cell: ({ column, header }) => (header === column ? <Same /> : header) },
          {
            id: 'given',
            header: isOfFile ? 'Text in the file' : 'Text as stored',
            wrap: true,
            cell: ({ text, given, value, rule }) => <Value text={text ?? (isOfFile ? null : rule === null ? value : given)} />,
          },
          {
            id: 'rule',
            header: 'Read by',
            wrap: true,
            cell: ({ rule }) => (rule === null ? <span className={styles.quiet}>as given</span> : <Badge tone="accent">{rule}</Badge>),
          },
          { id: 'value', header: 'Value in views', wrap: true, cell: ({ value }) => <Value text={value} /> },
        ]}
      />
    </section>
  );
}

function Same() {
  return <span className={styles.quiet}>the same</span>;
}

function Value({ text }: { text: string | null }) {
  return text === null || text === '' ? <span className={styles.quiet}>no value</span> : <span className={styles.value}>{text}</span>;
}
