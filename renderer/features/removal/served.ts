import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { formatCount, formatRange, formatServedShare } from '../../../shared/format/index.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import type { Served } from './preview.ts';

type Terms = Pick<RemovalModel, 'classes' | 'demand' | 'below' | 'metric' | 'threshold'>;

/** The only class of a portfolio whose value is measured, which can be told in instances. */
const onlyClass = ({ classes, metric }: Pick<Terms, 'classes' | 'metric'>) => {
  const only = metric === 'value' && classes.length === 1 ? classes[0] : undefined;
  return only && only.value > 0 ? only : undefined;
};

/** A served value in the words of the portfolio: instances where it has one class, the share of the worst class, value otherwise. */
export function servedWords(model: Omit<Terms, 'below'>, value: number): string {
  if (model.metric === 'worst-class') return servedPart(model, value);
  const only = onlyClass(model);
  if (only) return `${formatCount(Math.floor(value / only.value))} of ${formatCount(only.quantity)}`;
  return `${formatCount(value)} of ${formatCount(model.demand)}`;
}

/** What is served now: one number where it is exact, the upper bound of the adverse reading and said so where classes compete. */
export function servedNowWords(model: Omit<Terms, 'below'>, served: Served): string {
  return `${served.low === served.most ? '' : 'at most '}${servedWords(model, served.most)}`;
}

/** A served value that is known by its bounds, in the same words: `5 to 6 of 8`. */
export function servedRangeWords(model: Omit<Terms, 'below'>, { low, high }: { low: number; high: number }): string {
  const least = servedWords(model, low);
  return low === high ? least : `${least.split(' of ')[0]} to ${servedWords(model, high)}`;
}

/** A served value that is known by its bounds without the demand, for a column under `servableHeader`. */
export function servedAmounts(model: Omit<Terms, 'below'>, served: { low: number; high: number }): string {
  return formatRange(served.low, served.high, (value) => servedWords(model, value ?? 0).split(' of ')[0] as string);
}

/** Heading of a column of served values: `Servable of 673`. */
export function servableHeader(model: Omit<Terms, 'below'>): string {
  const [, demand] = servedWords(model, model.demand).split(' of ');
  return demand === undefined ? 'Servable' : `Servable of ${demand}`;
}

/** What the threshold needs, in the same words: whole instances are rounded up, because a part of one does not count. */
export function neededWords(model: Terms): string {
  if (model.metric === 'worst-class') return servedPart(model, model.below);
  const only = onlyClass(model);
  return formatCount(only ? Math.ceil(model.below / only.value) : model.below);
}

/** How far a served value lies above what the threshold needs, in the same words. */
export function marginWords(model: Terms, served: number): string {
  if (model.metric === 'worst-class') return `${((served - model.below) * 100).toFixed(1)} percentage points`;
  const only = onlyClass(model);
  const margin = only ? Math.floor(served / only.value) - Math.ceil(model.below / only.value) : served - model.below;
  return margin === 1 && only ? '1 instance' : `${formatCount(margin)} ${servedUnit(model)}`;
}

/** Unit of `servedWords`. */
export function servedUnit(model: Pick<Terms, 'classes' | 'metric'>): string {
  if (model.metric === 'worst-class') return 'of the worst class';
  if (model.metric === 'all-or-nothing') return 'value of classes served in full';
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

/** Total cost of removed units: 1 for each that is not named. */
export function costOf(costs: Readonly<Record<string, number>>, removed: readonly string[]): number {
  return removed.reduce((sum, name) => sum + (Object.hasOwn(costs, name) ? (costs[name] as number) : 1), 0);
}

/** How many removal units have no GPU in the data; a view by GPUs does not count them. */
export function unitsWithoutGpus({ units }: Pick<RemovalModel, 'units'>): number {
  return units.filter(({ gpus }) => gpus === 0).length;
}
