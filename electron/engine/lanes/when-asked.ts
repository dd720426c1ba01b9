import type { LaneContext, OperationTable } from './protocol.ts';

/**
 * Operations of a module that is read when the first of them is asked for, so that a lane starts without charts, fonts, PDF and workbooks.
 *
 * @param names of all its operations
 * @param load reads the module and gives its table
 */
// biome-ignore lint/suspicious/noExplicitAny: each table has a state of its own
export function whenAsked<Table extends OperationTable<any>>(names: readonly (keyof Table & string)[], load: () => Promise<Table>): Table {
  const entries = names.map((name) => [
    name,
    async (state: unknown, input: unknown, context: LaneContext) => (await load())[name]?.(state, input, context),
  ]);
  return Object.fromEntries(entries) as Table;
}
