import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { CommandId } from '../../../shared/commands/index.ts';
import { plural } from '../../../shared/format/index.ts';
import { Button, classes, IconButton, Panel } from '../../app/controls/index.ts';

import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { queryKeys, useDatasets, useSources } from '../../state/queries.ts';
import { useSettings } from '../../state/settings.ts';
import styles from './case.module.css';

type Item = { id: string; label: string; done: boolean; go?: { label: string; command: CommandId } };

/** What is left to do; every item ticks itself from what is in the case. */
export function Checklist({ info }: { info: CaseInfo }) {
  const client = useClient();
  const closed = useSettings((state) => state.checklistClosed);
  const set = useSettings((state) => state.set);
  const sources = useSources().data ?? [];
  const datasets = useDatasets().data ?? [];
  const views = useQuery({ queryKey: queryKeys.savedViews, queryFn: ({ signal }) => client.views.list(undefined, { signal }) }).data ?? [];
  const scenarios =
    useQuery({ queryKey: queryKeys.scenarios, queryFn: ({ signal }) => client.removal.scenarios(undefined, { signal }) }).data ?? [];
  if (closed) return null;
  const stated = datasets.filter((dataset) => dataset.base && dataset.asOf).length;
  const items: Item[] = [
    { id: 'question', label: 'Question written', done: info.question !== '' },
    {
      id: 'sources',
      label: sources.length > 0 ? `${plural(sources.length, 'source')} frozen` : 'Sources frozen',
      done: sources.length > 0,
      go: { label: 'Add files', command: 'sources.add' },
    },
    {
      id: 'stated',
      label:
        datasets.length > 0 && stated < datasets.length ? `Base and date stated (${stated} of ${datasets.length})` : 'Base and date stated',
      done: datasets.length > 0 && stated === datasets.length,
      go: datasets.length > 0 ? { label: 'Look', command: 'go.sources' } : undefined,
    },
    {
      id: 'view',
      label: 'A view saved',
      done: views.length > 0,
      go: datasets.length > 0 ? { label: 'Open', command: 'go.views' } : undefined,
    },
    {
      id: 'scenario',
      label: 'A removal scenario saved',
      done: scenarios.length > 0,
      go: datasets.length > 0 ? { label: 'Open', command: 'go.removal' } : undefined,
    },
  ];
  const open = items.filter((item) => !item.done).length;
  return (
    <Panel
      title="Checklist"
      aside={
        <IconButton
          label="Close the checklist for good"
          icon={<X size={14} />}
          className={styles.closeChecklist}
          onPress={() => set({ checklistClosed: true })}
        />
      }
    >
      <ul aria-label={open === 0 ? 'All done' : `${open} open`}>
        {items.map((item) => (
          <li key={item.id} className={classes(styles.check, item.done && styles.checkDone)}>
            <span className={styles.checkMark} aria-hidden>
              <Check size={11} strokeWidth={3} />
            </span>
            <span>
              {item.label}
              <span className="visually-hidden">{item.done ? ' (done)' : ' (open)'}</span>
            </span>
            {!item.done && item.go && (
              <Button variant="link" size="small" onPress={() => runCommand(item.go?.command as CommandId)}>
                {item.go.label}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
