import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { Button, ChipMenu, EmptyState, Panel, ScreenHead } from '../../app/controls/index.ts';
import { runCommand } from '../../state/commands.ts';
import { useUi } from '../../state/ui.ts';
import { ImportedPanel } from './ImportedPanel.tsx';
import { MapFile } from './MapFile.tsx';
import styles from './mapping.module.css';

/** Files that wait to be frozen, one after the other, and what came of the last one. */
export function MappingScreen() {
  const pending = useUi((state) => state.pending);
  const [chosen, setChosen] = useState<string | null>(null);
  const [last, setLast] = useState<ImportResult | null>(null);
  const file = pending.find((candidate) => candidate.ref === chosen) ?? pending[0];
  if (!file) {
    return (
      <div className={styles.screen}>
        <ScreenHead
          title={last ? `${last.source.fileName} is frozen` : 'Mapping'}
          subtitle={
            last
              ? 'Its bytes and hash are kept in the case; the records can be used now'
              : 'Connect the columns of a file to the fields of the model'
          }
        />
        {last ? (
          <ImportedPanel result={last} />
        ) : (
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
        )}
      </div>
    );
  }
  return (
    <div className={styles.screen}>
      {last && <ImportedPanel result={last} />}
      <MapFile
        key={file.ref}
        file={file}
        onImported={setLast}
        queue={
          pending.length > 1 && (
            <ChipMenu
              label="file"
              value={`${file.fileName}, 1 of ${pending.length}`}
              items={pending.map((item) => ({ id: item.ref, label: item.fileName }))}
              selected={file.ref}
              onSelect={setChosen}
            />
          )
        }
      />
    </div>
  );
}
