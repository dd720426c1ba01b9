import type { ColumnType, Dialect, Field } from '../../../shared/case/dataset.ts';
import { type Decimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import { normaliseCount } from '../../../shared/normalise/count.ts';
import { pointUndeclared, withPoint } from '../../../shared/normalise/refusal.ts';
import { isGpuName } from '../analysis/reference.ts';

/** What the values of a numeric field must be; other fields take any text. */
export type NumberRule = { whole: boolean; nonNegative: boolean };

const RULES: Partial<Record<Field, NumberRule>> = {
  gpu_count: { whole: true, nonNegative: true },
  gpu_free: { whole: true, nonNegative: true },
  node_count: { whole: true, nonNegative: true },
  vram_gib: { whole: false, nonNegative: true },
  cpu_milli: { whole: false, nonNegative: true },
  memory_mib: { whole: false, nonNegative: true },
  price_usd_per_gpu_hour: { whole: false, nonNegative: true },
  uptime: { whole: false, nonNegative: true },
  stake: { whole: false, nonNegative: true },
};

/** The rule of a numeric field, `null` for fields that hold text. */
export function numberRuleOf(field: Field | null): NumberRule | null {
  return field === null ? null : (RULES[field] ?? null);
}

/** Mark between groups of three digits; nothing = none. */
export type ThousandsMark = Dialect['thousandsMark'];
type Mark = NonNullable<ThousandsMark>;

/** A blank may be any of those that printed numbers use. */
const MARKS: Record<Mark, RegExp> = { ',': /,/g, '.': /\./g, ' ': /[ \u00a0\u2009\u202f]/g, "'": /['\u2019]/g, _: /_/g };
/** Numbers whose digits stand in groups of three behind the first one to three. */
export const GROUPED: Record<Mark, RegExp> = {
  ',': /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/,
  '.': /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/,
  ' ': /^[+-]?[1-9]\d{0,2}([ \u00a0\u2009\u202f]\d{3})+([.,]\d+)?$/,
  "'": /^[+-]?[1-9]\d{0,2}(['\u2019]\d{3})+([.,]\d+)?$/,
  _: /^[+-]?[1-9]\d{0,2}(_\d{3})+([.,]\d+)?$/,
};

/** Set of unknown tokens as they are compared: trimmed, lower case. */
export function unknownTokenSet(tokens: readonly string[]): ReadonlySet<string> {
  return new Set(['', ...tokens.map((token) => token.trim().toLowerCase())]);
}

/**
 * Exact value of a number cell.
 *
 * @param text trimmed cell
 * @param decimalMark `,` reads "1,5" as 1.5
 * @param thousandsMark stands between groups of three digits; "1,20" is no number then
 * @returns `null` when it is no plain number
 */
export function parseNumberCell(text: string, decimalMark: '.' | ',', thousandsMark: ThousandsMark = null): Decimal | null {
  if (thousandsMark && GROUPED[thousandsMark].test(text)) {
    const plain = text.replace(MARKS[thousandsMark], '');
    if (/^[+-]?\d+([.,]\d+)?$/.test(plain) && !plain.includes(decimalMark === ',' ? '.' : ','))
      return parseDecimal(plain.replace(',', '.'));
  }
  if (decimalMark === '.') return parseDecimal(text);
  return text.includes('.') ? null : parseDecimal(text.replace(',', '.'));
}

/** Whether digits would be lost by reading the text as a number: "007" is an identifier, "0.7" is not. */
export function hasLeadingZero(text: string): boolean {
  return /^[+-]?0\d/.test(text);
}

/**
 * Share of the known cells that are plain numbers, 0..1; 0 where no cell is known.
 *
 * @param cells sample of the column, as in the file
 */
export function numberShare(
  cells: Iterable<string>,
  decimalMark: '.' | ',',
  unknown: ReadonlySet<string>,
  thousandsMark: ThousandsMark = null,
): number {
  let known = 0;
  let numbers = 0;
  for (const cell of cells) {
    const text = cell.trim();
    if (unknown.has(text.toLowerCase())) continue;
    known += 1;
    if (!hasLeadingZero(text) && parseNumberCell(text, decimalMark, thousandsMark)) numbers += 1;
  }
  return known === 0 ? 0 : numbers / known;
}

/** Type of a column that nobody insists on: `number` when it has known cells and all of them are plain numbers. */
export function guessType(
  cells: Iterable<string>,
  decimalMark: '.' | ',',
  unknown: ReadonlySet<string>,
  thousandsMark: ThousandsMark = null,
): Exclude<ColumnType, 'exact'> {
  let known = false;
  for (const cell of cells) {
    const text = cell.trim();
    if (unknown.has(text.toLowerCase())) continue;
    if (hasLeadingZero(text) || !parseNumberCell(text, decimalMark, thousandsMark)) return 'text';
    known = true;
  }
  return known ? 'number' : 'text';
}

/** Whether a number is a fraction whichever mark it is written with: "8.5" and "8,5", but not "1.024", "8,0" or "0,500". */
function isFraction(text: string): boolean {
  return /^[+-]?\d+[.,]\d*[1-9]\d*$/.test(text) && !/[.,]\d{3}$/.test(text);
}

export type CellProblem = { code: string; reason: string; fix: string };

/**
 * Why a cell of a numeric column cannot be used, in words; made only for cells that have a problem.
 *
 * @param text trimmed cell
 */
export function explainNumberCell(
  text: string,
  column: string,
  rule: NumberRule | null,
  decimalMark: '.' | ',',
  thousandsMark: ThousandsMark = null,
): CellProblem {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  const value = parseNumberCell(text, decimalMark, thousandsMark);
  if (value && value.units < 0n) {
    const code = rule?.whole ? 'negative-count' : 'negative-value';
    return {
      code,
      reason: `${column} is ${shown}; it cannot be below zero.`,
      fix: 'Write the true number, or leave the cell empty for "not disclosed".',
    };
  }
  if (value || (rule?.whole && isFraction(text))) {
    return {
      code: 'not-whole',
      reason: `${column} is ${shown}; a count is a whole number.`,
      fix: `Write a whole number instead of ${shown}, or use the column under its own name.`,
    };
  }
  const pointed = withPoint(text, { decimalMark, thousandsMark });
  if (pointed === null && (rule !== null || /^[+-]?[\d.]+$/.test(text))) {
    const { reason, message, fix } = pointUndeclared(text);
    return { code: reason, reason: `${column}: ${message}`, fix };
  }
  const count = rule?.whole && pointed !== null ? normaliseCount(pointed, { unknownTokens: [], isGpu: isGpuName }) : null;
  if (count && !count.known && (count.reason === 'several-counts' || count.reason === 'hexadecimal')) {
    const fix = count.reason === 'hexadecimal' ? 'Write the count with decimal digits' : 'Write one count of what the column counts';
    return { code: count.reason, reason: `${column}: ${count.message}`, fix: `${fix}, or leave the cell empty for "not disclosed".` };
  }
  const bound = /^\s*[<>≥≤~]/.test(text);
  const number = /[+-]?\d+(?:[.,]\d+)?/.exec(text)?.[0].replace(',', decimalMark === ',' ? ',' : '.');
  return {
    code: 'not-a-number',
    reason: `${column} is ${shown}, not a plain number.`,
    fix:
      number === undefined || bound || /\d[\s.,'_]\d{3}\b/.test(text)
        ? `Write a plain number without signs, units or thousands marks instead of ${shown}, or leave the cell empty for "not disclosed".`
        : `Write ${number} instead of ${shown}.`,
  };
}
