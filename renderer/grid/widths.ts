/** Advances of the text of the interface at 13 pixels, where figures are tabular: the widest of letters and figures, and of separators. */
const WIDE = 8.3;
const NARROW = 4.2;
/** Padding and border of a cell. */
const AROUND = 26;

/** Pixels that a column takes so that the widest of its amounts is read to its last digit. */
export function amountWidth(amounts: readonly string[]): number {
  const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (/[,. ]/.test(sign) ? NARROW : WIDE), 0);
  return Math.ceil(AROUND + Math.max(0, ...amounts.map(widthOf)));
}
