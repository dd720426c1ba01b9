import { type Ends, NOTHING, together } from '../../../shared/bounds/ends.ts';
import { parseDecimal, rescale } from '../../../shared/columns/decimal.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { compact, type Integers } from '../../../shared/metrics/integers.ts';
import type { OpenUptimes } from '../../../shared/metrics/uptime-bounds.ts';

/** Decimal places of the integers that a numeric column is read as. */
export function scaleOf(column: Column | null): number {
  if (column === null) return 0;
  return column.type === 'number'
    ? column.scale
    : column.dictionary.reduce((most, text) => Math.max(most, parseDecimal(text)?.scale ?? 0), 0);
}

/** A numeric column as integers of one scale: doubles where the column has them. `null` = a cell without a value. */
export type Cells = { scale: number; at: (row: number) => number | bigint | null };

/** Reads a numeric column, exact beyond what a double holds. */
export function cellsOf(column: Column): Cells {
  const scale = scaleOf(column);
  if (column.type === 'number') {
    const { values } = column;
    return { scale, at: (row) => (Number.isNaN(values[row]) ? null : (values[row] as number)) };
  }
  const units = column.dictionary.map((text) => {
    const decimal = parseDecimal(text);
    return decimal && rescale(decimal, scale);
  });
  return {
    scale,
    at: (row) => {
      const code = column.codes[row] as number;
      return code < 0 ? null : (units[code] ?? null);
    },
  };
}

/** Integers as doubles where every one of them is one. */
export const integersOf = (values: readonly (number | bigint)[]): Integers =>
  values.every((value) => typeof value === 'number') ? Float64Array.from(values as number[]) : compact(values.map(BigInt));

/** Integers as the nearest doubles, to draw. */
export const nearOf = (values: Integers): Float64Array => Float64Array.from(values as ArrayLike<number | bigint>, Number);

/** Weights of records at one scale; `endsAt` = the ends of a weight that states bounds instead of a number, `null` = it does not. */
export type WeightCells = Cells & { endsAt: (row: number) => Ends | null };

/** Every record counts one. */
export const ONES: WeightCells = { scale: 0, at: () => 1, endsAt: () => null };

/** Reads a weight with the bounds that records state. */
export function weightCells(column: Column | null): WeightCells {
  if (column === null) return ONES;
  const stated = cellsOf(column);
  if (column.type === 'text' || column.bounds === undefined) return { ...stated, endsAt: () => null };
  const [low, high] = [cellsOf(column.bounds.low), cellsOf(column.bounds.high)];
  const scale = Math.max(stated.scale, low.scale, high.scale);
  const exactly = (cells: Cells, row: number): bigint | null => {
    const value = cells.at(row);
    return value === null ? null : BigInt(value) * 10n ** BigInt(scale - cells.scale);
  };
  return {
    scale,
    at: (row) => (stated.scale === scale ? stated.at(row) : exactly(stated, row)),
    endsAt: (row) => {
      if (stated.at(row) !== null) return null;
      const [least, most] = [exactly(low, row), exactly(high, row)];
      return least === null && most === null ? null : { low: least ?? 0n, high: most };
    },
  };
}

/**
 * Records whose weight states bounds: those with an uptime, and the weight of those without one.
 *
 * @param kept rows with an uptime
 * @param aside rows without one
 */
export function openUptimes(kept: readonly number[], aside: readonly number[], uptimes: Cells, weights: WeightCells): OpenUptimes {
  const ends = (rows: readonly number[]) => rows.flatMap((row) => weights.endsAt(row) ?? []);
  const unknown = ends(aside);
  const known = kept.flatMap((row) => {
    const own = weights.endsAt(row);
    return own === null ? [] : [{ value: BigInt(uptimes.at(row) as number | bigint), ends: own }];
  });
  return { rows: known.length + unknown.length, known, unknown: unknown.length === 0 ? NOTHING : together(unknown) };
}
