import { composeReport } from './compose.ts';
import type { DataTable } from './document.ts';
import type { ReportInput } from './input.ts';
import { dataTables } from './tables.ts';

/**
 * Every table of the report and the data of every figure, a file of the results each; nothing is drawn.
 *
 * @returns tables in the order of the report, figures after them; cells hold full precision and the names as they are in the data
 */
export function resultTables(input: ReportInput): DataTable[] {
  return [...dataTables(input), ...composeReport(input).tables];
}
