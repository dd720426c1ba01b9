import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ValueEntry } from '../../../shared/contract/values.ts';
import { formatQuantity, formatShare, plural } from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, KeyValueList, Panel, SearchField, Segments } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useCommand } from '../../state/queries.ts';
import { ValuePacks } from './ValuePacks.tsx';
import { keyOf, ValuesTable } from './ValuesTable.tsx';
import styles from './values.module.css';

type Show = 'open' | 'decided' | 'all';
const SHOWN = {
  open: ['unmapped', 'partial'],
  decided: ['aliased'],
  all: ['unmapped', 'partial', 'aliased', 'mapped'],
} as const satisfies Record<Show, readonly ValueEntry['state'][]>;

/** Texts of a dataset and their readings; `null` dataset = nothing is asked. */
export function useValues(dataset: string | null, show: Show = 'open') {
  const client = useClient();
  return useQuery({
    queryKey: ['case', 'values', dataset, show],
    queryFn: ({ signal }) => client.values.queue({ dataset: dataset ?? '', states: [...SHOWN[show]] }, { signal }),
    enabled: dataset !== null,
    placeholderData: (before) => before,
  });
}

/** Texts that no rule reads to the end, by affected weight, and what they are to stand for. */
export function ValuesPanel({ dataset }: { dataset: string }) {
  const client = useClient();
  const [show, setShow] = useState<Show>('open');
  const [current, setCurrent] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLDivElement>(null);
  const queue = useValues(dataset, show);
  const decide = useCommand(client.values.alias, { title: 'Decide on a value' });
  const undo = useCommand(() => client.history.undo(), { title: 'Undo the last decision' });
  const entries = queue.data?.entries ?? [];
  const at = Math.max(
    0,
    entries.findIndex((entry) => keyOf(entry) === current),
  );
  const entry = entries[at] ?? null;
  const kind = entry?.kind ?? 'gpu';
  const found = useQuery({
    queryKey: ['app', 'reference', kind, search],
    queryFn: ({ signal }) => client.values.reference({ kind, search }, { signal }),
    enabled: search.trim() !== '',
    placeholderData: (before) => before,
  });
  const toList = () => document.getElementById('values-queue')?.focus();
  useEffect(() => {
    if (search !== '') field.current?.querySelector('input')?.focus();
  }, [search]);

  const take = (value: string | null) => {
    if (!entry || decide.isPending) return;
    // the row that moves up into this place is the next one
    const next = entries[at + 1] ?? entries[at - 1];
    decide.mutate({ decisions: [{ kind: entry.kind, raw: entry.raw, value }] });
    if (next) setCurrent(keyOf(next));
    setSearch('');
    toList();
  };
  const takeProposal = (one: ValueEntry) => {
    if (one.proposed !== null) take(one.proposed);
    else field.current?.querySelector('input')?.focus();
  };
  if (queue.error) return <ErrorNotice error={queue.error} effect="No value was changed." />;
  if (!queue.data) return null;
  const { counts, weight } = queue.data;
  const choices = search.trim() !== '' ? (found.data ?? []) : (entry?.candidates ?? []).map((value) => ({ value, label: '' }));
  return (
    <div className={styles.columns}>
      <Panel
        flush
        title={`${plural(counts.unmapped, 'text')} not read, ${counts.partial} partial, ${counts.aliased} decided, ${counts.mapped} read by rules`}
        aside={
          <div className={styles.aside}>
            <Segments
              label="Which values"
              items={[
                { id: 'open', label: 'Open' },
                { id: 'decided', label: 'Decided' },
                { id: 'all', label: 'All' },
              ]}
              hideLabel
              value={show}
              onChange={setShow}
            />
            <ValuePacks />
          </div>
        }
      >
        {entries.length === 0 ? (
          <EmptyState icon={<CircleCheck size={24} />} title={show === 'decided' ? 'No decision on a value yet' : 'Every value is read'}>
            {show === 'decided'
              ? 'Decisions on texts stand here, and hold for every dataset of the case.'
              : 'No text of this dataset waits for a decision.'}
          </EmptyState>
        ) : (
          <ValuesTable
            entries={entries}
            weight={weight}
            current={entry && keyOf(entry)}
            isWorking={decide.isPending || queue.isFetching}
            onCurrent={setCurrent}
            onTake={takeProposal}
            onUndo={() => undo.mutate(undefined)}
            onType={(letter) => {
              setSearch(letter);
              field.current?.querySelector('input')?.focus();
            }}
          />
        )}
      </Panel>
      {entry && (
        <Panel title="Reads as">
          <div className={styles.side}>
            <p className={styles.change}>
              <span className={styles.before}>{entry.raw}</span>
              <span className={styles.after}>{entry.value ?? 'no value'}</span>
            </p>
            <KeyValueList
              rows={[
                {
                  label: 'Affects',
                  value: `${formatQuantity(entry.weight)} (${formatShare(entry.share)})`,
                  note: weight === 'count' ? 'records' : weight,
                },
                ...(entry.rule ? [{ label: 'Rule', value: entry.rule }] : []),
              ]}
            />
            {entry.reason && <p className={styles.reason}>{entry.reason}</p>}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the search field inside */}
            <div
              ref={field}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  setSearch('');
                  toList();
                } else if (event.key === 'Enter' && choices[0]) take(choices[0].value);
                else return;
                event.preventDefault();
              }}
            >
              <SearchField label="Search the reference table" value={search} onChange={setSearch} />
            </div>
            <ul className={styles.choices} aria-label="Values to choose from">
              {choices.slice(0, 10).map(({ value, label }) => (
                <li key={value}>
                  <Button size="small" className={styles.choice} onPress={() => take(value)}>
                    <span className={styles.value}>{value}</span>
                    {label && <span className={styles.column}>{label}</span>}
                  </Button>
                </li>
              ))}
              {choices.length === 0 && <li className={styles.none}>{search ? 'Nothing found' : 'No candidate: type to search'}</li>}
            </ul>
            <Button size="small" onPress={() => take(null)}>
              It stands for no value
            </Button>
            <p className={styles.keys}>
              <kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>Enter</kbd> take the proposal · type to search · <kbd>U</kbd> undo
            </p>
          </div>
        </Panel>
      )}
    </div>
  );
}
