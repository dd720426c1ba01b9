import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { Join, JoinOutcome, JoinProposals, JoinSpec, ListedJoin } from '../../../shared/case/join.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import { proposeKeys, proposeTakes } from '../../../shared/joins/propose.ts';
import { joinName, madeWords } from '../../../shared/joins/words.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { findColumn, requireColumn } from './columns.ts';
import { runJoin, type Side, timesOf } from './joined.ts';
import { currentDatasets, datasetOf, joinOutcomes, type ReaderState, sideOf } from './reader-state.ts';
import { COUNT } from './view-weight.ts';

function requireSide(state: ReaderState, id: string): Side {
  const side = sideOf(state, id);
  if (!side) throw notInCase('dataset', id);
  return side;
}

/** Name of an own column of a dataset; joined ones give nothing to other joins, so that none depends on another. */
function ownColumn(state: ReaderState, side: Side, name: string): string {
  const joined = findColumn(datasetOf(state, side.dataset.id), name)?.joined;
  if (joined)
    throw new ChokepointError(
      'join-of-join',
      `"${name}" of "${side.dataset.name}" is itself taken from "${joined.dataset}"; a join reads only what stands in the files.`,
      `Join "${joined.dataset}" directly.`,
      { column: name, dataset: side.dataset.id },
    );
  return requireColumn(side.dataset, name).name;
}

function checkTake(there: Dataset, { take, how }: Pick<JoinSpec, 'take' | 'how'>): void {
  if (how === 'count') return;
  if (take === null)
    throw new ChokepointError(
      'join-take-missing',
      `A join by ${how} needs the column of "${there.name}" that it takes.`,
      `Choose one of: ${there.columns.map(({ name }) => name).join(', ')}.`,
      { dataset: there.id },
    );
  if (how !== 'latest' && requireColumn(there, take).type === 'text')
    throw new ChokepointError(
      'join-not-numeric',
      `"${take}" of "${there.name}" holds text, which has no ${how}.`,
      'Take its latest value, or choose a numeric column.',
      { column: take, how },
    );
}

function checkWindow(here: Dataset, there: Dataset, window: number | null): void {
  if (window === null) return;
  if (timesOf(there) === null)
    throw new ChokepointError(
      'join-window-without-times',
      `"${there.name}" has no time of its records, so there is no window of ${window} days in it.`,
      'Import it with a column for the field observed_at, or join without a window.',
      { dataset: there.id },
    );
  if (here.asOf === null)
    throw new ChokepointError(
      'join-window-without-date',
      `The window ends at the as-of date of "${here.name}", which is not stated.`,
      'State the date of its facts on Sources, Datasets, Edit (command line: dataset set --as-of DATE), then join.',
      { dataset: here.id },
    );
}

/**
 * A join as it will be kept: columns by their listed names, and a name that is free.
 *
 * @throws ChokepointError for datasets, columns or windows that cannot be joined, `join-name-taken`
 */
function settled(state: ReaderState, input: JoinSpec & { name?: string | undefined }): Omit<Join, 'id'> {
  if (input.dataset === input.with)
    throw new ChokepointError('join-itself', 'A dataset cannot be joined to itself.', 'Choose another dataset as the side table.', {
      dataset: input.dataset,
    });
  const [here, there] = [requireSide(state, input.dataset), requireSide(state, input.with)];
  const take = input.take === null || input.how === 'count' ? null : ownColumn(state, there, input.take);
  const on = input.on.map(({ column, matches }) => ({ column: ownColumn(state, here, column), matches: ownColumn(state, there, matches) }));
  const spec: JoinSpec = { dataset: input.dataset, with: input.with, on, take, how: input.how, window: input.window };
  checkTake(there.dataset, spec);
  checkWindow(here.dataset, there.dataset, spec.window);
  const listed = datasetOf(state, input.dataset);
  const isTaken = (name: string) => name === COUNT || findColumn(listed, name) !== null;
  const name = input.name?.trim() || joinName(spec, isTaken);
  if (isTaken(name))
    throw new ChokepointError('join-name-taken', `"${listed.name}" already answers to "${name}".`, 'Choose another name for the column.', {
      name,
    });
  return { ...spec, name };
}

function listedJoin(state: ReaderState, join: Join): ListedJoin | null {
  const datasets = currentDatasets(state);
  const here = datasets.get(join.dataset);
  if (!here) return null;
  return {
    ...join,
    datasetName: here.name,
    withName: datasets.get(join.with)?.name ?? join.with,
    made: madeWords(join),
    outcome: joinOutcomes(state, join.dataset).get(join.id) ?? null,
  };
}

/** Joins of datasets with side tables, on the reader lane. */
export const joinOperations = {
  'joins.propose': (state: ReaderState, input: { dataset: string; with: string }, context: LaneContext): JoinProposals => {
    const [here, there] = [requireSide(state, input.dataset), requireSide(state, input.with)];
    const listed = ({ dataset, table }: Side) => {
      const { columns } = table(dataset.columns.map(({ name }) => name));
      return dataset.columns.flatMap((info) => {
        const column = columns.get(info.name);
        return column ? [{ info, column }] : [];
      });
    };
    return {
      keys: proposeKeys(listed(here), listed(there), context.checkpoint),
      takes: proposeTakes(there.dataset.columns),
      times: timesOf(there.dataset),
      asOf: here.dataset.asOf,
      withAsOf: there.dataset.asOf,
    };
  },
  'joins.settle': (state: ReaderState, input: JoinSpec & { name?: string | undefined }): Omit<Join, 'id'> => settled(state, input),
  'joins.preview': (
    state: ReaderState,
    input: JoinSpec & { name?: string | undefined },
  ): { name: string; made: string; outcome: JoinOutcome } => {
    const join = settled(state, input);
    const { outcome } = runJoin(join, requireSide(state, join.dataset), requireSide(state, join.with));
    return { name: join.name, made: madeWords(join), outcome };
  },
  'joins.list': (state: ReaderState, input: { dataset?: string | undefined }): ListedJoin[] => {
    currentDatasets(state);
    return state.joins
      .filter(({ dataset }) => input.dataset === undefined || dataset === input.dataset)
      .flatMap((join) => listedJoin(state, join) ?? []);
  },
} satisfies OperationTable<ReaderState>;
