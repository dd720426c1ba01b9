import type { ComparedChange, ComparedSide, CompareResult, CompareSpec, MatchedEntity, Move } from '../../../shared/case/compare.ts';
import type { ChokepointError } from '../../../shared/case/error.ts';
import { type Bound, type WholeViewSpec as ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { comparability, daysBetween, notComparableMark } from '../../../shared/compare/comparability.ts';
import { compareHeadline } from '../../../shared/compare/headline.ts';
import { hhiChange } from '../../../shared/compare/hhi-change.ts';
import { type Matching, matchEntities, matchedRow, reattributedEntities } from '../../../shared/compare/matched.ts';
import { isOneSeries } from '../../../shared/compare/series.ts';
import { summingNumbers } from '../../../shared/compare/summing-numbers.ts';
import { entityWords, formatAsOf } from '../../../shared/format/index.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import type { AnswerKind } from './answers.ts';
import { atOneScale, commonAliases, computeSide, factsOf, ownAliases, type Side, type SideOrProblem, settledSide } from './compare-side.ts';
import { linksRevisionOf } from './entities.ts';
import { datasetOf, editionOf, type ReaderState } from './reader-state.ts';

const LISTED = 20;

/** Computed sides, and matched entities of two sides, that one reader lane keeps. */
const SIDES: AnswerKind<SideOrProblem> = { most: 24 };
const CHANGES: AnswerKind<KeptChange> = { most: 24 };

type KeptChange = {
  change: Omit<ComparedChange, 'from' | 'to' | 'handle'>;
  matching: Matching;
  scale: number;
  order: { name: string; indices: number[] };
};

export type CompareWindow = {
  handle: string;
  window: { start: number; end: number };
  move: Move | 'matched' | 'all';
  sort?: { column: 'key' | 'a' | 'b' | 'change'; direction: 'asc' | 'desc' };
  search: string;
};

/** `A`, `B` ... `X`: names of the sides in their order. */
const letterOf = (index: number): string => String.fromCharCode(65 + index);

function keptSide(state: ReaderState, spec: ViewSpec): SideOrProblem {
  return state.answers.keep(SIDES, [editionOf(state, spec.dataset), linksRevisionOf(state), spec], () => computeSide(state, spec));
}

const handleOf = (from: ViewSpec, to: ViewSpec): string => JSON.stringify([from, to]);

/** Ends of a difference of two ranges: each end of the one with the far end of the other. */
function differenceOf(from: Bound, to: Bound): Bound {
  const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
  return { low: less(to.low, from.high), stated: less(to.stated, from.stated), high: less(to.high, from.low) };
}

/** Names of two sides that tell them apart: dataset, else date, else policy. */
function namesOf(from: Side, to: Side): [string, string] {
  const pairs: [string, string][] = [
    [from.dataset.name, to.dataset.name],
    [formatAsOf(from.dataset.asOf), formatAsOf(to.dataset.asOf)],
    [entityWords(from.spec.entities, 0), entityWords(to.spec.entities, 0)],
  ];
  return pairs.find(([a, b]) => a !== b) ?? ['A', 'B'];
}

function makeChange(state: ReaderState, from: Side, to: Side): KeptChange {
  const { a, b, scale } = atOneScale(from.accounts, to.accounts);
  const [before, after] = [ownAliases(state, from), commonAliases(state, from, to)];
  const measured = hhiChange(a, b, before, after);
  const hhi = measured.value && summingNumbers(measured.value);
  const matching = matchEntities(a, b, after);
  const knownOnly = [from, to].some(
    ({ spec, model: { result } }) => (spec.unknown === 'bounds' && result.unknown.rows > 0) || Boolean(result.weightBounds),
  );
  const stated = hhi?.change ?? null;
  const bounds = knownOnly
    ? { ...differenceOf(from.model.result.metrics.hhi, to.model.result.metrics.hhi), stated }
    : { low: stated, stated, high: stated };
  const [nameA, nameB] = namesOf(from, to);
  const inTime = isOneSeries(from.dataset.name, to.dataset.name);
  const headline = compareHeadline(
    {
      from: nameA,
      to: nameB,
      hhi,
      bounds,
      knownOnly,
      counts: matching.counts,
      inTime,
      sameDataset: from.dataset.id === to.dataset.id && from.spec.by === to.spec.by && from.spec.where === to.spec.where,
    },
    measured.reason,
  );
  return {
    change: {
      days: daysBetween(from.dataset.asOf, to.dataset.asOf),
      hhi,
      reason: measured.reason,
      bounds,
      knownOnly,
      counts: matching.counts,
      inTime,
      reattributed: reattributedEntities(a, before, after).slice(0, LISTED),
      largest: matching.entities.slice(0, LISTED).map((entity) => matchedRow(entity, matching, scale)),
      headline,
    },
    matching,
    scale,
    order: { name: '', indices: [] },
  };
}

function keptChange(state: ReaderState, from: Side, to: Side): KeptChange {
  const key = [editionOf(state, from.dataset.id), editionOf(state, to.dataset.id), linksRevisionOf(state), from.spec, to.spec];
  return state.answers.keep(CHANGES, key, () => makeChange(state, from, to));
}

const problemOf = ({ value: { code, message, advice } }: ChokepointError) => ({ code, message, advice });

function comparedSide(state: ReaderState, spec: ViewSpec, index: number): ComparedSide {
  const { id, name, grain, base, asOf, sample } = datasetOf(state, spec.dataset);
  const { side, problem } = keptSide(state, settledSide(state, spec));
  const result = side?.model.result;
  return {
    letter: letterOf(index),
    spec,
    dataset: { id, name, grain, base, asOf, sample },
    view: result
      ? {
          stamp: result.stamp,
          rows: result.rows,
          entities: result.entities,
          total: result.total,
          unknown: result.unknown,
          top: result.top,
          other: result.other,
        }
      : null,
    metrics: result?.metrics ?? null,
    reasons: result?.reasons ?? {},
    outer: result?.outer ?? [],
    problem: problem && problemOf(problem),
  };
}

/** Pairs of positions whose change is worked out. */
function stepsOf({ sides, steps }: CompareSpec): [number, number][] {
  return sides.slice(1).map((_, index): [number, number] => [steps === 'consecutive' ? index : 0, index + 1]);
}

function compareSides(state: ReaderState, spec: CompareSpec): CompareResult {
  const checks = comparability(spec.sides.map((side, index) => factsOf(state, side, letterOf(index))));
  const sides = spec.sides.map((side, index) => comparedSide(state, side, index));
  const mark = notComparableMark(checks);
  const shown = mark === null || spec.anyway;
  const changes = shown
    ? stepsOf(spec).flatMap(([from, to]): ComparedChange[] => {
        const at = (index: number) => keptSide(state, settledSide(state, spec.sides[index] as ViewSpec)).side;
        const [a, b] = [at(from), at(to)];
        if (!a || !b) return [];
        return [{ from, to, ...keptChange(state, a, b).change, handle: handleOf(a.spec, b.spec) }];
      })
    : [];
  return { sides, checks, comparable: mark === null, mark: mark !== null && spec.anyway ? mark : null, changes };
}

/** Positions in the matching that a window is cut from. */
function orderedIndices(kept: KeptChange, { move, sort, search }: CompareWindow): number[] {
  const name = JSON.stringify([move, sort, search]);
  if (kept.order.name === name) return kept.order.indices;
  const { entities } = kept.matching;
  const wanted = search.trim().toLowerCase();
  const fits = (index: number): boolean => {
    const entity = entities[index] as Matching['entities'][number];
    const moves = move === 'all' || (move === 'matched' ? entity.a > 0n && entity.b > 0n : entity.move === move);
    return moves && (wanted === '' || entity.key.toLowerCase().includes(wanted));
  };
  const indices = entities.map((_, index) => index).filter(fits);
  const column = sort?.column ?? 'change';
  const at = (index: number) => entities[index] as Matching['entities'][number];
  if (column === 'key') indices.sort((x, y) => (at(x).key < at(y).key ? -1 : 1));
  if (column === 'a' || column === 'b')
    indices.sort((x, y) => (at(x)[column] < at(y)[column] ? -1 : at(x)[column] > at(y)[column] ? 1 : x - y));
  // the matching stands in the order of falling change
  if (sort && (column === 'change' ? sort.direction === 'asc' : sort.direction === 'desc')) indices.reverse();
  kept.order = { name, indices };
  return indices;
}

/** Comparison of views, on the reader lane. */
export const compareOperations = {
  'compare.open': (state: ReaderState, spec: CompareSpec): CompareResult =>
    // a comparison is of one dimension: what is nested in it or stands across changes none of its numbers
    compareSides(state, { ...spec, sides: spec.sides.map((side) => ({ ...side, split: '', columns: '' })) }),

  'compare.rows': (state: ReaderState, input: CompareWindow): { total: number; rows: MatchedEntity[] } => {
    const [from, to] = (JSON.parse(input.handle) as ViewSpec[]).map(wholeSpec) as [ViewSpec, ViewSpec];
    const [a, b] = [keptSide(state, from), keptSide(state, to)];
    if (a.problem) throw a.problem;
    if (b.problem) throw b.problem;
    const kept = keptChange(state, a.side, b.side);
    const indices = orderedIndices(kept, input);
    const { start, end } = input.window;
    const rows = indices.slice(start, end).map((index) => {
      const entity = kept.matching.entities[index] as Matching['entities'][number];
      return matchedRow(entity, kept.matching, kept.scale);
    });
    return { total: indices.length, rows };
  },
} satisfies OperationTable<ReaderState>;
