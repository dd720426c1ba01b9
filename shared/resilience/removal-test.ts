import type { Portfolio } from '../case/portfolio.ts';
import { assertChoicesMade } from '../case/portfolio.ts';
import { formatCount } from '../format/index.ts';
import { minimumAttacks } from './alternatives.ts';
import type { Unowned } from './attack-words.ts';
import type { BreakingPoint, NeverReason } from './breaking-point.ts';
import { findBreakingPoint, MAX_CUT_CLASSES } from './breaking-point.ts';
import type { Counts } from './capacity.ts';
import { countCapacities } from './capacity.ts';
import type { Certificate, UnknownsReading } from './certificate.ts';
import { certificateOf } from './certificate.ts';
import { competingNotes, sameNodes } from './competing/notes.ts';
import { solveCompeting } from './competing/solve.ts';
import type { CompetingSupply } from './competing/supply.ts';
import { competingSupply } from './competing/supply.ts';
import type { ServedCurve } from './curves.ts';
import { curvesOf } from './curves.ts';
import { worstCase } from './envelope.ts';
import { parseThreshold } from './fraction.ts';
import type { Inventory } from './inventory.ts';
import { assertInventory, knowsNodeSize } from './inventory.ts';
import type { Checkpoint } from './orders.ts';
import { orderByWeight } from './orders.ts';
import type { RandomBand, RandomDraws } from './random.ts';
import { intervalSentence } from './readings.ts';
import { hostNotes } from './resources.ts';
import { sentenceOf } from './sentence.ts';
import { servedAtStart, totalCapacity } from './service.ts';
import type { ResolvedShare, ServiceTerms, Supply } from './terms.ts';
import { resolveQuantities, supplyOf, termsOf } from './terms.ts';

/** How classes are placed: each asked alone, or all at the same time on the same nodes. */
export type RemovalMode = 'independent' | 'competing';

export type RemovalOptions = {
  /** default `independent` */
  mode?: RemovalMode;
  /** `0.9`, `9/10` or `90%` */
  threshold: string;
  /** name of the column that is the removal unit, for words and certificate */
  by: string;
  /** weight of each row for largest-first; default: its GPUs */
  weight?: Float64Array;
  /** what the GPU counts are, for the certificate; default `total` */
  capacityBasis?: string;
  /** SHA-256 of `canonicalInputs`, for the certificate */
  inputs?: string;
  /** random curves; default none */
  random?: RandomDraws;
  maxCutClasses?: number;
  /** minimum attacks that are listed at most; default 200 */
  alternativesCap?: number;
  /** called with 0..100 of 100; may throw to cancel */
  checkpoint?: Checkpoint;
};

/** Capacities and terms, before any search: what the page needs to answer within a frame. */
export type PreparedRemoval = {
  counts: Counts;
  terms: ServiceTerms;
  /** with whole quantities */
  portfolio: Portfolio;
  resolved: ResolvedShare[];
  pessimistic: Supply;
  optimistic: Supply;
  /** both readings in competing mode, where it was asked for */
  competing: { pessimistic: CompetingSupply; optimistic: CompetingSupply } | null;
  /** nothing that the portfolio asks for is unknown: both readings are the same */
  exact: boolean;
  /** units with an owner by descending weight, ties by id */
  largestFirst: Int32Array;
  notes: string[];
};

export type RemovalTestResult = {
  by: string;
  mode: RemovalMode;
  metric: string;
  threshold: string;
  /** removal units with an owner */
  units: number;
  demand: number;
  below: number;
  /** served before any removal, pessimistic; in competing mode for certain, and `served0High` at most */
  served0: number;
  served0High: number;
  breakingPoint: { low: number | null; high: number | null; proven: boolean; members: string[] };
  never: NeverReason | null;
  /** an attack that breaks the test in every reading of unknown values, of size `high` */
  membersCertain: string[];
  /** minimum attacks of the reading of `certificate`, ids ascending */
  alternatives: string[][];
  sentence: string;
  certificate: Certificate;
  /** of the optimistic reading, where the readings differ */
  certificateHigh: Certificate | null;
  curves: ServedCurve[];
  /** of the optimistic reading, where the readings differ; without random curves */
  curvesHigh: ServedCurve[];
  /** spread, risk of failing and first crossing of random removal, with its error; `null` where none was asked for */
  random: RandomBand | null;
  /** with whole quantities, as it was run */
  portfolio: Portfolio;
  resolved: ResolvedShare[];
  unknownOwner: { rows: number; gpus: number };
  notes: string[];
};

/**
 * Counts capacities and settles quantities and terms.
 *
 * @throws ChokepointError `portfolio-choice-missing`, `threshold-invalid`, `inventory-invalid`, `numbers-too-large`
 */
export function prepareRemoval(
  inventory: Inventory,
  portfolio: Portfolio,
  options: Pick<RemovalOptions, 'threshold' | 'weight' | 'mode'>,
): PreparedRemoval {
  assertChoicesMade(portfolio);
  const threshold = parseThreshold(options.threshold);
  assertInventory(inventory);
  const counts = countCapacities(inventory, portfolio.classes);
  const { portfolio: whole, resolved } = resolveQuantities(portfolio, counts);
  const terms = termsOf(whole, threshold);
  const pessimistic = supplyOf(counts, terms, 'pessimistic');
  const optimistic = supplyOf(counts, terms, 'optimistic');
  const competing =
    options.mode === 'competing'
      ? {
          pessimistic: competingSupply(inventory, whole, counts, terms, pessimistic, 'pessimistic'),
          optimistic: competingSupply(inventory, whole, counts, terms, optimistic, 'optimistic'),
        }
      : null;
  const exact =
    counts.unowned.rows === 0 &&
    pessimistic.capacity.every((amount, cell) => amount === optimistic.capacity[cell]) &&
    (competing === null || sameNodes(competing.pessimistic.groups, competing.optimistic.groups));
  return {
    counts,
    terms,
    portfolio: whole,
    resolved,
    pessimistic,
    optimistic,
    competing,
    exact,
    largestFirst: orderByWeight(weightsOf(counts, options.weight ?? gpusOfRows(inventory), false)),
    notes: [
      ...(counts.unowned.rows > 0
        ? [
            `${counts.unowned.rows} ${counts.unowned.rows === 1 ? 'record' : 'records'} with ${formatCount(counts.unowned.gpus)} GPUs without a known removal unit. Adverse reading: the attacked units own them, so they are lost with the first removal. Favourable reading: each node is a unit of its own.`,
          ]
        : []),
      ...hostNotes(inventory, whole.classes),
      ...counts.notes,
      ...(competing === null ? [] : competingNotes(competing.pessimistic)),
      ...resolved.map(
        ({ class: name, share, capacity, quantity }) =>
          `Class "${name}": ${share} of a capacity of ${capacity} instances was set to ${quantity}.`,
      ),
    ],
  };
}

/**
 * The removal test: breaking point, certificate and curves of a portfolio over an inventory, in independent or competing mode.
 *
 * Where values are unknown, `breakingPoint.low` is that of the pessimistic reading and `high` that of the optimistic one (removal-test.md 6);
 * `members`, `certificate` and `curves` belong to the pessimistic reading. `null` = no removal breaks the test, with `never` as the reason.
 *
 * @throws ChokepointError as `prepareRemoval`, and what `options.checkpoint` throws
 */
export function removalTest(inventory: Inventory, portfolio: Portfolio, options: RemovalOptions): RemovalTestResult {
  const prepared = prepareRemoval(inventory, portfolio, options);
  const { terms, pessimistic, optimistic, competing, exact } = prepared;
  const metric = prepared.portfolio.classes.some(({ value }) => value !== undefined) ? 'stated values' : (portfolio.metric ?? 'gpu-hour');
  const context = { inputs: options.inputs ?? null, metric, grouping: options.by, capacity: options.capacityBasis ?? 'total' };
  const middle = exact ? 100 : 50;
  const low = solve(
    competing?.pessimistic ?? pessimistic,
    terms,
    exact ? 'none' : 'pessimistic',
    prepared.largestFirst,
    context,
    { ...options, unowned: prepared.counts.unowned },
    part(options.checkpoint, 0, middle),
  );
  const high = exact
    ? null
    : solve(
        competing?.optimistic ?? optimistic,
        terms,
        'optimistic',
        favourableLargestFirst(prepared, inventory, options.weight),
        context,
        { ...options, random: undefined },
        part(options.checkpoint, middle, 100),
      );
  const highPoint = (high ?? low).point;
  const sentence =
    high === null
      ? low.sentence
      : `${intervalSentence(endsOf(low.point), endsOf(high.point), pessimistic.units, options.by)} ${low.sentence}`;
  return {
    by: options.by,
    mode: options.mode ?? 'independent',
    metric,
    threshold: options.threshold,
    units: pessimistic.units,
    demand: terms.demand,
    below: terms.below,
    served0: low.start.low,
    served0High: (high ?? low).start.high,
    breakingPoint: {
      low: low.point.kLow,
      high: highPoint.k,
      proven: low.point.proven && highPoint.proven,
      members: low.certificate.R,
    },
    never: low.point.never,
    membersCertain: (high ?? low).certificate.R,
    alternatives: low.attacks,
    sentence,
    certificate: low.certificate,
    certificateHigh: high?.certificate ?? null,
    curves: low.curves,
    curvesHigh: high?.curves ?? [],
    random: low.random,
    portfolio: prepared.portfolio,
    resolved: prepared.resolved,
    unknownOwner: prepared.counts.unowned,
    notes: prepared.notes,
  };
}

const endsOf = ({ kLow, k }: Pick<BreakingPoint, 'k' | 'kLow'>) => ({ low: kLow, high: k });

type Solved = {
  point: Pick<BreakingPoint, 'k' | 'kLow' | 'proven' | 'never'>;
  /** served before any removal */
  start: { low: number; high: number };
  certificate: Certificate;
  attacks: string[][];
  sentence: string;
  curves: ServedCurve[];
  random: RandomBand | null;
};

function solve(
  reading: Supply | CompetingSupply,
  terms: ServiceTerms,
  unknowns: UnknownsReading,
  largestFirst: Int32Array,
  context: { inputs: string | null; metric: string; grouping: string; capacity: string },
  options: RemovalOptions & { unowned?: Unowned },
  checkpoint: Checkpoint | undefined,
): Solved {
  if ('pieces' in reading) return solveCompeting(reading, terms, largestFirst, { ...context, unknowns }, { ...options, checkpoint });
  const supply = reading;
  const maxCutClasses = options.maxCutClasses ?? MAX_CUT_CLASSES;
  const point = findBreakingPoint(supply, terms, { maxCutClasses, checkpoint: part(checkpoint, 0, 30) });
  const { k } = point;
  const attacked = point.proven && point.members.length > 0;
  const alternatives =
    attacked && k !== null
      ? minimumAttacks(supply, terms, k, point.members, {
          cap: options.alternativesCap,
          maxCutClasses,
          checkpoint: part(checkpoint, 30, 50),
        })
      : null;
  const name = (unit: number) => supply.ids[unit] as string;
  const before = attacked && k !== null ? worstCase(supply, terms, [k - 1], maxCutClasses, [], part(checkpoint, 50, 60)) : null;
  const certificate = certificateOf(supply, terms, point, {
    ...context,
    unknowns,
    worstBefore: before === null ? null : (before[0] as number),
    alternatives: alternatives && {
      count: alternatives.attacks.length,
      complete: alternatives.complete,
      inEvery: alternatives.inEvery?.map(name) ?? null,
    },
  });
  const available = totalCapacity(supply).map((total, index) => {
    const unowned = k === 0 ? (supply.unattributed[index] as number) : 0;
    return point.members.reduce((left, unit) => left - (supply.capacity[unit * supply.classes + index] as number), total + unowned);
  });
  const { curves, random } = curvesOf(supply, terms, largestFirst, k, {
    maxCutClasses,
    random: options.random ?? null,
    checkpoint: part(checkpoint, 60, 100),
  });
  const served = servedAtStart(supply, terms);
  return {
    point,
    start: { low: served, high: served },
    certificate,
    attacks: alternatives?.attacks.map((attack) => attack.map(name)) ?? [],
    sentence: sentenceOf(certificate, terms, available, options.unowned),
    curves,
    random,
  };
}

/** Largest-first over the units of the favourable reading: each node without an owner is a unit of its own there. `weight` as in the options. */
export function favourableLargestFirst({ counts }: PreparedRemoval, inventory: Inventory, weight?: Float64Array): Int32Array {
  return orderByWeight(weightsOf(counts, weight ?? gpusOfRows(inventory), true));
}

/** Weight of each unit from that of its rows; with `unowned` also of each node without an owner, an equal part of its row. */
function weightsOf(counts: Counts, weight: Float64Array, unowned: boolean): Float64Array {
  const weights = new Float64Array(counts.ids.length + (unowned ? counts.unownedIds.length : 0));
  const known = weight.map((value) => (Number.isNaN(value) ? 0 : value));
  counts.unitOfRow.forEach((unit, row) => {
    if (unit >= 0) weights[unit] = (weights[unit] as number) + (known[row] as number);
  });
  if (!unowned) return weights;
  const copies = new Int32Array(known.length);
  for (const row of counts.unownedRow) copies[row] = (copies[row] as number) + 1;
  counts.unownedRow.forEach((row, place) => {
    weights[counts.ids.length + place] = (known[row] as number) / (copies[row] as number);
  });
  return weights;
}

/** GPUs of each row at the lower end. */
function gpusOfRows(inventory: Inventory): Float64Array {
  return inventory.gpus.low.map((gpus, row) => gpus * (knowsNodeSize(inventory, row) ? (inventory.nodes[row] as number) : 1));
}

/** Progress of a part as a share of the whole, in hundredths. */
function part(checkpoint: Checkpoint | undefined, from: number, to: number): Checkpoint | undefined {
  return checkpoint && ((done, total) => checkpoint(from + ((to - from) * done) / Math.max(1, total), 100));
}
