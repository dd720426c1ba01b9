import { useMemo, useState } from 'react';
import type { Contingencies as Answer, Pairs } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import {
  countOf,
  dimensionNoun,
  dimensionTitle,
  formatCount,
  formatQuantity,
  formatShare,
  plural,
} from '../../../../shared/format/index.ts';
import { Button, DataTable } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { servedPart, servedRangeWords, servedShare, servedWords } from '../served.ts';
import { Contingencies } from './Contingencies.tsx';
import { FailurePart } from './FailurePart.tsx';
import { Notes } from './Notes.tsx';
import { type Outcome, OutcomeGrid, VerdictWord } from './OutcomeGrid.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; model: RemovalModel; onRemove: (names: readonly string[]) => void };

/** N-1 of every unit, the second loss, all pairs on request, and units that fail by themselves. */
export function SingleLossTab({ spec, model, onRemove }: Props) {
  const nouns = dimensionNoun(spec.by, 2);
  return (
    <div className={styles.study}>
      <Contingencies spec={spec}>{(answer) => <Losses answer={answer} spec={spec} model={model} onRemove={onRemove} />}</Contingencies>
      <PairsPart spec={spec} model={model} onRemove={onRemove} />
      <FailurePart spec={spec} model={model} nouns={nouns} />
    </div>
  );
}

const QUANTILE_NAMES: Readonly<Record<string, string>> = { 0: 'least', 0.5: 'median', 1: 'most' };

function Losses({ answer, spec, model, onRemove }: Props & { answer: Answer }) {
  const { single, second } = answer;
  const { certain, possible } = single.failing;
  const worst = single.rows[0];
  const action = useMemo(() => ({ label: 'Remove', run: ({ name }: Outcome) => onRemove([name]) }), [onRemove]);
  // a second loss that changes nothing is no worst one
  const worseBySecond = second.pairs.filter(({ served, servedAfterFirst }) => served < servedAfterFirst);
  const rows = useMemo(() => single.rows.map((loss): Outcome => ({ ...loss, name: loss.id })), [single]);
  return (
    <>
      <section className={styles.part} aria-label="Single loss">
        <p className={styles.finding}>
          {certain > 0
            ? `${countOf(certain, spec.by)} of ${formatCount(single.total)} ${certain === 1 ? 'breaks' : 'break'} the test alone`
            : possible > 0
              ? `${countOf(possible, spec.by)} of ${formatCount(single.total)} may break the test alone, ${model.mode === 'competing' ? 'as far as bounds and unknown values tell' : 'depending on unknown values'}`
              : `No single ${dimensionNoun(spec.by, 1)} breaks the test`}
          {worst && worst.lost > 0 ? `; the worst is ${worst.id}, which leaves ${servedPart(model, worst.served.low)} of the demand` : ''}
        </p>
        <p className={styles.quiet}>
          {single.harmless === single.total
            ? `Each of ${formatCount(single.total)} can be lost, one at a time, without a change of what is served.`
            : `Losing ${formatCount(single.harmless)} of ${formatCount(single.total)}, one at a time, changes nothing. Value lost in the adverse reading: ${single.quantiles
                .map(({ share, lost }) => `${QUANTILE_NAMES[share] ?? `${formatShare(share)} of them at most`} ${formatQuantity(lost)}`)
                .join(', ')}; the demand is ${formatCount(answer.demand)}.`}
        </p>
      </section>
      <OutcomeGrid
        label={`Loss of each ${dimensionNoun(spec.by, 1)}`}
        noun={dimensionTitle(spec.by)}
        rows={rows}
        model={model}
        action={action}
      />
      {single.total > rows.length && (
        <p className={styles.quiet}>
          The {formatCount(rows.length)} worst of {formatCount(single.total)} are listed.
        </p>
      )}
      <section className={styles.part} aria-label="Second loss">
        <h2>
          {second.policy === 'stay'
            ? 'A second loss while running jobs stay where they are'
            : 'A second loss after everything was placed again'}
        </h2>
        {second.words !== null && <p>{second.words}</p>}
        {second.pairs.length > 0 && worseBySecond.length === 0 && <p>No second loss changes the service.</p>}
        {worseBySecond.length > 0 && (
          <DataTable
            label="Worst second losses"
            scrolls
            rows={worseBySecond.slice(0, 10)}
            rowKey={({ first, second: next }) => `${first}\n${next}`}
            columns={[
              { id: 'first', header: 'First', rowHeader: true, wrap: true, cell: ({ first }) => first },
              {
                id: 'after',
                header: 'Servable after it',
                align: 'right',
                cell: ({ servedAfterFirst }) => servedWords(model, servedAfterFirst),
              },
              { id: 'second', header: 'Worst second', wrap: true, cell: ({ second: next }) => next },
              { id: 'served', header: 'Servable then', align: 'right', cell: ({ served }) => servedWords(model, served) },
              { id: 'verdict', header: 'Verdict', cell: ({ fails }) => <VerdictWord verdict={fails ? 'breaks' : 'passes'} /> },
            ]}
          />
        )}
        {second.examined < second.total && (
          <p className={styles.quiet}>
            After each of the {formatCount(second.examined)} worst first losses of {formatCount(second.total)}.
          </p>
        )}
      </section>
      <Notes notes={answer.notes} />
    </>
  );
}

function PairsPart({ spec, model, onRemove }: Props) {
  const client = useClient();
  const [asked, setAsked] = useState(false);
  const units = model.units.length;
  return (
    <section className={styles.part} aria-label="All pairs">
      <h2>Every pair of {dimensionNoun(spec.by, 2)}</h2>
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
        {pairs.failingMost === 0
          ? `None of ${plural(pairs.pairs, 'pair')} breaks the test`
          : pairs.failing === 0
            ? `${formatCount(pairs.failingMost)} of ${plural(pairs.pairs, 'pair')} may break the test, none does for certain`
            : pairs.failing < pairs.failingMost
              ? `${formatCount(pairs.failing)} of ${plural(pairs.pairs, 'pair')} break the test for certain, up to ${formatCount(pairs.failingMost)} may`
              : `${formatCount(pairs.failing)} of ${plural(pairs.pairs, 'pair')} ${pairs.failing === 1 ? 'breaks' : 'break'} the test (${formatShare(pairs.failing / pairs.pairs)})`}
      </p>
      <DataTable
        label="Worst pairs"
        scrolls
        rows={pairs.rows.slice(0, 50)}
        rowKey={({ members }) => members.join('\n')}
        columns={[
          { id: 'pair', header: 'Pair', rowHeader: true, wrap: true, cell: ({ members }) => members.join(' and ') },
          {
            id: 'served',
            header: 'Servable then',
            align: 'right',
            cell: ({ served, servedMost }) => servedRangeWords(model, { low: served, high: servedMost }),
          },
          {
            id: 'share',
            header: 'Share',
            align: 'right',
            cell: ({ served, servedMost }) => servedShare(model, { low: served, high: servedMost }),
          },
          {
            id: 'verdict',
            header: 'Verdict',
            cell: ({ served, fails }) => (
              <VerdictWord verdict={fails ? 'breaks' : served < model.below ? 'open' : 'passes'} mode={model.mode} />
            ),
          },
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
      <Notes notes={pairs.notes} />
    </>
  );
}
