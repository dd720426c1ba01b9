import type { Flip } from '../../case/contingencies.ts';
import type { Portfolio } from '../../case/portfolio.ts';
import type { ServiceMetric } from '../../case/removal.ts';
import { countOf, formatCount, plural } from '../../format/index.ts';
import { ceilOf, floorOf } from '../fraction.ts';
import type { Inventory } from '../inventory.ts';
import { withoutValues } from '../measures/worst-class-test.ts';
import { meterOf } from '../meters/class-point.ts';
import type { Checkpoint } from '../orders.ts';
import { type PreparedRemoval, prepareRemoval } from '../removal-test.ts';
import { addedFlips } from './added-flips.ts';
import type { FlipContext, FlipPart } from './flip.ts';
import { endsOf, noFlip } from './flip.ts';
import type { MergeChange } from './merges.ts';
import { mergeFlips } from './merges.ts';
import { metricPointRange, metricTermFlips } from './metric-flips.ts';
import type { UnitWeight } from './order-weights.ts';
import { orderCrossings } from './order-weights.ts';
import type { PointRange } from './point.ts';
import { pointRange, withTerms } from './point.ts';
import { termFlips } from './term-flips.ts';
import { competingThresholdRange, thresholdRange } from './threshold.ts';
import { fractionWords, pointWords } from './words.ts';

/** What the flip list is made from. */
export type FlipRequest = {
  inventory: Inventory;
  /** with whole quantities */
  portfolio: Portfolio;
  threshold: string;
  /** name of the removal unit, for words */
  by: string;
  mode?: 'independent' | 'competing';
  /** default: the value of the portfolio */
  metric?: ServiceMetric;
  /** decisions on entities that could be turned round */
  merges?: readonly MergeChange[];
  /** weights of largest-first, in the order of the units */
  weights?: readonly UnitWeight[];
  maxCutClasses?: number;
  checkpoint?: Checkpoint;
};

/** More classes than this are not searched cut by cut for thresholds. */
const MOST_CUT_CLASSES = 20;

/**
 * The smallest changes of each kind that turn the conclusion, the breaking point of the adverse reading (experience.md 2.12).
 *
 * A kind that cannot turn it stands in the list with `turnsAt: null`: "unchanged by" is a finding too. `size` is in the unit of `unit`.
 *
 * @throws ChokepointError as `prepareRemoval`, and what `checkpoint` throws
 */
export function flipList(request: FlipRequest): { conclusion: string; flips: Flip[]; notes: string[] } {
  const { inventory, by, checkpoint, metric = 'value', maxCutClasses = MOST_CUT_CLASSES } = request;
  const options = { threshold: request.threshold, mode: request.mode };
  // Every class takes part in the competition for the worst class, also one without a value.
  const portfolio = metric === 'worst-class' && request.mode === 'competing' ? withoutValues(request.portfolio) : request.portfolio;
  const prepared = prepareRemoval(inventory, portfolio, options);
  const pointOf = (test: PreparedRemoval) => (metric === 'value' ? pointRange(test, { maxCutClasses }) : metricPointRange(metric, test));
  const before = pointOf(prepared);
  const context: FlipContext = {
    prepared,
    before,
    by,
    maxCutClasses,
    solve: (terms) => pointOf(withTerms(prepared, inventory, terms)),
    checkpoint,
  };
  const parts = [
    ...(metric === 'value' ? [thresholdFlips(context), addedFlips(context)] : [metricTermFlips(metric, context)]),
    mergePart(context, inventory, request.merges ?? [], (changed) => pointOf(prepareRemoval(changed, prepared.portfolio, options))),
    ...(metric === 'value' ? [termFlips(context)] : []),
    orderPart(context, metric, request.weights ?? []),
    unknownFlips(context),
  ];
  return { conclusion: pointWords(before), flips: parts.flatMap(({ flips }) => flips), notes: parts.flatMap(({ notes }) => notes) };
}

function thresholdFlips({ prepared, before, maxCutClasses, solve }: FlipContext): FlipPart {
  const { terms, competing, pessimistic } = prepared;
  if (terms.demand === 0) return { flips: [noFlip('threshold', 'another threshold', before, true, 'Nothing is wanted.')], notes: [] };
  if (before.low === null) {
    const after = solve({ ...terms, below: 1 });
    const flip: Flip = {
      ...noFlip('threshold', 'any threshold above 0', before, after.proven),
      size: 0,
      unit: 'of the demand',
      turnsAt: 'above 0',
      after: endsOf(after),
    };
    return { flips: [flip], notes: [] };
  }
  const ends = { low: before.low, high: competing === null ? before.low : (before.high ?? before.low) };
  const range =
    competing === null
      ? thresholdRange(pessimistic, terms, before.low, maxCutClasses)
      : competingThresholdRange(competing.pessimistic, terms, ends, maxCutClasses);
  if (range === null || (competing === null && !before.proven))
    return { flips: [], notes: ['Too many classes can become scarce to say at which threshold the breaking point turns.'] };
  const now = terms.threshold.num / terms.threshold.den;
  const exact = competing === null || before.low === before.high;
  const flips: Flip[] = [];
  const add = (change: string, share: { num: number; den: number }, at: string, after: PointRange) =>
    flips.push({
      kind: 'threshold',
      change,
      size: Math.abs(share.num / share.den - now),
      unit: 'of the demand',
      turnsAt: at,
      before: endsOf(before),
      after: endsOf(after),
      proven: exact && after.proven,
      note: exact ? null : 'For certain from here on; it may turn before.',
    });
  // Whole by origin: a share of S_k over the demand in lowest terms; their product may pass 2^53.
  const lower = ceilOf(range.above, terms.demand);
  if (lower > 0)
    add(`a threshold of ${fractionWords(range.above)} or less`, range.above, fractionWords(range.above), solve({ ...terms, below: lower }));
  if (range.upTo !== null && range.upTo.num < range.upTo.den)
    add(
      `a threshold above ${fractionWords(range.upTo)}`,
      range.upTo,
      `above ${fractionWords(range.upTo)}`,
      solve({ ...terms, below: floorOf(range.upTo, terms.demand) + 1 }),
    );
  if (flips.length === 0) flips.push(noFlip('threshold', 'any threshold above 0', before, exact, 'It is the same at every threshold.'));
  return { flips, notes: [] };
}

function mergePart(
  { before, checkpoint }: FlipContext,
  inventory: Inventory,
  changes: readonly MergeChange[],
  solve: (inventory: Inventory) => PointRange,
): FlipPart {
  if (changes.length === 0) return { flips: [], notes: [] };
  const found = mergeFlips(inventory, changes, before, solve, checkpoint).filter(({ flips }) => flips);
  const flips = found.map(
    ({ kind, label, after }): Flip => ({
      kind: 'merge',
      change: kind === 'reject' ? `the merge ${label} rejected` : `the merge ${label} accepted`,
      size: 1,
      unit: 'decisions',
      turnsAt: pointWords(after),
      before: endsOf(before),
      after: endsOf(after),
      proven: before.proven && (after as PointRange).proven,
      note: null,
    }),
  );
  return {
    flips:
      flips.length > 0
        ? flips
        : [noFlip('merge', `any one of ${plural(changes.length, 'decision')} on entities turned round`, before, before.proven)],
    notes: [],
  };
}

function orderPart({ prepared, before, by }: FlipContext, metric: ServiceMetric, weights: readonly UnitWeight[]): FlipPart {
  if (weights.length === 0) return { flips: [], notes: [] };
  const { pessimistic, competing, terms } = prepared;
  const crossings = orderCrossings(meterOf(metric, competing?.pessimistic ?? pessimistic, terms), weights);
  const breaking = crossings.map(({ name, k }) => (k === null ? `never by ${name}` : `after ${countOf(k, by)} by ${name}`));
  const words = crossings.every(({ k }) => k === null) ? 'never breaks it' : `breaks it ${breaking.join(', ')}`;
  const note = `Largest first ${words}. These are heuristic orders; the breaking point is that of the worst removal of all.`;
  return { flips: [noFlip('weight', 'another weight of largest-first', before, before.proven, note)], notes: [] };
}

function unknownFlips({ prepared, before }: FlipContext): FlipPart {
  if (prepared.exact)
    return {
      flips: [noFlip('unknowns', 'unknown values, read either way', before, true, 'Nothing that is asked for is unknown.')],
      notes: [],
    };
  if (before.low === before.high)
    return { flips: [noFlip('unknowns', 'unknown values, read either way', before, before.proven)], notes: [] };
  const { rows, gpus } = prepared.counts.unowned;
  const change = 'unknown values read in favour of the network';
  const after = { low: before.favourableLow, high: before.high };
  // the range is what the search left in the favourable reading, not what the unknown values make of it
  if (after.low === before.low) {
    const note = `Read in favour of the network, the search leaves ${pointWords(after)}: whether it turns there is open.`;
    return { flips: [noFlip('unknowns', change, before, false, note)], notes: [] };
  }
  const flip: Flip = {
    ...noFlip('unknowns', change, before, before.proven),
    size: rows > 0 ? gpus : null,
    unit: rows > 0 ? 'GPUs of unknown owner' : '',
    turnsAt: pointWords(after),
    after,
    note: rows > 0 ? `${plural(rows, 'record')} with ${formatCount(gpus)} GPUs have no known owner.` : null,
  };
  return { flips: [flip], notes: [] };
}
