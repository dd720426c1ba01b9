import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Button, EmptyState, Panel, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { runCommand } from '../../state/commands.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { FilesPanel } from './FilesPanel.tsx';
import { ImportedPanel } from './ImportedPanel.tsx';
import { MapFile } from './MapFile.tsx';
import styles from './mapping.module.css';
import { useValues, ValuesPanel } from './ValuesPanel.tsx';
import valueStyles from './values.module.css';

/** The result with the dataset as the case has it now; `null` once it was taken out of the case, by undo or otherwise. */
function useCurrent(result: ImportResult | null): ImportResult | null {
  const datasets = useDatasets().data ?? [];
  if (!result) return null;
  const { id, importedAt, sourceId } = result.dataset;
  const dataset = datasets.find(
    (candidate) => candidate.id === id && candidate.importedAt === importedAt && candidate.sourceId === sourceId,
  );
  return dataset ? { ...result, dataset } : null;
}

/** Columns of files that wait, and values of the chosen dataset. */
export function MappingScreen() {
  const chosen = useUi((state) => state.dataset);
  const datasets = useDatasets().data ?? [];
  const dataset = datasets.find(({ id }) => id === chosen)?.id ?? datasets[0]?.id ?? null;
  const [tab, setTab] = useState<'columns' | 'values'>('columns');
  const open = useValues(dataset).data?.counts;
  // the first import brings the tabs: what came of it is kept above them
  const [imported, setImported] = useState<ImportResult | null>(null);
  const columns = <ColumnsOfFiles imported={imported} onImported={setImported} />;
  if (dataset === null) return columns;
  const waiting = open ? open.unmapped : 0;
  return (
    <Tabs
      label="Mapping"
      className={valueStyles.tabs}
      selected={tab}
      onSelect={setTab}
      items={[
        { id: 'columns', label: 'Columns', content: columns },
        { id: 'values', label: `Values ${formatCount(waiting)}`, content: <ValuesPanel key={dataset} dataset={dataset} /> },
      ]}
    />
  );
}

/** Files that wait to be frozen, and what came of the last one. */
function ColumnsOfFiles({ imported, onImported }: { imported: ImportResult | null; onImported: (result: ImportResult) => void }) {
  const pending = useUi((state) => state.pending);
  const [chosen, setChosen] = useState<string | null>(null);
  const last = useCurrent(imported);
  const file = pending.find((candidate) => candidate.ref === chosen) ?? pending[0];
  if (file) {
    return (
      <div className={styles.screen}>
        {last && <ImportedPanel result={last} />}
        {pending.length > 1 && <FilesPanel files={pending} shown={file.ref} onShow={setChosen} />}
        <MapFile key={file.ref} file={file} onImported={onImported} />
      </div>
    );
  }
  if (last) {
    return (
      <div className={styles.screen}>
        <ScreenHead
          title={`${last.source.fileName} is frozen`}
          subtitle="Its bytes and hash are kept in the case; the records can be used now"
        />
        <ImportedPanel result={last} />
      </div>
    );
  }
  return (
    <div className={styles.screen}>
      <ScreenHead title="Mapping" subtitle="Connect the columns of a file to the fields of the model" />
      <Panel>
        <EmptyState
          icon={<Waypoints size={24} />}
          title="No file waits to be mapped"
          actions={
            <>
              <Button variant="primary" onPress={() => runCommand('sources.add')}>
                Add files
              </Button>
              <Button onPress={() => runCommand('sources.paste')}>Paste a table</Button>
            </>
          }
        >
          A new file stops here first: you see how it is read and which columns are recognised, before anything enters the case.
        </EmptyState>
      </Panel>
    </div>
  );
}
