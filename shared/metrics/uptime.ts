import type { Fraction } from './exact.ts';
import { add, compare, fraction, multiply, reduce, subtract, toNumber } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import { weightedQuantile } from './quantile.ts';

/** Uptime of one record: a ratio of 0 to 1 weighted by its GPUs. */
export type UptimeRecord = { readonly provider: string | number; readonly gpus: bigint; readonly uptime: Fraction };

/** Capacity-weighted uptime and its variance, split between and within providers; `exact` holds the ratios. */
export type UptimeSummary = {
  readonly mean: number;
  readonly p05: number;
  readonly variance: number;
  readonly varianceBetween: number;
  readonly varianceWithin: number;
  readonly shareBelowSlo: number;
  readonly exact: {
    readonly mean: Fraction;
    readonly variance: Fraction;
    readonly varianceBetween: Fraction;
    readonly varianceWithin: Fraction;
    readonly shareBelowSlo: Fraction;
  };
};

type Sums = { weight: bigint; first: Fraction; second: Fraction };

const over = ({ num, den }: Fraction, weight: bigint): Fraction => reduce({ num, den: den * weight });
const square = (value: Fraction): Fraction => multiply(value, value);

/**
 * Uptime weighted by GPUs: mean, 5 % quantile, variance between and within providers (they add up exactly), share under a service level.
 *
 * @param records one per node or offer, uptime 0..1 in one window; a missing uptime is unknown weight and stays out
 * @param serviceLevel records strictly below it count as under it
 * @returns ratios; `no-weight` when the GPUs add to 0
 * Source: law of total variance; domain 3.6.
 */
export function uptimeSummary(records: readonly UptimeRecord[], serviceLevel: Fraction): Measured<UptimeSummary> {
  const counted = records.filter(({ gpus }) => gpus > 0n);
  if (counted.length === 0) return notMeasured('no-weight');
  const none = (): Sums => ({ weight: 0n, first: fraction(0), second: fraction(0) });
  const whole = none();
  const providers = new Map<string | number, Sums>();
  let below = 0n;
  for (const { provider, gpus, uptime } of counted) {
    const sums = providers.get(provider) ?? none();
    providers.set(provider, sums);
    for (const each of [whole, sums]) {
      each.weight += gpus;
      each.first = add(each.first, multiply(uptime, fraction(gpus)));
      each.second = add(each.second, multiply(square(uptime), fraction(gpus)));
    }
    if (compare(uptime, serviceLevel) < 0) below += gpus;
  }
  const mean = over(whole.first, whole.weight);
  const variance = subtract(over(whole.second, whole.weight), square(mean));
  let spreadOfMeans = fraction(0);
  for (const { weight, first } of providers.values()) {
    spreadOfMeans = add(spreadOfMeans, multiply(square(subtract(over(first, weight), mean)), fraction(weight)));
  }
  const varianceBetween = over(spreadOfMeans, whole.weight);
  const exact = {
    mean,
    variance,
    varianceBetween,
    varianceWithin: subtract(variance, varianceBetween),
    shareBelowSlo: fraction(below, whole.weight),
  };
  const ascending = counted.map(({ uptime, gpus }) => ({ value: uptime, weight: gpus })).sort((a, b) => compare(a.value, b.value));
  return measured({
    mean: toNumber(exact.mean),
    p05: toNumber(weightedQuantile(ascending, fraction(1, 20))),
    variance: toNumber(exact.variance),
    varianceBetween: toNumber(exact.varianceBetween),
    varianceWithin: toNumber(exact.varianceWithin),
    shareBelowSlo: toNumber(exact.shareBelowSlo),
    exact,
  });
}
