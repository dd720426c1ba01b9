import { together } from '../bounds/ends.ts';
import type { ClaimNumber } from '../case/claims.ts';
import type { Bound, Stamp, ViewResult, WholeViewSpec } from '../case/view.ts';
import { decimalToJson } from '../columns/decimal.ts';
import {
  boundsNote,
  countOf,
  type Format,
  formatCount,
  formatPercentDigits,
  formatQuantity,
  formatShare,
  plural,
  weightNoun,
} from '../format/index.ts';
import { type Fraction, fraction, toNumber } from '../metrics/exact.ts';
import { type UptimeColumns, USUAL_SERVICE_LEVEL } from '../metrics/uptime.ts';
import { type OpenUptimes, type UptimeBounds, uptimeBounds } from '../metrics/uptime-bounds.ts';
import { type ClaimDraft, claimNumber, notDisclosed, stateOf, weightlessWords } from './draft.ts';
import { baseParts } from './statements.ts';

/** Uptimes of one window: records that state one, as columns, with the weight that has none. */
export type UptimeColumn = {
  readonly name: string;
  readonly windowDays: number | null;
  readonly known: UptimeColumns;
  readonly unknown: bigint;
  /** records whose weight states bounds instead of a number */
  readonly open: OpenUptimes;
  /** records without a weight: they count as 0 */
  readonly weightless: number;
  /** decimal places of the weight */
  readonly weightScale: number;
  /** all parties of the question, with an uptime or without */
  readonly parties: number;
};

const NONE = { low: null, stated: null, high: null };

const MOST_DECIMALS = 3;

/**
 * Uptime in percent with one decimal, and more only where it takes them to tell the ends apart or an uptime from 100 %: 99.9 from 99.99. The
 * middle and both ends of one number have the same decimals (domain.md 3.1, 9).
 */
export function uptimeFormat({ low, stated, high }: Bound): Format {
  const values = [low, stated, high].filter((value) => value !== null);
  const ends = [low, high].filter((value) => value !== null);
  const digits = (value: number, decimals: number) => (value * 100).toFixed(decimals);
  const tells = (decimals: number) =>
    values.every((value) => value >= 1 || Number(digits(value, decimals)) < 100) &&
    new Set(ends.map((value) => digits(value, decimals))).size === new Set(ends).size;
  let decimals = 1;
  while (decimals < MOST_DECIMALS && !tells(decimals)) decimals += 1;
  return (value) =>
    value === null
      ? formatShare(null)
      : value < 1 && Number(digits(value, decimals)) >= 100
        ? `> ${(100 - 10 ** -decimals).toFixed(decimals)} %`
        : `${digits(value, decimals)} %`;
}

/** Variance and standard deviation are small numbers: three significant figures. */
const formatSpread = (value: number | null): string => (value === null ? formatShare(null) : String(Number(value.toPrecision(3))));

/** Minutes or hours of a month of 30 days that an uptime leaves. */
function downtimeWords(uptime: number | null): string | null {
  if (uptime === null) return null;
  const minutes = (1 - uptime) * 30 * 24 * 60;
  return minutes < 60
    ? `${Number(minutes.toPrecision(2))} min of downtime in 30 days`
    : `${Number((minutes / 60).toPrecision(2))} h of downtime in 30 days`;
}

/** Ends of all the weight of a column, as a view says them; `null` where no record states bounds. */
function weightBoundsOf({ open, weightScale: scale }: UptimeColumn, { total }: UptimeBounds): ViewResult['weightBounds'] {
  if (open.rows === 0) return null;
  const { low, high } = together([{ low: total, high: total }, open.unknown, ...open.known.map(({ ends }) => ends)]);
  return {
    rows: open.rows,
    low: decimalToJson({ units: low, scale }),
    high: high === null ? null : decimalToJson({ units: high, scale }),
  };
}

/** Column name with its window: `uptime (30 days)`. */
const windowWords = ({ name, windowDays }: UptimeColumn): string =>
  windowDays === null ? `${name}, window not stated` : `${name}, ${windowDays === 1 ? '1 day' : `${formatCount(windowDays)} days`}`;

function numbersOf(column: UptimeColumn, levels: readonly { level: Fraction; label: string }[], prefix: string): ClaimNumber[] {
  const first = levels[0] ?? { level: USUAL_SERVICE_LEVEL, label: '' };
  const bounds = uptimeBounds(column, first.level);
  if (bounds === null) return [];
  const result = { weightBounds: weightBoundsOf(column, bounds) };
  const note =
    column.open.rows > 0
      ? 'Of the records with an uptime and a stated weight alone: variance has no range.'
      : column.unknown === 0n
        ? null
        : 'Of the records with an uptime alone: variance has no range.';
  const { withoutParty } = bounds;
  const partyNote =
    withoutParty.records === 0
      ? note
      : `Of the records with a provider alone: ${plural(withoutParty.records, 'record')} with an uptime could be of any${bounds.split === null ? '' : `; between and within add up to ${formatSpread(bounds.split.total.stated)}`}.`;
  const key = (name: string) => `${prefix}${name}`;
  return [
    claimNumber(key('p05'), '5 % of the weight is at or below', 'uptime', bounds.p05, uptimeFormat(bounds.p05), { result }),
    claimNumber(key('variance.between'), 'Variance between providers', 'uptime squared', bounds.split?.between ?? NONE, formatSpread, {
      note: partyNote,
    }),
    claimNumber(key('variance.within'), 'Variance within providers', 'uptime squared', bounds.split?.within ?? NONE, formatSpread, {
      note: partyNote,
    }),
    claimNumber(key('variance'), 'Variance', 'uptime squared', bounds.variance, formatSpread, { note }),
    ...levels.flatMap(({ level, label }, at) => {
      const below = at === 0 ? bounds.below : uptimeBounds(column, level)?.below;
      return below
        ? [
            claimNumber(
              key(`below.${Number((toNumber(level) * 100).toFixed(4))}`),
              `Share of weight under ${label}`,
              'share',
              below,
              formatShare,
              { result },
            ),
          ]
        : [];
    }),
  ];
}

/**
 * C4, uptime variance: capacity-weighted mean, 5 % quantile, variance between and within providers, share under a service level. Windows are never
 * mixed: each further column stands as a class of its own.
 *
 * @param columns the mapped one first
 * @param view provider by weight, to open
 */
export function uptimeVariance(
  columns: readonly UptimeColumn[],
  levels: readonly { level: Fraction; label: string }[],
  stamp: Stamp,
  view: WholeViewSpec,
  notes: readonly string[],
): ClaimDraft {
  const [main, ...others] = columns;
  const bounds = main && uptimeBounds(main, levels[0]?.level ?? USUAL_SERVICE_LEVEL);
  const measure = 'Mean uptime';
  if (!main || !bounds) return notDisclosed('C4', measure, 'uptime', ['uptime'], [], notes);
  const result = { weightBounds: weightBoundsOf(main, bounds) };
  const mean = claimNumber('mean', measure, 'uptime', bounds.mean, uptimeFormat(bounds.mean), { result });
  const { known } = bounds;
  const share = toNumber(fraction(main.unknown, known + main.unknown));
  const weight = weightNoun(stamp.weight);
  const total = formatQuantity(decimalToJson({ units: known + main.unknown, scale: main.weightScale }));
  const of = `${countOf(main.parties, stamp.by)}, ${total} ${weightNoun(stamp)}${main.open.rows > 0 ? ' stated' : ''}`;
  const isKnown = main.unknown === 0n && main.open.unknown.high === 0n;
  const openWords = boundsNote({ stamp, ...result })?.replace(/\.$/, '');
  return {
    id: 'C4',
    status: stateOf(bounds.mean, uptimeFormat(bounds.mean)),
    measure: `${measure} weighted by ${weight}`,
    unit: 'uptime',
    value: mean.value,
    low: bounds.mean.low,
    high: bounds.mean.high,
    display: mean.display,
    sentence: `Mean uptime weighted by ${weight} is ${mean.display} (${windowWords(main)})${mean.value === null ? '' : `, ${downtimeWords(mean.value)}`}. ${baseParts(stamp, of, isKnown ? null : share)}${openWords ? `; ${openWords}` : ''}.${weightlessWords(main.weightless)}`,
    view,
    reading: { spread: 'uptime', at: ['spread', 'uptime', 'mean'] },
    stamp,
    exact: { headline: bounds.exactMean },
    numbers: numbersOf(main, levels, ''),
    classes: others.flatMap((column) => {
      const more = uptimeBounds(column, USUAL_SERVICE_LEVEL);
      return more
        ? [
            {
              name: windowWords(column),
              numbers: [
                claimNumber('mean', measure, 'uptime', more.mean, uptimeFormat(more.mean), {
                  result: { weightBounds: weightBoundsOf(column, more) },
                }),
                ...numbersOf(column, levels, ''),
              ],
            },
          ]
        : [];
    }),
    missing: [],
    notes: [
      ...notes,
      ...(main.weightless > 0
        ? [`${plural(main.weightless, 'record')} without a stated weight count as 0, and the range leaves them aside.`]
        : []),
      ...(main.windowDays === null ? ['The window that the uptime covers is not stated.'] : []),
    ],
  };
}

/** Level of a service in words: `99.5 %`. */
export const serviceWords = (level: Fraction): string => `${formatPercentDigits(toNumber(level))} %`;
