import type { KeptBracket } from '../../../shared/case/brackets.ts';
import type { CaseFile } from './case-file.ts';

type Row = { id: string; dataset: string; unit: string; solver: string; closed: string };

/** Brackets that were kept, oldest first. */
export function listBrackets(file: CaseFile): KeptBracket[] {
  const rows = file.prepare('SELECT id, dataset, unit, solver, closed FROM closed_bracket ORDER BY number').all() as Row[];
  return rows.map(({ id, dataset, unit, solver, closed }) => ({
    id,
    dataset,
    by: unit,
    solver,
    closed: JSON.parse(closed) as KeptBracket['closed'],
  }));
}
