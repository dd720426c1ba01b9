import type { Allocation } from '../bounds/allocation.ts';
import { formatDecimal } from '../columns/decimal.ts';
import { dimensionNoun, formatQuantity, listOf, weightNoun } from '../format/index.ts';
import type { ConcentrationProfile } from '../metrics/profile.ts';
import type { Ranking } from '../metrics/ranking.ts';
import { weightAt } from '../metrics/ranking.ts';

/** A view's result in exact form, with the names that its sentences need: all that a card is made from. */
export type ViewWeights = {
  readonly profile: ConcentrationProfile;
  readonly allocation: Allocation;
  /** entity per position */
  readonly names: readonly string[];
  /** decimal places of the units */
  readonly scale: number;
  /** metrics whose ends may lie further out than any allocation reaches */
  readonly outer: readonly string[];
  /** some records state bounds of their weight: what single entities hold is not settled */
  readonly bounded: boolean;
  /** some unknown weight may belong to some entities only, so that not every division of it is possible */
  readonly constrained: boolean;
  /** column of the weight and dimension, for their nouns */
  readonly weight: string;
  /** what its amounts are in; absent = not known, or told by the name */
  readonly weightUnit?: string;
  readonly by: string;
};

/** A weight in the unit of the view: `340 GPUs`. */
export function amountWords(view: ViewWeights, units: bigint): string {
  const { scale } = view;
  const text = formatQuantity(formatDecimal({ units, scale }));
  const noun = weightNoun(view);
  return `${text} ${units === 10n ** BigInt(scale) ? noun.replace(/s( of .*)?$/, '$1') : noun}`;
}

/** The digits of a weight: `340`. */
export function amountDigits({ scale }: ViewWeights, units: bigint): string {
  return formatQuantity(formatDecimal({ units, scale }));
}

/** Entities of the view in a sentence: `41 operators`. */
export function entitiesWords({ by }: ViewWeights, count: number): string {
  return `${formatQuantity(count)} ${dimensionNoun(by, count)}`;
}

/** The k largest by name: `Borealis, Tundra and 3 more`. */
export function largestWords({ names, allocation: { known } }: ViewWeights, k: number): string {
  return listOf(Array.from({ length: Math.min(k, known.count) }, (_, rank) => names[known.order[rank] as number] ?? ''));
}

/** Terms of a sum over the ranks with its first three written out: `1,012² + 640² + 450² + 38 more`. */
export function terms(view: ViewWeights, known: Ranking, write: (digits: string, rank: number) => string): string {
  const written = Math.min(3, known.count);
  const list = Array.from({ length: written }, (_, rank) => write(amountDigits(view, weightAt(known, rank)), rank + 1));
  return known.count > written ? `${list.join(' + ')} + ${formatQuantity(known.count - written)} more` : list.join(' + ');
}
