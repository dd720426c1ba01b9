import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import { formatCount, shorten } from '../../../shared/format/index.ts';
import { Button, ChipMenu, ChipPopover, Toolbar } from '../../app/controls/index.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import { dimensionsOf } from '../views/proposals.ts';
import { PortfolioChip } from './PortfolioChip.tsx';
import { PortfolioEditor } from './PortfolioEditor.tsx';
import styles from './removal.module.css';
import { ScenarioChip } from './ScenarioActions.tsx';
import { ThresholdChip } from './ThresholdChip.tsx';
import { builtInOf, usePortfolios } from './useRemoval.ts';

type Props = {
  dataset: Dataset;
  spec: RemovalSpec;
  removed: readonly string[];
  missing: readonly { class: string; field: string }[];
  filterError: ErrorValue | null;
  editing: boolean;
  onEditing: (open: boolean) => void;
  onSpec: (spec: RemovalSpec) => void;
  onScenario: (scenario: Scenario) => void;
};

/** What is tested, as pills: workload, removal unit, threshold, filter, scenario. */
export function RemovalShelf({ dataset, spec, removed, missing, filterError, editing, onEditing, onSpec, onScenario }: Props) {
  const portfolios = usePortfolios().data ?? [];
  const demand = spec.portfolio.classes.map((workload) => workload.quantity_share_of_capacity ?? formatCount(workload.quantity ?? 0));
  const units = (name: string): string => formatCount(dataset.columns.find((column) => column.name === name)?.distinct ?? 0);
  return (
    <>
      <Toolbar label="Removal test" className={styles.shelf}>
        <PortfolioChip spec={spec} onSpec={onSpec} onEdit={() => onEditing(true)} />
        <span data-demand>
          <Button onPress={() => onEditing(true)} className={styles.demand}>
            <span className={styles.quiet}>demand</span> {demand.length === 1 ? demand[0] : `${formatCount(demand.length)} classes`}
          </Button>
        </span>
        <ThresholdChip value={spec.threshold} onChange={(threshold) => onSpec({ ...spec, threshold })} />
        <ChipMenu
          label="remove by"
          selected={spec.by}
          items={dimensionsOf(dataset).map((name) => ({ id: name, label: name, hint: units(name) }))}
          onSelect={(by) => onSpec({ ...spec, by })}
        />
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
        <ScenarioChip dataset={dataset} spec={spec} removed={removed} onScenario={onScenario} />
      </Toolbar>
      {editing && (
        <PortfolioEditor
          portfolio={spec.portfolio}
          builtIn={builtInOf(portfolios, spec.portfolio)?.id ?? null}
          missing={missing}
          onClose={() => onEditing(false)}
          onSave={(portfolio) => {
            onSpec({ ...spec, portfolio });
            onEditing(false);
          }}
        />
      )}
    </>
  );
}
