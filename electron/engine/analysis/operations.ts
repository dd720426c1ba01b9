import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { selectRows } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, withGroupNames } from './entities.ts';
import { entityOperations } from './entity-operations.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { supplyOf } from './removal-supply.ts';
import { rowsWindow } from './rows-window.ts';
import { viewOperations } from './view-operations.ts';

/** Views, record windows and supply for the removal test, on the reader lane. */
export const analysisOperations = {
  'datasets.rows': (state: ReaderState, input: { dataset: string; where: string; window: { start: number; end: number } }) => {
    const dataset = datasetOf(state, input.dataset);
    const where = parseWhere(input.where);
    const filtered = columnsOfWhere(where);
    const names = filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name);
    const table = withHeaders(tableOf(state, input.dataset, names), dataset);
    const rows = where === null ? null : selectRows(withGroupNames(state, table, dataset, filtered, 'confirmed'), where);
    return rowsWindow(state, { dataset: input.dataset, window: input.window, rows });
  },

  /** The inventory is cloned to the compute lane; its arrays may be those of the column cache and must not be moved. */
  'removal.supply': (state: ReaderState, spec: RemovalSpec) => supplyOf(state, spec),

  ...viewOperations,
  ...entityOperations,
} satisfies OperationTable<ReaderState>;
