import type { Fraction } from './exact.ts';
import { floor, fraction, reduce, subtract, toNumber } from './exact.ts';
import { ascendingOrder, type Integers, sumExactly, sumOfFractions } from './integers.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import { weightedQuantilePlace } from './quantile.ts';

/** Service level that shares are counted under where none is given: 99.5 %. */
export const USUAL_SERVICE_LEVEL: Fraction = { num: 199n, den: 200n };

/** Uptimes as columns: value = `units[i] / one`, weight `gpus[i]`, provider by code from 0. */
export type UptimeColumns = {
  readonly units: Integers;
  readonly one: bigint;
  readonly gpus: Integers;
  readonly providers: Int32Array;
  readonly providerCount: number;
};

/** Weight and mean of one provider, by its code. */
export type ProviderUptime = { readonly provider: number; readonly gpus: bigint; readonly mean: Fraction };

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
  /** positive weights only, in the order of their codes */
  readonly providers: readonly ProviderUptime[];
};

/** Beyond this many different sizes of providers the spread of their means is summed with 256 binary digits behind the point. */
const MOST_DENOMINATORS = 1000;
const DIGITS = 256n;

/** Sums per provider, exact: in doubles while the largest possible one fits. */
function sumsPerProvider({ providers, providerCount }: UptimeColumns, values: Integers, times: Integers | null): bigint[] {
  const count = providers.length;
  const most = values instanceof Float64Array && (times === null || times instanceof Float64Array);
  if (most) {
    const near = new Float64Array(providerCount);
    let total = 0;
    for (let index = 0; index < count; index++) {
      const term = (values[index] as number) * (times === null ? 1 : (times[index] as number));
      const provider = providers[index] as number;
      near[provider] = (near[provider] as number) + term;
      total += term;
    }
    if (total <= 2 ** 52) return Array.from(near, BigInt);
  }
  const sums = new Array<bigint>(providerCount).fill(0n);
  for (let index = 0; index < count; index++) {
    const provider = providers[index] as number;
    const term = BigInt(values[index] as number | bigint) * (times === null ? 1n : BigInt(times[index] as number | bigint));
    sums[provider] = (sums[provider] as bigint) + term;
  }
  return sums;
}

/** Sum over providers of (their sum)^2 / their weight: providers of equal weight share a denominator. */
function sumOfMeanSquares(sums: readonly bigint[], gpus: readonly bigint[]): Fraction {
  const byWeight = new Map<bigint, bigint>();
  gpus.forEach((weight, provider) => {
    if (weight === 0n) return;
    const sum = sums[provider] as bigint;
    byWeight.set(weight, (byWeight.get(weight) ?? 0n) + sum * sum);
  });
  const terms = [...byWeight].map(([den, num]) => ({ num, den }));
  if (terms.length <= MOST_DENOMINATORS) return sumOfFractions(terms);
  return { num: terms.reduce((sum, { num, den }) => sum + (num << DIGITS) / den, 0n), den: 1n << DIGITS };
}

/**
 * Uptime weighted by GPUs: mean, 5 % quantile, variance between and within providers (they add up exactly), share under a service level.
 *
 * @param columns uptimes of 0 to `one`; a missing uptime is unknown weight and stays out
 * @param serviceLevel records strictly below it count as under it
 * @returns ratios; `no-weight` when the GPUs add to 0
 * Source: law of total variance; domain 3.6.
 */
export function uptimeOf(columns: UptimeColumns, serviceLevel: Fraction): Measured<UptimeSummary> {
  const { units, one, gpus } = columns;
  const count = units.length;
  const unit = (index: number) => BigInt(units[index] as number | bigint);
  const weight = (index: number) => BigInt(gpus[index] as number | bigint);
  const near = (index: number) => Number(gpus[index]);
  const total = sumExactly(count, near, weight);
  if (total === 0n) return notMeasured('no-weight');
  const sum = sumExactly(
    count,
    (index) => near(index) * Number(units[index]),
    (index) => weight(index) * unit(index),
  );
  const squares = sumExactly(
    count,
    (index) => near(index) * Number(units[index]) * Number(units[index]),
    (index) => weight(index) * unit(index) * unit(index),
  );
  const limit = { num: serviceLevel.num * one, den: serviceLevel.den };
  const whole = floor(limit);
  // u < s for whole u: u <= s rounded down, or below it where s is whole
  const last = whole * limit.den === limit.num ? whole - 1n : whole;
  const below = sumExactly(
    count,
    (index) => (Number(units[index]) <= last ? near(index) : 0),
    (index) => (unit(index) <= last ? weight(index) : 0n),
  );
  const own = { sums: sumsPerProvider(columns, units, gpus), gpus: sumsPerProvider(columns, gpus, null) };
  const spread = sumOfMeanSquares(own.sums, own.gpus);
  const mean = reduce({ num: sum, den: total * one });
  const variance = reduce({ num: squares * total - sum * sum, den: total * total * one * one });
  const between = reduce({ num: spread.num * total - sum * sum * spread.den, den: spread.den * total * total * one * one });
  // rounded down digits must not make it negative
  const varianceBetween = between.num < 0n ? fraction(0) : between;
  const exact = {
    mean,
    variance,
    varianceBetween,
    varianceWithin: subtract(variance, varianceBetween),
    shareBelowSlo: fraction(below, total),
  };
  const lowest = weightedQuantilePlace(ascendingOrder(units), gpus, total, fraction(1, 20));
  return measured({
    mean: toNumber(exact.mean),
    p05: toNumber({ num: unit(lowest), den: one }),
    variance: toNumber(exact.variance),
    varianceBetween: toNumber(exact.varianceBetween),
    varianceWithin: toNumber(exact.varianceWithin),
    shareBelowSlo: toNumber(exact.shareBelowSlo),
    exact,
    providers: own.gpus.flatMap((held, provider) =>
      held === 0n ? [] : [{ provider, gpus: held, mean: { num: own.sums[provider] as bigint, den: held * one } }],
    ),
  });
}
