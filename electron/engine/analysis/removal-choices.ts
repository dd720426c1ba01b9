import type { Declaration, UnitChoices } from '../../../shared/case/scenarios.ts';
import { DERIVED_WEIGHTS } from '../../../shared/case/view.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { datasetOf, factsOf, type ReaderState, tableOf } from './reader-state.ts';
import { derivedColumn, derivedUnits, planUnit } from './removal-units.ts';
import { COUNT } from './view-weight.ts';

/** Columns first that are units of the model, in the order in which a person thinks of them. */
const USUAL = [
  'operator',
  'provider',
  'owner',
  'host_org',
  'asn',
  'site',
  'cloud',
  'country',
  'bloc',
  'continent',
  'gpu_vendor',
  'gpu_model',
  'gpu_family',
  'validator',
];

const rankOf = (kind: string): number => (USUAL.includes(kind) ? USUAL.indexOf(kind) : USUAL.length);

/** Column that another one follows from; `null` where it is the text of the same column. */
function behind(name: string, from: string | undefined): string | null {
  const column = from?.replace(/\.raw$/, '') ?? name;
  return column === name ? null : column;
}

/**
 * What a dataset can be cut into, and what largest-first can weigh by; over all records.
 *
 * @throws ChokepointError `dataset-missing`
 */
function unitChoices(state: ReaderState, { dataset: id }: { dataset: string }): UnitChoices {
  const dataset = datasetOf(state, id);
  const columns = dataset.columns
    .filter(({ type, distinct, rawOf }) => type === 'text' && distinct > 0 && rawOf === undefined)
    .map(({ name, field, derived, filled, distinct }) => ({
      by: name,
      kind: field ?? (derived ? name : ''),
      from: behind(name, derived?.from),
      units: distinct,
      unknown: dataset.rows - filled,
    }));
  const derived = derivedUnits(dataset).map((by) => {
    const plan = planUnit(dataset, by);
    const { codes, dictionary } = codesOf(derivedColumn(columnOf(tableOf(state, id, [plan.column.name]), plan.column.name), plan));
    const unknown = codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
    return { by, kind: by, from: plan.column.name, units: dictionary.length, unknown };
  });
  const units = [...columns, ...derived]
    .map((unit, place) => ({ unit, place }))
    .sort((a, b) => rankOf(a.unit.kind) - rankOf(b.unit.kind) || a.place - b.place)
    .map(({ unit }) => unit);
  const numeric = dataset.columns.filter(({ type, field, rawOf }) => type !== 'text' && field !== 'gpu_count' && rawOf === undefined);
  const hasModel = dataset.columns.some(({ field, filled }) => field === 'gpu_model' && filled > 0);
  const named = new Set(dataset.columns.map(({ name }) => name));
  const weights = hasModel ? DERIVED_WEIGHTS.filter((name) => !named.has(name)) : [];
  return {
    units,
    orders: [
      { order: '', label: 'GPUs' },
      { order: COUNT, label: 'records' },
      ...weights.map((order) => ({ order, label: order })),
      ...numeric.map(({ name, header }) => ({ order: name, label: header })),
    ],
  };
}

/** What can be chosen for a removal test and what was declared, on the reader lane. */
export const removalChoiceOperations = {
  'removal.units': unitChoices,
  'removal.declarations': (state: ReaderState, _input: null): Declaration[] => factsOf(state).declarations(),
} satisfies OperationTable<ReaderState>;
