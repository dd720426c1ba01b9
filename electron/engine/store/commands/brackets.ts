import type { KeptBracket } from '../../../../shared/case/brackets.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import { listBrackets } from '../brackets.ts';
import { requireDataset } from '../catalogue.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

const TOUCHED = ['removal', 'report'];

/** Keeps a bracket that a solver closed, with what proves it. */
export const keepBracket: Command<Omit<KeptBracket, 'id'> & { id?: string }> = {
  touched: TOUCHED,
  apply(file, { id: wanted, dataset, by, solver, closed }) {
    const { name } = requireDataset(file, dataset);
    const { id, number } = chosenId(file, 'K', 'closed bracket', wanted);
    file
      .prepare('INSERT INTO closed_bracket (id, number, dataset, unit, solver, closed) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, number, dataset, by, solver, JSON.stringify(closed));
    const certificate: Record<string, unknown> = (closed.pessimistic ?? closed.optimistic)?.certificate ?? {};
    return {
      result: listBrackets(file).find((kept) => kept.id === id),
      inverse: { command: 'removal.dropBracket', input: { id } },
      label: `Keep the bracket that ${solver} closed for the removal test of "${name}" by ${by}: k* ${certificate.kLow} to ${certificate.k}`,
      recorded: { id, dataset, by, solver, closed },
    };
  },
};

/** Takes a kept bracket back. */
export const dropBracket: Command<{ id: string }> = {
  touched: TOUCHED,
  apply(file, { id }) {
    const kept = listBrackets(file).find((bracket) => bracket.id === id);
    if (!kept) throw notInCase('closed bracket', id);
    file.prepare('DELETE FROM closed_bracket WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'removal.keepBracket', input: kept },
      label: `Forget the closed bracket ${id}`,
      recorded: { id },
    };
  },
};
