import type { EntityDrift } from '../../../shared/evidence/replay.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import { usualViews } from '../analysis/usual.ts';

const WINDOW = 2000;
/** Entities that are named of those that came, and of those that went. */
const NAMED = 5;

/** Who holds what share of a dataset, by its usual view. */
export type HeldEntities = { dataset: string; by: string; weight: string; held: [name: string, share: number][] };

/** Who holds what in every current dataset, the largest first. */
export async function heldEntities({ reader }: AnalysisSession): Promise<HeldEntities[]> {
  const datasets = await reader.call('datasets.list', null);
  const all: HeldEntities[] = [];
  for (const { spec } of usualViews(datasets)) {
    const { handle } = await reader.call('view.open', spec);
    const held: HeldEntities['held'] = [];
    for (let total = 1; held.length < total; ) {
      const window = { start: held.length, end: held.length + WINDOW };
      const rows = await reader.call('view.rows', { handle, window, search: '' });
      total = rows.rows.length === 0 ? 0 : rows.total;
      held.push(...rows.rows.map(({ key, share }): [string, number] => [key, share]));
    }
    all.push({ dataset: spec.dataset, by: spec.by, weight: spec.weight, held });
  }
  return all;
}

/** Who came and who went between two files of a dataset; `null` = they are not told by the same column and weight. */
export function entityDrift(before: HeldEntities | undefined, after: HeldEntities | undefined): EntityDrift | null {
  if (before === undefined || after === undefined || before.by !== after.by || before.weight !== after.weight) return null;
  const without = (held: HeldEntities['held'], others: HeldEntities['held']) => {
    const names = new Set(others.map(([name]) => name));
    const only = held.filter(([name]) => !names.has(name));
    return { count: only.length, largest: only.slice(0, NAMED).map(([name, share]) => ({ name, share })) };
  };
  return { by: before.by, weight: before.weight, came: without(after.held, before.held), went: without(before.held, after.held) };
}
