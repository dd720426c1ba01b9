import type { HhiChange } from '../../shared/compare/hhi-change.ts';
import type { Fraction } from '../../shared/metrics/exact.ts';
import { add, exactWeights, fraction, reduce } from '../../shared/metrics/exact.ts';
import { compact } from '../../shared/metrics/integers.ts';
import { dispersionOf, weightedDispersionOf } from '../../shared/metrics/prices.ts';
import { uptimeOf } from '../../shared/metrics/uptime.ts';

// The product measures columns of integers; these make columns of values as vectors and generators write them.

/** Spread of prices as they are written. */
export function priceDispersion(prices: readonly (number | string | bigint)[]) {
  const { units, scale } = exactWeights(prices);
  return dispersionOf(compact(units), scale);
}

/** The same weighted by GPUs, one a price. */
export function weightedPriceDispersion(prices: readonly (number | string | bigint)[], gpus: readonly bigint[]) {
  const { units, scale } = exactWeights(prices);
  return weightedDispersionOf(compact(units), compact(gpus), scale);
}

/** Uptime of records: a ratio of 0 to 1 and its GPUs. */
export function uptimeSummary(
  records: readonly { readonly provider: string | number; readonly gpus: bigint; readonly uptime: Fraction }[],
  serviceLevel: Fraction,
) {
  const one = records.reduce((common, { uptime }) => reduce({ num: common, den: uptime.den }).num * uptime.den, 1n);
  const names = [...new Set(records.map(({ provider }) => provider))];
  return uptimeOf(
    {
      units: compact(records.map(({ uptime }) => (uptime.num * one) / uptime.den)),
      one,
      gpus: compact(records.map(({ gpus }) => gpus)),
      providers: Int32Array.from(records, ({ provider }) => names.indexOf(provider)),
      providerCount: names.length,
    },
    serviceLevel,
  );
}

/** Sum of the parts of a change. */
export function sumOfParts({ reAttribution, entry, exit, ownGrowth, totalEffect }: HhiChange): Fraction {
  return reduce([reAttribution, entry, exit, ownGrowth, totalEffect].reduce((sum, part) => add(sum, part), fraction(0)));
}
