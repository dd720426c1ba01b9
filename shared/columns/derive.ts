import { type Decimal, formatDecimal, parseDecimal, rescale } from './decimal.ts';
import type { Column, TextColumn } from './table.ts';

const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * A text column from another one: each code stands for a text, or for none.
 *
 * @param codes code per row into `texts`, -1 = no value; a code beyond them is a mistake of the program and throws RangeError
 * @param texts per code; equal texts share one code of the result, which stand in the order of their first appearance here
 */
export function textColumnOf(name: string, codes: Int32Array, texts: readonly (string | null)[]): TextColumn {
  const dictionary: string[] = [];
  const seen = new Map<string, number>();
  const target = Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const found = seen.get(text);
    if (found !== undefined) return found;
    seen.set(text, dictionary.length);
    dictionary.push(text);
    return dictionary.length - 1;
  });
  const targetOf = (code: number): number => {
    const found = target[code];
    if (found === undefined) throw new RangeError(`column "${name}": no text for code ${code} of ${texts.length}`);
    return found;
  };
  return { type: 'text', name, codes: codes.map((code) => (code < 0 ? -1 : targetOf(code))), dictionary };
}

/**
 * A numeric column from exact decimals: integers of at most 2^53 at one scale where they fit, else decimal texts.
 *
 * @param codes code per row into `decimals`, -1 = no value
 */
export function numericColumnOf(name: string, codes: Int32Array, decimals: readonly (Decimal | null)[]): Column {
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal?.scale ?? 0), 0);
  const units = decimals.map((decimal) => (decimal === null ? null : rescale(decimal, scale)));
  if (units.some((value) => value !== null && (value > LIMIT || value < -LIMIT)))
    return {
      ...textColumnOf(
        name,
        codes,
        decimals.map((decimal) => decimal && formatDecimal(decimal)),
      ),
      type: 'exact',
    };
  const numbers = Float64Array.from(units, (value) => (value === null ? Number.NaN : Number(value)));
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    values[row] = code < 0 ? Number.NaN : (numbers[code] as number);
  }
  return { type: 'number', name, values, scale };
}

/** Records with a value, distinct values, and the exact sum as plain decimal text (`null` for text). */
export function summaryOf(column: Column): { filled: number; distinct: number; sum: string | null } {
  if (column.type === 'number') {
    const seen = new Set<number>();
    let filled = 0;
    let last = Number.NaN;
    let part = 0;
    let sum = 0n;
    const { values } = column;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      if (Number.isNaN(value)) continue;
      filled += 1;
      if (value !== last) seen.add(value);
      last = value;
      if (Math.abs(part) + Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        sum += BigInt(part);
        part = 0;
      }
      part += value;
    }
    return { filled, distinct: seen.size, sum: formatDecimal({ units: sum + BigInt(part), scale: column.scale }) };
  }
  const counts = new Uint32Array(column.dictionary.length);
  let filled = 0;
  const { codes } = column;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code < 0) continue;
    counts[code] = (counts[code] as number) + 1;
    filled += 1;
  }
  const distinct = counts.reduce((sum, rows) => sum + (rows > 0 ? 1 : 0), 0);
  return { filled, distinct, sum: column.type === 'text' ? null : exactSum(column.dictionary, counts) };
}

function exactSum(dictionary: readonly string[], counts: Uint32Array): string {
  const decimals = dictionary.map((text) => parseDecimal(text) as Decimal);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  const units = decimals.reduce((sum, decimal, code) => sum + rescale(decimal, scale) * BigInt(counts[code] as number), 0n);
  return formatDecimal({ units, scale });
}
