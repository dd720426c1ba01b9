import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Badge, Button, classes, Dialog, EmptyState, ErrorNotice, Panel, ScreenHead } from '../../app/controls/index.ts';
import { momentText, shortHash } from '../../app/words.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCase } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import styles from './history.module.css';
import { canBeUndone, decisionsInForce, stepsBackTo } from './ledger.ts';

const PAGE = 200;

/** The ledger as people read it; rolling back appends reversals and deletes nothing. */
export function HistoryScreen() {
  const client = useClient();
  const setFooter = useUi((state) => state.setFooter);
  const revision = useCase().data?.revision;
  const [rows, setRows] = useState(PAGE);
  const [target, setTarget] = useState<LedgerEntry | null>(null);
  const list = useQuery({
    queryKey: [...queryKeys.history, 'list', rows, revision],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        Array.from({ length: Math.ceil(rows / 2000) }, (_, page) =>
          client.history.list({ window: { start: page * 2000, end: Math.min(rows, (page + 1) * 2000) } }, { signal }),
        ),
      );
      return { total: pages[0]?.total ?? 0, entries: pages.flatMap((page) => page.entries) };
    },
    placeholderData: keepPreviousData,
  });
  const chain = useQuery({
    queryKey: [...queryKeys.history, 'verify', revision],
    queryFn: ({ signal }) => client.history.verify(undefined, { signal }),
    placeholderData: keepPreviousData,
  });
  const entries = list.data?.entries ?? [];
  const total = list.data?.total ?? 0;
  const holds = useMemo(() => decisionsInForce(entries), [entries]);
  const days = useMemo(() => byDay(entries), [entries]);
  useEffect(() => {
    setFooter([{ value: formatCount(total), label: total === 1 ? 'ledger entry' : 'ledger entries' }]);
  }, [setFooter, total]);
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={total === 0 ? 'History' : `${plural(total, 'decision')}, newest first`}
        subtitle="Each entry holds the hash of the one before; undo appends a reversal, it never deletes"
        actions={
          chain.data &&
          (chain.data.intact ? (
            <Badge tone="proven">chain intact, {plural(chain.data.entries, 'entry', 'entries')} checked</Badge>
          ) : (
            <Badge tone="worst">chain broken at entry {formatCount(chain.data.brokenAt)}</Badge>
          ))
        }
      />
      {(list.error ?? chain.error) && <ErrorNotice error={list.error ?? chain.error} effect="The case file is unchanged." />}
      {chain.data && !chain.data.intact && (
        <ErrorNotice
          error={{
            code: 'ledger-broken',
            message: `The ledger does not fit together from entry ${chain.data.brokenAt} on.`,
            advice:
              'The file was changed outside Chokepoint or damaged. Compare it with a copy; numbers are still computed from the stored facts.',
            details: chain.data,
          }}
        />
      )}
      {total === 0 && !list.isPending ? (
        <Panel>
          <EmptyState title="No decision yet">
            Imports, names, saved views and scenarios appear here, each with its time and the way back.
          </EmptyState>
        </Panel>
      ) : (
        <Panel flush>
          {days.map(([day, items]) => (
            <section key={day} aria-label={day}>
              <h2 className={styles.day}>{day}</h2>
              <ol>
                {items.map((entry) => (
                  <Entry key={entry.sequence} entry={entry} holds={holds.has(entry.sequence)} onRollBack={() => setTarget(entry)} />
                ))}
              </ol>
            </section>
          ))}
          {entries.length < total && (
            <div className={styles.more}>
              <Button size="small" onPress={() => setRows(rows + PAGE)}>
                Show older entries ({formatCount(total - entries.length)})
              </Button>
            </div>
          )}
        </Panel>
      )}
      {target && <RollBackDialog entries={entries} target={target} onClose={() => setTarget(null)} />}
    </div>
  );
}

function byDay(entries: readonly LedgerEntry[]): [string, LedgerEntry[]][] {
  const days = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const day = momentText(entry.at).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

function Entry({ entry, holds, onRollBack }: { entry: LedgerEntry; holds: boolean; onRollBack: () => void }) {
  const reversal = entry.undoes !== null;
  return (
    <li className={classes(styles.entry, !reversal && !holds && styles.undone)}>
      <span className={styles.number}>{formatCount(entry.sequence)}</span>
      <span className={styles.quiet}>{momentText(entry.at).slice(11)}</span>
      <span className={styles.label}>
        {entry.label}
        {reversal && <span className={styles.quiet}> entry {entry.undoes}</span>}
        {!reversal && !holds && <span className="visually-hidden"> (undone)</span>}
      </span>
      <span className={styles.hash} title={entry.hash}>
        {shortHash(entry.hash)}
      </span>
      <span className={styles.last}>
        {holds && canBeUndone(entry) && (
          <Button size="small" variant="quiet" onPress={onRollBack} aria-label={`Roll back to before ${entry.label}`}>
            Roll back
          </Button>
        )}
      </span>
    </li>
  );
}

function RollBackDialog({ entries, target, onClose }: { entries: readonly LedgerEntry[]; target: LedgerEntry; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const { tell, fail } = useNotices();
  const [running, setRunning] = useState(false);
  const steps = stepsBackTo(entries, target.sequence);
  const run = async () => {
    setRunning(true);
    try {
      for (let step = 0; step < steps; step += 1) await client.history.undo();
      tell(`Rolled back ${plural(steps, 'decision')}; redo brings them back`);
    } catch (error) {
      fail('Not everything was rolled back', error);
    } finally {
      await queries.invalidateQueries({ queryKey: queryKeys.case });
      onClose();
    }
  };
  return (
    <Dialog
      title={`Roll back ${plural(steps, 'decision')}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={() => void run()} isDisabled={running}>
            Roll back
          </Button>
        </>
      }
    >
      <p>
        Takes back “{target.label}” and what was decided after it. Nothing is deleted:{' '}
        {steps === 1 ? 'a reversal is' : `${steps} reversals are`} appended, and redo brings the decisions back one by one.
      </p>
    </Dialog>
  );
}
