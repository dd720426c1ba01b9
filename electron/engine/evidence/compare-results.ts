import Papa from 'papaparse';
import { sameNumber } from '../../../shared/evidence/compare-claims.ts';

const rowsOf = (text: string): string[][] => Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' }).data;

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));

const sameCell = (stated: string, recomputed: string): boolean =>
  stated === recomputed || (isNumber(stated) && isNumber(recomputed) && sameNumber(Number(stated), Number(recomputed)));

/**
 * First place in which a file of the results is not what comes out again, in words; `null` = it is the same.
 *
 * @param path its name in the bundle
 */
export function resultDifference(path: string, stated: string, recomputed: string): string | null {
  if (stated === recomputed) return null;
  if (!path.endsWith('.csv')) {
    const own = recomputed.split('\n');
    const line = stated.split('\n').findIndex((text, at) => text !== own[at]);
    return `line ${line < 0 ? own.length : line + 1} is not what comes out again`;
  }
  const [header = [], ...rows] = rowsOf(stated);
  const [ownHeader = [], ...ownRows] = rowsOf(recomputed);
  if (header.join() !== ownHeader.join()) return 'its columns are not those that come out again';
  for (let row = 0; row < Math.max(rows.length, ownRows.length); row++) {
    const [one, other] = [rows[row] ?? [], ownRows[row] ?? []];
    for (let at = 0; at < Math.max(one.length, other.length); at++) {
      const [cell = '', again = ''] = [one[at], other[at]];
      if (!sameCell(cell, again)) return `row ${row + 1} column ${header[at] ?? at + 1}: it states "${cell}", "${again}" comes out again`;
    }
  }
  return null;
}
