import type { SpreadResult } from '../../../shared/case/spread.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { type Fraction, fraction, reduce, subtract, toNumber } from '../../../shared/metrics/exact.ts';
import { ascendingOrder } from '../../../shared/metrics/integers.ts';
import { type UptimeColumns, uptimeOf } from '../../../shared/metrics/uptime.ts';
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
  { values, scale, weights, weightScale, groups, dictionary, missing }: Measurements,
  serviceLevel: Fraction,
  slo: string,
  windowDays: number | null,
): SpreadResult['uptime'] {
  const one = 10n ** BigInt(scale);
  const gpus = weights ?? new Float64Array(values.length).fill(1);
  const all: UptimeColumns = {
    units: values,
    one,
    gpus,
    // records without a provider take part in the mean, each under a code of none
    providers: groups.map((group) => (group < 0 ? dictionary.length : group)),
    providerCount: dictionary.length + 1,
  };
  const summary = uptimeOf(all, serviceLevel).value;
  if (summary === null) return null;
  const withProvider = [...groups.keys()].filter((place) => (groups[place] as number) >= 0);
  const withoutProvider = values.length - withProvider.length;
  const own =
    withoutProvider === 0
      ? summary
      : uptimeOf(
          {
            ...all,
            units: Float64Array.from(withProvider, (place) => values[place] as number),
            gpus: Float64Array.from(withProvider, (place) => gpus[place] as number),
            providers: Int32Array.from(withProvider, (place) => groups[place] as number),
          },
          serviceLevel,
        ).value;
  const total = gpus.reduce((sum, weight) => sum + weight, 0);
  const amount = (units: number) => decimalToJson({ units: BigInt(units), scale: weightScale });
  const worst = (own?.providers ?? [])
    .map(({ provider, gpus: held, mean }) => ({ key: dictionary[provider] as string, gpus: held, mean: toNumber(mean) }))
    .sort((a, b) => a.mean - b.mean || (a.gpus > b.gpus ? -1 : 1));
  const { exact } = summary;
  return {
    mean: summary.mean,
    p05: summary.p05,
    variance: summary.variance,
    split: own && {
      total: own.variance,
      between: own.varianceBetween,
      within: own.varianceWithin,
      betweenShare:
        own.exact.variance.num === 0n
          ? null
          : toNumber(
              reduce({
                num: own.exact.varianceBetween.num * own.exact.variance.den,
                den: own.exact.varianceBetween.den * own.exact.variance.num,
              }),
            ),
    },
    slo,
    shareBelowSlo: summary.shareBelowSlo,
    downtimeMinutesPer30Days: MINUTES_OF_30_DAYS * toNumber(subtract(fraction(1), exact.mean)),
    windowDays,
    known: amount(total),
    unknown: amount(missing),
    unknownShare: total + missing === 0 ? 0 : missing / (total + missing),
    providers: own?.providers.length ?? 0,
    withoutProvider,
    worst: worst.slice(0, MOST_WORST).map(({ key, gpus: held, mean }) => ({
      key,
      gpus: decimalToJson({ units: held, scale: weightScale }),
      mean,
      share: Number(held) / total,
    })),
    ecdf: ecdfOf(values, gpus, Number(one), total),
  };
}
