import { formatDecimal, parseDecimal } from '../columns/decimal.ts';
import { known, missing, type Normalised, unknown } from './result.ts';

/** How the numbers of one column that bear no percent sign are read. */
export type PercentScale = {
  scale: 'fraction' | 'percent';
  /** false where nothing in the column tells the scales apart (no number, or only 0 and 1): then `fraction` is a convention */
  decided: boolean;
  /** unsigned numbers above 1, unsigned numbers in (0, 1], cells with a percent sign */
  above: number;
  within: number;
  signed: number;
};

/**
 * The scale of a column: percent where more than half of its unsigned numbers lie above 1, else fraction.
 *
 * Cells with a percent sign speak for themselves; they decide for the others only where these give no sign of their own. The answer
 * does not depend on the order of the cells.
 */
export function percentScale(cells: Iterable<string>, unknownTokens?: readonly string[]): PercentScale {
  return percentScaleOf(
    Array.from(cells, (cell) => [cell, 1] as const),
    unknownTokens,
  );
}

/** The same from distinct cells with the number of rows that hold each. */
export function percentScaleOf(cells: Iterable<readonly [cell: string, rows: number]>, unknownTokens?: readonly string[]): PercentScale {
  let above = 0;
  let within = 0;
  let between = 0;
  let zeros = 0;
  let signed = 0;
  for (const [cell, rows] of cells) {
    if (missing(cell, unknownTokens)) continue;
    const text = cell.trim();
    if (SIGN.test(text)) {
      if (parseDecimal(text.replace(SIGN, ''))) signed += rows;
      continue;
    }
    const decimal = parseDecimal(text);
    if (!decimal || decimal.units < 0n) continue;
    const one = 10n ** BigInt(decimal.scale);
    if (decimal.units === 0n) zeros += rows;
    else if (decimal.units > one) above += rows;
    else within += rows;
    if (decimal.units > 0n && decimal.units < one) between += rows;
  }
  const counts = { above, within, signed };
  if (above + between === 0) return { scale: signed > within + zeros ? 'percent' : 'fraction', decided: false, ...counts };
  return { scale: 2 * above > above + within + zeros ? 'percent' : 'fraction', decided: true, ...counts };
}

const SIGN = /\s*%$/;

/** The scale of a column as its cells are read: from `percentScale`, or `stated` by a header such as "Uptime (%)" or by a person. */
export type ColumnScale = Pick<PercentScale, 'scale' | 'decided'> & { stated?: boolean };

/**
 * A share as a fraction 0 to 1, by the scale of its column.
 *
 * Refused: numbers below 0; numbers above 1 after the rule; in a percent column unsigned numbers in (0, 1], which may be
 * fractions, unless the scale is stated.
 */
export function normalisePercent(raw: string, column: ColumnScale, unknownTokens?: readonly string[]): Normalised<number> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  const signed = SIGN.test(text);
  const decimal = parseDecimal(text.replace(SIGN, ''));
  if (!decimal) return unknown(raw, 'not-a-number', `"${text}" is not a number.`);
  if (decimal.units < 0n) return unknown(raw, 'below-zero', `"${text}" is below zero.`);
  const one = 10n ** BigInt(decimal.scale);
  const percent = signed || column.scale === 'percent';
  const top = percent ? 100n * one : one;
  if (decimal.units > top) {
    return unknown(raw, 'above-one', `"${text}" is above ${percent ? '100 %' : '1'} on the scale of its column.`);
  }
  if (percent && !signed && !column.stated && decimal.units > 0n && decimal.units <= one) {
    return unknown(raw, 'other-scale', `"${text}" stands in a column of percent and may be a fraction.`);
  }
  const fraction = Number(formatDecimal({ units: decimal.units, scale: decimal.scale + (percent ? 2 : 0) }));
  const rule = signed ? 'percent/sign' : percent ? 'percent/column-percent' : 'percent/column-fraction';
  return known(raw, rule, fraction, column.decided || column.stated || signed ? [] : ['scale-undecided']);
}
