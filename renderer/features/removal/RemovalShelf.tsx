import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import type { Declaration } from '../../../shared/case/scenarios.ts';
import { formatCount, shorten } from '../../../shared/format/index.ts';
import { Button, ChipPopover, Toolbar } from '../../app/controls/index.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import { DeclarationChip } from './DeclarationPart.tsx';
import { OptionsChip, PlacementChip } from './OptionsChip.tsx';
import { PortfolioChip } from './PortfolioChip.tsx';
import { PortfolioEditor } from './PortfolioEditor.tsx';
import styles from './removal.module.css';
import { ScenarioChip } from './ScenarioActions.tsx';
import { ThresholdChip } from './ThresholdChip.tsx';
import { TraceDialog } from './TraceDialog.tsx';
import { UnitChip } from './UnitChip.tsx';
import { builtInOf, usePortfolios } from './useRemoval.ts';

type Props = {
  dataset: Dataset;
  spec: RemovalSpec;
  removed: readonly string[];
  missing: readonly { class: string; field: string }[];
  filterError: ErrorValue | null;
  editing: boolean;
  /** the declared test of the dataset; `undefined` while it is asked for */
  declaration: Declaration | null | undefined;
  /** a result is on show */
  shown: boolean;
  onEditing: (open: boolean) => void;
  onSpec: (spec: RemovalSpec) => void;
  onScenario: (scenario: Scenario) => void;
};

/** What is tested, as pills: workload, threshold, removal unit, placement, filter, options, declaration, scenario. */
export function RemovalShelf({
  dataset,
  spec,
  removed,
  missing,
  filterError,
  editing,
  declaration,
  shown,
  onEditing,
  onSpec,
  onScenario,
}: Props) {
  const [tracing, setTracing] = useState(false);
  const portfolios = usePortfolios().data ?? [];
  const demand = spec.portfolio.classes.map((workload) => workload.quantity_share_of_capacity ?? formatCount(workload.quantity ?? 0));
  return (
    <>
      <Toolbar label="Removal test" className={styles.shelf}>
        <PortfolioChip spec={spec} onSpec={onSpec} onEdit={() => onEditing(true)} onTrace={() => setTracing(true)} />
        <span data-demand>
          <Button onPress={() => onEditing(true)} className={styles.demand}>
            <span className={styles.quiet}>demand</span> {demand.length === 1 ? demand[0] : `${formatCount(demand.length)} classes`}
          </Button>
        </span>
        <ThresholdChip value={spec.threshold} onChange={(threshold) => onSpec({ ...spec, threshold })} />
        <UnitChip dataset={dataset} spec={spec} onSpec={onSpec} />
        <PlacementChip spec={spec} onSpec={onSpec} />
        <span data-filter className={filterError ? styles.wrong : undefined}>
          <ChipPopover label="filter" value={spec.where === '' ? 'all records' : shorten(spec.where, 28)}>
            {(close) => (
              <FilterEditor
                dataset={dataset}
                where={spec.where}
                error={filterError}
                onApply={(where) => onSpec({ ...spec, where })}
                onClose={close}
              />
            )}
          </ChipPopover>
        </span>
        <OptionsChip spec={spec} onSpec={onSpec} />
        {declaration !== undefined && shown && <DeclarationChip spec={spec} declaration={declaration} />}
        <ScenarioChip dataset={dataset} spec={spec} removed={removed} onScenario={onScenario} />
      </Toolbar>
      {tracing && (
        <TraceDialog
          onClose={() => setTracing(false)}
          onUse={(portfolio) => {
            onSpec({ ...spec, portfolio });
            setTracing(false);
          }}
        />
      )}
      {editing && (
        <PortfolioEditor
          portfolio={spec.portfolio}
          builtIn={builtInOf(portfolios, spec.portfolio)?.id ?? null}
          missing={missing}
          onClose={() => onEditing(false)}
          onTrace={() => {
            onEditing(false);
            setTracing(true);
          }}
          onSave={(portfolio) => {
            onSpec({ ...spec, portfolio });
            onEditing(false);
          }}
        />
      )}
    </>
  );
}
