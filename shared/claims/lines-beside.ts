import type { LineBeside } from '../case/claims.ts';
import type { Bound, ExactEnds } from '../case/view.ts';
import { parseFraction, toNumber } from '../metrics/exact.ts';
import type { Operator, Verdict } from './line.ts';
import { type LineMetric, lineOf, type PackLine, positionOnLine, type ThresholdPack } from './pack.ts';
import { packWarnings } from './pack-state.ts';
import { levelWords } from './pack-words.ts';

/**
 * A number that lines of some metric may stand beside; `subjects` = what its entities are, where a line asks for that.
 *
 * `bound` is what is printed, `exact` what is compared: the nearest double of 1/3 lies below 1/3.
 */
export type Placed = {
  readonly metric: LineMetric;
  readonly subjects: readonly NonNullable<PackLine['applies_to']>[];
  readonly bound: Bound | null;
  readonly exact: ExactEnds | null;
};

const AT: Readonly<Record<Operator, readonly [holds: string, not: string]>> = {
  '>': ['above', 'not above'],
  '>=': ['at or above', 'below'],
  '<': ['below', 'not below'],
  '<=': ['at or below', 'above'],
};

const ratioOf = (end: string | null) => (end === null ? null : parseFraction(end));

function positionWords(line: PackLine, position: Verdict, { low, high }: Bound): string {
  const level = `the ${levelWords(line)} line`;
  if (position === 'undetermined') return `on both sides of ${level}: undetermined over the range`;
  const [holds, not] = AT[line.op];
  return `${position === 'holds' ? holds : not} ${level}${low === high ? '' : ' over the whole range'}`;
}

/**
 * Lines of packs beside the numbers of a claim: where each number lies, in words that name the pack; reference only.
 *
 * A line about a merge, or with a second line on one, has no position: nothing here is a merge.
 *
 * @param day YYYY-MM-DD of the facts, for the footnotes; `null` = not stated
 * Source: domain 4 (a position only where it is the same over the whole range) and 8.
 */
export function linesBeside(packs: readonly ThresholdPack[], placed: readonly Placed[], day: string | null): LineBeside[] {
  return packs.flatMap((pack) => {
    const footnotes = packWarnings(pack, day).map(({ message }) => message);
    return pack.lines.flatMap((line, at): LineBeside[] => {
      if (line.applies_to === 'entity_merge') return [];
      const number = placed.find(
        ({ metric, subjects }) => metric === line.metric && (!line.applies_to || subjects.includes(line.applies_to)),
      );
      if (!number) return [];
      const { bound, exact } = number;
      const merge = line.with !== undefined;
      const range = exact && { low: ratioOf(exact.low), high: ratioOf(exact.high) };
      const position = merge || range === null ? null : positionOnLine(line, range);
      const where =
        position === null || bound === null
          ? `${merge ? 'needs a merge, so no position' : 'drawn on its chart'}, line at ${levelWords(line)}`
          : positionWords(line, position, bound);
      return [
        {
          pack: pack.id,
          version: pack.version,
          line: at,
          label: line.label,
          op: line.op,
          level: toNumber(lineOf(line).value),
          position,
          words: `Pack ${pack.id}: ${where} (${line.label}), reference only.`,
          footnotes,
        },
      ];
    });
  });
}
