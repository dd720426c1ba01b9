import { ClipboardPaste, Database, FileDown, FilePlus2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Panel, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { useHost } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { isCancelled } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { useDatasets, useSources } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { DatasetsTable } from './DatasetsTable.tsx';
import { FindingsTable } from './FindingsTable.tsx';
import { JoinsTable } from './JoinsTable.tsx';
import { SourcesTable } from './SourcesTable.tsx';
import styles from './sources.module.css';

type Tab = 'sources' | 'datasets' | 'findings';

/** Shows the records of a dataset that were not imported, where they can be corrected. */
function openRejected(dataset: string): void {
  const { setDataset, setQualityTab, go } = useUi.getState();
  setDataset(dataset);
  setQualityTab('rejected');
  go('quality');
}

/** Frozen files, the datasets made of them, and what their imports noticed. */
export function SourcesScreen() {
  const sources = useSources();
  const datasets = useDatasets();
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  const setFooter = useUi((state) => state.setFooter);
  const [tab, setTab] = useState<Tab>('sources');
  const files = sources.data ?? [];
  const tables = datasets.data ?? [];
  const rows = tables.reduce((sum, dataset) => sum + dataset.rows, 0);
  const rejected = tables.reduce((sum, dataset) => sum + dataset.rejected, 0);
  useEffect(() => {
    setFooter([
      { value: formatCount(files.length), label: files.length === 1 ? 'source' : 'sources' },
      { value: formatCount(rows), label: rows === 1 ? 'record' : 'records' },
      ...(rejected > 0 ? [{ value: formatCount(rejected), label: 'not imported' }] : []),
    ]);
  }, [setFooter, files.length, rows, rejected]);
  const withRejects = tables.find((dataset) => dataset.rejected > 0);
  const saveTemplate = async () => {
    try {
      const { ref, fileName } = await host.client.sources.template();
      if (await host.saveFile(ref, fileName)) tell(`${fileName} saved: send it to a network`);
    } catch (error) {
      if (!isCancelled(error)) fail('The template was not saved', error);
    }
  };
  const actions = (
    <>
      <Button variant="quiet" onPress={() => void saveTemplate()}>
        <FileDown size={14} aria-hidden />
        Save a template…
      </Button>
      {withRejects && <Button onPress={() => openRejected(withRejects.id)}>Look at the rejected records</Button>}
      <Button onPress={() => runCommand('sources.paste')}>
        <ClipboardPaste size={14} aria-hidden />
        Paste a table
      </Button>
      <Button variant="primary" onPress={() => runCommand('sources.add')}>
        <FilePlus2 size={14} aria-hidden />
        Add files
      </Button>
    </>
  );
  const failure = sources.error ?? datasets.error;
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={files.length === 0 ? 'Sources' : `${plural(files.length, 'file')} frozen, ${plural(rows, 'record')}`}
        subtitle={
          rejected > 0
            ? `${plural(rejected, 'record')} not imported, each with its line and reason`
            : 'Kept as they came, with their hash; nothing is ever padded or dropped in silence'
        }
        actions={files.length > 0 && actions}
      />
      {failure ? (
        <ErrorNotice error={failure} effect="The list of sources could not be read; the case file is unchanged." />
      ) : files.length === 0 && !sources.isPending ? (
        <Panel>
          <EmptyState icon={<Database size={24} />} title="Add the files that the question is about" actions={actions}>
            CSV, JSON, Excel and Parquet, packed or not, one provider, node or offer a record. Drop them anywhere in the window. A file is
            hashed and kept whole inside the case, so that every number can be followed back to its line.
          </EmptyState>
        </Panel>
      ) : (
        <Tabs<Tab>
          label="Sources"
          className={styles.tabs}
          selected={tab}
          onSelect={setTab}
          items={[
            { id: 'sources', label: 'Files', content: <SourcesTable sources={files} datasets={tables} /> },
            {
              id: 'datasets',
              label: `Datasets ${formatCount(tables.length)}`,
              content: (
                <>
                  <DatasetsTable sources={files} datasets={tables} onRejects={openRejected} />
                  <JoinsTable />
                </>
              ),
            },
            {
              id: 'findings',
              label: `Findings ${formatCount(tables.reduce((sum, dataset) => sum + dataset.findings.length, 0))}`,
              content: <FindingsTable datasets={tables} />,
            },
          ]}
        />
      )}
    </div>
  );
}
