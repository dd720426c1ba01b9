import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignedBundle } from '../../../shared/contract/evidence.ts';
import type { ExportedBundle } from '../../../shared/contract/report.ts';
import { Badge, Button, ErrorNotice, FormDialog, Panel, Select, TextField } from '../../app/controls/index.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { addSigned } from '../../state/report-export.ts';
import styles from './report.module.css';

const KEYS = ['app', 'evidence-keys'];

type Props = { bundle: ExportedBundle; signed: readonly SignedBundle[]; outdated: boolean };

/** Signing the bundle with a key of the person; a signature says who vouches for which bytes, not that the data are true. */
export function SignPanel({ bundle, signed, outdated }: Props) {
  const client = useClient();
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  const keys = useQuery({ queryKey: KEYS, queryFn: ({ signal }) => client.evidence.keys(undefined, { signal }) });
  const own = keys.data?.own ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [making, setMaking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [working, setWorking] = useState(false);
  const key = own.find(({ name }) => name === chosen) ?? own[0] ?? null;
  const sign = async () => {
    if (!key) return;
    setWorking(true);
    setProblem(null);
    try {
      const file = signed.at(-1)?.file.ref ?? bundle.ref;
      addSigned(await client.evidence.sign({ file, key: key.name, passphrase: key.locked ? passphrase : null, role: null }));
      setPassphrase('');
      tell(`Signed with the key ${key.name}`);
    } catch (error) {
      setProblem(error);
    } finally {
      setWorking(false);
    }
  };
  const save = async ({ file }: SignedBundle) => {
    try {
      if (await host.saveFile(file.ref, file.name)) tell(`Saved ${file.name}`);
    } catch (error) {
      fail(`${file.name} was not saved`, error);
    }
  };
  return (
    <Panel title="Signature" aside={signed.length === 0 ? 'L0 hashed' : 'L1 signed by the author'}>
      <div className={styles.fields}>
        <p>
          Bundle id <span className={styles.hash}>{bundle.id.slice(0, 16)}</span>
          <span className={styles.quiet}> · it stands on the first page of the report</span>
        </p>
        {signed.map((each) => (
          <div key={each.file.ref} className={styles.part}>
            <span>
              <Badge tone="proven">signed</Badge> {each.file.name} <span className={styles.quiet}>{each.signer ?? each.key}</span>
            </span>
            <Button size="small" onPress={() => void save(each)} aria-label={`Save the signed ${each.file.name}`}>
              Save
            </Button>
          </div>
        ))}
        {problem !== null && <ErrorNotice error={problem} effect="The bundle has no further signature." />}
        {keys.error && <ErrorNotice error={keys.error} effect="Your keys are not known." />}
        {keys.data && own.length === 0 && (
          <>
            <p className={styles.quiet}>
              You have no key yet. One is made on this computer and stays there; its public half goes to those who check.
            </p>
            <div className={styles.buttons}>
              <Button onPress={() => setMaking(true)}>Make a key…</Button>
            </div>
          </>
        )}
        {key && (
          <>
            <Select
              label="Key"
              items={own.map(({ name, fingerprint }) => ({ id: name, label: name, description: fingerprint }))}
              value={key.name}
              onChange={setChosen}
              description={key.fingerprint}
            />
            {key.locked && <TextField label="Passphrase of the key" value={passphrase} onChange={setPassphrase} isSecret />}
            <div className={styles.buttons}>
              <Button isDisabled={working || outdated || (key.locked && passphrase === '')} onPress={() => void sign()}>
                {signed.length === 0 ? 'Sign the bundle' : 'Add another signature'}
              </Button>
              <Button variant="quiet" onPress={() => setMaking(true)}>
                Make another key…
              </Button>
            </div>
          </>
        )}
      </div>
      {making && <MakeKey onClose={() => setMaking(false)} onMade={setChosen} />}
    </Panel>
  );
}

function MakeKey({ onClose, onMade }: { onClose: () => void; onMade: (name: string) => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const make = async () => {
    try {
      await client.evidence.createKey({ name: name.trim(), passphrase: passphrase === '' ? null : passphrase });
      await queries.invalidateQueries({ queryKey: KEYS });
      onMade(name.trim());
      onClose();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <FormDialog title="Make a key" submit="Make key" ready={name.trim() !== ''} onSubmit={() => void make()} onClose={onClose}>
      {problem !== null && <ErrorNotice error={problem} effect="No key was made." />}
      <TextField
        label="Name"
        autoFocus
        value={name}
        onChange={setName}
        maxLength={200}
        description="As others will see who signed, such as your name."
      />
      <TextField
        label="Passphrase (optional)"
        value={passphrase}
        onChange={setPassphrase}
        isSecret
        description="Asked for at each signature. Without one, whoever can read your files can sign."
      />
    </FormDialog>
  );
}
