import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { SqlCell, SqlResult, SqlTable } from '../../../shared/case/sql.ts';
import { USUAL_SQL_ROWS, USUAL_SQL_SECONDS } from '../../../shared/case/sql.ts';

const KEPT = 20;

type ConsoleState = {
  /** what stands in the editor */
  text: string;
  limit: number;
  seconds: number;
  /** statements that ran, the newest first */
  history: readonly string[];
  /** result of the last statement that ran, and of which case it is */
  result: { caseId: string; result: SqlResult } | null;
};

/** The console of this session: it outlives a look at another screen; the result does not outlive a reload. */
export const useConsole = create<ConsoleState>()(
  persist(() => ({ text: '', limit: USUAL_SQL_ROWS, seconds: USUAL_SQL_SECONDS, history: [], result: null }) as ConsoleState, {
    name: 'chokepoint.sql',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
    partialize: ({ text, limit, seconds, history }) => ({ text, limit, seconds, history, result: null }),
  }),
);

/** Statements that ran with one more, which stands first and once. */
export function withStatement(history: readonly string[], statement: string): string[] {
  return [statement, ...history.filter((known) => known !== statement)].slice(0, KEPT);
}

/** A name as a statement writes it: in double quotes unless it is one plain word. */
export function sqlName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toUpperCase()) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Words that columns of files are often named by and that SQLite keeps for itself (sqlite.org/lang_keywords.html). */
const RESERVED = new Set(
  [
    'ALL AND AS ASC BETWEEN BY CASE CHECK COLUMN DEFAULT DESC DISTINCT ELSE END EXISTS FROM GROUP HAVING IN INDEX INTO IS JOIN KEY LIMIT',
    'LIKE NOT NOTHING NULL OFFSET ON OR ORDER OVER PRIMARY RANGE REFERENCES SELECT SET TABLE THEN TO UNION UNIQUE UPDATE USING VALUES WHEN',
    'WHERE WITH',
  ]
    .join(' ')
    .split(' '),
);

/** Statements to begin with, for the columns that the tables have. */
export function suggestions(tables: readonly SqlTable[], chosen: string): { title: string; statement: string }[] {
  const table = tables.find((one) => one.table === chosen) ?? tables[0];
  if (!table) return [];
  const names = new Set(table.columns.map(({ name }) => name));
  const by = ['provider', 'operator', 'validator', 'country'].find((name) => names.has(name));
  const found = [{ title: 'The first records', statement: `SELECT *\nFROM ${table.table}\nLIMIT 100` }];
  if (by && names.has('gpu_count'))
    found.push({
      title: `GPUs by ${by}, with what is unknown`,
      statement: `SELECT ${by}, sum(gpu_count) AS gpu_count, count(*) - count(gpu_count) AS without_count\nFROM ${table.table}\nGROUP BY ${by}\nORDER BY gpu_count DESC`,
    });
  else if (by)
    found.push({
      title: `Records by ${by}`,
      statement: `SELECT ${by}, count(*) AS records\nFROM ${table.table}\nGROUP BY ${by}\nORDER BY records DESC`,
    });
  const other = tables.find((one) => one !== table && by !== undefined && one.columns.some(({ name }) => name === by));
  if (other && by)
    found.push({
      title: `In ${table.table} but not in ${other.table}`,
      statement: `SELECT DISTINCT ${by}\nFROM ${table.table}\nWHERE ${by} NOT IN (SELECT ${by} FROM ${other.table} WHERE ${by} IS NOT NULL)`,
    });
  return found;
}

/** Rows as lines of cells with tabs between, for a spreadsheet; tabs and line ends inside of cells become blanks. */
export function tabbed({ columns, rows }: Pick<SqlResult, 'columns' | 'rows'>): string {
  const cell = (value: SqlCell) => (value === null ? '' : String(value).replace(/[\t\r\n]+/g, ' '));
  return [columns.map(({ name }) => cell(name)), ...rows.map((row) => row.map(cell))].map((cells) => `${cells.join('\t')}\n`).join('');
}

/** Order of two cells: none first, numbers by their value, texts by their characters; digits beyond 2^53 count as numbers. */
export function compareCells(a: SqlCell, b: SqlCell, numeric: boolean): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (numeric) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if ([a, b].every((cell) => Number.isInteger(Number(cell)) && /^-?\d+$/.test(String(cell)))) {
      const [left, right] = [BigInt(a), BigInt(b)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
    return Number(a) - Number(b);
  }
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
