import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';

/** A key of the person as it goes into a call; `null` = they have none. */
export type ChosenKey = { name: string; passphrase: string | null; ready: boolean };

/** The keys of the person, the one that is chosen, and the fields to choose it. */
export function useChosenKey(): { key: ChosenKey | null; fields: React.ReactNode } {
  const client = useClient();
  const keys = useQuery({ queryKey: ['app', 'evidence-keys'], queryFn: ({ signal }) => client.evidence.keys(undefined, { signal }) });
  const own = keys.data?.own ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const key = own.find(({ name }) => name === chosen) ?? own[0];
  if (key === undefined)
    return {
      key: null,
      fields: <p>You have no key yet. Make one in the signature panel of Report, Deliver, or with “chokepoint key new”.</p>,
    };
  return {
    key: { name: key.name, passphrase: key.locked ? passphrase : null, ready: !key.locked || passphrase !== '' },
    fields: (
      <>
        <Select
          label="Key"
          items={own.map(({ name, fingerprint }) => ({ id: name, label: name, description: fingerprint }))}
          value={key.name}
          onChange={setChosen}
        />
        {key.locked && <TextField label="Passphrase of the key" value={passphrase} onChange={setPassphrase} isSecret />}
      </>
    ),
  };
}
