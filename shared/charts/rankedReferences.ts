import { listOf, plural } from '../format/index.ts';
import type { ChartFrame } from './chart.ts';
import { spread, type Texts } from './labels.ts';
import { fitText } from './measure.ts';
import type { ReferenceLine, Row } from './rankedRows.ts';

/** Room in pixels below the bars for the names of reference lines. */
export const referencesHeight = (references: readonly ReferenceLine[]): number => (references.length > 0 ? 30 : 0);

const SIZE = 11;
const GAP = 10;

/**
 * Lines of threshold packs through ranked bars, named below them; one beyond the end of the scale is named with an arrow and has no line.
 *
 * @param scale `at` = position of a share in pixels, `top` and `bottom` of the bars, `right` = end of the scale
 */
export function drawReferences(
  texts: Texts,
  references: readonly ReferenceLine[],
  { at, top, bottom, right }: { at: (share: number) => number; top: number; bottom: number; right: number },
  { theme, width, measure }: ChartFrame,
): void {
  const room = Math.max(24, width / Math.max(1, references.length) - GAP);
  const drawn = references.map((line) => {
    const x = at(line.at);
    const beyond = x > right;
    const text = fitText(beyond ? `${line.label} \u2192` : line.label, room, SIZE, 600, measure);
    return { x: Math.min(x, right), beyond, text, size: measure(text, SIZE, 600) };
  });
  const places = spread(
    drawn.map(({ x, size }) => ({ at: x, size })),
    0,
    width,
    GAP,
  );
  for (const [index, { x, beyond, text }] of drawn.entries()) {
    const place = places[index] ?? x;
    if (!beyond) {
      texts.line(x, top, x, bottom + 4, theme.reference, [6, 3], 1.25, 5);
      texts.line(x, bottom + 4, place, bottom + 14, theme.reference, [2, 2]);
    }
    texts.add(text, place, bottom + 22, { size: SIZE, weight: 600, colour: theme.reference, align: 'center' });
  }
}

/** Which single holders lie above each line, in sentences; where shares have ranges nobody is named. */
export function referenceSentences(references: readonly ReferenceLine[], rows: readonly Row[]): string[] {
  const groups = rows.filter(({ kind }) => kind === 'group');
  if (groups.some(({ shareRange }) => shareRange)) return references.map(({ label }) => `Reference line ${label}.`);
  return references.map(({ at, label }) => {
    const above = groups.filter(({ share }) => share > at).map(({ name }) => name);
    return `Reference line ${label}: ${above.length === 0 ? 'no bar reaches beyond it' : `${plural(above.length, 'bar')} beyond it, ${listOf(above, 4)}`}.`;
  });
}
