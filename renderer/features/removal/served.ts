import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { formatCount, formatRange, formatServedShare } from '../../../shared/format/index.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';

/** A served value in the words of the portfolio: instances where it has one class, value otherwise. */
export function servedWords(model: Pick<RemovalModel, 'classes' | 'demand'>, value: number): string {
  const only = model.classes.length === 1 ? model.classes[0] : undefined;
  if (only && only.value > 0) return `${formatCount(Math.floor(value / only.value))} of ${formatCount(only.quantity)}`;
  return `${formatCount(value)} of ${formatCount(model.demand)}`;
}

/** What the threshold needs, in the same words: whole instances are rounded up, because a part of one does not count. */
export function neededWords(model: Pick<RemovalModel, 'classes' | 'demand' | 'below'>): string {
  const only = model.classes.length === 1 ? model.classes[0] : undefined;
  return formatCount(only && only.value > 0 ? Math.ceil(model.below / only.value) : model.below);
}

/** How far a served value lies above what the threshold needs, in the same words. */
export function marginWords(model: Pick<RemovalModel, 'classes' | 'demand' | 'below'>, served: number): string {
  const only = model.classes.length === 1 ? model.classes[0] : undefined;
  const margin = only && only.value > 0 ? Math.floor(served / only.value) - Math.ceil(model.below / only.value) : served - model.below;
  return `${formatCount(margin)} ${servedUnit(model)}`;
}

/** Unit of `servedWords`. */
export function servedUnit(model: Pick<RemovalModel, 'classes'>): string {
  return model.classes.length === 1 ? 'instances' : 'value';
}

/** A served value as share of the demand, rounded as in sentence, chart and report. */
export function servedPart(model: Pick<RemovalModel, 'demand' | 'threshold'>, served: number): string {
  return formatServedShare(served, model.demand, parseThreshold(model.threshold));
}

/** Share of the demand, one number or a range from the adverse to the favourable reading. */
export function servedShare(model: Pick<RemovalModel, 'demand' | 'threshold'>, served: { low: number; high: number }): string {
  return formatRange(served.low, served.high, (value) => servedPart(model, value ?? 0));
}

/** How many removal units have no GPU in the data; a view by GPUs does not count them. */
export function unitsWithoutGpus({ units }: Pick<RemovalModel, 'units'>): number {
  return units.filter(({ gpus }) => gpus === 0).length;
}
