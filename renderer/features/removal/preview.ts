import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { createRemovalState, type RemovalState } from '../../../shared/resilience/removal-state.ts';

/** What the page knows to answer a removal within a frame, in exact integers, for both readings of missing data. */
export type Preview = {
  model: RemovalModel;
  indexOf: ReadonlyMap<string, number>;
  /** capacity of a unit for a class, pessimistic and optimistic */
  capacity: (unit: number, index: number) => { low: number; high: number };
  /** served value after the k largest are removed, pessimistic; k from 0 to all units */
  largestFirst: Float64Array;
  /** share of all GPUs that the k largest hold */
  baseRemoved: Float64Array;
  /** first k of the largest-first order that falls below the threshold */
  candidate: number | null;
  totalGpus: number;
  /** served value before any removal, in both readings */
  servedByAll: { low: number; high: number };
  low: RemovalState;
  high: RemovalState;
  /** the evaluation made last, since several marks ask for the same one */
  last: { removed: readonly string[]; evaluation: Evaluation } | null;
  /** what both states stand at: for each removed name its unit, or -1 where it was passed over, and the GPUs of all up to it */
  applied: { unit: number; gpus: number }[];
};

export type Evaluation = {
  count: number;
  served: { low: number; high: number };
  /** instances served of each class, pessimistic and optimistic */
  classes: { low: number; high: number }[];
  gpus: number;
  baseShare: number;
};

/**
 * Evaluator of a removal model.
 *
 * @param model answer of `removal.model`
 * @param bytes its `kappa`: Float64, pessimistic then optimistic, each row-major units x classes
 */
export function createPreview(model: RemovalModel, bytes: ArrayBuffer): Preview {
  const units = model.units.length;
  const classes = model.classes.length;
  const kappa = new Float64Array(bytes);
  const quantity = Float64Array.from(model.classes, (item) => item.quantity);
  const value = Float64Array.from(model.classes, (item) => item.value);
  const half = units * classes;
  for (let cell = 0; cell < kappa.length; cell += 1) if (!Number.isFinite(kappa[cell])) kappa[cell] = quantity[cell % classes] as number;
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
  const largestFirst = new Float64Array(units + 1);
  const baseRemoved = new Float64Array(units + 1);
  let candidate: number | null = null;
  let gpus = 0;
  for (let k = 0; k <= units; k += 1) {
    lowState.setPrefix(model.largestFirst, k);
    if (k > 0) gpus += model.units[model.largestFirst[k - 1] ?? -1]?.gpus ?? 0;
    largestFirst[k] = lowState.served();
    baseRemoved[k] = totalGpus > 0 ? gpus / totalGpus : 0;
    if (candidate === null && (largestFirst[k] as number) < model.below) candidate = k;
  }
  lowState.reset();
  const servedByAll = { low: lowState.served(), high: Math.max(lowState.served(), highState.served()) };
  return {
    model,
    indexOf: new Map(ids.map((id, index) => [id, index])),
    capacity: (unit, index) => ({ low: low[unit * classes + index] ?? 0, high: high[unit * classes + index] ?? 0 }),
    largestFirst,
    baseRemoved,
    candidate,
    totalGpus,
    servedByAll,
    low: lowState,
    high: highState,
    last: null,
    applied: [],
  };
}

/**
 * What remains servable without these units; unknown names are passed over.
 *
 * Only what differs from the call before is removed or put back: a step of the slider costs as much as it is long.
 * O(units that come and go x classes), and a comparison of names as far as both lists are the same.
 */
export function evaluate(preview: Preview, removed: readonly string[]): Evaluation {
  if (preview.last?.removed === removed) return preview.last.evaluation;
  const { low, high, model, indexOf, totalGpus, applied } = preview;
  const before = preview.last?.removed ?? [];
  let same = 0;
  while (same < before.length && same < removed.length && before[same] === removed[same]) same += 1;
  const flip = (unit: number) => {
    if (unit < 0) return;
    low.toggle(unit);
    high.toggle(unit);
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
  const served = { low: low.served(), high: high.served() };
  const evaluation: Evaluation = {
    count,
    served: { low: served.low, high: Math.max(served.low, served.high) },
    classes: model.classes.map((_, index) => ({
      low: lowClasses[index] ?? 0,
      high: Math.max(lowClasses[index] ?? 0, highClasses[index] ?? 0),
    })),
    gpus,
    baseShare: totalGpus > 0 ? gpus / totalGpus : 0,
  };
  preview.last = { removed, evaluation };
  return evaluation;
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
