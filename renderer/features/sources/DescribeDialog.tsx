import { useState } from 'react';
import type { Dataset, Sampling } from '../../../shared/case/dataset.ts';
import { AsOfField, isWholeDate } from '../../app/AsOfField.tsx';
import { BASES } from '../../app/bases.ts';
import { Button, Dialog, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './sources.module.css';

/** Whether the records are all there is, in words, for lists. */
const SAMPLINGS: readonly { id: Sampling | 'none'; label: string; description: string }[] = [
  { id: 'none', label: 'not stated', description: 'counts as a census' },
  { id: 'census', label: 'a census', description: 'all there is of the base: ranges, never a confidence interval' },
  { id: 'sample', label: 'a sample of events', description: 'jobs, blocks, leases over some days: indices get intervals' },
];

/** Name, supply base, date, and census or sample of an imported dataset; its records stay as they are, and the change can be undone. */
export function DescribeDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [name, setName] = useState(dataset.name);
  const [base, setBase] = useState(dataset.base);
  const [asOf, setAsOf] = useState(dataset.asOf?.slice(0, 10) ?? '');
  const [sampling, setSampling] = useState(dataset.sampling ?? null);
  const [days, setDays] = useState(dataset.sampledDays ? String(dataset.sampledDays) : '');
  const sampledDays = sampling !== 'sample' || days.trim() === '' ? null : Number(days);
  const daysRead = sampledDays === null || (Number.isFinite(sampledDays) && sampledDays > 0);
  const describe = useCommand(client.datasets.describe, { title: 'The dataset was not changed' });
  const changes = {
    ...(name.trim() === dataset.name ? {} : { name: name.trim() }),
    ...(base === dataset.base ? {} : { base }),
    ...(sampling === (dataset.sampling ?? null) ? {} : { sampling }),
    ...(sampledDays === (dataset.sampledDays ?? null) ? {} : { sampledDays }),
    // an instant is shown as its day and stays what it is unless the day is changed
    ...(asOf === (dataset.asOf?.slice(0, 10) ?? '') ? {} : { asOf: asOf === '' ? null : asOf }),
  };
  const ready = name.trim() !== '' && isWholeDate(asOf) && daysRead && Object.keys(changes).length > 0 && !describe.isPending;
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
        <Select
          label="The records are"
          items={SAMPLINGS}
          value={sampling ?? 'none'}
          onChange={(chosen) => setSampling(chosen === 'none' ? null : chosen)}
          description={SAMPLINGS.find((item) => item.id === (sampling ?? 'none'))?.description}
        />
        {sampling === 'sample' && (
          <TextField
            label="Days that the sample covers"
            value={days}
            onChange={setDays}
            placeholder="not stated"
            error={daysRead ? null : 'A number of days above 0, or nothing.'}
          />
        )}
      </div>
    </Dialog>
  );
}
