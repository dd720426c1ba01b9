import type { MeasuresAsk } from '../../../shared/case/measures.ts';
import { type Together, type ViewResult, type ViewRow, type ViewSpec, type WholeViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import type { AnswerKind } from './answers.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { countedDimension, linksRevisionOf, withGroupNames } from './entities.ts';
import { measuresOf } from './measures.ts';
import { datasetOf, editionOf, type ReaderState, tableOf } from './reader-state.ts';
import { spreadOf } from './spread.ts';
import { sumsAmong } from './sums.ts';
import { computeView, type ViewModel } from './view.ts';
import { largestRecordOperations } from './view-largest.ts';
import { cumulativeUnits, togetherOf } from './view-ranking.ts';
import { columnsOfView } from './view-stamp.ts';
import { childrenOf, lineOfPair, type Nest, nestOf, rowsAt } from './view-table.ts';
import { recordsOf } from './view-unknown.ts';
import { type ViewWeight, type WeightPlan, weightOf } from './view-weight.ts';

type KeptView = ViewModel & { held: bigint[] | null; nest: Nest | null | undefined; order: { name: string; lines: number[] } };

/** Computed views that one reader lane keeps for table windows; a view that was let go is computed again. */
const VIEWS: AnswerKind<KeptView> = { most: 8 };

/** Weights that are worked out record by record: a filter that changes leaves them as they are. */
const WEIGHTS: AnswerKind<ViewWeight> = { most: 3 };

/** A handle names its view, so that any lane can compute it again. */
const handleOf = (spec: WholeViewSpec): string => JSON.stringify(spec);

const specOfHandle = (handle: string): WholeViewSpec => wholeSpec(JSON.parse(handle));

function viewOf(state: ReaderState, spec: WholeViewSpec): KeptView {
  const dataset = datasetOf(state, spec.dataset);
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), handleOf(spec)];
  return state.answers.keep(VIEWS, key, () => {
    const stored = withHeaders(tableOf(state, spec.dataset, columnsOfView(spec, dataset)), dataset);
    const table = withGroupNames(state, stored, dataset, columnsOfWhere(parseWhere(spec.where)), spec.entities);
    const counted = (name: string) => countedDimension(state, stored, dataset, requireColumn(dataset, name), spec.entities);
    const further = (name: string): Column | null => (name === '' ? null : (counted(name).column ?? columnOf(stored, name)));
    const dimensions = { split: further(spec.split), columns: further(spec.columns) };
    const weigh = (plan: WeightPlan): ViewWeight =>
      plan.kind === 'formula' || plan.kind === 'derived'
        ? state.answers.keep(WEIGHTS, [editionOf(state, dataset.id), spec.weight], () => weightOf(stored, plan))
        : weightOf(stored, plan);
    const computed = computeView(table, dataset, spec, counted(spec.by), recordsOf(state, dataset.id), dimensions, weigh);
    return { ...computed, held: null, nest: undefined, order: { name: '', lines: [] } };
  });
}

/** A view with all of its groups listed, beyond the number that a screen may ask for. @throws ChokepointError as `view.open` does */
export const fullView = (state: ReaderState, spec: WholeViewSpec): ViewResult => ({
  ...viewOf(state, { ...spec, top: Number.MAX_SAFE_INTEGER }).result,
  handle: handleOf(spec),
});

function nestOfView(view: KeptView): Nest | null {
  view.nest ??= nestOf(view.source);
  return view.nest;
}

type TableWindow = {
  handle: string;
  window: { start: number; end: number };
  sort?: { column: 'key' | 'value' | 'rows'; direction: 'asc' | 'desc' };
  search: string;
  expanded?: 'all' | readonly string[];
};

/** Places in the order of a sort; they stand by descending weight before. */
function sorted<Place extends number>(
  places: Place[],
  sort: TableWindow['sort'],
  key: (place: Place) => string,
  rows: (place: Place) => number,
) {
  if (sort?.column === 'key') places.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (sort?.column === 'rows') places.sort((a, b) => rows(a) - rows(b));
  if (sort && (sort.column === 'value') === (sort.direction === 'asc')) places.reverse();
  return places;
}

/** Lines of the table that a search finds, in the order of a sort, with those inside of expanded groups. */
function linesOf(view: KeptView, { sort, search, expanded = [] }: TableWindow): number[] {
  const name = JSON.stringify([sort, search, expanded]);
  if (view.order.name === name) return view.order.lines;
  const { keys, rows } = view.ranking;
  const wanted = search.trim().toLowerCase();
  const groups: number[] = [];
  for (let group = 0; group < keys.length; group++)
    if (wanted === '' || (keys[group] as string).toLowerCase().includes(wanted)) groups.push(group);
  sorted(
    groups,
    sort,
    (group) => keys[group] as string,
    (group) => rows[group] as number,
  );
  const opened = expanded === 'all' ? null : new Set(expanded);
  const nest = opened?.size === 0 ? null : nestOfView(view);
  const lines = nest === null ? groups : [];
  if (nest !== null)
    for (const group of groups) {
      lines.push(group);
      if (opened !== null && !opened.has(keys[group] as string)) continue;
      const inside = childrenOf(nest, group);
      const without = inside.length > 0 && nest.keys[inside.at(-1) as number] === null ? [inside.pop() as number] : [];
      sorted(
        inside,
        sort,
        (pair) => nest.keys[pair] as string,
        (pair) => nest.rows[pair] as number,
      );
      for (const pair of [...inside, ...without]) lines.push(lineOfPair(pair));
    }
  view.order = { name, lines };
  return lines;
}

/** Views and the windows of their tables, on the reader lane. */
export const viewOperations = {
  'view.open': (state: ReaderState, spec: ViewSpec): ViewResult => {
    const whole = wholeSpec(spec);
    const { result } = viewOf(state, whole);
    const sums = sumsAmong(state, datasetOf(state, whole.dataset), whole);
    return { ...result, ...(sums === null ? {} : { sums }), handle: handleOf(whole) };
  },

  'view.rows': (state: ReaderState, input: TableWindow): { total: number; rows: ViewRow[] } => {
    const view = viewOf(state, specOfHandle(input.handle));
    const lines = linesOf(view, input);
    const { source, pivot } = view;
    view.held ??= cumulativeUnits(view.ranking);
    const shown = lines.slice(input.window.start, input.window.end);
    return { total: lines.length, rows: rowsAt({ source, pivot, held: view.held, nest: nestOfView(view) }, shown) };
  },

  'view.together': (state: ReaderState, { handle, keys }: { handle: string; keys: readonly string[] }): Together =>
    togetherOf(viewOf(state, specOfHandle(handle)).ranking, keys),

  'view.measures': (state: ReaderState, ask: MeasuresAsk) => measuresOf(state, ask, wholeSpec(ask.spec), (spec) => viewOf(state, spec)),

  'view.spread': spreadOf,

  ...largestRecordOperations,
} satisfies OperationTable<ReaderState>;
