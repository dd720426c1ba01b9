import { type FormEvent, useState } from 'react';
import type { QualityResult } from '../../../shared/case/quality.ts';
import { Button, Dialog, TextField } from '../../app/controls/index.ts';
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
    if (!ready) return;
    useSettings.getState().set({ decidedBy: name.trim() });
    onWaive(reason.trim(), name.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Dialog
      title="Waive the finding"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!ready} onPress={save}>
            Waive the finding
          </Button>
        </>
      }
    >
      <form className={styles.form} onSubmit={submit}>
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
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
