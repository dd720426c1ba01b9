import type { Dataset } from '../../../shared/case/dataset.ts';
import { weightsOf } from '../../../shared/case/view-columns.ts';
import { shorten, weightNoun } from '../../../shared/format/index.ts';
import { ChipMenu, ChipPopover, Toolbar } from '../../app/controls/index.ts';
import { recordStep } from '../../state/steps.ts';
import { type ClaimsChoice, useUi } from '../../state/ui.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import styles from './claims.module.css';

const USUAL = ':usual';

const measureWords = (weight: string): string => (weight === 'count' ? 'number of records' : `sum of ${shorten(weightNoun(weight), 24)}`);

type ShelfProps = {
  dataset: Dataset;
  /** the weight that the claims were worked out with */
  settled: string | null;
  /** whether the chosen weight is refused */
  wrongWeight: boolean;
};

/** Weight and filter of the scorecard as pills; every change is a step of undo. */
export function ScorecardShelf({ dataset, settled, wrongWeight }: ShelfProps) {
  const { claims, setClaims } = useUi();
  const now = claims?.dataset === dataset.id ? claims : { dataset: dataset.id, where: '', weight: '' };
  const change = (patch: Partial<ClaimsChoice>) => {
    const next = { ...now, ...patch };
    setClaims(next);
    recordStep({ label: 'Change what the claims are of', undo: () => setClaims(claims), redo: () => setClaims(next) });
  };
  return (
    <Toolbar label="Scorecard">
      <span className={wrongWeight ? styles.wrong : undefined}>
        <ChipMenu
          label="weight"
          value={now.weight === '' ? `usual${settled === null ? '' : `: ${measureWords(settled)}`}` : measureWords(now.weight)}
          selected={now.weight === '' ? USUAL : now.weight}
          items={[
            { id: USUAL, label: 'usual', description: 'GPUs, else stake, else records' },
            ...weightsOf(dataset).map((name) => ({ id: name, label: name === 'count' ? 'number of records' : `sum of ${name}` })),
          ]}
          onSelect={(weight) => change({ weight: weight === USUAL ? '' : weight })}
        />
      </span>
      <ChipPopover label="filter" value={now.where === '' ? 'all records' : shorten(now.where, 30)}>
        {(close) => (
          <FilterEditor dataset={dataset} where={now.where} error={null} onApply={(where) => change({ where })} onClose={close} />
        )}
      </ChipPopover>
    </Toolbar>
  );
}
