import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { type RemovalSpec, type Scenario, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { ActionMenu, Button, ChipMenu, IconButton, SaveDialog } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { useAddToReport } from '../../state/report-add.ts';
import { builtInOf, portfolioName, usePortfolios, useScenarios } from './useRemoval.ts';

type Test = { dataset: Dataset; spec: RemovalSpec; removed: readonly string[] };

/** Saved scenarios of the dataset, and the one that is on show. */
function useScenarioOnShow({ dataset, spec, removed }: Test): { saved: readonly Scenario[]; current: Scenario | null } {
  const saved = useScenarios(dataset) ?? [];
  const form = (test: Pick<Test, 'spec' | 'removed'>): string => JSON.stringify([wholeRemovalSpec(test.spec), test.removed]);
  const shown = form({ spec, removed });
  return { saved, current: saved.find((scenario) => form(scenario) === shown) ?? null };
}

/** Chooses one of the saved scenarios; nothing where none is saved. */
export function ScenarioChip({ onScenario, ...test }: Test & { onScenario: (scenario: Scenario) => void }) {
  const { saved, current } = useScenarioOnShow(test);
  if (saved.length === 0) return null;
  const choose = (id: string) => {
    const scenario = saved.find((candidate) => candidate.id === id);
    if (scenario) onScenario(scenario);
  };
  return (
    <ChipMenu
      label="scenario"
      value={current?.name ?? 'not saved'}
      selected={current?.id ?? null}
      items={saved.map((scenario) => ({
        id: scenario.id,
        label: scenario.name,
        hint: scenario.removed.length > 0 ? `${scenario.removed.length} removed` : undefined,
      }))}
      onSelect={choose}
    />
  );
}

/** What can be done with the test on show: save it as a scenario, delete the saved one. */
export function ScenarioActions({ missing, ...test }: Test & { missing: readonly unknown[] }) {
  const { spec, removed } = test;
  const client = useClient();
  const { saved, current } = useScenarioOnShow(test);
  const portfolios = usePortfolios().data ?? [];
  const [naming, setNaming] = useState<string | null>(null);
  /** the scenario goes into the report once it has a name */
  const [reporting, setReporting] = useState(false);
  const { addScenario } = useAddToReport();
  const { tell } = useNotices.getState();
  const save = useCommand(
    (input: { id?: string; name: string; spec: RemovalSpec; removed: string[] }) => client.removal.saveScenario(input),
    { title: 'Save the scenario' },
  );
  const remove = useCommand((input: { id: string }) => client.removal.removeScenario(input), { title: 'Delete the scenario' });
  const ask = () => setNaming(current?.name ?? `${portfolioName(spec.portfolio, builtInOf(portfolios, spec.portfolio))}, by ${spec.by}`);
  useCommandHandler('removal.saveScenario', ask);
  const store = async (name: string) => {
    const add = reporting;
    const kept = await save.mutateAsync({
      ...{ id: saved.find((scenario) => scenario.name === name)?.id, name, spec },
      removed: [...removed],
    });
    tell(`Scenario saved as "${name}"`);
    if (add) await addScenario(kept.id, kept.name);
  };
  const addToReport = () => {
    if (current) return void addScenario(current.id, current.name);
    setReporting(true);
    ask();
  };
  useCommandHandler('removal.addToReport', addToReport, { enabled: missing.length === 0 });
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
      <Button isDisabled={missing.length > 0} onPress={addToReport}>
        Add to report
      </Button>
      <Button variant="primary" isDisabled={missing.length > 0} onPress={ask}>
        Save scenario
      </Button>
      <SaveDialog
        what="scenario"
        name={naming}
        onName={(name) => {
          setNaming(name);
          if (name === null) setReporting(false);
        }}
        taken={saved.map(({ name }) => name)}
        description="Keeps the test and the units removed by hand; scenarios are part of the report."
        onSave={(name) => void store(name)}
      />
    </>
  );
}
