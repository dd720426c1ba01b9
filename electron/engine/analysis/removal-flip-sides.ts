import type { Dataset } from '../../../shared/case/dataset.ts';
import { type RemovalSpec, type WholeRemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { groupNames } from '../../../shared/entities/group-names.ts';
import { groupEntities } from '../../../shared/entities/groups.ts';
import type { Link } from '../../../shared/entities/link.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import type { MergeChange } from '../../../shared/resilience/flips/merges.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { accountsOf } from './accounts.ts';
import { linksUnder } from './entities.ts';
import { numbersOf } from './inventory.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { gather, type RemovalSupply } from './removal-supply.ts';
import { combined, planUnit } from './removal-units.ts';

/** What the flip list needs beside the supply: decisions on entities that could be turned round, and further weights of the rows. */
export type FlipSides = { supply: RemovalSupply; merges: MergeChange[]; weights: { name: string; rows: Float64Array }[]; notes: string[] };

/** Decisions that are turned round one by one; each asks the whole test again. */
const MOST_MERGES = 40;
const MOST_WEIGHTS = 6;

/** Removal units of the selected rows with each decision on the dimension turned round: a link taken back, or an open one taken. */
function mergesOf(
  state: ReaderState,
  dataset: Dataset,
  spec: WholeRemovalSpec,
  rows: Int32Array | null,
): { merges: MergeChange[]; left: number } {
  const plan = planUnit(dataset, spec.by);
  if (plan.derived !== null || !isPartyColumn(plan.column)) return { merges: [], left: 0 };
  const links = linksUnder(state, dataset, plan.column, 'confirmed');
  const known = new Set(links.map(({ id }) => id));
  const decided = links.filter(({ state: decision }) => decision === 'confirmed');
  const open = linksUnder(state, dataset, plan.column, 'all-plausible').filter(
    ({ id, state: decision }) => decision !== 'confirmed' && decision !== 'rejected' && (!known.has(id) || decision === 'proposed'),
  );
  if (decided.length + open.length === 0) return { merges: [], left: 0 };
  const { accounts } = accountsOf(state, dataset.id, plan.column.name);
  const entities = accounts.map(({ id }) => id);
  const weights = accounts.map(({ weight = 0n }) => weight);
  const { codes } = codesOf(columnOf(tableOf(state, dataset.id, [plan.column.name]), plan.column.name));
  const selected = rows === null ? codes : rows.map((row) => codes[row] as number);
  const policy = spec.entities === 'none' ? 'confirmed' : spec.entities;
  const base = spec.entities === 'none' ? [] : links;
  const unitUnder = (some: readonly Link[]): MergeChange['unit'] => {
    const grouping = groupEntities(entities, some, policy, dataset.asOf);
    const names = groupNames(grouping, some, weights);
    const { codes: own, dictionary } = textColumnOf(
      'unit',
      selected,
      Array.from(grouping.groupOf, (group) => names[group] as string),
    );
    return combined({ codes: own, labels: dictionary }, spec.combinations).unit;
  };
  const change = (kind: MergeChange['kind'], link: Link, some: readonly Link[]): MergeChange => ({
    id: link.id,
    kind,
    label: `${link.from} and ${link.to}`,
    unit: unitUnder(some),
  });
  const all = [
    // where no link counts, those that were confirmed are taken one by one
    ...decided.map((link) => ({ kind: spec.entities === 'none' ? ('accept' as const) : ('reject' as const), link })),
    ...(spec.entities === 'all-plausible' ? [] : open.map((link) => ({ kind: 'accept' as const, link }))),
  ];
  const merges = all.slice(0, MOST_MERGES).map(({ kind, link }) => {
    const others = base.filter(({ id }) => id !== link.id);
    return change(kind, link, kind === 'reject' ? others : [...others, { ...link, state: 'confirmed' as const }]);
  });
  return { merges, left: all.length - merges.length };
}

/** Numeric columns that largest-first could weigh by, over the selected rows. */
function weightsOf(state: ReaderState, dataset: Dataset, rows: Int32Array | null): FlipSides['weights'] {
  const names = dataset.columns
    .filter(
      ({ type, field, rawOf, filled }) =>
        type !== 'text' &&
        filled > 0 &&
        rawOf === undefined &&
        (field === 'stake' || field === 'gpu_free' || field === 'node_count' || field === null),
    )
    .slice(0, MOST_WEIGHTS)
    .map(({ name }) => name);
  const table = tableOf(state, dataset.id, names);
  return names.map((name) => ({ name, rows: numbersOf(columnOf(table, name), rows) }));
}

/** What the flip list needs, on the reader lane. */
export const flipSideOperations = {
  'removal.flipSides': (state: ReaderState, asked: RemovalSpec): FlipSides => {
    const { supply, rows } = gather(state, asked);
    const dataset = datasetOf(state, asked.dataset);
    const { merges, left } = mergesOf(state, dataset, wholeRemovalSpec(asked), rows);
    const notes = left === 0 ? [] : [`${left} more decisions on entities were not turned round; the first ${MOST_MERGES} were.`];
    return { supply, merges, weights: weightsOf(state, dataset, rows), notes };
  },
} satisfies OperationTable<ReaderState>;
