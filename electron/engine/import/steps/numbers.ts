import type { Dialect } from '../../../../shared/case/dataset.ts';
import type { Decimal } from '../../../../shared/columns/decimal.ts';
import { parseNumberCell } from '../types.ts';

/** How numbers are written in a file. */
export type NumberMarks = Pick<Dialect, 'decimalMark' | 'thousandsMark'>;

/** Exact value of a cell, `null` when it is no plain number. */
export function parseNumber(text: string, { decimalMark, thousandsMark }: NumberMarks): Decimal | null {
  return parseNumberCell(text.trim(), decimalMark, thousandsMark);
}
