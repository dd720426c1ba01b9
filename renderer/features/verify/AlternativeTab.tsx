import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plainShare } from '../../../shared/case/removal.ts';
import type { Alternative, AlternativeChoices, Changes, ComparedClaim } from '../../../shared/evidence/alternative.ts';
import { plural } from '../../../shared/format/index.ts';
import { parseFraction } from '../../../shared/resilience/fraction.ts';
import {
  Badge,
  Button,
  Checkbox,
  type DataColumn,
  DataTable,
  ErrorNotice,
  Panel,
  Progress,
  Select,
  TextField,
} from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import type { EvidenceFile } from '../../state/verify.ts';
import { claimColumn } from './claimColumn.tsx';
import { DissentDialog } from './DissentDialog.tsx';
import styles from './verify.module.css';

const AS_DECIDED = '';
const NO_CHANGES: Changes = { links: [], values: [], entities: null, unknown: null, weight: null, base: null, threshold: null };

const as = <Id extends string>(items: readonly (readonly [Id, string])[]) => [
  { id: AS_DECIDED, label: 'as decided' },
  ...items.map(([id, label]) => ({ id, label })),
];
const ENTITIES = as([
  ['none', 'accounts as given'],
  ['confirmed', 'confirmed links'],
  ['all-plausible', 'all plausible links'],
]);
const UNKNOWN = as([
  ['bounds', 'widens ranges'],
  ['known-only', 'left out'],
  ['own-entity', 'each record on its own'],
  ['one-entity', 'one entity'],
]);
const BASES = as([
  ['claimed', 'claimed'],
  ['registered', 'registered'],
  ['online', 'online'],
  ['verified', 'verified'],
  ['online+verified', 'online and verified'],
  ['rentable', 'rentable'],
  ['leased', 'leased'],
]);

/** A bundle with some things decided otherwise: what each claim would be, and a dissent to send back. */
export function AlternativeTab({ file }: { file: EvidenceFile }) {
  const client = useClient();
  const choices = useQuery({
    queryKey: ['app', 'alternative-choices', file.ref],
    queryFn: ({ signal }) =>
      runJob('Read what was decided', (leave) => client.evidence.choices({ file: file.ref }, { signal: leave }), { signal }),
  });
  if (choices.error && !isCancelled(choices.error)) return <ErrorNotice error={choices.error} effect="No alternative can be tried." />;
  if (!choices.data) return <Progress label="Reading what was decided" done={0} total={null} stacked />;
  return <Alternatives file={file} choices={choices.data} />;
}

function Alternatives({ file, choices }: { file: EvidenceFile; choices: AlternativeChoices }) {
  const client = useClient();
  const [changes, setChanges] = useState<Changes>(NO_CHANGES);
  const [asked, setAsked] = useState<Changes | null>(null);
  const [writing, setWriting] = useState(false);
  const set = (change: Partial<Changes>) => setChanges({ ...changes, ...change });
  const outcome = useQuery({
    queryKey: ['app', 'alternative', file.ref, asked],
    queryFn: ({ signal }) =>
      runJob(
        'Compute the alternative',
        (leave) => client.evidence.alternative({ file: file.ref, changes: asked as Changes }, { signal: leave }),
        {
          signal,
        },
      ),
    enabled: asked !== null,
  });
  const nothing = JSON.stringify(changes) === JSON.stringify(NO_CHANGES);
  const share = changes.threshold === null ? null : parseFraction(plainShare(changes.threshold));
  const isShare = changes.threshold === null || (share !== null && share.num > 0 && share.num <= share.den);
  const thresholds = [...new Set(choices.chosen.flatMap(({ threshold }) => threshold ?? []))];
  return (
    <div className={styles.alternative}>
      <Panel title="Decide otherwise" className={styles.choices}>
        <div className={styles.fields}>
          <Select
            label="Links between accounts"
            items={ENTITIES}
            value={changes.entities ?? AS_DECIDED}
            onChange={(id) => set({ entities: (id || null) as Changes['entities'] })}
          />
          <Select
            label="Unknown weight"
            items={UNKNOWN}
            value={changes.unknown ?? AS_DECIDED}
            onChange={(id) => set({ unknown: (id || null) as Changes['unknown'] })}
          />
          <Select
            label="Weight of every view"
            items={as(choices.weights.map((weight) => [weight, weight] as const))}
            value={changes.weight ?? AS_DECIDED}
            onChange={(id) => set({ weight: id || null })}
          />
          <Select
            label="Supply base"
            items={BASES}
            value={changes.base ?? AS_DECIDED}
            onChange={(id) => set({ base: (id || null) as Changes['base'] })}
          />
          <TextField
            label="Threshold of every removal test"
            placeholder={thresholds.join(', ')}
            value={changes.threshold ?? ''}
            onChange={(text) => set({ threshold: text.trim() === '' ? null : text })}
            description="A share such as 3/4 or 75 %; empty = as declared."
            error={isShare ? null : 'A share above 0 and at most 100 %, such as 3/4, 0.75 or 75 %'}
          />
          {choices.links.length > 0 && <Links choices={choices} changes={changes} onChange={(links) => set({ links })} />}
        </div>
        <div className={styles.actions}>
          <Button variant="primary" isDisabled={nothing || !isShare || outcome.isFetching} onPress={() => setAsked(changes)}>
            Compute
          </Button>
          <Button isDisabled={nothing} onPress={() => setChanges(NO_CHANGES)}>
            Reset
          </Button>
        </div>
      </Panel>
      <section className={styles.outcome} aria-label="Side by side" aria-busy={outcome.isFetching}>
        {outcome.error && !isCancelled(outcome.error) ? (
          <ErrorNotice error={outcome.error} effect="The bundle stays as it is." />
        ) : outcome.isFetching ? (
          <Progress label="Computing every claim with the changes" done={0} total={null} stacked />
        ) : outcome.data ? (
          <SideBySide alternative={outcome.data} onWrite={() => setWriting(true)} />
        ) : (
          <p className={styles.quiet}>
            Choose what you would have decided otherwise, then Compute: each claim stands beside what it would be.
          </p>
        )}
      </section>
      {writing && asked !== null && <DissentDialog file={file} changes={asked} onClose={() => setWriting(false)} />}
    </div>
  );
}

function Links(props: { choices: AlternativeChoices; changes: Changes; onChange: (links: Changes['links']) => void }) {
  const { choices, changes, onChange } = props;
  const state = (id: string) => changes.links.find(({ link }) => link === id)?.state ?? AS_DECIDED;
  const choose = (id: string, next: string) => {
    const others = changes.links.filter(({ link }) => link !== id);
    onChange(next === AS_DECIDED ? others : [...others, { link: id, state: next as 'confirmed' | 'rejected' }]);
  };
  return (
    <fieldset className={styles.links}>
      <legend>Links one by one</legend>
      {choices.links.map(({ id, from, to, state: decided, strength }) => (
        <Select
          key={id}
          label={`${from} – ${to}`}
          description={`${decided}, ${strength}`}
          items={[
            { id: AS_DECIDED, label: `as decided: ${decided}` },
            { id: 'confirmed', label: 'confirmed' },
            { id: 'rejected', label: 'rejected' },
          ]}
          value={state(id)}
          onChange={(next) => choose(id, next)}
        />
      ))}
    </fieldset>
  );
}

function SideBySide({ alternative, onWrite }: { alternative: Alternative; onWrite: () => void }) {
  const [all, setAll] = useState(false);
  const { claims, words } = alternative;
  const changed = claims.filter((claim) => claim.changed);
  const columns: DataColumn<ComparedClaim>[] = [
    claimColumn('30%'),
    { id: 'stated', header: 'As stated', wrap: true, cell: ({ stated }) => stated?.display ?? 'not stated' },
    { id: 'alternative', header: 'Decided otherwise', wrap: true, cell: (claim) => claim.alternative?.display ?? 'does not come out' },
    {
      id: 'changed',
      header: 'Effect',
      width: 110,
      cell: (claim) => <Badge tone={claim.changed ? 'warning' : undefined}>{claim.changed ? 'changes' : 'unchanged'}</Badge>,
    },
  ];
  return (
    <>
      <div className={styles.outcomeHead}>
        <div>
          <strong>
            {changed.length === 0
              ? `None of ${plural(claims.length, 'claim')} changes`
              : `${changed.length} of ${plural(claims.length, 'claim')} change`}
          </strong>
          <span className={styles.quiet}> {words.join('; ')}</span>
        </div>
        <Button onPress={onWrite}>Write a dissent…</Button>
      </div>
      <Checkbox isSelected={all} onChange={setAll}>
        Also claims that stay as they are
      </Checkbox>
      <DataTable
        label="Claims side by side"
        columns={columns}
        rows={all ? claims : changed}
        rowKey={({ id }) => id}
        fixed
        scrolls
        className={styles.table}
      />
    </>
  );
}
