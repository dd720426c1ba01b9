import type { ExactEnds } from '../case/view.ts';
import { type Line, type Operator, type Verdict, verdict } from '../claims/line.ts';
import { listOf, plural } from '../format/index.ts';
import { parseFraction } from '../metrics/exact.ts';
import type { ChartFrame } from './chart.ts';
import { spread, type Texts } from './labels.ts';
import { fitText } from './measure.ts';
import type { ReferenceLine, Row } from './rankedRows.ts';

/** Room in pixels below the bars for the names of reference lines. */
export const referencesHeight = (references: readonly ReferenceLine[]): number => (references.length > 0 ? 30 : 0);

const SIZE = 11;
const GAP = 10;

/** Where reference lines are drawn, in pixels: `at` = place of a share, `right` = end of the scale, `names` = height and ends of the row of names. */
export type ReferenceScale = {
  at: (share: number) => number;
  top: number;
  bottom: number;
  right: number;
  names: { y: number; from: number; to: number };
};

/** Lines of threshold packs through bars, named below them; one beyond the end of the scale is named with an arrow and has no line. */
export function drawReferences(
  texts: Texts,
  references: readonly ReferenceLine[],
  { at, top, bottom, right, names: { y, from, to } }: ReferenceScale,
  { theme, measure }: ChartFrame,
): void {
  const room = Math.max(24, (to - from) / Math.max(1, references.length) - GAP);
  const drawn = references.map((line) => {
    const x = at(line.at);
    const beyond = x > right;
    const text = fitText(beyond ? `${line.label} \u2192` : line.label, room, SIZE, 600, measure);
    return { x: Math.min(x, right), beyond, text, size: measure(text, SIZE, 600) };
  });
  const places = spread(
    drawn.map(({ x, size }) => ({ at: x, size })),
    from,
    to,
    GAP,
  );
  for (const [index, { x, beyond, text }] of drawn.entries()) {
    const place = places[index] ?? x;
    if (!beyond) {
      texts.line(x, top, x, bottom + 4, theme.reference, [6, 3], 1.25, 5);
      texts.line(x, bottom + 4, place, y - 8, theme.reference, [2, 2]);
    }
    texts.add(text, place, y, { size: SIZE, weight: 600, colour: theme.reference, align: 'center' });
  }
}

const SIDES: Readonly<Record<Operator, string>> = { '>': 'above', '>=': 'at or above', '<': 'below', '<=': 'at or below' };

/** Whether a share passes a line over all that is open, by its exact ends. */
function verdictOf({ low, high }: ExactEnds, line: Line): Verdict {
  return verdict({ low: low === null ? null : parseFraction(low), high: high === null ? null : parseFraction(high) }, line);
}

/**
 * Which single holders pass each line, in sentences, by their exact shares and over all that is open: who may or may not pass is named apart.
 * Where a view gives no exact shares nobody is named.
 */
export function referenceSentences(references: readonly ReferenceLine[], rows: readonly Row[]): string[] {
  const groups = rows.filter(({ kind }) => kind === 'group');
  const exact = groups.flatMap(({ name, exact: ends }) => (ends ? [{ name, ends }] : []));
  if (exact.length < groups.length) return references.map(({ label }) => `Reference line ${label}.`);
  return references.map(({ label, line }) => {
    const of = (wanted: Verdict) => exact.filter(({ ends }) => verdictOf(ends, line) === wanted).map(({ name }) => name);
    const [passing, open] = [of('holds'), of('undetermined')];
    const parts = [
      passing.length > 0 ? `${plural(passing.length, 'bar')} ${SIDES[line.op]} it, ${listOf(passing, 4)}` : null,
      passing.length + open.length === 0 ? `no bar is ${SIDES[line.op]} it` : null,
      open.length > 0 ? `undetermined for ${plural(open.length, 'bar')}, ${listOf(open, 4)}` : null,
    ];
    return `Reference line ${label}: ${parts.filter((part) => part !== null).join('; ')}.`;
  });
}
