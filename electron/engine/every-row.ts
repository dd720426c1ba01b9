/** Rows that one call gives at most. */
const WINDOW = 2000;

/**
 * The whole answer of a query that gives its rows window by window: all rows, and what else the last window said.
 *
 * @param ask asks for the rows from `start` up to before `end`
 */
export async function everyRow<Answer extends { total: number; rows: unknown[] }>(
  ask: (window: { start: number; end: number }) => Promise<Answer>,
): Promise<Answer> {
  const rows: Answer['rows'] = [];
  for (;;) {
    const answer = await ask({ start: rows.length, end: rows.length + WINDOW });
    rows.push(...answer.rows);
    if (rows.length >= answer.total || answer.rows.length === 0) return { ...answer, rows };
  }
}
