import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { AsOfField, isWholeDate } from '../../app/AsOfField.tsx';
import { BASES } from '../../app/bases.ts';
import { Button, Dialog, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './sources.module.css';

/** Name, supply base and date of an imported dataset; its records stay as they are, and the change can be undone. */
export function DescribeDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [name, setName] = useState(dataset.name);
  const [base, setBase] = useState(dataset.base);
  const [asOf, setAsOf] = useState(dataset.asOf?.slice(0, 10) ?? '');
  const describe = useCommand(client.datasets.describe, { title: 'The dataset was not changed' });
  const changes = {
    ...(name.trim() === dataset.name ? {} : { name: name.trim() }),
    ...(base === dataset.base ? {} : { base }),
    // an instant is shown as its day and stays what it is unless the day is changed
    ...(asOf === (dataset.asOf?.slice(0, 10) ?? '') ? {} : { asOf: asOf === '' ? null : asOf }),
  };
  const ready = name.trim() !== '' && isWholeDate(asOf) && Object.keys(changes).length > 0 && !describe.isPending;
  const save = () =>
    describe.mutate(
      { dataset: dataset.id, ...changes },
      {
        onSuccess: (changed) => {
          tell(`Changed ${changed.name}`, { label: 'Undo', run: () => void runCommand('edit.undo') });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={`Edit ${dataset.name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!ready} onPress={save}>
            Save the changes
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
          error={name.trim() === '' ? 'A name, so that views and reports can say it.' : null}
        />
        <Select
          label="Supply base"
          items={BASES}
          value={base ?? 'none'}
          onChange={(chosen) => setBase(chosen === 'none' ? null : chosen)}
          description={BASES.find((item) => item.id === (base ?? 'none'))?.description}
        />
        <AsOfField text={asOf} onChange={setAsOf} />
      </div>
    </Dialog>
  );
}
