import type { SpreadResult } from '../../../shared/case/spread.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { type Fraction, fraction, reduce, subtract, toNumber } from '../../../shared/metrics/exact.ts';
import { ascendingOrder } from '../../../shared/metrics/integers.ts';
import { uptimeBounds } from '../../../shared/metrics/uptime-bounds.ts';
import { nearOf } from './cells.ts';
import type { Measurements } from './spread.ts';

const MINUTES_OF_30_DAYS = 30 * 24 * 60;
const MOST_WORST = 100;
const ECDF_POINTS = 400;

/** [uptime, share of weight at or below it] at the last record of each uptime, thinned evenly. */
function ecdfOf(values: Float64Array, weights: Float64Array, one: number, total: number): [number, number][] {
  const points: [number, number][] = [];
  let held = 0;
  const order = ascendingOrder(values);
  order.forEach((place, rank) => {
    held += weights[place] as number;
    const next = order[rank + 1];
    if (next === undefined || values[next] !== values[place]) points.push([(values[place] as number) / one, held / total]);
  });
  if (points.length <= ECDF_POINTS) return points;
  return Array.from(
    { length: ECDF_POINTS + 1 },
    (_, step) => points[Math.round((step / ECDF_POINTS) * (points.length - 1))] as [number, number],
  );
}

/** Uptime by capacity with its variance between and within providers; `null` where no weight has an uptime. */
export function uptimeSpread(
  { values, scale, weights, weightScale, groups, dictionary, missing, open }: Measurements,
  serviceLevel: Fraction,
  slo: string,
  windowDays: number | null,
): SpreadResult['uptime'] {
  const one = 10n ** BigInt(scale);
  const gpus = weights ?? new Float64Array(values.length).fill(1);
  const known = { units: values, one, gpus, providers: groups, providerCount: dictionary.length };
  const bounds = uptimeBounds({ known, unknown: missing, open }, serviceLevel);
  if (bounds === null) return null;
  const { exact, split, withoutParty } = bounds;
  const { known: total } = bounds;
  const amount = (units: bigint) => decimalToJson({ units, scale: weightScale });
  const worst = (split?.providers ?? [])
    .map(({ provider, gpus: held, mean }) => ({ key: dictionary[provider] as string, gpus: held, mean: toNumber(mean) }))
    .sort((a, b) => a.mean - b.mean || (a.gpus > b.gpus ? -1 : 1));
  const range = ({ low, high }: { low: number; high: number }) => ({ low, high });
  return {
    mean: bounds.mean.stated,
    meanRange: range(bounds.mean),
    p05: bounds.p05.stated,
    p05Range: range(bounds.p05),
    variance: bounds.variance.stated as number,
    split: split && {
      total: split.total.stated as number,
      between: split.between.stated as number,
      within: split.within.stated as number,
      betweenShare:
        split.exact.variance.num === 0n
          ? null
          : toNumber(
              reduce({
                num: split.exact.varianceBetween.num * split.exact.variance.den,
                den: split.exact.varianceBetween.den * split.exact.variance.num,
              }),
            ),
    },
    slo,
    shareBelowSlo: bounds.below.stated,
    shareBelowSloRange: range(bounds.below),
    downtimeMinutesPer30Days: MINUTES_OF_30_DAYS * toNumber(subtract(fraction(1), exact.mean)),
    windowDays,
    known: amount(total),
    unknown: amount(missing),
    unknownShare: toNumber(fraction(missing, total + missing)),
    providers: split?.providers.length ?? 0,
    withoutProvider: withoutParty.records,
    worst: worst.slice(0, MOST_WORST).map(({ key, gpus: held, mean }) => ({
      key,
      gpus: decimalToJson({ units: held, scale: weightScale }),
      mean,
      share: toNumber(fraction(held, total)),
    })),
    ecdf: ecdfOf(nearOf(values), nearOf(gpus), Number(one), Number(total)),
  };
}
