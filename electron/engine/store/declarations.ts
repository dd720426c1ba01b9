import { deviationsOf } from '../../../shared/case/deviations.ts';
import type { Declaration, DeclaredTest } from '../../../shared/case/scenarios.ts';
import type { CaseFile } from './case-file.ts';

type Row = { id: string; test: string; reason: string };

/** Declared removal tests with what was changed afterwards, oldest first. */
export function listDeclarations(file: CaseFile): Declaration[] {
  const rows = file.prepare('SELECT id, test, reason FROM declared_test ORDER BY number').all() as Row[];
  const found = new Map<string, Declaration>();
  for (const { id, test, reason } of rows) {
    const declared = JSON.parse(test) as DeclaredTest;
    const key = JSON.stringify([declared.dataset, declared.by]);
    const first = found.get(key);
    if (first === undefined) found.set(key, { id, declared, deviations: [] });
    else first.deviations.push({ test: declared, changes: deviationsOf(first.declared, declared), reason });
  }
  return [...found.values()];
}
