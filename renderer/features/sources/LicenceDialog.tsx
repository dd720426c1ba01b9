import { useState } from 'react';
import type { Source } from '../../../shared/case/dataset.ts';
import { Button, Dialog, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './sources.module.css';

const COPIES = [
  { id: 'kept', label: 'a copy of the file', description: 'Whoever gets the bundle can look at the very bytes.' },
  {
    id: 'hash-only',
    label: 'its hash only',
    description: 'For files that must not be passed on. The records that were read from it stay in the bundle.',
  },
] as const;

/** Under which terms a source file may be passed on; the change can be undone. */
export function LicenceDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [licence, setLicence] = useState(source.licence ?? '');
  const [copies, setCopies] = useState(source.copies ?? 'kept');
  const set = useCommand(client.sources.setLicence, { title: 'The licence was not changed' });
  const stated = licence.trim() === '' ? null : licence.trim();
  const changed = stated !== (source.licence ?? null) || copies !== (source.copies ?? 'kept');
  const save = () =>
    set.mutate(
      { source: source.id, licence: stated, copies },
      {
        onSuccess: () => {
          tell(`Changed the licence of ${source.fileName}`, { label: 'Undo', run: () => void runCommand('edit.undo') });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={`Licence of ${source.fileName}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!changed || set.isPending} onPress={save}>
            Save the licence
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label="Licence"
          value={licence}
          onChange={setLicence}
          maxLength={300}
          placeholder="not stated, e.g. CC-BY-4.0"
          autoFocus
        />
        <Select
          label="An evidence bundle holds"
          items={COPIES}
          value={copies}
          onChange={setCopies}
          description={COPIES.find(({ id }) => id === copies)?.description}
        />
      </div>
    </Dialog>
  );
}
