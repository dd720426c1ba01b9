import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseFile, openCase } from '../../electron/engine/store/case-file.ts';
import { caseInfo, listDatasets, listScenarios, listViews, recipeOf } from '../../electron/engine/store/catalogue.ts';
import { type CommandInput, type CommandName, redo, runCommand, undo } from '../../electron/engine/store/commands.ts';
import { listLedger, verifyLedger } from '../../electron/engine/store/ledger.ts';
import { listPins } from '../../electron/engine/store/pins.ts';
import { chosenLayout } from '../../electron/engine/store/report-layout.ts';
import { layoutOf } from '../../shared/case/report.ts';
import { viewSpecSchema } from '../../shared/case/view.ts';
import { closing, decider, errorOf, importSmall, newCase } from './support.ts';

const spec = viewSpecSchema.parse({ dataset: 'D1', by: 'provider', weight: 'gpu_count' });

function run<Name extends CommandName>(file: CaseFile, command: Name, input: CommandInput<Name>) {
  return runCommand(file, { command, input, ...decider });
}

function reopen(file: CaseFile): CaseFile {
  file.close();
  return closing(openCase(file.path, { mode: 'write' }));
}

/** Everything that decisions change. */
const decisions = (file: CaseFile) => {
  const { title, question } = caseInfo(file);
  return {
    ...{ title, question, layout: chosenLayout(file), datasets: listDatasets(file) },
    ...{ views: listViews(file), pins: listPins(file), scenarios: listScenarios(file) },
  };
};

const labels = (file: CaseFile) => {
  const { undo: undoes, redo: redoes } = caseInfo(file);
  return [undoes, redoes];
};

describe('a command', () => {
  it('gets a revision, says what it touched, and reads as history', () => {
    const file = newCase();
    importSmall(file);
    const outcome = run(file, 'dataset.rename', { dataset: 'D1', name: 'March list' });
    expect(outcome).toMatchObject({ revision: 3, label: 'Rename "Northgrid" to "March list"', result: { id: 'D1', name: 'March list' } });
    expect(outcome.touched).toContain('datasets');
    const { total, entries } = listLedger(file, { start: 0, end: 2 });
    expect(total).toBe(3);
    expect(entries.map(({ sequence, command, actor }) => [sequence, command, actor])).toEqual([
      [3, 'dataset.rename', 'Ada'],
      [2, 'dataset.import', 'Ada'],
    ]);
  });

  it('gives ids by counting and never gives one twice', () => {
    const file = newCase();
    expect(run(file, 'view.save', { name: 'a', spec }).result).toEqual({ id: 'V1', name: 'a', spec });
    run(file, 'view.remove', { id: 'V1' });
    expect(run(file, 'view.save', { name: 'b', spec }).result).toMatchObject({ id: 'V2' });
    expect(listLedger(file, { start: 0, end: 1 }).entries[0]?.input).toEqual({ id: 'V2', name: 'b', spec });
  });

  it('that describes a dataset anew says in the ledger what was changed, and leaves the recipe of its import', () => {
    const file = newCase();
    importSmall(file);
    const { label, result } = run(file, 'dataset.describe', { dataset: 'D1', base: 'online', asOf: null });
    expect(label).toBe('Describe "Northgrid": supply base online, date not stated');
    expect(result).toMatchObject({ name: 'Northgrid', base: 'online', asOf: null });
    expect(listLedger(file, { start: 0, end: 1 }).entries[0]?.input).toEqual({
      dataset: 'D1',
      name: 'Northgrid',
      base: 'online',
      asOf: null,
    });
    expect(recipeOf(file, 'D1')).toMatchObject({ base: 'registered', asOf: '2026-02-28' });
  });

  it('that describes records as a sample of events keeps its days, and drops them with the sample; undo brings both back', () => {
    const file = newCase();
    importSmall(file);
    const described = () => listDatasets(file).map(({ sampling, sampledDays }) => [sampling, sampledDays])[0];
    expect(described()).toEqual([null, null]);
    const { label } = run(file, 'dataset.describe', { dataset: 'D1', sampling: 'sample', sampledDays: 30 });
    expect(label).toBe('Describe "Northgrid": a sample of events over 30 days');
    expect(described()).toEqual(['sample', 30]);
    expect(run(file, 'dataset.describe', { dataset: 'D1', sampling: 'census' }).label).toBe('Describe "Northgrid": a census');
    expect(described()).toEqual(['census', null]);
    undo(file, decider);
    expect(described()).toEqual(['sample', 30]);
  });

  it('that fails changes nothing and is not in the ledger', () => {
    const file = newCase();
    expect(errorOf(() => run(file, 'dataset.exclude', { dataset: 'D4' })).code).toBe('dataset-missing');
    expect(errorOf(() => run(file, 'dataset.include', { dataset: 'D4' })).code).toBe('dataset-missing');
    expect(errorOf(() => run(file, 'view.remove', { id: 'V1' })).code).toBe('view-missing');
    expect(errorOf(() => run(file, 'view.save', { id: 'V7', name: 'x', spec })).code).toBe('view-missing');
    expect(errorOf(() => run(file, 'scenario.remove', { id: 'R1' })).code).toBe('scenario-missing');
    expect(caseInfo(file).revision).toBe(1);
  });
});

const scenario = {
  name: 'Two largest',
  removed: ['Acme'],
  spec: { dataset: 'D1', by: 'provider', where: '', portfolio: {} as never, threshold: '9/10', entities: 'confirmed' as const },
};

const none = { low: null, stated: null, high: null };
const pinned = {
  spec,
  stamp: {
    ...{ dataset: 'Northgrid', base: 'registered' as const, asOf: '2026-02-28', by: 'provider', weight: 'gpu_count', where: '' },
    ...{ unknownPolicy: 'bounds' as const, entities: null, merged: 0, sample: false },
  },
  ...{ finding: 'A alone holds more than half of the GPUs', entities: 2, total: 12, unknownShare: 0 },
  ...{ hhi: { low: 5555.5, stated: 5555.5, high: 5555.5 }, cr1: none, nakamoto: { '1/3': none, '1/2': none, '2/3': none } },
  largest: [{ key: 'A', share: 2 / 3 }],
};

/** A case with one of everything. */
function fullCase(): CaseFile {
  const file = newCase();
  importSmall(file);
  importSmall(file, 'Tessera');
  run(file, 'dataset.exclude', { dataset: 'D2' });
  run(file, 'pin.add', pinned);
  run(file, 'view.save', { name: 'Providers', spec });
  run(file, 'view.save', { name: 'By record', spec: { ...spec, weight: 'count', entities: 'confirmed' as const } });
  run(file, 'scenario.save', scenario);
  return file;
}

const EVERY_COMMAND: [CommandName, unknown][] = [
  ['case.describe', { title: 'Other title', question: 'Other question?' }],
  ['dataset.exclude', { dataset: 'D1' }],
  ['dataset.include', { dataset: 'D2' }],
  ['dataset.rename', { dataset: 'D1', name: 'March list' }],
  ['dataset.describe', { dataset: 'D1', name: 'March list', base: 'online', asOf: '2026-03-31' }],
  ['dataset.describe', { dataset: 'D1', base: null }],
  ['dataset.describe', { dataset: 'D1', sampling: 'sample', sampledDays: 9 }],
  ['dataset.describe', { dataset: 'D1', asOf: null }],
  ['view.save', { name: 'New', spec }],
  ['view.save', { id: 'V1', name: 'Changed', spec: { ...spec, where: 'gpu_count > 4' } }],
  ['view.save', { id: 'V1', name: 'Other name', spec }],
  ['view.remove', { id: 'V1' }],
  ['pin.add', { ...pinned, total: 13 }],
  ['pin.remove', { id: 'P1' }],
  ['scenario.save', { ...scenario, name: 'New' }],
  ['scenario.save', { ...scenario, id: 'R1', removed: [] }],
  ['scenario.remove', { id: 'R1' }],
  ['report.setLayout', { layout: layoutOf('brief') }],
];

describe('undo', () => {
  it.each(EVERY_COMMAND)('takes %s back and redo makes it again, across restarts', (command, input) => {
    let file = fullCase();
    const before = decisions(file);
    const { label } = runCommand(file, { command, input, ...decider });
    const after = decisions(file);
    expect(after).not.toEqual(before);
    file = reopen(file);
    expect(labels(file)[0]).toBe(label);
    expect(undo(file, decider).label).toBe(`Undo: ${label}`);
    expect(decisions(file)).toEqual(before);
    file = reopen(file);
    expect(labels(file)[1]).toBe(label);
    expect(redo(file, decider).label).toBe(`Redo: ${label}`);
    expect(decisions(file)).toEqual(after);
    file = reopen(file);
    undo(file, decider);
    expect(decisions(file)).toEqual(before);
    expect(verifyLedger(file).intact).toBe(true);
  });

  it('takes an import out of the case and redo brings the same dataset back', () => {
    const file = newCase();
    const dataset = importSmall(file);
    undo(file, decider);
    expect(listDatasets(file)).toEqual([]);
    redo(file, decider);
    expect(listDatasets(file)).toEqual([dataset]);
  });

  it('goes back step by step to the new case, and forth again', () => {
    const file = fullCase();
    const states = [decisions(file)];
    while (labels(file)[0] !== null) {
      undo(file, decider);
      states.push(decisions(file));
    }
    expect(states).toHaveLength(8);
    expect(states.at(-1)).toMatchObject({ datasets: [], views: [], scenarios: [] });
    for (const state of states.slice(0, -1).reverse()) {
      redo(file, decider);
      expect(decisions(file)).toEqual(state);
    }
    expect(labels(file)[1]).toBeNull();
    expect(listLedger(file, { start: 0, end: 100 }).total).toBe(8 + 7 + 7);
  });

  it('walks the same states as two stacks would, through any mix of decisions, undo, redo and restarts', () => {
    const step = fc.constantFrom('do', 'do', 'undo', 'undo', 'redo', 'reopen');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let file = newCase();
        // the model: titles before and after the present one
        const past: string[] = [];
        let present = caseInfo(file).title;
        const future: string[] = [];
        for (const [index, name] of steps.entries()) {
          if (name === 'reopen') file = reopen(file);
          if (name === 'do') {
            past.push(present);
            present = `title ${index}`;
            future.length = 0;
            run(file, 'case.describe', { title: present, question: '' });
          }
          if (name === 'undo' && past.length > 0) {
            future.push(present);
            present = past.pop() as string;
            undo(file, decider);
          }
          if (name === 'redo' && future.length > 0) {
            past.push(present);
            present = future.pop() as string;
            redo(file, decider);
          }
          expect(caseInfo(file).title).toBe(present);
          expect(labels(file).map((label) => label !== null)).toEqual([past.length > 0, future.length > 0]);
        }
        expect(verifyLedger(file).intact).toBe(true);
        file.close();
      }),
      { numRuns: 20 },
    );
  });

  it('gives up what could be redone once there is a new decision', () => {
    const file = fullCase();
    undo(file, decider);
    undo(file, decider);
    run(file, 'case.describe', { title: 'New direction', question: '' });
    expect(labels(file)).toEqual(['Rename the case to "New direction"', null]);
    expect(errorOf(() => redo(file, decider)).code).toBe('nothing-to-redo');
    undo(file, decider);
    expect(labels(file)).toEqual(['Save the view "Providers"', 'Rename the case to "New direction"']);
  });

  it('names the entry it takes back and deletes nothing', () => {
    const file = newCase();
    run(file, 'view.save', { name: 'a', spec });
    undo(file, decider);
    redo(file, decider);
    const { entries } = listLedger(file, { start: 0, end: 10 });
    expect(entries.map(({ sequence, command, undoes }) => [sequence, command, undoes])).toEqual([
      [4, 'view.save', 3],
      [3, 'view.remove', 2],
      [2, 'view.save', null],
      [1, 'case.create', null],
    ]);
  });

  it('is refused in words when there is nothing to undo', () => {
    const file = newCase();
    expect(errorOf(() => undo(file, decider)).code).toBe('nothing-to-undo');
    expect(errorOf(() => redo(file, decider)).code).toBe('nothing-to-redo');
    expect(labels(file)).toEqual([null, null]);
  });
});
