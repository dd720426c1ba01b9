import { deviationsOf, deviationWords } from '../../../../shared/case/deviations.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import type { DeclaredTest } from '../../../../shared/case/scenarios.ts';
import { formatThreshold } from '../../../../shared/format/index.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import { listDeclarations } from '../declarations.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

const TOUCHED = ['removal', 'report'];

type Input = { id?: string; test: DeclaredTest; reason: string };

const declarationOf = (file: CaseFile, { dataset, by }: DeclaredTest) =>
  listDeclarations(file).find(({ declared }) => declared.dataset === dataset && declared.by === by);

/** Declares the removal test of a dataset and unit before its result is seen; where one was declared, what differs is a deviation with a reason. */
export const declareTest: Command<Input> = {
  touched: TOUCHED,
  apply(file, { id: wanted, test, reason }) {
    const { name } = requireDataset(file, test.dataset);
    const before = declarationOf(file, test);
    const { id, number } = chosenId(file, 'T', 'declaration', wanted);
    file
      .prepare('INSERT INTO declared_test (id, number, dataset, unit, test, reason) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, number, test.dataset, test.by, JSON.stringify(test), reason);
    const what = `the removal test of "${name}" by ${test.by}`;
    const changes = before ? deviationWords(deviationsOf(before.declared, test)) : '';
    const because = reason === '' ? '' : ` (${reason})`;
    return {
      result: declarationOf(file, test),
      inverse: { command: 'removal.undeclare', input: { id } },
      label: before
        ? `Deviate from ${what} as declared: ${changes === '' ? 'back to what was declared' : changes}${because}`
        : `Declare ${what}${test.afterResult ? ', after its result was shown' : ''}: threshold ${formatThreshold(test.threshold)}, portfolio "${test.portfolio.title ?? test.portfolio.id ?? 'own'}"${because}`,
      recorded: { id, test, reason },
    };
  },
};

/** Takes a declaration or deviation back; only undo does this. */
export const undeclareTest: Command<{ id: string }> = {
  touched: TOUCHED,
  apply(file, { id }) {
    const row = file.prepare('SELECT test, reason FROM declared_test WHERE id = ?').get(id) as { test: string; reason: string } | undefined;
    if (!row) throw notInCase('declaration', id);
    file.prepare('DELETE FROM declared_test WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'removal.declare', input: { id, test: JSON.parse(row.test) as DeclaredTest, reason: row.reason } },
      label: 'Take back what was declared for a removal test',
      recorded: { id },
    };
  },
};
