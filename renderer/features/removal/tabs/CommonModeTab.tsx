import { useMemo } from 'react';
import type { Contingencies as Answer, FactorLoss } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { countOf, dimensionNoun, dimensionTitle, formatCount, formatQuantity, listOf, plural } from '../../../../shared/format/index.ts';
import { Button, Notice } from '../../../app/controls/index.ts';
import { servedShare } from '../served.ts';
import { Contingencies } from './Contingencies.tsx';
import { Notes } from './Notes.tsx';
import { type Outcome, OutcomeGrid } from './OutcomeGrid.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; model: RemovalModel; onSpec: (spec: RemovalSpec) => void };

/** What units that look separate share: every country, bloc, cloud, network, site, vendor and model lost in turn. */
export function CommonModeTab({ spec, model, onSpec }: Props) {
  return (
    <div className={styles.study}>
      <Contingencies spec={spec}>{(answer) => <Factors answer={answer} spec={spec} model={model} onSpec={onSpec} />}</Contingencies>
    </div>
  );
}

function Factors({ answer, spec, model, onSpec }: Props & { answer: Answer }) {
  const { commonMode, crossing } = answer;
  const hidden = crossing.find((loss) => loss.hidden);
  // Factors that break the test are read first.
  const ordered = commonMode.factors.toSorted((a, b) => b.failing.certain - a.failing.certain || b.failing.possible - a.failing.possible);
  return (
    <>
      {hidden ? (
        <Notice
          tone="warning"
          title={`Hidden shared dependency: ${dimensionTitle(hidden.factor)} “${hidden.value}” is under ${countOf(hidden.units, spec.by)}, and its loss leaves ${servedShare(model, hidden.served)} of the demand`}
        >
          {`None of them breaks the test alone. It is the smallest such factor: ${formatQuantity(hidden.gpus)} GPUs of ${listOf(hidden.named, 5)}.`}
        </Notice>
      ) : (
        <p className={styles.finding}>
          {crossing.length > 0
            ? `${plural(crossing.length, 'shared factor')} ${crossing.length === 1 ? 'breaks' : 'break'} the test when lost; each holds a unit that does so alone`
            : `Nothing that several ${dimensionNoun(spec.by, 2)} share breaks the test when it is lost`}
        </p>
      )}
      {ordered.map((factor) => (
        <Factor
          key={factor.factor}
          factor={factor}
          losses={commonMode.rows.filter((loss) => loss.factor === factor.factor)}
          spec={spec}
          model={model}
          onSpec={onSpec}
        />
      ))}
      {commonMode.missing.length > 0 && (
        <p className={styles.quiet}>The dataset has no column for {listOf(commonMode.missing, 10)}; these cannot be lost here.</p>
      )}
      <Notes notes={answer.notes} />
    </>
  );
}

type FactorProps = Props & { factor: Answer['commonMode']['factors'][number]; losses: readonly FactorLoss[] };

function Factor({ factor: { factor, failing, values, unknown }, losses, spec, model, onSpec }: FactorProps) {
  const title = dimensionTitle(factor);
  const rows = useMemo(() => losses.map((loss): Outcome => ({ ...loss, name: loss.value })), [losses]);
  return (
    <section className={styles.part} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.quiet}>
          {failing.certain > 0
            ? `${formatCount(failing.certain)} of ${countOf(values, factor)} ${failing.certain === 1 ? 'breaks' : 'break'} the test`
            : failing.possible > 0
              ? `${formatCount(failing.possible)} of ${countOf(values, factor)} may break the test`
              : `none of ${countOf(values, factor)} breaks the test`}
          {unknown > 0 ? `; ${plural(unknown, 'record')} ${unknown === 1 ? 'states' : 'state'} none` : ''}
        </span>
        {factor !== spec.by && (
          <Button size="small" variant="quiet" onPress={() => onSpec({ ...spec, by: factor, combinations: [], costs: {} })}>
            Remove by {dimensionNoun(factor, 1)}
          </Button>
        )}
      </div>
      <OutcomeGrid label={`Loss of each ${dimensionNoun(factor, 1)}`} noun={title} rows={rows} model={model} shared />
    </section>
  );
}
