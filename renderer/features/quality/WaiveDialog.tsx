import { useState } from 'react';
import type { QualityResult } from '../../../shared/case/quality.ts';
import { FormDialog, TextField } from '../../app/controls/index.ts';
import { useSettings } from '../../state/settings.ts';
import styles from './quality.module.css';

type Props = { check: QualityResult; onClose: () => void; onWaive: (reason: string, name: string) => void };

/** Asks why a failed check may stand, and who says so; both are printed in every report. */
export function WaiveDialog({ check, onClose, onWaive }: Props) {
  const decidedBy = useSettings((state) => state.decidedBy);
  const [reason, setReason] = useState(check.waiver?.reason ?? '');
  const [name, setName] = useState(check.waiver?.name ?? decidedBy);
  const ready = reason.trim() !== '' && name.trim() !== '';
  const save = () => {
    useSettings.getState().set({ decidedBy: name.trim() });
    onWaive(reason.trim(), name.trim());
  };
  return (
    <FormDialog title="Waive the finding" submit="Waive the finding" ready={ready} onSubmit={save} onClose={onClose}>
      <p className={styles.advice}>
        <b>{check.title}.</b> {check.message}
      </p>
      <TextField
        label="Reason"
        multiline
        value={reason}
        onChange={setReason}
        maxLength={2000}
        autoFocus
        description="Why the result may be read although this check fails."
      />
      <TextField label="Name" value={name} onChange={setName} maxLength={200} description="Who decides; printed beside the reason." />
    </FormDialog>
  );
}
