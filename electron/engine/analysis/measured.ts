import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { openCodes } from './open-weight.ts';

/** Why a value cannot be used. */
export type AsideCode = 'no-value' | 'price-not-positive' | 'uptime-out-of-range';

/** Why a price or an uptime cannot be used; `null` = it can. `one` = an uptime of 100 % in the units of the value. */
function refusalOf(kind: 'price' | 'uptime', value: number | bigint | null, one: number | bigint): AsideCode | null {
  if (value === null) return 'no-value';
  if (kind === 'price') return value <= 0 ? 'price-not-positive' : null;
  return value < 0 || value > one ? 'uptime-out-of-range' : null;
}

/**
 * Rows with a price or an uptime that can be used, and those set aside by reason: the one step that claims and spreads both start from.
 *
 * @param rows `null` = the first `count` rows
 */
export function usableRows(
  kind: 'price' | 'uptime',
  valueAt: (row: number) => number | bigint | null,
  one: number | bigint,
  rows: Int32Array | null,
  count: number,
): { kept: number[]; aside: Map<AsideCode, number[]> } {
  const kept: number[] = [];
  const aside = new Map<AsideCode, number[]>();
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const refusal = refusalOf(kind, valueAt(row), one);
    const list = refusal === null ? kept : (aside.get(refusal) ?? []);
    if (refusal !== null) aside.set(refusal, list);
    list.push(row);
  }
  return { kept, aside };
}

/** Codes of a column of classes or parties; what is named in part is none of them: -1. */
export function settledCodes(column: Column): { codes: Int32Array; dictionary: readonly string[] } {
  const open = openCodes(column);
  const { codes, dictionary } = codesOf(column);
  return { codes: open.size === 0 ? codes : codes.map((code) => (open.has(code) ? -1 : code)), dictionary };
}
