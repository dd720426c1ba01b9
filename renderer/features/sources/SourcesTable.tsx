import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import { fileTypeWords, formatBytes, formatCount, plural } from '../../../shared/format/index.ts';
import { Badge, Button, DataTable, IconButton, Panel } from '../../app/controls/index.ts';
import { momentText, shortHash } from '../../app/words.ts';
import { useHost } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { LicenceDialog } from './LicenceDialog.tsx';
import styles from './sources.module.css';

const licenceWords = ({ licence, copies }: Source) => `${licence ?? 'not stated'}${copies === 'hash-only' ? ', hash only' : ''}`;

/** The day that a file came in; its minute on hover. */
function Added({ at }: { at: string }) {
  const text = momentText(at);
  return (
    <span className={styles.muted} title={text}>
      {text.slice(0, 10)}
    </span>
  );
}

/** Register of the frozen files. Datasets that were excluded are not in `datasets`, their sources stay. */
export function SourcesTable({ sources, datasets }: { sources: readonly Source[]; datasets: readonly Dataset[] }) {
  const host = useHost();
  const tell = useNotices((state) => state.tell);
  const fail = useNotices((state) => state.fail);
  const [asked, setAsked] = useState<string | null>(null);
  const about = sources.find(({ id }) => id === asked);
  const madeOf = (source: Source) => datasets.filter((dataset) => dataset.sourceId === source.id);
  const copy = async (source: Source) => {
    await navigator.clipboard.writeText(source.sha256);
    tell(`SHA-256 of ${source.fileName} copied`);
  };
  const save = async (source: Source) => {
    try {
      const { ref, fileName } = await host.client.sources.original({ source: source.id });
      if (await host.saveFile(ref, fileName)) tell(`${fileName} saved as it was imported`);
    } catch (error) {
      if (!isCancelled(error)) fail(`${source.fileName} was not saved`, error);
    }
  };
  return (
    <Panel flush className={styles.tabBody}>
      <DataTable
        label="Frozen files"
        rows={sources}
        rowKey={(source) => source.id}
        columns={[
          { id: 'id', header: 'Id', cell: (_source, index) => <span className={styles.muted}>S{index + 1}</span>, width: 44 },
          { id: 'file', header: 'File', rowHeader: true, cell: (source) => source.fileName },
          { id: 'type', header: 'Type', cell: fileTypeWords },
          { id: 'size', header: 'Size', align: 'right', cell: (source) => formatBytes(source.bytes) },
          {
            id: 'rows',
            header: 'Records',
            align: 'right',
            cell: (source) => formatCount(madeOf(source).reduce((sum, dataset) => sum + dataset.rows, 0)),
          },
          {
            id: 'hash',
            header: 'SHA-256',
            cell: (source) => (
              <span className={styles.hash} title={source.sha256}>
                {shortHash(source.sha256)}
                <IconButton label={`Copy the SHA-256 of ${source.fileName}`} icon={<Copy size={12} />} onPress={() => void copy(source)} />
              </span>
            ),
          },
          {
            id: 'state',
            header: 'State',
            cell: (source) => {
              const undated = madeOf(source).filter((dataset) => !dataset.asOf);
              if (undated.length > 0) return <Badge tone="warning">needs a date</Badge>;
              return <Badge tone="proven">frozen</Badge>;
            },
          },
          {
            id: 'licence',
            header: 'Licence',
            wrap: true,
            cell: (source) => (
              <Button
                size="small"
                variant="quiet"
                aria-label={`Licence of ${source.fileName}: ${licenceWords(source)}`}
                onPress={() => setAsked(source.id)}
              >
                {licenceWords(source)}
              </Button>
            ),
          },
          { id: 'added', header: 'Added', cell: (source) => <Added at={source.addedAt} /> },
          {
            id: 'used',
            header: 'Used by',
            wrap: true,
            cell: (source) => {
              const names = madeOf(source).map((dataset) => dataset.name);
              const gone = source.datasetIds.length - names.length;
              if (names.length === 0)
                return <span className={styles.muted}>nothing{gone > 0 && `, ${plural(gone, 'dataset')} excluded`}</span>;
              return names.join(', ');
            },
          },
          {
            id: 'actions',
            header: <span className="visually-hidden">Actions</span>,
            align: 'right',
            cell: (source) => (
              <Button size="small" variant="quiet" aria-label={`Save the original of ${source.fileName}`} onPress={() => void save(source)}>
                <Download size={14} aria-hidden />
                Save the original…
              </Button>
            ),
          },
        ]}
      />
      {about && <LicenceDialog source={about} onClose={() => setAsked(null)} />}
    </Panel>
  );
}
