import type { ClaimNumber } from '../case/claims.ts';
import type { Bound, Stamp, WholeViewSpec } from '../case/view.ts';
import { baseWords, formatAsOf, formatBound, formatCount, formatIndex, plural } from '../format/index.ts';
import type { Integers } from '../metrics/integers.ts';
import { dispersionOf, type PriceDispersion, weightedDispersionOf } from '../metrics/prices.ts';
import { type ClaimDraft, claimNumber, notDisclosed } from './draft.ts';

/** Prices of one GPU class in one series (list, spot ...), in USD per GPU-hour; `gpus` = weights, `null` = each offer counts once. */
export type PriceClass = {
  readonly name: string;
  /** prices in units of `10^-scale`, all above 0 */
  readonly prices: Integers;
  readonly scale: number;
  readonly gpus: Integers | null;
  readonly view: WholeViewSpec;
};

/** Offers that no class has: without a price above 0 in USD, and with a price but of unknown class. */
export type PricesAside = { readonly withoutPrice: number; readonly notPositive: number; readonly unknownClass: number };

const FEWEST = 8;
const NO_RANGE = { low: null, high: null };
const formatRatio = (value: number | null): string => (value === null ? formatIndex(null) : `${Number(value.toPrecision(3))}`);
formatRatio.even = { scale: 1, words: (value: number, decimals: number) => value.toFixed(decimals) };

/**
 * Numbers of one class.
 *
 * @param ends of p90 / p10 where further prices could be of the class, `null` = there are none
 */
function numbersOf(spread: PriceDispersion, weighted: boolean, view: WholeViewSpec, ends: OpenRatio): ClaimNumber[] {
  const how = weighted ? 'Quantiles weighted by GPUs.' : 'Quantiles of offers, each counted once (type 7).';
  const open = ends === null ? null : 'Of the known prices of the class alone: nothing bounds it.';
  const number = (
    key: string,
    label: string,
    unit: string,
    value: number,
    range: Pick<Bound, 'low' | 'high'> | null,
    note: string | null,
  ) => claimNumber(key, label, unit, { stated: value, ...(range ?? { low: value, high: value }) }, formatRatio, { view, note });
  const measured = (key: string, label: string, unit: string, value: number) => number(key, label, unit, value, ends && NO_RANGE, open);
  const usd = 'USD per GPU-hour';
  const count = { low: spread.n, stated: spread.n, high: spread.n };
  return [
    number('p90/p10', 'p90 / p10', 'ratio', spread.p90OverP10, ends, how),
    measured('cv', 'CV', 'standard deviation / mean', spread.cv),
    measured('iqr', 'IQR', usd, spread.iqr),
    measured('mad', 'MAD', usd, spread.mad),
    measured('p50', 'Median', usd, spread.p50),
    claimNumber('n', spread.pointsOnly ? 'Offers (too few for a box)' : 'Offers', 'offers', count, formatCount, { view }),
  ];
}

/** What lies aside, in sentences. */
function asideNotes({ withoutPrice, notPositive, unknownClass }: PricesAside): string[] {
  return [
    ...(withoutPrice > 0 ? [`${plural(withoutPrice, 'record')} without a price in USD are in no class.`] : []),
    ...(notPositive > 0 ? [`${plural(notPositive, 'price')} of 0 are set aside: a price of 0 is no price.`] : []),
    ...(unknownClass > 0 ? [`${plural(unknownClass, 'price')} of unknown GPU class could be in any of them.`] : []),
  ];
}

type OpenRatio = { low: number; high: null } | null;

/**
 * Ends of p90 / p10 of a class where records have no price, or a price but no class: they could be in it at any price, so nothing but 1 bounds it.
 *
 * @returns `null` where there is no such record
 */
export const openRatio = (withoutPrice: number, withoutClass: number): OpenRatio =>
  withoutPrice > 0 || withoutClass > 0 ? { low: 1, high: null } : null;

/**
 * C6, pricing dispersion, per GPU class: p90/p10, CV, IQR and MAD. The headline is the class with the widest spread among those with at least 8 prices;
 * a pooled value is never given. Where prices or classes are unknown the headline is of the known ones, and nothing but 1 bounds it.
 *
 * Source: domain 2, 3.6.
 */
export function priceDispersions(classes: readonly PriceClass[], aside: PricesAside, stamp: Stamp, notes: readonly string[]): ClaimDraft {
  const measure = 'Widest price spread of a GPU class, p90 / p10';
  const known = classes.flatMap(({ name, prices, scale, gpus, view }) => {
    const { value } = gpus === null ? dispersionOf(prices, scale) : weightedDispersionOf(prices, gpus, scale);
    return value === null ? [] : [{ name, spread: value, weighted: gpus !== null, view }];
  });
  known.sort(
    (a, b) =>
      Number(a.spread.pointsOnly) - Number(b.spread.pointsOnly) || b.spread.p90OverP10 - a.spread.p90OverP10 || (a.name < b.name ? -1 : 1),
  );
  const [worst] = known;
  if (!worst) return notDisclosed('C6', measure, 'ratio', ['price_usd_per_gpu_hour'], [], [...notes, ...asideNotes(aside)]);
  const ends = openRatio(aside.withoutPrice, aside.unknownClass);
  const open = ends !== null;
  const value = worst.spread.p90OverP10;
  const display = formatBound({ low: ends ? ends.low : value, stated: value, high: ends ? ends.high : value }, formatRatio);
  const few = worst.spread.pointsOnly ? [`No class has ${FEWEST} prices or more.`] : [];
  const prices = known.reduce((sum, { spread }) => sum + spread.n, 0);
  return {
    id: 'C6',
    status: open ? 'bounded' : 'computed',
    measure,
    unit: 'ratio',
    value,
    low: ends ? ends.low : value,
    high: ends ? ends.high : value,
    display,
    sentence: `Prices of ${worst.name} spread most: p90 / p10 is ${display}, ${formatRatio(worst.spread.p10)} to ${formatRatio(worst.spread.p90)} USD per GPU-hour (${plural(worst.spread.n, 'offer')}). Base: ${baseWords(stamp.base)}, ${plural(known.length, 'class', 'classes')}, ${plural(prices, 'price')}, ${stamp.asOf === null ? '' : 'as of '}${formatAsOf(stamp.asOf)}.`,
    view: worst.view,
    reading: { spread: 'price', at: ['spread', 'price', 'classes', '0', worst.weighted ? 'weighted' : 'unweighted', 'p90OverP10'] },
    stamp,
    numbers: numbersOf(worst.spread, worst.weighted, worst.view, ends),
    classes: known.map(({ name, spread, weighted, view }) => ({ name, numbers: numbersOf(spread, weighted, view, ends) })),
    missing: [],
    notes: [...notes, ...few, ...asideNotes(aside)],
  };
}
