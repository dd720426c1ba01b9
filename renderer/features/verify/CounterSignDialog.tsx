import { useState } from 'react';
import { ErrorNotice, FormDialog } from '../../app/controls/index.ts';
import { useVerify } from '../../app/verify.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import type { EvidenceFile } from '../../state/verify.ts';
import { useChosenKey } from './KeyFields.tsx';

type Props = { file: EvidenceFile; onClose: () => void };

/** Signs the bundle that was verified with a key of the person, saves the copy and verifies it. */
export function CounterSignDialog({ file, onClose }: Props) {
  const client = useClient();
  const host = useHost();
  const { verify } = useVerify();
  const { key, fields } = useChosenKey();
  const [problem, setProblem] = useState<unknown>(null);
  const sign = async () => {
    if (key === null) return;
    try {
      const signed = await client.evidence.sign({ file: file.ref, key: key.name, passphrase: key.passphrase, role: null });
      onClose();
      if (await host.saveFile(signed.file.ref, signed.file.name))
        useNotices.getState().tell(`Saved ${signed.file.name} with your signature`);
      await verify({ ref: signed.file.ref, name: signed.file.name });
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <FormDialog title="Sign this bundle" submit="Sign and save" ready={key?.ready ?? false} onSubmit={() => void sign()} onClose={onClose}>
      {problem !== null && <ErrorNotice error={problem} effect="No signature was added." />}
      <p>You sign the list of files as it is: that you had these bytes in hand. It does not say that the data of the network are true.</p>
      {fields}
    </FormDialog>
  );
}
