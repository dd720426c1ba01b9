import type { PriceClass, SpreadResult } from '../../../shared/case/spread.ts';
import { openRatio } from '../../../shared/claims/prices.ts';
import type { Integers } from '../../../shared/metrics/integers.ts';
import { dispersionOf, weightedDispersionOf } from '../../../shared/metrics/prices.ts';
import { integersOf, nearOf } from './cells.ts';
import type { Measurements } from './spread.ts';

const UNIT = 'USD per GPU-hour';
const MOST_POINTS = 200;

/** Ascending prices at even ranks, first and last among them. */
function pointsOf(values: Integers, scale: number): number[] {
  const ascending = nearOf(values).sort();
  const last = ascending.length - 1;
  const shown = Math.min(ascending.length, MOST_POINTS);
  const one = 10 ** scale;
  return Array.from({ length: shown }, (_, step) => (ascending[shown === 1 ? 0 : Math.round((step / (shown - 1)) * last)] as number) / one);
}

/** Prices by class, worst first; a pooled value may hide the class that a workload needs, so it stands beside. */
export function priceSpread({
  values,
  scale,
  weights,
  groups,
  dictionary,
  without,
}: Measurements): Omit<NonNullable<SpreadResult['price']>, 'classIs'> {
  const places = new Map<number, number[]>();
  let withoutClass = 0;
  groups.forEach((group, place) => {
    if (group < 0) withoutClass += 1;
    else if (places.has(group)) (places.get(group) as number[]).push(place);
    else places.set(group, [place]);
  });
  const classes = [...places].map(([group, own]): PriceClass => {
    const prices = integersOf(own.map((place) => values[place] as number | bigint));
    return {
      key: dictionary[group] as string,
      unweighted: dispersionOf(prices, scale).value,
      weighted: weights && weightedDispersionOf(prices, integersOf(own.map((place) => weights[place] as number | bigint)), scale).value,
      points: pointsOf(prices, scale),
    };
  });
  const ratio = ({ unweighted }: PriceClass): number => (unweighted === null || unweighted.pointsOnly ? 0 : unweighted.p90OverP10);
  classes.sort((a, b) => ratio(b) - ratio(a) || (b.unweighted?.n ?? 0) - (a.unweighted?.n ?? 0) || (a.key < b.key ? -1 : 1));
  return { unit: UNIT, classes, pooled: dispersionOf(values, scale).value, withoutClass, openRatio: openRatio(without, withoutClass) };
}
