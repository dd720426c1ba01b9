import { useState } from 'react';
import type { EntityScope, PackResult } from '../../../shared/case/entities.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Button, Checkbox, Dialog, ErrorNotice, Segments, Stack, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './entities.module.css';

/** A pack that was read, and what it would do. */
export type ReadPack = { text: string; fileName: string; result: PackResult; plain: boolean };

/** Takes over an alias pack: every conflict is shown, and nothing is applied until each has an answer. */
export function PackDialog({ scope, pack, onClose }: { scope: EntityScope; pack: ReadPack; onClose: () => void }) {
  const client = useClient();
  const { result, text, fileName, plain } = pack;
  const [resolve, setResolve] = useState<Record<string, 'here' | 'pack'>>({});
  const [confirm, setConfirm] = useState(false);
  const [why, setWhy] = useState('');
  const take = useCommand((input: Parameters<typeof client.entities.importPack>[0]) => client.entities.importPack(input), {
    title: 'The alias pack was not taken over',
  });
  const open = result.conflicts.filter(({ link }) => resolve[link] === undefined).length;
  const store = async () => {
    const done = await take.mutateAsync({ scope, text, fileName, why, confirm, resolve });
    if (!done.applied) return;
    useNotices.getState().tell(`Took over ${plural(done.added.length + done.settled.length, 'link')} of ${done.title}`);
    onClose();
  };
  return (
    <Dialog
      title={`Import ${result.title}`}
      isOpen
      wide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={open > 0 || take.isPending} onPress={() => void store().catch(() => {})}>
            {open > 0 ? `Answer ${plural(open, 'conflict')} first` : 'Take over the links'}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        {take.error && <ErrorNotice error={take.error} effect="Nothing was changed." />}
        <p>
          {plural(result.added.length, 'new link')}, {formatCount(result.settled.length)} settled here, {formatCount(result.unchanged)}{' '}
          unchanged.
          {result.absent.length > 0 &&
            ` ${plural(result.absent.length, 'name')} of it ${result.absent.length === 1 ? 'is' : 'are'} not in this dataset.`}
        </p>
        {result.conflicts.length > 0 && (
          <ul className={styles.conflicts}>
            {result.conflicts.map(({ link, from, to, here, inPack }) => (
              <li key={link}>
                <b>
                  {from} – {to}
                </b>
                <span className={styles.quiet}>here: {here}</span>
                <span className={styles.quiet}>pack: {inPack}</span>
                <Segments
                  label={`Who decides about ${from} and ${to}`}
                  hideLabel
                  value={resolve[link] ?? ('open' as 'here')}
                  onChange={(side) => setResolve({ ...resolve, [link]: side })}
                  items={[
                    { id: 'here', label: 'Keep what is here' },
                    { id: 'pack', label: 'Take the pack' },
                  ]}
                />
              </li>
            ))}
          </ul>
        )}
        {plain && (
          <Checkbox isSelected={confirm} onChange={setConfirm}>
            Confirm every group of this list; otherwise its links wait among the proposals
          </Checkbox>
        )}
        <TextField
          label="Reason"
          value={why}
          onChange={setWhy}
          description="Where the list comes from and why you trust it; goes into the ledger."
        />
      </Stack>
    </Dialog>
  );
}
