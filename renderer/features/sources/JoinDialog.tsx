import { useQueries, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Aggregation, JoinKey, JoinProposals, JoinSpec } from '../../../shared/case/join.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { fittingSide } from '../../../shared/joins/propose.ts';
import { Button, Dialog, ErrorNotice, IconButton, Notice, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { JoinPreview } from './JoinPreview.tsx';
import styles from './sources.module.css';

const MOST_KEYS = 4;
/** Side tables that are tried to see which one fits. */
const MOST_ASKED = 12;
/** Stands for "the number of records", which takes no column. */
const RECORDS = '#records';
const ALL = 'all';

const HOW_WORDS: Record<Aggregation, string> = {
  latest: 'latest value',
  mean: 'mean',
  median: 'median',
  minimum: 'minimum',
  maximum: 'maximum',
  sum: 'sum',
  count: 'number of records',
};

/** What was chosen; what is absent is as proposed. */
type Chosen = { keys?: JoinKey[]; take?: string; how?: Aggregation; window?: number | null };

const sameKey = (a: JoinKey, b: JoinKey) => a.column === b.column && a.matches === b.matches;

/** The join that is on show: what was chosen, over what is proposed; `null` while nothing can be joined. */
function specOf(dataset: string, side: string, { keys, takes, times, asOf }: JoinProposals, chosen: Chosen): JoinSpec | null {
  const [key] = keys;
  const [first] = takes;
  if (!key || !first) return null;
  const take = takes.find(({ column }) => column === chosen.take) ?? first;
  const counts = chosen.take === RECORDS;
  const how = counts ? 'count' : chosen.how && take.how.includes(chosen.how) ? chosen.how : (take.how[0] as Aggregation);
  const hasWindow = times !== null && asOf !== null;
  return {
    dataset,
    with: side,
    on: chosen.keys ?? [{ column: key.column, matches: key.matches }],
    take: counts ? null : take.column,
    how,
    window: hasWindow ? (chosen.window ?? null) : null,
  };
}

/** Lets a dataset take a column from another one, with a preview of what matches. */
export function JoinDialog({ dataset, others, onClose }: { dataset: Dataset; others: readonly Dataset[]; onClose: () => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [wanted, setSide] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [name, setName] = useState('');
  const proposing = (side: string) => ({
    queryKey: ['case', 'joins', 'proposals', dataset.id, side],
    queryFn: ({ signal }: { signal: AbortSignal }) => client.joins.propose({ dataset: dataset.id, with: side }, { signal }),
    enabled: side !== '',
  });
  const asked = others.slice(0, MOST_ASKED);
  const all = useQueries({ queries: asked.map(({ id }) => proposing(id)) });
  const isSettled = all.every(({ isPending }) => !isPending);
  const fitting = isSettled ? fittingSide(asked.map(({ id }, at) => ({ id, key: all[at]?.data?.keys[0] ?? null }))) : null;
  const side = wanted !== '' ? wanted : (fitting ?? '');
  const proposals = useQuery(proposing(side));
  const spec = proposals.data ? specOf(dataset.id, side, proposals.data, chosen) : null;
  const preview = useQuery({
    queryKey: ['case', 'joins', 'preview', spec],
    queryFn: ({ signal }) => client.joins.preview(spec as JoinSpec, { signal }),
    enabled: spec !== null,
  });
  const add = useCommand(client.joins.add, { title: 'The column was not joined' });
  const save = () =>
    spec &&
    add.mutate(
      { ...spec, ...(name.trim() === '' ? {} : { name: name.trim() }) },
      {
        onSuccess: (joined) => {
          tell(`${joined.datasetName} has ${joined.name} now`, { label: 'Undo', run: () => void runCommand('edit.undo') });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={`Join a column to ${dataset.name}`}
      isOpen
      wide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!preview.data || preview.data.outcome.matched === 0 || add.isPending} onPress={save}>
            Join the column
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.fields}>
          <Select
            label="From"
            items={others.map((other) => ({ id: other.id, label: other.name, description: `${formatCount(other.rows)} records` }))}
            value={side}
            onChange={(id) => {
              setSide(id);
              setChosen({});
            }}
          />
          {spec && (
            <TextField
              label="Name of the column"
              value={name}
              onChange={setName}
              maxLength={100}
              placeholder={preview.data?.name ?? ''}
              description="Left empty: named after what it takes."
            />
          )}
        </div>
        {proposals.error && <ErrorNotice error={proposals.error} effect="Nothing can be proposed." />}
        {proposals.data && spec === null && (
          <Notice tone="warning" title="No column of one dataset shares a value with a column of the other">
            Ids that are written in two ways do not match. Correct the file and import it again, or choose another side table.
          </Notice>
        )}
        {proposals.data && spec && (
          <JoinFields proposals={proposals.data} spec={spec} onChange={(change) => setChosen({ ...chosen, ...change })} />
        )}
        {preview.error && <ErrorNotice error={preview.error} effect="Nothing is joined." />}
        {preview.data?.outcome.matched === 0 && (
          <Notice tone="warning" title="No record finds a value this way">
            The column would be unknown everywhere. Match by other columns, widen the window, or choose another side table.
          </Notice>
        )}
        {spec && preview.data && <JoinPreview name={name.trim() || preview.data.name} outcome={preview.data.outcome} />}
      </div>
    </Dialog>
  );
}

/** Keys, measure, aggregation and window of a join. */
function JoinFields(props: { proposals: JoinProposals; spec: JoinSpec; onChange: (change: Chosen) => void }) {
  const { proposals, spec, onChange } = props;
  const pairs = proposals.keys.map(({ column, matches, both, onlyHere, onlyThere }, at) => ({
    id: String(at),
    label: column === matches ? column : `${column} = ${matches}`,
    description: `${formatCount(both)} in both, ${formatCount(onlyHere)} only here, ${formatCount(onlyThere)} only there`,
  }));
  const next = proposals.keys.find((key) => !spec.on.some((used) => used.column === key.column || used.matches === key.matches));
  const take = proposals.takes.find(({ column }) => column === spec.take);
  const change = (at: number, id: string) => {
    const key = proposals.keys[Number(id)];
    if (key) onChange({ keys: spec.on.map((old, place) => (place === at ? { column: key.column, matches: key.matches } : old)) });
  };
  return (
    <>
      {spec.on.map((key, at) => {
        const place = proposals.keys.findIndex((pair) => sameKey(pair, key));
        return (
          <div key={`${key.column} ${key.matches}`} className={styles.keyRow}>
            <Select
              label={at === 0 ? 'Records match by' : 'and by'}
              items={pairs}
              value={String(place)}
              onChange={(id) => change(at, id)}
              description={pairs[place]?.description}
              className={styles.grow}
            />
            {spec.on.length > 1 && (
              <IconButton
                label={`Do not match by ${key.column}`}
                icon={<X size={14} />}
                onPress={() => onChange({ keys: spec.on.filter((_, other) => other !== at) })}
              />
            )}
          </div>
        );
      })}
      {next && spec.on.length < MOST_KEYS && (
        <span>
          <Button
            size="small"
            variant="quiet"
            onPress={() => onChange({ keys: [...spec.on, { column: next.column, matches: next.matches }] })}
          >
            <Plus size={14} aria-hidden />
            Match by one more column
          </Button>
        </span>
      )}
      <div className={styles.fields}>
        <Select
          label="Take"
          items={[...proposals.takes.map(({ column }) => ({ id: column, label: column })), { id: RECORDS, label: 'number of records' }]}
          value={spec.take ?? RECORDS}
          onChange={(column) => onChange({ take: column })}
        />
        <Select
          label="One value of several"
          items={(take?.how ?? ['count' as const]).map((id) => ({ id, label: HOW_WORDS[id] }))}
          value={spec.how}
          onChange={(how) => onChange({ how })}
          isDisabled={take === undefined}
        />
        <Select
          label="Window"
          items={[ALL, '1', '7', '30', '90'].map((id) => ({
            id,
            label: id === ALL ? 'all records' : id === '1' ? 'the last day' : `the last ${id} days`,
          }))}
          value={spec.window === null ? ALL : String(spec.window)}
          onChange={(id) => onChange({ window: id === ALL ? null : Number(id) })}
          isDisabled={proposals.times === null || proposals.asOf === null}
          description={
            proposals.times === null
              ? 'The side table has no time of its records.'
              : proposals.asOf === null
                ? 'Needs the as-of date of the dataset.'
                : spec.window === null
                  ? 'Of any day.'
                  : `Ends at ${proposals.asOf.slice(0, 10)}.`
          }
        />
      </div>
    </>
  );
}
