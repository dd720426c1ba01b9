import { useState } from 'react';
import type { Base, Dataset } from '../../../shared/case/dataset.ts';
import { baseWords } from '../../../shared/format/index.ts';
import { AsOfField, isWholeDate } from '../../app/AsOfField.tsx';
import { BASES } from '../../app/bases.ts';
import { FormDialog, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';

const RUNGS = BASES.filter((item): item is typeof item & { id: Base } => item.id !== 'none');

/** A count that a document states for a rung: how many, where it stands, of which day. */
export function StateSupplyDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [rung, setRung] = useState<Base>('claimed');
  const [gpus, setGpus] = useState('');
  const [source, setSource] = useState('');
  const [asOf, setAsOf] = useState('');
  const state = useCommand(client.quality.stateSupply, { title: 'The count was not added' });
  // Marks between groups of digits are taken off; nothing else is guessed.
  const digits = gpus.trim().replace(/(?<=\d)[ ,'_](?=\d{3}(?!\d)|\d{3}[ ,'_])/g, '');
  const isCount = /^\d{1,18}$/.test(digits);
  const ready = isCount && source.trim() !== '' && isWholeDate(asOf) && !state.isPending;
  const save = () => {
    state.mutate(
      { dataset: dataset.id, rung, gpus: digits, source: source.trim(), asOf: asOf === '' ? null : asOf },
      {
        onSuccess: () => {
          tell(`Added a count of ${baseWords(rung)} GPUs`, { label: 'Undo', run: () => void runCommand('edit.undo') });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog title="Add a stated count" submit="Add the count" ready={ready} onSubmit={save} onClose={onClose}>
      <Select label="Rung" items={RUNGS} value={rung} onChange={setRung} description={RUNGS.find(({ id }) => id === rung)?.description} />
      <TextField
        label="GPUs"
        value={gpus}
        onChange={setGpus}
        autoFocus
        error={gpus !== '' && !isCount ? 'A whole number in digits, such as 564306.' : null}
      />
      <TextField
        label="Source"
        value={source}
        onChange={setSource}
        maxLength={500}
        description="Document, page or address where the count stands."
      />
      <AsOfField text={asOf} onChange={setAsOf} />
    </FormDialog>
  );
}
