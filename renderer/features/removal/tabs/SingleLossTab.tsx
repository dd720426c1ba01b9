import { useMemo, useState } from 'react';
import type { Contingencies, Outcome, Pairs } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { countOf, dimensionNoun, dimensionTitle, formatCount, formatShare, listOf, plural } from '../../../../shared/format/index.ts';
import { Button, DataTable } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { servedPart, servedWords } from '../served.ts';
import { FailurePart } from './FailurePart.tsx';
import { OutcomeGrid, VerdictWord } from './OutcomeGrid.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; model: RemovalModel; onRemove: (names: readonly string[]) => void };

/** N-1 of every unit, the second loss, all pairs on request, and units that fail by themselves. */
export function SingleLossTab({ spec, model, onRemove }: Props) {
  const client = useClient();
  const nouns = dimensionNoun(spec.by, 2);
  return (
    <div className={styles.study}>
      <Study
        title={`Lose every ${dimensionNoun(spec.by, 1)} in turn`}
        question={['contingencies', spec]}
        start={(signal) => client.removal.contingencies(spec, { signal })}
      >
        {(answer) => <Losses answer={answer} spec={spec} model={model} onRemove={onRemove} />}
      </Study>
      <PairsPart spec={spec} model={model} onRemove={onRemove} />
      <FailurePart spec={spec} model={model} nouns={nouns} />
    </div>
  );
}

function Losses({ answer, spec, model, onRemove }: Props & { answer: Contingencies }) {
  const { single, second } = answer;
  const { certain, possible } = single.breaking;
  const worst = single.rows[0];
  const action = useMemo(() => ({ label: 'Remove', run: ({ name }: Outcome) => onRemove([name]) }), [onRemove]);
  return (
    <>
      <section className={styles.part} aria-label="Single loss">
        <p className={styles.finding}>
          {certain > 0
            ? `${countOf(certain, spec.by)} of ${formatCount(single.total)} ${certain === 1 ? 'breaks' : 'break'} the test alone`
            : possible > 0
              ? `${countOf(possible, spec.by)} of ${formatCount(single.total)} may break the test alone, depending on unknown values`
              : `No single ${dimensionNoun(spec.by, 1)} breaks the test`}
          {worst ? `; the worst is ${worst.name}, which leaves ${servedPart(model, worst.served.low)} of the demand` : ''}
        </p>
        <DataTable
          label="Losses by share of the demand"
          rows={single.distribution.filter(({ units }) => units > 0)}
          rowKey={({ from }) => from}
          columns={[
            {
              id: 'lost',
              header: 'Share of the demand that its loss costs',
              rowHeader: true,
              cell: ({ from, to }) => (from === to ? formatShare(from) : `${formatShare(from)} to below ${formatShare(to)}`),
            },
            { id: 'units', header: dimensionTitle(spec.by), align: 'right', cell: ({ units }) => countOf(units, spec.by) },
          ]}
        />
      </section>
      <OutcomeGrid
        label={`Loss of each ${dimensionNoun(spec.by, 1)}`}
        noun={dimensionTitle(spec.by)}
        rows={single.rows}
        model={model}
        action={action}
      />
      {single.total > single.rows.length && (
        <p className={styles.quiet}>
          The {formatCount(single.rows.length)} worst of {formatCount(single.total)} are listed.
        </p>
      )}
      <section className={styles.part} aria-label="Second loss">
        <h3>A second loss after the first</h3>
        <p>{second.words}</p>
        {[['Everything placed again', second.replaced] as const, ['Running jobs stay where they are', second.staying] as const].map(
          ([label, loss]) =>
            loss && (
              <p key={label}>
                {label}: without {listOf(loss.members)} {servedWords(model, loss.served)} stay servable,{' '}
                <VerdictWord verdict={loss.verdict} />.
              </p>
            ),
        )}
      </section>
      {answer.notes.length > 0 && (
        <ul className={styles.notes}>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function PairsPart({ spec, model, onRemove }: Props) {
  const client = useClient();
  const [asked, setAsked] = useState(false);
  const units = model.units.length;
  return (
    <section className={styles.part} aria-label="All pairs">
      <h3>Every pair of {dimensionNoun(spec.by, 2)}</h3>
      {asked ? (
        <Study
          title={`Lose every pair of ${dimensionNoun(spec.by, 2)}`}
          question={['pairs', spec]}
          start={(signal) => client.removal.pairs(spec, { signal })}
        >
          {(pairs) => <PairTable pairs={pairs} model={model} onRemove={onRemove} />}
        </Study>
      ) : (
        <p className={styles.head}>
          <Button size="small" onPress={() => setAsked(true)}>
            Lose all {formatCount((units * (units - 1)) / 2)} pairs
          </Button>
          <span className={styles.quiet}>counts those that break the test exactly and lists the worst</span>
        </p>
      )}
    </section>
  );
}

function PairTable({ pairs, model, onRemove }: { pairs: Pairs; model: RemovalModel; onRemove: Props['onRemove'] }) {
  return (
    <>
      <p className={styles.finding}>
        {pairs.breaking === 0
          ? `None of ${plural(pairs.pairs, 'pair')} breaks the test`
          : `${formatCount(pairs.breaking)} of ${plural(pairs.pairs, 'pair')} ${pairs.breaking === 1 ? 'breaks' : 'break'} the test (${formatShare(pairs.breaking / pairs.pairs)})`}
      </p>
      <DataTable
        label="Worst pairs"
        scrolls
        rows={pairs.rows.slice(0, 50)}
        rowKey={({ members }) => members.join('\n')}
        columns={[
          { id: 'pair', header: 'Pair', rowHeader: true, wrap: true, cell: ({ members }) => members.join(' and ') },
          { id: 'served', header: 'Servable then', align: 'right', cell: ({ served }) => servedWords(model, served) },
          { id: 'share', header: 'Share', align: 'right', cell: ({ served }) => servedPart(model, served) },
          { id: 'verdict', header: 'Verdict', cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
          {
            id: 'action',
            header: 'Removal',
            align: 'right',
            cell: ({ members }) => (
              <Button size="small" variant="quiet" onPress={() => onRemove(members)} aria-label={`Remove ${members.join(' and ')}`}>
                Remove
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}
