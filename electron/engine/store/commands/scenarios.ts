import { deviationsFrom, deviationWords } from '../../../../shared/case/deviations.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import type { RemovalSpec, Scenario } from '../../../../shared/case/removal.ts';
import type { CaseFile } from '../case-file.ts';
import { listScenarios } from '../catalogue.ts';
import { listDeclarations } from '../declarations.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

function scenarioOf(file: CaseFile, id: string): Scenario | undefined {
  return listScenarios(file).find((scenario) => scenario.id === id);
}

/** What the history says of a scenario that is not as the test of its dataset was declared. */
function deviating(file: CaseFile, spec: RemovalSpec): string {
  const changes = deviationsFrom(listDeclarations(file), spec)?.deviations ?? [];
  return changes.length === 0 ? '' : `, which deviates from the declared test: ${deviationWords(changes)}`;
}

/** Saves a removal scenario under a name; an id that exists is replaced, one that was removed comes back in its old place. */
export const saveScenario: Command<{ id?: string; name: string; spec: RemovalSpec; removed: string[] }> = {
  touched: ['removal', 'report'],
  apply(file, { id: wanted, name, spec, removed }) {
    const { id, number } = chosenId(file, 'R', 'scenario', wanted);
    const before = scenarioOf(file, id);
    file
      .prepare(
        `INSERT INTO scenario (id, number, name, spec, removed) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, spec = excluded.spec, removed = excluded.removed`,
      )
      .run(id, number, name, JSON.stringify(spec), JSON.stringify(removed));
    return {
      result: scenarioOf(file, id),
      inverse: before ? { command: 'scenario.save', input: before } : { command: 'scenario.remove', input: { id } },
      label: `${before ? `Change the scenario "${before.name}"` : `Save the scenario "${name}"`}${deviating(file, spec)}`,
      recorded: { id, name, spec, removed },
    };
  },
};

/** Removes a saved scenario. */
export const removeScenario: Command<{ id: string }> = {
  touched: ['removal', 'report'],
  apply(file, { id }) {
    const before = scenarioOf(file, id);
    if (!before) throw notInCase('scenario', id);
    file.prepare('DELETE FROM scenario WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'scenario.save', input: before },
      label: `Remove the scenario "${before.name}"`,
      recorded: { id },
    };
  },
};
