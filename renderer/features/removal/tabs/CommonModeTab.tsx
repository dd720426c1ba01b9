import type { CommonMode, Contingencies } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { countOf, dimensionNoun, dimensionTitle, formatCount, formatQuantity, listOf, plural } from '../../../../shared/format/index.ts';
import { Button, Notice } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { servedShare } from '../served.ts';
import { OutcomeGrid } from './OutcomeGrid.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; model: RemovalModel; onSpec: (spec: RemovalSpec) => void };

/** What units that look separate share: every country, bloc, cloud, network, site, vendor and model lost in turn. */
export function CommonModeTab({ spec, model, onSpec }: Props) {
  const client = useClient();
  return (
    <div className={styles.study}>
      <Study
        title={`Lose every ${dimensionNoun(spec.by, 1)} in turn`}
        question={['contingencies', spec]}
        start={(signal) => client.removal.contingencies(spec, { signal })}
      >
        {(answer) => <Factors answer={answer} spec={spec} model={model} onSpec={onSpec} />}
      </Study>
    </div>
  );
}

function Factors({ answer, spec, model, onSpec }: Props & { answer: Contingencies }) {
  const { shared, commonMode, missing } = answer;
  return (
    <>
      {shared ? (
        <Notice
          tone="warning"
          title={`${dimensionTitle(shared.factor)} “${shared.value}” is a hidden shared dependency: ${countOf(shared.units.length, spec.by)} rely on it, and its loss leaves ${servedShare(model, shared.served)} of the demand`}
        >
          {`The smallest shared factor whose loss breaks the test: ${formatQuantity(shared.gpus)} GPUs of ${listOf(shared.units, 5)}.`}
        </Notice>
      ) : (
        <p className={styles.finding}>Nothing that several {dimensionNoun(spec.by, 2)} share breaks the test when it is lost.</p>
      )}
      {commonMode.map((mode) => (
        <Factor key={mode.factor} mode={mode} spec={spec} model={model} onSpec={onSpec} />
      ))}
      {missing.length > 0 && (
        <p className={styles.quiet}>The dataset has no column for {listOf(missing, 10)}; these cannot be lost here.</p>
      )}
    </>
  );
}

function Factor({ mode, spec, model, onSpec }: Props & { mode: CommonMode }) {
  const { factor, breaking, total, unknown, rows } = mode;
  const title = dimensionTitle(factor);
  return (
    <section className={styles.part} aria-label={title}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <span className={styles.quiet}>
          {breaking.certain > 0
            ? `${formatCount(breaking.certain)} of ${countOf(total, factor)} ${breaking.certain === 1 ? 'breaks' : 'break'} the test`
            : breaking.possible > 0
              ? `${formatCount(breaking.possible)} of ${countOf(total, factor)} may break the test`
              : `none of ${countOf(total, factor)} breaks the test`}
          {unknown.rows > 0 ? `; ${plural(unknown.rows, 'record')} with ${formatQuantity(unknown.gpus)} GPUs state none` : ''}
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
