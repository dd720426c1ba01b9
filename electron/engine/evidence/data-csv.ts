import Papa from 'papaparse';
import type { Column } from '../../../shared/columns/table.ts';
import type { DecidedDataset, StoredColumn } from '../../../shared/evidence/decisions.ts';
import { dataPath } from '../../../shared/evidence/paths.ts';
import type { ReaderState } from '../analysis/reader-state.ts';
import { rowsWindow } from '../analysis/rows-window.ts';
import type { StoredTable } from './memory-facts.ts';

/** Columns of a data file that no dataset has: record and line of each row in the source file. */
const RECORD = '_record';
const LINE = '_line';
const WINDOW = 20_000;

/** Where a data file cannot be what it says, in words. */
export class DataProblem extends Error {}

const LIMIT = 2 ** 53;

/** Collects the cells of one stored column. */
interface Builder {
  add(cell: string, row: number): void;
  column(): Column;
}

function textBuilder({ name, type }: StoredColumn, rows: number): Builder {
  const codes = new Int32Array(rows);
  const dictionary: string[] = [];
  const codeOf = new Map<string, number>();
  return {
    add(cell, row) {
      let code = cell === '' ? -1 : codeOf.get(cell);
      if (code === undefined) {
        code = dictionary.length;
        dictionary.push(cell);
        codeOf.set(cell, code);
      }
      codes[row] = code;
    },
    column: () => ({ type: type === 'exact' ? 'exact' : 'text', name, codes, dictionary }),
  };
}

function numberBuilder({ name, scale }: StoredColumn, rows: number): Builder {
  const values = new Float64Array(rows);
  return {
    add(cell, row) {
      if (cell === '') {
        values[row] = Number.NaN;
        return;
      }
      const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cell);
      const decimals = parts?.[3] ?? '';
      const units = parts === null || decimals.length > scale ? Number.NaN : Number(`${parts[1]}${parts[2]}${decimals.padEnd(scale, '0')}`);
      if (!(Math.abs(units) <= LIMIT))
        throw new DataProblem(`row ${row + 1} column ${name}: "${cell}" is no number with ${scale} decimals`);
      values[row] = units;
    },
    column: () => ({ type: 'number', name, values, scale }),
  };
}

/** What a data file holds: stored columns, and the derived ones as they are written, by header. */
export type DataFile = StoredTable & { derived: ReadonlyMap<string, readonly string[]> };

/**
 * Reads a file of `data/`: stored columns with their types, and the text of every other column, which is to be compared with what comes out of
 * the stored ones.
 *
 * @throws DataProblem in words, with row and column
 */
export function readDataCsv(text: string, { dataset, columns }: DecidedDataset): DataFile {
  const { rows } = dataset;
  const records = new Int32Array(rows);
  const lines = new Int32Array(rows);
  const derived = new Map<string, string[]>();
  const builders = new Map(
    columns.map((column) => [column.written, (column.type === 'number' ? numberBuilder : textBuilder)(column, rows)]),
  );
  const taken: ((cell: string, row: number) => void)[] = [];
  const start = (header: readonly string[]) => {
    for (const [at, name] of header.entries()) {
      if (header.indexOf(name) !== at) throw new DataProblem(`it has two columns "${name}"`);
      const builder = builders.get(name);
      if (name === RECORD || name === LINE) {
        const numbers = name === RECORD ? records : lines;
        taken.push((cell, row) => {
          if (!/^\d{1,9}$/.test(cell)) throw new DataProblem(`row ${row + 1} column ${name}: "${cell}" is no number of a line`);
          numbers[row] = Number(cell);
        });
      } else if (builder) taken.push((cell, row) => builder.add(cell, row));
      else {
        const cells: string[] = [];
        derived.set(name, cells);
        taken.push((cell) => void cells.push(cell));
      }
    }
    for (const name of [RECORD, LINE, ...builders.keys()])
      if (!header.includes(name)) throw new DataProblem(`the column "${name}" is missing`);
  };
  let row = -1;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline: '\n',
    step({ data, errors }) {
      const [error] = errors;
      if (error) throw new DataProblem(`row ${row + 1}: ${error.message}`);
      if (row < 0) start(data);
      else if (data.length === 1 && data[0] === '' && taken.length > 1) return;
      else {
        if (data.length !== taken.length) throw new DataProblem(`row ${row + 1} has ${data.length} cells, not ${taken.length}`);
        if (row >= rows) throw new DataProblem(`it has more rows than the ${rows} of the dataset`);
        for (const [at, take] of taken.entries()) take(data[at] as string, row);
      }
      row += 1;
    },
  });
  if (row !== rows) throw new DataProblem(`it has ${Math.max(0, row)} rows, the dataset ${rows}`);
  const table = { rows, columns: new Map(columns.map(({ name, written }) => [name, (builders.get(written) as Builder).column()])) };
  return { table, lineage: { records, lines }, derived };
}

const quoted = (cell: string | null): string => {
  if (cell === null) return '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

/** The data file of a dataset, in pieces: record, line, then all listed columns, stored and derived, as exact CSV. */
export function* dataCsvPieces(state: ReaderState, dataset: string): Generator<string> {
  for (let start = 0, total = 1; start < total; start += WINDOW) {
    const window = rowsWindow(state, { dataset, window: { start, end: start + WINDOW } });
    total = window.total;
    if (start === 0) yield `${[RECORD, LINE, ...window.columns].map(quoted).join(',')}\n`;
    yield window.rows.map(({ record, line, cells }) => `${record},${line},${cells.map(quoted).join(',')}\n`).join('');
  }
}

/** First cell in which a derived column of a data file is not what the stored columns give; `null` = none. */
export function firstDerivedDifference(
  state: ReaderState,
  dataset: string,
  derived: DataFile['derived'],
): { where: string; stated: string | null; recomputed: string | null } | null {
  const path = dataPath(dataset);
  for (let start = 0, total = 1; start < total; start += WINDOW) {
    const window = rowsWindow(state, { dataset, window: { start, end: start + WINDOW } });
    total = window.total;
    const compared = [...derived].map(([name, cells]) => ({ name, cells, at: window.columns.indexOf(name) }));
    for (const { name, at } of compared) if (at < 0) return { where: `${path} column ${name}`, stated: name, recomputed: null };
    for (const { row, cells: own } of window.rows)
      for (const { name, cells, at } of compared) {
        const recomputed = own[at] ?? null;
        const stated = cells[row] === '' ? null : (cells[row] as string);
        if (stated !== recomputed) return { where: `${path} row ${row + 1} column ${name}`, stated, recomputed };
      }
  }
  return null;
}
