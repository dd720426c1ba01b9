import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type RemovalSpec, type WholeRemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Replayed } from '../../../shared/case/scenarios.ts';
import { columnsTelling } from '../../../shared/case/told-bases.ts';
import { baseWords } from '../../../shared/format/index.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { findColumn } from './columns.ts';
import { datasetOf, type ReaderState } from './reader-state.ts';
import { gather } from './removal-supply.ts';
import { DERIVED_UNITS } from './removal-units.ts';
import { planWeight } from './view-weight.ts';

/** The name of the same thing in another dataset: by its name, else by the field that the column serves; the name itself where there is none. */
function sameUnit(name: string, from: Dataset, to: Dataset): string {
  if (findColumn(to, name) || Object.hasOwn(DERIVED_UNITS, name)) return name;
  const field = findColumn(from, name)?.field ?? null;
  return (field && to.columns.find((column) => column.field === field)?.name) ?? name;
}

function hasWeight(order: string, dataset: Dataset): boolean {
  try {
    planWeight(order, dataset);
    return true;
  } catch (error) {
    if (error instanceof ChokepointError) return false;
    throw error;
  }
}

/**
 * The same question for another dataset. Shares of today's capacity mean that of the other dataset; whole quantities stay.
 *
 * @throws ChokepointError where the test cannot be run there: `unknown-column`, `gpu-count-missing` ...
 */
function replayed(state: ReaderState, input: { spec: RemovalSpec; removed: readonly string[]; dataset: string }): Replayed {
  const asked = wholeRemovalSpec(input.spec);
  const from = datasetOf(state, asked.dataset);
  const to = datasetOf(state, input.dataset);
  const notes: string[] = [];
  const spec: WholeRemovalSpec = { ...asked, dataset: to.id, by: sameUnit(asked.by, from, to) };
  if (spec.by !== asked.by) notes.push(`"${asked.by}" is "${spec.by}" in "${to.name}".`);
  if (spec.order !== '' && !hasWeight(spec.order, to)) {
    notes.push(`"${to.name}" has no weight "${spec.order}"; largest first goes by GPUs there.`);
    spec.order = '';
  }
  if (spec.base !== '' && columnsTelling(to, spec.base) === null) {
    notes.push(`Nothing in "${to.name}" states which records are ${baseWords(spec.base)}; its own base is used: ${baseWords(to.base)}.`);
    spec.base = '';
  }
  if (from.base !== to.base && spec.base === '') notes.push(`The supply bases differ: ${baseWords(from.base)} and ${baseWords(to.base)}.`);
  if (from.grain !== to.grain) notes.push(`The records differ: one ${from.grain} each and one ${to.grain} each.`);
  const units = new Set(gather(state, { ...spec, combinations: [] }).supply.inventory.unit.labels);
  const combined = new Set(spec.combinations.map(({ name }) => name));
  const names = [...input.removed, ...spec.combinations.flatMap(({ members }) => members), ...Object.keys(spec.costs)];
  return {
    spec,
    removed: input.removed.filter((name) => units.has(name) || combined.has(name)),
    absent: [...new Set(names)].filter((name) => !units.has(name) && !combined.has(name)),
    notes,
  };
}

/** A test on another dataset, on the reader lane. */
export const replayOperations = { 'removal.replay': replayed } satisfies OperationTable<ReaderState>;
