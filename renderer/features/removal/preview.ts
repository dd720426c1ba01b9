import type { Curve } from '../../../shared/case/removal.ts';
import type { Left } from '../../../shared/case/scenarios.ts';
import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { type CompetingState, createCompetingState } from '../../../shared/resilience/competing/removal-state.ts';
import { openTables } from '../../../shared/resilience/competing/tables.ts';
import { servedBy } from '../../../shared/resilience/measures/service-metric.ts';
import { createRemovalState, type RemovalState } from '../../../shared/resilience/removal-state.ts';

/** What the page knows to answer a removal within a frame, in exact integers, for both readings of missing data. */
export type Preview = {
  model: RemovalModel;
  indexOf: ReadonlyMap<string, number>;
  /** capacity of a unit for a class, pessimistic and optimistic; `null` = without limit, where GPU counts are missing */
  capacity: (unit: number, index: number) => { low: number; high: number | null };
  /** most that is served after the k largest are removed, pessimistic, from k = 0 to all units */
  largestFirst: Pick<Curve, 'k' | 'served'>;
  /** share of all GPUs that the k largest hold */
  baseRemoved: Float64Array;
  /** first k of the largest-first order that falls below the threshold */
  candidate: number | null;
  totalGpus: number;
  /** served before any removal */
  servedByAll: Served;
  /** each class asked alone */
  low: RemovalState;
  high: RemovalState;
  /** all classes at once, for the value of the portfolio in the mode competing; the other metrics are bounded by each class asked alone */
  competing: { low: CompetingState; high: CompetingState; start: number } | null;
  /** the evaluation made last, since several marks ask for the same one */
  last: { removed: readonly string[]; evaluation: Evaluation } | null;
  /** what both states stand at: for each removed name its unit, or -1 where it was passed over, and the GPUs of all up to it */
  applied: { unit: number; gpus: number }[];
};

/**
 * What is served, in the unit of `model.demand`: `low` for certain and `most` at most in the pessimistic reading, `high` at most in the
 * optimistic one. With each class asked alone `low` and `most` are one exact number; where classes compete they are proven bounds.
 */
export type Served = { low: number; most: number; high: number };

export type Evaluation = {
  count: number;
  served: Served;
  /** instances served of each class, pessimistic and optimistic; where classes compete at most what each would be served alone */
  classes: { low: number; high: number }[];
  gpus: number;
  baseShare: number;
};

/**
 * Evaluator of a removal model.
 *
 * @param model answer of `removal.model`
 * @param bytes its `kappa`: Float64, pessimistic then optimistic, each row-major units x classes
 * @param pieces its `pieces`, for the mode competing
 */
export function createPreview(model: RemovalModel, bytes: ArrayBuffer, pieces: ArrayBuffer): Preview {
  const units = model.units.length;
  const classes = model.classes.length;
  const kappa = new Float64Array(bytes);
  const quantity = Float64Array.from(model.classes, (item) => item.quantity);
  const value = Float64Array.from(model.classes, (item) => item.value);
  const half = units * classes;
  const limited = Uint8Array.from(kappa, (instances) => (Number.isFinite(instances) ? 1 : 0));
  for (let cell = 0; cell < kappa.length; cell += 1) if (limited[cell] === 0) kappa[cell] = quantity[cell % classes] as number;
  const low = kappa.subarray(0, half);
  const high = kappa.subarray(half, 2 * half);
  const missing = (side: Float64Array, total: (index: number) => number): Float64Array =>
    Float64Array.from({ length: classes }, (_, index) => {
      let sum = 0;
      for (let cell = index; cell < half; cell += classes) sum += side[cell] as number;
      const all = total(index);
      return Number.isFinite(all) ? Math.max(0, all - sum) : (quantity[index] as number);
    });
  const ids = model.units.map((unit) => unit.id);
  const unownedLow = missing(low, (index) => model.classes[index]?.capacityLow ?? 0);
  const unownedHigh = missing(high, (index) => model.classes[index]?.capacityHigh ?? Number.POSITIVE_INFINITY);
  // Read pessimistically, capacity without an owner counts only while nothing is removed; read optimistically, it always stays: a last unit
  // that nobody can remove.
  const withUnowned = new Float64Array(half + classes);
  withUnowned.set(high);
  withUnowned.set(unownedHigh, half);
  const terms = { quantity, value };
  const lowState = createRemovalState({ ids, units, classes, capacity: low, unattributed: unownedLow }, terms);
  const highState = createRemovalState(
    { ids: [...ids, ''], units: units + 1, classes, capacity: withUnowned, unattributed: new Float64Array(classes) },
    terms,
  );
  const totalGpus = model.units.reduce((sum, unit) => sum + unit.gpus, 0) + model.unknownUnit.gpus;
  const baseRemoved = new Float64Array(units + 1);
  let gpus = 0;
  for (let k = 0; k <= units; k += 1) {
    if (k > 0) gpus += model.units[model.largestFirst[k - 1] ?? -1]?.gpus ?? 0;
    baseRemoved[k] = totalGpus > 0 ? gpus / totalGpus : 0;
  }
  const preview: Preview = {
    model,
    indexOf: new Map(ids.map((id, index) => [id, index])),
    capacity: (unit, index) => {
      const cell = unit * classes + index;
      return { low: low[cell] ?? 0, high: limited[half + cell] === 1 ? (high[cell] ?? 0) : null };
    },
    largestFirst: { k: [], served: [] },
    baseRemoved,
    candidate: null,
    totalGpus,
    servedByAll: { low: 0, most: 0, high: 0 },
    low: lowState,
    high: highState,
    competing: competingOf(model, pieces),
    last: null,
    applied: [],
  };
  preview.servedByAll = evaluate(preview, []).served;
  preview.largestFirst = model.competing?.largestFirst ?? aloneAlong(preview);
  preview.candidate = firstBelow(preview);
  return preview;
}

function competingOf({ competing }: RemovalModel, pieces: ArrayBuffer): Preview['competing'] {
  if (competing === null) return null;
  const [adverse, favourable = adverse] = openTables(competing, new Float64Array(pieces)).map(createCompetingState);
  return adverse && favourable ? { low: adverse, high: favourable, start: competing.readings[0]?.start.low ?? 0 } : null;
}

/** Served after the k largest are removed with each class asked alone, k from 0 to all units. */
function aloneAlong({ model, low }: Preview): Preview['largestFirst'] {
  const served: number[] = [];
  for (let k = 0; k <= model.units.length; k += 1) {
    low.setPrefix(model.largestFirst, k);
    served.push(servedAlone(model, low));
  }
  low.reset();
  return { k: [...served.keys()], served };
}

/** First k of the largest-first order at which too little is served; between two points of the curve by halving. */
function firstBelow(preview: Preview): number | null {
  const { model, largestFirst } = preview;
  const place = largestFirst.served.findIndex((served) => served < model.below);
  if (place < 0) return null;
  let high = largestFirst.k[place] as number;
  for (let low = largestFirst.k[place - 1] ?? high; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (evaluate(preview, moveTo(preview, [], middle)).served.most < model.below) high = middle;
    else low = middle;
  }
  return high;
}

/** What a reading serves now with each class asked alone, by the metric of the test. */
function servedAlone({ metric, classes }: RemovalModel, state: RemovalState): number {
  if (metric === 'value') return state.served();
  const terms = {
    quantity: Float64Array.from(classes, ({ quantity }) => quantity),
    value: Float64Array.from(classes, ({ value }) => value),
  };
  return servedBy(metric, terms, state.servedByClass());
}

/**
 * What remains servable without these units; unknown names are passed over.
 *
 * Only what differs from the call before is removed or put back: a step of the slider costs as much as it is long.
 * O(units that come and go x classes), a comparison of names as far as both lists are the same, and two flows where classes compete.
 */
export function evaluate(preview: Preview, removed: readonly string[]): Evaluation {
  if (preview.last?.removed === removed) return preview.last.evaluation;
  const { low, high, competing, model, indexOf, totalGpus, applied } = preview;
  const states: Pick<RemovalState, 'toggle'>[] = [low, high, ...statesOf(competing)];
  const before = preview.last?.removed ?? [];
  let same = 0;
  while (same < before.length && same < removed.length && before[same] === removed[same]) same += 1;
  const flip = (unit: number) => {
    if (unit < 0) return;
    for (const state of states) state.toggle(unit);
  };
  while (applied.length > same) flip(applied.pop()?.unit ?? -1);
  let gpus = applied.at(-1)?.gpus ?? 0;
  for (let place = same; place < removed.length; place += 1) {
    const known = indexOf.get(removed[place] as string) ?? -1;
    const unit = known >= 0 && !low.isRemoved(known) ? known : -1;
    flip(unit);
    if (unit >= 0) gpus += model.units[unit]?.gpus ?? 0;
    applied.push({ unit, gpus });
  }
  const count = low.removedCount();
  const lowClasses = low.servedByClass();
  const highClasses = high.servedByClass();
  const alone = { low: servedAlone(model, low), high: servedAlone(model, high) };
  const evaluation: Evaluation = {
    count,
    served: competing
      ? servedAtOnce(competing, alone, count)
      : { low: model.mode === 'competing' ? 0 : alone.low, most: alone.low, high: Math.max(alone.low, alone.high) },
    classes: model.classes.map((_, index) => ({
      low: model.mode === 'competing' ? 0 : (lowClasses[index] ?? 0),
      high: Math.max(lowClasses[index] ?? 0, highClasses[index] ?? 0),
    })),
    gpus,
    baseShare: totalGpus > 0 ? gpus / totalGpus : 0,
  };
  preview.last = { removed, evaluation };
  return evaluation;
}

const statesOf = (competing: Preview['competing']): CompetingState[] =>
  competing === null ? [] : competing.low === competing.high ? [competing.low] : [competing.low, competing.high];

/** Bounds of what all classes together are served: no more than the shared GPUs hold, nor than each class alone. */
function servedAtOnce(
  { low, high, start }: NonNullable<Preview['competing']>,
  alone: { low: number; high: number },
  count: number,
): Served {
  const adverse = low.bounds();
  const most = Math.min(adverse.high, alone.low);
  return {
    low: Math.min(most, count === 0 ? Math.max(adverse.low, start) : adverse.low),
    most,
    high: Math.max(most, Math.min(low === high ? adverse.high : high.bounds().high, alone.high)),
  };
}

/**
 * An evaluation with what the engine found by placing jobs of the same removal one by one: a lower end that is never below that of the page,
 * and instances of each class.
 */
export function withPlacement({ served, classes, ...rest }: Evaluation, left: Pick<Left, 'served' | 'classes'>): Evaluation {
  return {
    ...rest,
    served: {
      low: Math.min(served.most, Math.max(served.low, left.served.low)),
      most: Math.min(served.most, left.served.high),
      high: Math.min(served.high, left.served.high),
    },
    classes: classes.map((own, index) => left.classes[index]?.served ?? own),
  };
}

/**
 * The set after the slider moved to k: the largest that still stand are removed, or the last removed come back.
 *
 * @returns names in the order of removal
 */
export function moveTo(preview: Preview, removed: readonly string[], k: number): string[] {
  const { model, indexOf } = preview;
  const known = removed.every((name) => indexOf.has(name)) ? removed : removed.filter((name) => indexOf.has(name));
  if (k <= known.length) return known.slice(0, Math.max(0, k));
  const next = [...known];
  const gone = new Set(known);
  for (const unit of model.largestFirst) {
    if (next.length >= k) break;
    const name = model.units[unit]?.id;
    if (name !== undefined && !gone.has(name)) next.push(name);
  }
  return next;
}
