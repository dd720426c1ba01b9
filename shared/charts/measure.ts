/** Width of a text in pixels at a size in pixels; weight 400 or 600. */
export type TextMeasure = (text: string, size: number, weight: 400 | 600) => number;

// Advance widths of Inter variable (latin, U+0020 to U+007E) in thousandths of the size, read from the bundled font.
// biome-ignore format: a table of numbers
const REGULAR = [281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662];
// biome-ignore format: a table of numbers
const SEMIBOLD = [252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 612, 640, 576, 640, 640, 319, 329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 351, 574, 624, 583, 624, 591, 389, 625, 612, 262, 262, 569, 262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 455, 359, 455, 673];
const OTHER: Record<string, number> = {
  '\u2014': 1000,
  '\u2013': 500,
  '\u2026': 956,
  '\u2212': 673,
  '\u00d7': 673,
  '\u00b7': 319,
  '\u00a0': 281,
};

/** Width of a text set in Inter, from the font's own advance widths; other scripts count as 0.7 or, when wide, 1.05 of the size. */
export const interWidth: TextMeasure = (text, size, weight) => {
  const widths = weight === 600 ? SEMIBOLD : REGULAR;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths[code - 32] ?? OTHER[character] ?? (code >= 0x1100 ? 1050 : 700);
  }
  return (sum * size) / 1000;
};

/** A text cut in its middle so that it fits a width in pixels. */
export function fitText(text: string, width: number, size: number, weight: 400 | 600, measure: TextMeasure): string {
  if (measure(text, size, weight) <= width) return text;
  const characters = [...text];
  let low = 1;
  let high = characters.length - 1;
  let best = '…';
  while (low <= high) {
    const keep = (low + high) >> 1;
    const head = Math.ceil(keep * 0.65);
    const tail = keep - head;
    const candidate = `${characters.slice(0, head).join('').trimEnd()}…${tail > 0 ? characters.slice(-tail).join('').trimStart() : ''}`;
    if (measure(candidate, size, weight) <= width) {
      best = candidate;
      low = keep + 1;
    } else high = keep - 1;
  }
  return best;
}
