import type { Bound } from '../bounds/bound.ts';
import { bound } from '../bounds/bound.ts';
import type { StandardThreshold } from '../bounds/bounds-of.ts';
import { STANDARD_THRESHOLDS } from '../bounds/bounds-of.ts';
import { nakamotoBounds } from '../bounds/nakamoto.ts';
import type { MetricCard, NakamotoMeasure } from '../case/measures.ts';
import { formatDecimal } from '../columns/decimal.ts';
import { formatCount, formatPoints, formatShare, formatThreshold, listOf } from '../format/index.ts';
import { countChange } from '../metrics/change.ts';
import type { Fraction } from '../metrics/exact.ts';
import { floor, formatFraction, parseFraction, subtract, toNumber } from '../metrics/exact.ts';
import type { NakamotoDetail } from '../metrics/nakamoto.ts';
import { nakamoto } from '../metrics/nakamoto.ts';
import { weightOfLargest } from '../metrics/ranking.ts';
import { makeCard } from './card.ts';
import { amountDigits, amountWords, entitiesWords, largestWords, type ViewWeights } from './view-weights.ts';

const MOST_NAMES = 100;

/** Thresholds of the view and those asked for, each once, by their exact value. */
function thresholdsOf(asked: readonly string[]): { text: string; exact: Fraction }[] {
  const all = [...STANDARD_THRESHOLDS, ...asked].map((text) => ({ text, exact: parseFraction(text) }));
  const seen = new Set<string>();
  return all.filter(({ exact }) => {
    const key = formatFraction(exact);
    return seen.has(key) ? false : seen.add(key).size > 0;
  });
}

function boundOf(view: ViewWeights, text: string, exact: Fraction): Bound {
  if (text in view.profile.nakamoto) return view.profile.nakamoto[text as StandardThreshold];
  const plain = nakamotoBounds(view.allocation, exact);
  return view.bounded ? bound('no-range', plain.stated ?? plain.reasons.stated ?? 'no-weight', 'no-range') : plain;
}

/** Weight that is no whole number of units: rounded to three decimals of a unit, exact where it is whole. */
function weightText(view: ViewWeights, units: Fraction): string {
  const thousandths = (units.num * 1000n) / units.den;
  return formatDecimal({ units: thousandths, scale: view.scale + 3 });
}

/** Nakamoto coefficients with members, margins in shares and in weight, ties and essential members. */
export function nakamotoMeasures(view: ViewWeights, asked: readonly string[]): NakamotoMeasure[] {
  const names = (positions: readonly number[]) => positions.slice(0, MOST_NAMES).map((position) => view.names[position] ?? '');
  return thresholdsOf(asked).map(({ text, exact }) => {
    const { low, stated, high, reasons } = boundOf(view, text, exact);
    const found = view.bounded ? null : nakamoto(view.allocation.known, exact).value;
    return {
      threshold: text,
      count: { low, stated, high },
      reason: reasons.stated ?? null,
      detail: found && {
        members: names(found.members),
        share: formatFraction(found.share),
        over: formatFraction(found.over),
        short: formatFraction(found.short),
        overWeight: weightText(view, found.overWeight),
        shortWeight: weightText(view, found.shortWeight),
        tie: found.tie,
        tied: names(found.tied),
        unique: found.unique,
        essential: names(found.members.slice(0, found.essential)),
      },
    };
  });
}

/** The smallest transfers after which another number of entities passes; with unknown weight, how much of it decides. */
function changes(view: ViewWeights, { low, high }: Bound, exact: Fraction, detail: NakamotoDetail): string[] {
  const { known, unknown, total } = view.allocation;
  if (view.bounded) return [];
  if (unknown > 0n) {
    if (view.constrained) return low === high ? [] : [`Who holds the unknown ${amountWords(view, unknown)} decides.`];
    if (low === null || low === high) return [`${formatCount(low)} whoever holds the unknown ${amountWords(view, unknown)}.`];
    const needed = floor({ num: exact.num * total, den: exact.den }) + 1n - weightOfLargest(known, low);
    const who = largestWords(view, low);
    const upTo = high === null ? 'without end' : `up to ${formatCount(high)}`;
    return needed <= 0n
      ? [`${formatCount(low)} whoever holds the unknown ${amountWords(view, unknown)}.`]
      : [
          `${formatCount(low)} when at least ${amountDigits(view, needed)} of the ${amountWords(view, unknown)} unattributed belong to ${who}; ${upTo} when they are spread.`,
        ];
  }
  const { fewer, more } = countChange(known, detail.count, exact);
  const members = detail.count === 1 ? largestWords(view, 1) : `the ${formatCount(detail.count)} largest`;
  return [
    ...(fewer === null
      ? []
      : [
          `${formatCount(detail.count - 1)} when ${detail.count === 2 ? largestWords(view, 1) : `the ${formatCount(detail.count - 1)} largest`} gain ${amountWords(view, fewer)} from others.`.replace(
            / gain /,
            detail.count === 2 ? ' gains ' : ' gain ',
          ),
        ]),
    ...(more === null
      ? []
      : [
          `${formatCount(detail.count + 1)} or more when ${members} ${detail.count === 1 ? 'loses' : 'lose'} ${amountWords(view, more)} to many new holders.`,
        ]),
  ];
}

/** Cards of the Nakamoto coefficients. */
export function nakamotoCards(view: ViewWeights, asked: readonly string[]): MetricCard[] {
  const { known } = view.allocation;
  const names = (positions: readonly number[]) => listOf(positions.map((position) => view.names[position] ?? ''));
  return thresholdsOf(asked).map(({ text, exact }) => {
    const range = boundOf(view, text, exact);
    const detail = view.bounded ? null : nakamoto(known, exact).value;
    const total = amountDigits(view, known.total);
    const held = (k: number) => amountDigits(view, weightOfLargest(known, k));
    const filled =
      detail === null
        ? null
        : `${detail.count === 1 ? '' : `${held(detail.count - 1)} of ${total} (${formatShare(toNumber(subtract(exact, detail.short)))}) is not more than ${formatThreshold(text)}; `}${held(detail.count)} (${formatShare(toNumber(detail.share))}) is: k`;
    return makeCard(view, {
      id: `nakamoto.${text}`,
      name: `Nakamoto coefficient at ${text}`,
      formula: `smallest k whose k largest hold strictly more than ${text}`,
      filled,
      bound: range,
      outer: view.constrained && !(text in view.profile.nakamoto),
      format: formatCount,
      unit: 'entities',
      convention:
        'Strictly more, in exact integers: exactly the threshold does not pass. Low: unknown weight with the largest; high: spread in single units.',
      source: 'Srinivasan & Lee 2017; strict ">" as in dfinity/dre',
      change: detail === null ? [] : changes(view, range, exact, detail),
      notes:
        detail === null
          ? []
          : [
              `Over the threshold by ${formatPoints(toNumber(detail.over)).replace('+', '')} (${amountOf(view, detail.overWeight)}); without the smallest of them short by ${formatPoints(toNumber(detail.short)).replace('+', '')} (${amountOf(view, detail.shortWeight)}).`,
              detail.tie && `Not unique: ${names(detail.tied)} hold the same at the cut, so the list of members is arbitrary.`,
              !detail.tie && !detail.unique && 'Not unique: another set of the same size passes too.',
              detail.unique && 'No other set of this size passes.',
              !detail.unique &&
                (detail.essential === 0
                  ? 'No member is in every set of this size that passes.'
                  : `In every set of this size that passes: ${names(detail.members.slice(0, detail.essential))}.`),
              detail.count <= known.count && `Members: ${names(detail.members)}, of ${entitiesWords(view, known.count)}.`,
            ],
    });
  });
}

function amountOf(view: ViewWeights, units: Fraction): string {
  return units.den === 1n ? amountWords(view, units.num) : amountWords({ ...view, scale: view.scale + 3 }, (units.num * 1000n) / units.den);
}
