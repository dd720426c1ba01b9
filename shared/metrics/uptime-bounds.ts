import { leastShare, mostShare, together, type Ends as WeightEnds } from '../bounds/ends.ts';
import { leastMean, mostMean, type OpenValue, type Settled } from '../bounds/mean.ts';
import { compare, type Fraction, formatFraction, fraction, toNumber } from './exact.ts';
import { ascendingOrder, type Integers, sumExactly } from './integers.ts';
import { weightedQuantilePlace } from './quantile.ts';
import { type UptimeColumns, type UptimeSummary, uptimeOf } from './uptime.ts';

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

/** Records whose weight states bounds: their uptimes in units of the known ones, and the weight of those without an uptime. */
export type OpenUptimes = { readonly rows: number; readonly known: readonly OpenValue[]; readonly unknown: WeightEnds };

const NONE_OPEN: OpenUptimes = { rows: 0, known: [], unknown: { low: 0n, high: 0n } };
const TWENTIETH = fraction(1, 20);

/** Ends of the mean of values of settled and of open weight, where weight of unknown value is at 0 at one end and at `one` at the other. */
function meanEnds(settled: Settled, unknown: bigint, open: OpenUptimes, one: bigint): { low: Fraction; high: Fraction } {
  const beside = (value: bigint): OpenValue[] => [...open.known, { value, ends: open.unknown }];
  const weight = settled.weight + unknown;
  const low = leastMean({ weight, sum: settled.sum }, beside(0n)) as Fraction;
  const high = mostMean({ weight, sum: settled.sum + unknown * one }, beside(one), one) as Fraction;
  return { low: fraction(low.num, low.den * one), high: fraction(high.num, high.den * one) };
}

/** The smallest uptime that 5 % of all weight is at or below: at one end as much of it as can be lies there, at the other as little as must. */
function openQuantile({ units, one, gpus }: UptimeColumns, unknown: WeightEnds, open: OpenUptimes): { low: number; high: number } {
  const stated = Array.from(units as ArrayLike<number | bigint>, (unit, place): OpenValue => {
    const weight = BigInt(gpus[place] as number | bigint);
    return { value: BigInt(unit), ends: { low: weight, high: weight } };
  });
  const all = [...stated, ...open.known].sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  const values = [...new Set(all.map(({ value }) => value))];
  const above: WeightEnds[] = new Array(values.length + 1).fill({ low: 0n, high: 0n });
  const at = new Map(values.map((value): [bigint, WeightEnds[]] => [value, []]));
  for (const { value, ends } of all) at.get(value)?.push(ends);
  const here = values.map((value) => together(at.get(value) ?? []));
  for (let place = values.length - 1; place >= 0; place--)
    above[place] = together([above[place + 1] as WeightEnds, here[place] as WeightEnds]);
  const reaches = (share: Fraction | null): boolean => share !== null && compare(share, TWENTIETH) >= 0;
  const uptime = (value: bigint | undefined, otherwise: number): number =>
    value === undefined ? otherwise : toNumber({ num: value, den: one });
  let below: WeightEnds = { low: 0n, high: 0n };
  const held = here.map((own) => {
    below = together([below, own]);
    return below;
  });
  const most = (place: number) => mostShare(together([unknown, held[place] as WeightEnds]), above[place + 1] as WeightEnds);
  const least = (place: number) => leastShare(held[place] as WeightEnds, together([unknown, above[place + 1] as WeightEnds]));
  const places = [...values.keys()];
  return {
    low: reaches(mostShare(unknown, above[0] as WeightEnds)) ? 0 : uptime(values[places.findIndex((place) => reaches(most(place)))], 1),
    high: uptime(values[places.findIndex((place) => reaches(least(place)))], 1),
  };
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

type Ranged = { readonly low: number; readonly stated: number; readonly high: number };

/** Uptime numbers with their ranges. */
export type UptimeBounds = {
  /** stated weight with an uptime, and with what has none */
  readonly known: bigint;
  readonly total: bigint;
  /** ends of the mean as exact ratios */
  readonly exactMean: { readonly low: string; readonly high: string };
  readonly mean: Ranged;
  readonly p05: Ranged;
  readonly below: Ranged;
  readonly variance: Ends;
  /** of the records with a provider; `null` where none of them has weight */
  readonly split:
    | ({ readonly total: Ends; readonly between: Ends; readonly within: Ends } & Pick<UptimeSummary, 'exact' | 'providers'>)
    | null;
  readonly withoutParty: { readonly records: number };
  readonly exact: UptimeSummary['exact'];
};

/**
 * Uptime numbers with their ranges, the one place that claim C4 and the spread of a view take them from. Records without an uptime were never there
 * at one end and always there at the other; variance has no range and speaks of the known part.
 *
 * A record of unknown provider counts for mean, quantile and variance. It is no provider and of none, so the split between and within speaks of the
 * records with a provider: their variance is the sum of the two.
 *
 * @param known `providers` -1 = unknown
 * @param unknown weight without an uptime
 * @param open records whose weight states bounds: they are in no stated value (0 in `known`), and the ends hold over all weights that they allow
 * @returns `null` where no record with weight has an uptime
 * Source: domain 3.6 and 4.
 */
export function uptimeBounds(
  { known: columns, unknown, open = NONE_OPEN }: { known: UptimeColumns; unknown: bigint; open?: OpenUptimes },
  serviceLevel: Fraction,
): UptimeBounds | null {
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
  const { one } = columns;
  const settled = (value: Fraction, scale: bigint): Settled => ({ weight: known, sum: (value.num * known * scale) / value.den });
  const isBelow = ({ value }: OpenValue) => value * serviceLevel.den < serviceLevel.num * one;
  const mean = meanEnds(settled(summary.exact.mean, one), unknown, open, one);
  const openBelow = { ...open, known: open.known.map((each) => ({ ...each, value: isBelow(each) ? 1n : 0n })) };
  const below = meanEnds(settled(summary.exact.shareBelowSlo, 1n), unknown, openBelow, 1n);
  const order = ascendingOrder(columns.units);
  // 5 % of all weight, as a part of the known weight: below it lies the unknown at one end, nothing at the other
  const low = fraction(total - 20n * unknown, 20n * known);
  const high = fraction(total, 20n * known);
  const p05 =
    open.rows === 0
      ? { low: quantileAt(columns, order, known, low), high: quantileAt(columns, order, known, high) }
      : openQuantile(columns, together([{ low: unknown, high: unknown }, open.unknown]), open);
  const isOpen = unknown > 0n || open.rows > 0;
  const knownOnly = (value: number, free = isOpen): Ends => ({ low: free ? null : value, stated: value, high: free ? null : value });
  const openSplit = isOpen || without.length > 0;
  const { exact } = summary;
  return {
    known,
    total,
    exactMean: { low: formatFraction(mean.low), high: formatFraction(mean.high) },
    mean: { low: toNumber(mean.low), stated: summary.mean, high: toNumber(mean.high) },
    p05: { ...p05, stated: summary.p05 },
    below: { low: toNumber(below.low), stated: summary.shareBelowSlo, high: toNumber(below.high) },
    variance: knownOnly(summary.variance),
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
