import type { Join, JoinSpec } from '../../../shared/case/join.ts';
import type { CaseFile } from './case-file.ts';

type Row = { id: string; dataset: string; side: string; name: string; spec: string };

/** Joins of the case, oldest first, also those whose datasets are out of it. */
export function listJoins(file: CaseFile): Join[] {
  const rows = file.prepare('SELECT id, dataset, side, name, spec FROM side_join ORDER BY number').all() as Row[];
  return rows.map(({ id, dataset, side, name, spec }) => ({
    ...(JSON.parse(spec) as Omit<JoinSpec, 'dataset' | 'with'>),
    id,
    dataset,
    with: side,
    name,
  }));
}
