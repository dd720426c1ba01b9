import { formatDecimal } from '../../../../shared/columns/decimal.ts';
import { selectRows, unknownColumn } from '../../../../shared/columns/select.ts';
import type { Column } from '../../../../shared/columns/table.ts';
import { parseWhere, type Where } from '../../../../shared/columns/where.ts';
import { type NumberMarks, parseNumber } from './numbers.ts';

type Use = { column: string; at: number; number: boolean };

/** Columns of a condition, and whether it compares them with numbers. */
function usesOf(where: Where): Use[] {
  switch (where.type) {
    case 'and':
    case 'or':
      return where.parts.flatMap(usesOf);
    case 'not':
      return usesOf(where.part);
    case 'compare':
      return [{ column: where.column, at: where.at, number: where.literal.type === 'number' }];
    case 'in':
      return [{ column: where.column, at: where.at, number: where.literals.every(({ type }) => type === 'number') }];
    default:
      return [{ column: where.column, at: where.at, number: false }];
  }
}

/** Tells for a run of records which of them match; cells as texts, by column and record. */
export type Condition = { columns: readonly number[]; matches(cells: readonly (readonly string[])[]): Uint8Array };

/**
 * A condition on the texts of records, in the grammar of filters. A column that is compared with a number is read as exact numbers; a cell that
 * is none, and an unknown one, makes the condition unknown, and the record does not match.
 *
 * @param unknown texts that mean no value, lower case
 * @throws ChokepointError `filter-syntax`, `unknown-column`
 */
export function conditionOf(text: string, names: readonly string[], unknown: ReadonlySet<string>, marks: NumberMarks): Condition | null {
  const where = parseWhere(text);
  if (where === null) return null;
  const numeric = new Map<string, boolean>();
  for (const { column, at, number } of usesOf(where)) {
    if (!names.includes(column)) throw unknownColumn(column, names, at);
    numeric.set(column, number && numeric.get(column) !== false);
  }
  const used = [...numeric];
  return {
    columns: used.map(([name]) => names.indexOf(name)),
    matches(cells) {
      const rows = cells[0]?.length ?? 0;
      const columns = new Map(used.map(([name, number], at) => [name, columnOf(name, cells[at] ?? [], number, unknown, marks)]));
      const matching = new Uint8Array(rows);
      for (const row of selectRows({ rows, columns }, where) ?? []) matching[row] = 1;
      return matching;
    },
  };
}

function columnOf(name: string, cells: readonly string[], number: boolean, unknown: ReadonlySet<string>, marks: NumberMarks): Column {
  const codeOf = new Map<string, number>();
  const dictionary: string[] = [];
  const codes = Int32Array.from(cells, (cell) => {
    const text = cell.trim();
    const known = codeOf.get(text);
    if (known !== undefined) return known;
    const value = unknown.has(text.toLowerCase()) ? null : number ? parseNumber(text, marks) : text;
    const code = value === null ? -1 : dictionary.push(typeof value === 'string' ? value : formatDecimal(value)) - 1;
    codeOf.set(text, code);
    return code;
  });
  return { type: number ? 'exact' : 'text', name, codes, dictionary };
}
