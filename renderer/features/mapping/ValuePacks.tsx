import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { PackEntry } from '../../../shared/contract/values.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { ActionMenu, Button, Dialog, ErrorNotice, IconButton, Segments, Stack } from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { keyOf } from './ValuesTable.tsx';
import styles from './values.module.css';

type ReadPack = { text: string; fileName: string; entries: readonly PackEntry[] };

/** Entries of a kind that are listed; the rest is counted. */
const LISTED = 200;

/** Menu that saves the decisions on values as a pack, and reads a pack of another case. */
export function ValuePacks() {
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  const [pack, setPack] = useState<ReadPack | null>(null);
  const read = async () => {
    try {
      const [file] = await chooseFiles('.json,application/json', false);
      if (!file) return;
      const text = await file.text();
      setPack({ text, fileName: file.name, entries: await host.client.values.previewPack({ text, fileName: file.name }) });
    } catch (error) {
      fail('The pack of values was not read', error);
    }
  };
  const write = async () => {
    try {
      const { ref, fileName, entries } = await host.client.values.exportPack();
      if (await host.saveFile(ref, fileName)) tell(`Saved ${plural(entries, 'decision')}: ${fileName}`);
    } catch (error) {
      fail('The pack of values was not saved', error);
    }
  };
  return (
    <>
      <ActionMenu
        label="Packs of values"
        trigger={<IconButton label="Packs of values" icon={<Ellipsis size={16} />} />}
        sections={[
          {
            id: 'packs',
            actions: [
              { id: 'import', label: 'Import pack…' },
              { id: 'export', label: 'Export pack…' },
            ],
          },
        ]}
        onAction={(action) => void (action === 'import' ? read() : write())}
      />
      {pack && <PackPreview pack={pack} onClose={() => setPack(null)} />}
    </>
  );
}

const STATES = {
  new: ['new', 'What it decides here'],
  conflict: ['other than here', 'Decided otherwise here'],
  same: ['the same as here', ''],
  invalid: ['not valid', 'Not taken over: no value of its kind'],
} as const satisfies Record<PackEntry['state'], readonly [string, string]>;

/** What a pack would change: each conflict has an answer of its own, and stays as it is here without one. */
function PackPreview({ pack, onClose }: { pack: ReadPack; onClose: () => void }) {
  const client = useClient();
  const { text, fileName, entries } = pack;
  const [replaced, setReplaced] = useState<ReadonlySet<string>>(new Set());
  const take = useCommand((input: Parameters<typeof client.values.importPack>[0]) => client.values.importPack(input), {
    title: 'The pack of values was not taken over',
  });
  const of = (state: PackEntry['state']) => entries.filter((entry) => entry.state === state);
  const count = of('new').length + replaced.size;
  const store = async () => {
    const replace = of('conflict')
      .filter((entry) => replaced.has(keyOf(entry)))
      .map(({ kind, raw }) => ({ kind, raw }));
    const done = await take.mutateAsync({ text, fileName, replace });
    useNotices.getState().tell(`Took over ${plural(done.taken, 'decision')} of ${fileName}`);
    onClose();
  };
  const choose = (key: string, side: 'here' | 'pack') => {
    const next = new Set(replaced);
    if (side === 'pack') next.add(key);
    else next.delete(key);
    setReplaced(next);
  };
  return (
    <Dialog
      title={`Import ${fileName}`}
      isOpen
      wide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={count === 0 || take.isPending} onPress={() => void store().catch(() => {})}>
            {count === 0 ? 'Nothing to take over' : `Take over ${plural(count, 'decision')}`}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        {take.error && <ErrorNotice error={take.error} effect="Nothing was changed." />}
        <p>
          {(['new', 'conflict', 'same', 'invalid'] as const)
            .map((state) => `${formatCount(of(state).length)} ${STATES[state][0]}`)
            .join(', ')}
          . They hold for every dataset of the case, and are one step of undo.
        </p>
        {(['conflict', 'new', 'invalid'] as const).map((state) => {
          const some = of(state);
          if (some.length === 0) return null;
          return (
            <section key={state} aria-label={STATES[state][1]}>
              <h3 className={styles.packTitle}>{STATES[state][1]}</h3>
              <ul className={styles.pack}>
                {some.slice(0, LISTED).map((entry) => (
                  <li key={keyOf(entry)}>
                    <span className={styles.raw} title={entry.raw}>
                      {entry.raw}
                    </span>
                    <span className={styles.value}>
                      {entry.value ?? 'no value'}
                      {state === 'conflict' && <span className={styles.column}>here: {entry.current ?? 'no value'}</span>}
                    </span>
                    {state === 'conflict' && (
                      <Segments
                        label={`What ${entry.raw} stands for`}
                        hideLabel
                        value={replaced.has(keyOf(entry)) ? 'pack' : 'here'}
                        onChange={(side) => choose(keyOf(entry), side)}
                        items={[
                          { id: 'here', label: 'Keep' },
                          { id: 'pack', label: 'Take the pack' },
                        ]}
                      />
                    )}
                  </li>
                ))}
                {some.length > LISTED && <li className={styles.none}>{formatCount(some.length - LISTED)} more</li>}
              </ul>
            </section>
          );
        })}
      </Stack>
    </Dialog>
  );
}
