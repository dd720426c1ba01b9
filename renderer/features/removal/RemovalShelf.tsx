import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import { formatCount, formatThreshold, shorten } from '../../../shared/format/index.ts';
import { parseFraction } from '../../../shared/resilience/fraction.ts';
import { ActionMenu, Button, ChipMenu, ChipPopover, Dialog, IconButton, TextField, Toolbar } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCommand } from '../../state/queries.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import { dimensionsOf } from '../views/proposals.ts';
import { PortfolioEditor } from './PortfolioEditor.tsx';
import styles from './removal.module.css';
import { usePortfolios } from './useRemoval.ts';

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

const LEVELS = ['1/2', '2/3', '3/4', '4/5', '9/10', '19/20', '99/100', '1/1'];

/** What is tested, as pills: workload, removal unit, threshold, filter, scenario. */
export function RemovalShelf({ dataset, spec, removed, missing, filterError, editing, onEditing, onSpec, onScenario }: Props) {
  const client = useClient();
  const { saved, current } = useScenarios(dataset, spec, removed);
  const portfolios = usePortfolios().data ?? [];
  const file = useRef<HTMLInputElement>(null);
  const { tell, fail } = useNotices.getState();
  const builtIn = portfolios.find((item) => item.id === spec.portfolio.id) ?? null;
  const title = workloadTitle(spec, builtIn);

  useCommandHandler('removal.openPortfolio', () => file.current?.click());

  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      const portfolio = await client.removal.readPortfolio({ text: await chosen.text(), fileName: chosen.name });
      onSpec({ ...spec, portfolio: { title: chosen.name.replace(/\.json$/i, ''), ...portfolio } });
      tell(`Portfolio ${chosen.name}: ${formatCount(portfolio.classes.length)} workload classes`);
    } catch (error) {
      fail('The portfolio file was not read', error);
    }
  };
  const pick = (id: string) => {
    if (id === 'file') file.current?.click();
    else if (id === 'edit') onEditing(true);
    else {
      const portfolio = portfolios.find((item) => item.id === id)?.portfolio;
      if (portfolio) onSpec({ ...spec, portfolio });
    }
  };
  const classes = spec.portfolio.classes;
  const demand = classes.map((workload) => workload.quantity_share_of_capacity ?? formatCount(workload.quantity ?? 0));
  return (
    <>
      <Toolbar label="Removal test" className={styles.shelf}>
        <ChipMenu
          label="workload"
          value={title.length > 30 ? `${title.slice(0, 28).trimEnd()}…` : title}
          selected={builtIn?.id ?? null}
          items={[
            ...portfolios.map((item) => ({
              id: item.id,
              label: `${item.id} ${item.title}`,
              description: item.requires.length > 0 ? `${item.note} Needs: ${item.requires.join(', ')}.` : item.note,
            })),
            { id: 'edit', label: 'Edit the classes…', description: 'All fields of every workload class' },
            { id: 'file', label: 'Open a portfolio file…', description: 'JSON with a list of classes' },
          ]}
          onSelect={pick}
        />
        <span data-demand>
          <Button onPress={() => onEditing(true)} className={styles.demand}>
            <span className={styles.quiet}>demand</span> {demand.length === 1 ? demand[0] : `${formatCount(demand.length)} classes`}
          </Button>
        </span>
        <Threshold value={spec.threshold} onChange={(threshold) => onSpec({ ...spec, threshold })} />
        <ChipMenu
          label="remove by"
          selected={spec.by}
          items={dimensionsOf(dataset).map((name) => ({
            id: name,
            label: name,
            hint: formatCount(dataset.columns.find((column) => column.name === name)?.distinct ?? 0),
          }))}
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
        {saved.length > 0 && (
          <ChipMenu
            label="scenario"
            value={current?.name ?? 'not saved'}
            selected={current?.id ?? null}
            items={saved.map((scenario) => ({
              id: scenario.id,
              label: scenario.name,
              hint: scenario.removed.length > 0 ? `${scenario.removed.length} removed` : undefined,
            }))}
            onSelect={(id) => {
              const scenario = saved.find((candidate) => candidate.id === id);
              if (scenario) onScenario(scenario);
            }}
          />
        )}
      </Toolbar>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Portfolio file"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {editing && (
        <PortfolioEditor
          portfolio={spec.portfolio}
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

function Threshold({ value, onChange }: { value: string; onChange: (threshold: string) => void }) {
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const fraction = text === '' ? null : parseFraction(/^\d+(\.\d+)?$/.test(text) && Number(text) > 1 ? `${text}%` : text);
  const fits = fraction !== null && fraction.num > 0 && fraction.num <= fraction.den;
  return (
    <ChipPopover label="threshold" value={formatThreshold(value)}>
      {(close) => (
        <div className={styles.threshold}>
          <p className={styles.quiet}>The test fails when strictly less than this share of the demand is servable.</p>
          <div className={styles.levels}>
            {LEVELS.map((level) => (
              <Button
                key={level}
                size="small"
                variant={level === value ? 'primary' : 'secondary'}
                onPress={() => {
                  onChange(level);
                  close();
                }}
              >
                {formatThreshold(level)}
              </Button>
            ))}
          </div>
          <TextField
            label="Other level"
            value={typed}
            onChange={setTyped}
            placeholder="85 %, 0.85 or 17/20"
            error={text !== '' && !fits ? 'A share above 0 and at most 100 %' : null}
          />
          <Button
            size="small"
            isDisabled={!fits}
            onPress={() => {
              if (fraction) onChange(`${fraction.num}/${fraction.den}`);
              setTyped('');
              close();
            }}
          >
            Use this level
          </Button>
        </div>
      )}
    </ChipPopover>
  );
}

function workloadTitle(spec: RemovalSpec, builtIn: { id: string; title: string } | null): string {
  return builtIn ? `${builtIn.id} ${builtIn.title}` : (spec.portfolio.title ?? 'own portfolio');
}

/** Saved scenarios of a dataset, and the one that is on show. */
function useScenarios(dataset: Dataset, spec: RemovalSpec, removed: readonly string[]) {
  const client = useClient();
  const scenarios = useQuery({ queryKey: queryKeys.scenarios, queryFn: ({ signal }) => client.removal.scenarios(undefined, { signal }) });
  const saved = (scenarios.data ?? []).filter((scenario) => scenario.spec.dataset === dataset.id);
  const current = saved.find((scenario) => JSON.stringify([scenario.spec, scenario.removed]) === JSON.stringify([spec, removed])) ?? null;
  return { saved, current };
}

type ActionsProps = Pick<Props, 'dataset' | 'spec' | 'removed' | 'missing'>;

/** What can be done with the test on show: save it as a scenario, delete the saved one. */
export function ScenarioActions({ dataset, spec, removed, missing }: ActionsProps) {
  const client = useClient();
  const { saved, current } = useScenarios(dataset, spec, removed);
  const portfolios = usePortfolios().data ?? [];
  const title = workloadTitle(spec, portfolios.find((item) => item.id === spec.portfolio.id) ?? null);
  const [naming, setNaming] = useState<string | null>(null);
  const { tell } = useNotices.getState();
  const save = useCommand(
    (input: { id?: string; name: string; spec: RemovalSpec; removed: string[] }) => client.removal.saveScenario(input),
    {
      title: 'Save the scenario',
    },
  );
  const remove = useCommand((input: { id: string }) => client.removal.removeScenario(input), { title: 'Delete the scenario' });
  useCommandHandler('removal.saveScenario', () => setNaming(current?.name ?? `${title}, ${spec.by}`));
  const store = async () => {
    const name = (naming ?? '').trim();
    if (name === '') return;
    setNaming(null);
    await save.mutateAsync({ id: saved.find((scenario) => scenario.name === name)?.id, name, spec, removed: [...removed] });
    tell(`Scenario saved as "${name}"`);
  };
  return (
    <>
      {current && (
        <ActionMenu
          label="More for this scenario"
          trigger={<IconButton label="More for this scenario" icon={<Ellipsis size={16} />} />}
          sections={[{ id: 'scenario', actions: [{ id: 'delete', label: 'Delete scenario' }] }]}
          onAction={() =>
            void remove.mutateAsync({ id: current.id }).then(() => tell(`Scenario "${current.name}" deleted. Undo brings it back`))
          }
        />
      )}
      <Button variant="primary" isDisabled={missing.length > 0} onPress={() => setNaming(current?.name ?? `${title}, by ${spec.by}`)}>
        Save scenario
      </Button>
      <Dialog
        title="Save scenario"
        isOpen={naming !== null}
        onClose={() => setNaming(null)}
        footer={
          <>
            <Button onPress={() => setNaming(null)}>Cancel</Button>
            <Button variant="primary" isDisabled={(naming ?? '').trim() === ''} onPress={() => void store()}>
              Save scenario
            </Button>
          </>
        }
      >
        <TextField
          label="Name"
          value={naming ?? ''}
          onChange={setNaming}
          autoFocus
          description="Keeps the test and the units removed by hand; scenarios are part of the report."
        />
      </Dialog>
    </>
  );
}
