import { useState } from 'react';
import type { Changes } from '../../../shared/evidence/alternative.ts';
import { Checkbox, ErrorNotice, FormDialog, TextField } from '../../app/controls/index.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import type { EvidenceFile } from '../../state/verify.ts';
import { useChosenKey } from './KeyFields.tsx';

type Props = { file: EvidenceFile; changes: Changes; onClose: () => void };

/** Writes the counter-case as a bundle that answers the first one: changes, claims, the words of the reviewer, a signature. */
export function DissentDialog({ file, changes, onClose }: Props) {
  const client = useClient();
  const host = useHost();
  const { key, fields } = useChosenKey();
  const [reviewer, setReviewer] = useState('');
  const [note, setNote] = useState('');
  const [isSigned, setSigned] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const signing = isSigned && key !== null;
  const write = async () => {
    const signer = signing ? { key: key.name, passphrase: key.passphrase } : { key: null };
    try {
      const { file: written } = await runJob('Write the dissent', (signal) =>
        client.evidence.dissent({ file: file.ref, changes, reviewer: reviewer.trim(), note, ...signer }, { signal }),
      );
      onClose();
      if (await host.saveFile(written.ref, written.name)) useNotices.getState().tell(`Saved ${written.name}`);
    } catch (error) {
      if (!isCancelled(error)) setProblem(error);
    }
  };
  const ready = reviewer.trim() !== '' && (!isSigned || (key?.ready ?? false));
  return (
    <FormDialog title="Write a dissent" submit="Write and save" ready={ready} onSubmit={() => void write()} onClose={onClose}>
      {problem !== null && <ErrorNotice error={problem} effect="No dissent was written." />}
      <p>The author can print it verbatim in the report, and anybody can verify it beside the bundle that it answers.</p>
      <TextField label="Your name" value={reviewer} onChange={setReviewer} maxLength={200} autoFocus />
      <TextField label="Note" value={note} onChange={setNote} multiline maxLength={15_000} />
      <Checkbox isSelected={isSigned} onChange={setSigned}>
        Sign it
      </Checkbox>
      {isSigned && fields}
    </FormDialog>
  );
}
