import { InvalidArgumentError } from 'commander';
import { isMoment } from '../../shared/case/moment.ts';

/** Reader of an option that is an ISO date which the calendar has. */
export function isoDate(text: string): string {
  if (!isMoment(text)) throw new InvalidArgumentError('an ISO date that the calendar has, such as 2026-04-24, is expected');
  return text;
}

/** Reader of an option that is a line number from 1. */
export function lineNumber(text: string): number {
  const line = Number(text);
  if (!Number.isInteger(line) || line < 1) throw new InvalidArgumentError('a line number from 1 is expected');
  return line;
}

/** Reader of an option that is a whole number from `least`. */
export const wholeNumberFrom =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least) throw new InvalidArgumentError(`a whole number from ${least} is expected`);
    return value;
  };

/** Reader of an option that is a whole number from 0. */
export const wholeNumber = wholeNumberFrom(0);

/** Number of days above 0, for commander. @throws InvalidArgumentError */
export function days(text: string): number {
  const count = Number(text);
  if (!(count > 0 && Number.isFinite(count))) throw new InvalidArgumentError('a number of days above 0 is expected');
  return count;
}
