import { ChokepointError } from '../case/error.ts';
import type { Fraction } from '../metrics/exact.ts';
import { compare, parseFraction } from '../metrics/exact.ts';

/** Operators are strict as written: "greater than 1,800" is false at exactly 1,800. */
export const OPERATORS = ['>=', '<=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A reference line: an operator and an exact level. */
export type Line = { readonly op: Operator; readonly value: Fraction };

/** A line on a named metric, for example `delta_hhi_points > 100`. */
export type MetricLine = Line & { readonly metric: string };

/** Whether a statement is true over a whole range of values. */
export type Verdict = 'holds' | 'does not hold' | 'undetermined';

/** Range of a value; `null` = no end on that side. */
export type Range = { readonly low: Fraction | null; readonly high: Fraction | null };

const MARKED = /^([a-z][a-z0-9_]*)?\s*(>=|<=|>|<)\s*(\S+)$/;

function read(text: string): { metric: string | undefined; op: Operator; value: Fraction } {
  const match = MARKED.exec(text.trim());
  if (!match) {
    throw new ChokepointError('line-invalid', `"${text}" is not a reference line.`, 'Write an operator and a value, such as "> 1800".', {
      text,
    });
  }
  return { metric: match[1], op: match[2] as Operator, value: parseFraction(match[3] as string) };
}

/**
 * Reads a line such as "> 1800" or ">= 1/10".
 *
 * @throws ChokepointError `line-invalid`, `not-a-fraction`
 */
export function parseLine(text: string): Line {
  const { op, value } = read(text);
  return { op, value };
}

/**
 * Reads a line on a metric such as "delta_hhi_points > 100".
 *
 * @throws ChokepointError `line-invalid` also without a metric, `not-a-fraction`
 */
export function parseMetricLine(text: string): MetricLine {
  const { metric, op, value } = read(text);
  if (metric === undefined) {
    throw new ChokepointError('line-invalid', `"${text}" names no metric.`, 'Write the metric first, such as "hhi_points > 1800".', {
      text,
    });
  }
  return { metric, op, value };
}

/** Whether an exact value passes a line; rounded values never decide. */
export function passes(value: Fraction, line: Line): boolean {
  const order = compare(value, line.value);
  switch (line.op) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

/**
 * Verdict about a line over a range of exact values: given only when it is the same everywhere in the range.
 *
 * @param range ends included; an end that does not exist is `null` and never decides
 * Source: domain 4.
 */
export function verdict({ low, high }: Range, line: Line): Verdict {
  const upwards = line.op === '>' || line.op === '>=';
  const worst = upwards ? low : high;
  const best = upwards ? high : low;
  if (worst !== null && passes(worst, line)) return 'holds';
  if (best !== null && !passes(best, line)) return 'does not hold';
  return 'undetermined';
}
