import type { RemovalResult } from '../case/removal.ts';
import { countOf, formatCount, formatRange } from '../format/index.ts';

type Point = Pick<RemovalResult['breakingPoint'], 'low' | 'high'> & { proven?: boolean };

/**
 * Whether no removal breaks the test when every unknown value is read in favour of the network: its breaking point is none, or more units
 * than have a name, because each record of an unknown unit counts as a unit of its own there.
 *
 * @param point `low` of the adverse reading, `high` of the favourable one; `null` = none
 * @param units number of units that can be removed
 */
export function holdsFavourably({ low, high }: Point, units: number): boolean {
  return low !== null && low !== high && (high === null || high > units);
}

/**
 * What both readings of unknown values say, where no range of numbers of removals can: `Already below the threshold before any removal in
 * the adverse reading; no removal breaks it in the favourable reading`. Screen, report and command line say it with this function.
 *
 * @returns `null` where the breaking point is one number or an honest range of them
 */
export function readingsWords(point: Point, units: number, by: string): string | null {
  const { low, high } = point;
  const never = holdsFavourably(point, units);
  if (low === null || low === high || (low > 0 && !never)) return null;
  // A gap that the search left open says nothing about what the readings are.
  if (point.proven === false && !never) return null;
  const adverse = low === 0 ? 'Already below the threshold before any removal' : `Losing ${countOf(low, by)} breaks it`;
  const favourable = never ? 'no removal breaks it' : `losing ${countOf(high ?? 0, by)} breaks it`;
  return `${adverse} in the adverse reading; ${favourable} in the favourable reading`;
}

/** Breaking point in a few words: `k* = 2, proven`, `k* between 6 and 8`, `k* = 0 adverse, none favourable`, `fails before any removal`. */
export function breakingPointWords(point: RemovalResult['breakingPoint'], units: number, checking = false): string {
  const { low, high } = point;
  if (low === null && high === null) return checking ? 'checking…' : 'no breaking point';
  if (high === 0) return 'fails before any removal';
  if (checking) return high === null ? 'checking…' : `k* at most ${formatCount(high)}, checking…`;
  if (readingsWords(point, units, '') !== null)
    return `k* = ${formatCount(low)} adverse, ${holdsFavourably(point, units) ? 'none' : formatCount(high)} favourable`;
  if (low === high && point.proven) return `k* = ${formatCount(high)}, proven`;
  if (low === null || low === high) return `k* at most ${formatCount(high)}`;
  return `k* between ${formatCount(low)} and ${formatCount(high)}`;
}

/** The same as the one number that decides: `k* = 2`, `k* ≤ 2` while it is checked, `k* 6 to 8`; both readings where no range is honest: `k* = 1 or none`. */
export function breakingPointFigure(point: RemovalResult['breakingPoint'], units: number, checking = false): string {
  const { low, high } = point;
  if (high === 0) return 'k* = 0';
  if (checking) return high === null ? 'k* …' : `k* ≤ ${formatCount(high)}`;
  if (low === null) return high === null ? 'none' : `k* ≤ ${formatCount(high)}`;
  if (low === high) return `k* = ${formatCount(low)}`;
  if (readingsWords(point, units, '') !== null)
    return `k* = ${formatCount(low)} or ${holdsFavourably(point, units) ? 'none' : formatCount(high)}`;
  return `k* ${formatRange(low, high, formatCount)}`;
}

/** Ends of the breaking point in one reading of unknown values; where they differ the search left the gap open. `null` = none. */
export type ReadingEnds = { low: number | null; high: number | null };

/**
 * What stands open in the data, as a sentence put before the proof of the adverse reading. Only a difference between the readings is said to
 * come of unknown values; a gap inside of a reading is what the search left open.
 */
export function intervalSentence(adverse: ReadingEnds, favourable: ReadingEnds, units: number, by: string): string {
  const { low } = adverse;
  const { high } = favourable;
  const closed = adverse.low === adverse.high && favourable.low === favourable.high;
  if (!closed) {
    const inside = endsWords(adverse, units);
    if (adverse.low === favourable.low && adverse.high === favourable.high)
      return `Whatever the unknown values are, the search leaves k* ${inside}.`;
    return `Values are unknown in the data: k* is ${inside} in the adverse reading and ${endsWords(favourable, units)} in the favourable one; a range within one reading is what the search leaves open. In the adverse reading:`;
  }
  if (low === null && high === null) return 'Whatever the unknown values are:';
  if (low === high) return `Whatever the unknown values are, k* is ${low}.`;
  const words = readingsWords({ low, high }, units, by);
  if (words !== null) return `Values are unknown in the data. ${words}. In the adverse reading:`;
  return `Depending on values that are unknown in the data, k* is between ${low} and ${high}. In the adverse reading:`;
}

function endsWords({ low, high }: ReadingEnds, units: number): string {
  const words = (k: number | null) => (k === null || k > units ? 'none' : formatCount(k));
  if (low === high || words(low) === words(high)) return words(low);
  return words(high) === 'none' ? `at least ${words(low)}` : `between ${words(low)} and ${words(high)}`;
}

/**
 * Whether what is left meets the threshold, in words, over both readings.
 *
 * @param served value that can be served, adverse to favourable; `most` = at most in the adverse reading, where `low` is a bound and not exact
 * @param below the test fails where less than this is served
 * @param short for a readout that has no room for the favourable reading
 */
export function verdictWords(served: { low: number; high: number; most?: number }, below: number, short = false): string {
  if (served.low >= below) return 'threshold met';
  const bounded = served.most !== undefined && served.most !== served.low;
  if (bounded && (served.most ?? 0) >= below)
    return short ? 'open between the bounds' : 'open: the threshold lies between what is served for certain and at most';
  if (served.high < below) return 'below the threshold';
  return short
    ? 'below in the adverse reading'
    : `below the threshold in the adverse reading, ${bounded ? 'perhaps ' : ''}met in the favourable`;
}
