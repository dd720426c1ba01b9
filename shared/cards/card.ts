import type { Bound as ReasonedBound } from '../bounds/bound.ts';
import type { MetricCard } from '../case/measures.ts';
import { formatBound, NO_VALUE } from '../format/index.ts';
import type { UndefinedReason } from '../metrics/measured.ts';
import type { ViewWeights } from './view-weights.ts';

const REASONS: Record<UndefinedReason, string> = {
  'no-weight': 'No entity has a weight above 0.',
  unreachable: 'All entities together do not pass this threshold.',
  'too-few-entities': 'It takes at least two entities.',
  unbounded: 'There is no end: the unknown weight has no declared unit.',
  'no-range': 'No range is given: the entry of small entities moves it both ways.',
};

/** What a card is made from; what is the same for all of them is added by `makeCard`. */
export type CardParts = Pick<MetricCard, 'id' | 'name' | 'formula' | 'unit' | 'convention' | 'source'> & {
  readonly bound: ReasonedBound;
  readonly format: (value: number | null) => string;
  /** right side of the formula without its result */
  readonly filled: string | null;
  readonly change?: readonly string[];
  readonly notes?: readonly (string | false)[];
  readonly optional?: boolean;
  /** the range may lie further out than any allocation reaches, beside those that the view names */
  readonly outer?: boolean;
};

const FEW = 10;

/** A card from its parts: value as text, reasons in words, and the notes that every number needs. */
export function makeCard(view: ViewWeights, parts: CardParts): MetricCard {
  const { bound, format, filled, change = [], notes = [], optional = false, outer: outerToo = false, ...rest } = parts;
  const { low, stated, high, reasons } = bound;
  const outer = outerToo || view.outer.includes(parts.id);
  const { unknown, known } = view.allocation;
  const general = [
    outer && 'The range may be wider than the data allow: there are too many cases to try them all.',
    reasons.low === 'no-range' &&
      unknown > 0n &&
      'Known weight only: with unknown weight this number has no range, because small entities that appear move it both ways.',
    reasons.high === 'unbounded' && 'The upper end is open: unknown weight could be spread without end.',
    view.bounded && 'Some records state bounds of their weight: they are in the range, not in the stated value.',
    known.count > 0 && known.count < FEW && `Only ${known.count} ${known.count === 1 ? 'entity' : 'entities'}: every index is coarse.`,
  ];
  return {
    ...rest,
    filled: stated === null || filled === null ? null : `${filled} = ${format(stated)}`,
    text: stated === null && low === null && high === null ? NO_VALUE : formatBound({ low, stated, high }, format, outer),
    value: { low, stated, high },
    undefinedBecause: stated === null ? REASONS[reasons.stated ?? 'no-weight'] : null,
    change: stated === null ? [] : [...change],
    notes: [...notes, ...general].filter((note) => typeof note === 'string'),
    optional,
  };
}
