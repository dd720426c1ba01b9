import type { DataTable } from './document.ts';

export type Cell = DataTable['rows'][number][number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** What all values of a column are. Numbers may stand as exact text beside others, where a double does not hold them; text alone never is a number. */
export function typeOfCells(cells: readonly Cell[]): 'string' | 'number' | 'integer' | 'date' {
  const values = cells.filter((cell) => cell !== null);
  if (values.length > 0 && values.every((value) => typeof value === 'string' && DAY.test(value))) return 'date';
  const isNumeric =
    values.some((value) => typeof value === 'number') && values.every((value) => typeof value === 'number' || DECIMAL.test(value));
  if (!isNumeric) return 'string';
  return values.every((value) => (typeof value === 'number' ? Number.isInteger(value) : /^-?\d+$/.test(value))) ? 'integer' : 'number';
}
