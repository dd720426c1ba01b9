import { add, type Fraction, formatFraction, fraction, multiply, toNumber } from './exact.ts';
import { ascendingOrder, type Integers, sumExactly } from './integers.ts';
import { weightedQuantilePlace } from './quantile.ts';
import { type UptimeColumns, uptimeOf } from './uptime.ts';

/** Ends of a number and its value of what is known; `null` = none. */
type Ends = { readonly low: number | null; readonly stated: number | null; readonly high: number | null };

/** Sum of integer weights. */
function sumOf(gpus: Integers): bigint {
  return sumExactly(
    gpus.length,
    (index) => Number(gpus[index]),
    (index) => BigInt(gpus[index] as number | bigint),
  );
}

/**
 * The smallest uptime that 5 % of all weight is at or below, over the known weight with the unknown at one end.
 *
 * @param level part of the known weight that is reached there: 0 or less = the unknown weight alone holds 5 % at 0; above 1 = it takes weight at 1
 */
function quantileAt({ units, one, gpus }: UptimeColumns, order: Uint32Array, known: bigint, level: Fraction): number {
  if (level.num <= 0n) return 0;
  if (level.num > level.den) return 1;
  const place = weightedQuantilePlace(order, gpus, known, level);
  return toNumber({ num: BigInt(units[place] as number | bigint), den: one });
}

const pick = (values: Integers, places: readonly number[]): Integers =>
  values instanceof Float64Array
    ? Float64Array.from(places, (place) => values[place] as number)
    : places.map((place) => values[place] as bigint);

/** Records with a provider alone, and how many have none. */
function withParty(columns: UptimeColumns): { columns: UptimeColumns; without: number[] } {
  const { units, gpus, providers } = columns;
  const places = [...providers.keys()];
  const kept = places.filter((place) => (providers[place] as number) >= 0);
  const without = places.filter((place) => (providers[place] as number) < 0);
  if (without.length === 0) return { columns, without };
  return {
    columns: {
      ...columns,
      units: pick(units, kept),
      gpus: pick(gpus, kept),
      providers: Int32Array.from(kept, (place) => providers[place] as number),
    },
    without,
  };
}

/**
 * Uptime numbers with their ranges, the one place that claim C4 and the spread of a view take them from. Records without an uptime were never there
 * at one end and always there at the other; variance has no range and speaks of the known part.
 *
 * A record of unknown provider counts for mean, quantile and variance. It is no provider and of none, so the split between and within speaks of the
 * records with a provider: their variance is the sum of the two.
 *
 * @param known `providers` -1 = unknown
 * @param unknown weight without an uptime
 * @returns `null` where no record with weight has an uptime
 * Source: domain 3.6 and 4.
 */
export function uptimeBounds({ known: columns, unknown }: { known: UptimeColumns; unknown: bigint }, serviceLevel: Fraction) {
  const { columns: own, without } = withParty(columns);
  // which provider a record is of changes nothing but the split
  const { value: summary } = uptimeOf(
    without.length === 0
      ? columns
      : {
          ...columns,
          providers: columns.providers.map((code) => (code < 0 ? columns.providerCount : code)),
          providerCount: columns.providerCount + 1,
        },
    serviceLevel,
  );
  if (summary === null) return null;
  const split = without.length === 0 ? summary : uptimeOf(own, serviceLevel).value;
  const known = sumOf(columns.gpus);
  const total = known + unknown;
  const exactPart = (value: Fraction, more: bigint): Fraction =>
    multiply(add(multiply(value, fraction(known)), fraction(more)), fraction(1n, total));
  const part = (value: Fraction, more: bigint): number => toNumber(exactPart(value, more));
  const order = ascendingOrder(columns.units);
  // 5 % of all weight, as a part of the known weight: below it lies the unknown at one end, nothing at the other
  const low = fraction(total - 20n * unknown, 20n * known);
  const high = fraction(total, 20n * known);
  const knownOnly = (value: number, open = unknown > 0n): Ends => ({ low: open ? null : value, stated: value, high: open ? null : value });
  const openSplit = unknown > 0n || without.length > 0;
  const { exact } = summary;
  return {
    /** weight with an uptime, and with what has none */
    known,
    total,
    /** ends of the mean as exact ratios */
    exactMean: { low: formatFraction(exactPart(exact.mean, 0n)), high: formatFraction(exactPart(exact.mean, unknown)) },
    mean: { low: part(exact.mean, 0n), stated: summary.mean, high: part(exact.mean, unknown) },
    p05: { low: quantileAt(columns, order, known, low), stated: summary.p05, high: quantileAt(columns, order, known, high) },
    below: { low: part(exact.shareBelowSlo, 0n), stated: summary.shareBelowSlo, high: part(exact.shareBelowSlo, unknown) },
    variance: knownOnly(summary.variance),
    /** of the records with a provider; `null` where none of them has weight */
    split: split && {
      total: knownOnly(split.variance, openSplit),
      between: knownOnly(split.varianceBetween, openSplit),
      within: knownOnly(split.varianceWithin, openSplit),
      exact: split.exact,
      providers: split.providers,
    },
    withoutParty: { records: without.length },
    exact,
  };
}
