import { useState } from 'react';
import type { ClaimResult } from '../../../shared/case/claims.ts';
import { Button, Dialog, Stack, TextField } from '../../app/controls/index.ts';
import { useSettings } from '../../state/settings.ts';

type Props = { claim: ClaimResult; onClose: () => void; onSet: (reason: string, name: string) => void };

/** Asks why a network has no such thing, and who says so; both stand beside the claim. */
export function NotApplicableDialog({ claim, onClose, onSet }: Props) {
  const decidedBy = useSettings((state) => state.decidedBy);
  const [reason, setReason] = useState('');
  const [name, setName] = useState(decidedBy);
  const ready = reason.trim() !== '' && name.trim() !== '';
  const save = () => {
    if (!ready) return;
    useSettings.getState().set({ decidedBy: name.trim() });
    onSet(reason.trim(), name.trim());
  };
  return (
    <Dialog
      title={`${claim.id} does not apply`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!ready} onPress={save}>
            Set {claim.id} aside
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        <p>
          For a network that has no such thing. A column that is only not disclosed stays in the request list instead; a claim that the data
          have cannot be set aside.
        </p>
        <TextField
          label="Reason"
          multiline
          autoFocus
          value={reason}
          onChange={setReason}
          maxLength={2000}
          description="Why the network has nothing that this claim is about."
        />
        <TextField label="Name" value={name} onChange={setName} maxLength={200} description="Who decides; stands beside the reason." />
      </Stack>
    </Dialog>
  );
}
