import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { formatCount, formatRange, formatShare } from '../../../shared/format/index.ts';

/** A served value in the words of the portfolio: instances where it has one class, value otherwise. */
export function servedWords(model: Pick<RemovalModel, 'classes' | 'demand'>, value: number): string {
  const only = model.classes.length === 1 ? model.classes[0] : undefined;
  if (only && only.value > 0) return `${formatCount(Math.floor(value / only.value))} of ${formatCount(only.quantity)}`;
  return `${formatCount(value)} of ${formatCount(model.demand)}`;
}

/** Unit of `servedWords`. */
export function servedUnit(model: Pick<RemovalModel, 'classes'>): string {
  return model.classes.length === 1 ? 'instances' : 'value';
}

/** Share of the demand, one number or a range from pessimistic to optimistic. */
export function servedShare(model: Pick<RemovalModel, 'demand'>, served: { low: number; high: number }): string {
  return model.demand > 0 ? formatRange(served.low / model.demand, served.high / model.demand, formatShare) : formatShare(null);
}
