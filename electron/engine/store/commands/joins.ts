import type { Join } from '../../../../shared/case/join.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import { listJoins } from '../joins.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

const TOUCHED = ['joins', 'datasets', 'views', 'removal', 'quality', 'entities', 'report'];

/** A dataset may be out of the case when a join of it is taken back. */
function nameOf(file: CaseFile, dataset: string): string {
  return (file.prepare('SELECT name FROM dataset WHERE id = ?').pluck().get(dataset) as string | undefined) ?? dataset;
}

/** Takes a column from a side table; what may be joined was asked before. */
export const addJoin: Command<Omit<Join, 'id'> & { id?: string }> = {
  touched: TOUCHED,
  apply(file, { id: wanted, dataset, with: side, name, on, take, how, window }) {
    const [here, there] = [requireDataset(file, dataset), requireDataset(file, side)];
    const { id, number } = chosenId(file, 'J', 'join', wanted);
    const join: Join = { id, dataset, with: side, name, on, take, how, window };
    file
      .prepare('INSERT INTO side_join (id, number, dataset, side, name, spec) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, number, dataset, side, name, JSON.stringify({ on, take, how, window }));
    const keys = on.map(({ column, matches }) => `${column} = ${matches}`).join(' and ');
    return {
      result: join,
      inverse: { command: 'join.remove', input: { id } },
      label: `Join "${name}" from "${there.name}" to "${here.name}" by ${keys}`,
      recorded: join,
    };
  },
};

/** Takes a join away; the side table stays. */
export const removeJoin: Command<{ id: string }> = {
  touched: TOUCHED,
  apply(file, { id }) {
    const before = listJoins(file).find((join) => join.id === id);
    if (!before) throw notInCase('join', id);
    file.prepare('DELETE FROM side_join WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'join.add', input: before },
      label: `Remove the joined column "${before.name}" of "${nameOf(file, before.dataset)}"`,
      recorded: { id },
    };
  },
};
