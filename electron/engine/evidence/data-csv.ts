import Papa from 'papaparse';
import type { Column, TextColumn } from '../../../shared/columns/table.ts';
import type { DecidedDataset, StoredColumn } from '../../../shared/evidence/decisions.ts';
import { dataPath } from '../../../shared/evidence/paths.ts';
import { lineageOf, type ReaderState } from '../analysis/reader-state.ts';
import { cellText, shownTable } from '../analysis/rows-window.ts';
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

/** Texts of their own, not parts of the file that they were read from: these are slow to compare, and keep it in memory. */
const ownTexts = (texts: readonly string[]): string[] => JSON.parse(JSON.stringify(texts)) as string[];

function textBuilder<Type extends 'text' | 'exact'>(name: string, type: Type, rows: number) {
  const codes = new Int32Array(rows);
  const dictionary: string[] = [];
  const codeOf = new Map<string, number>();
  return {
    add(cell: string, row: number) {
      let code = cell === '' ? -1 : codeOf.get(cell);
      if (code === undefined) {
        code = dictionary.length;
        dictionary.push(cell);
        codeOf.set(cell, code);
      }
      codes[row] = code;
    },
    column: () => ({ type, name, codes, dictionary: ownTexts(dictionary) }),
  };
}

function numberBuilder(name: string, scale: number, rows: number): Builder {
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

function builderOf({ name, type, scale }: StoredColumn, rows: number): Builder {
  return type === 'number' ? numberBuilder(name, scale, rows) : textBuilder(name, type, rows);
}

/** What a data file holds: stored columns, and the derived ones as they are written, by header. */
export type DataFile = StoredTable & { derived: ReadonlyMap<string, TextColumn> };

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
  const derived = new Map<string, ReturnType<typeof textBuilder<'text'>>>();
  const builders = new Map(columns.map((column) => [column.written, builderOf(column, rows)]));
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
        const cells = textBuilder(name, 'text', rows);
        derived.set(name, cells);
        taken.push(cells.add);
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
  return { table, lineage: { records, lines }, derived: new Map([...derived].map(([name, cells]) => [name, cells.column()])) };
}

const quoted = (cell: string | null): string => {
  if (cell === null) return '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

/** Writes the cells of a column; each text of a dictionary is looked at once. */
function cellWriter(column: Column): (row: number) => string {
  if (column.type === 'number') return (row) => cellText(column, row) ?? '';
  const texts = column.dictionary.map(quoted);
  return (row) => texts[column.codes[row] as number] ?? '';
}

/** The data file of a dataset, in pieces: record, line, then all listed columns, stored and derived, as exact CSV. */
export function* dataCsvPieces(state: ReaderState, dataset: string): Generator<string> {
  const { rows, columns } = shownTable(state, dataset);
  const { records, lines } = lineageOf(state, dataset);
  const writers = [...columns.values()].map(cellWriter);
  yield `${[RECORD, LINE, ...columns.keys()].map(quoted).join(',')}\n`;
  for (let start = 0; start < rows; start += WINDOW) {
    const end = Math.min(rows, start + WINDOW);
    let piece = '';
    for (let row = start; row < end; row += 1) {
      piece += `${records[row]},${lines[row]}`;
      for (const write of writers) piece += `,${write(row)}`;
      piece += '\n';
    }
    yield piece;
  }
}

/** First row in which a column is not what a data file states of it; the number of rows where there is none. */
function firstDifferentRow(column: Column, { codes, dictionary }: TextColumn): number {
  // by text that is stated: the code or the number that was found to be written so
  const written = new Float64Array(dictionary.length).fill(Number.NaN);
  const own = column.type === 'number' ? column.values : column.codes;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code >= 0 && own[row] === written[code]) continue;
    if (cellText(column, row) !== (code < 0 ? null : dictionary[code])) return row;
    if (code >= 0) written[code] = own[row] as number;
  }
  return codes.length;
}

/** First cell in which a derived column of a data file is not what the stored columns give; `null` = none. */
export function firstDerivedDifference(
  state: ReaderState,
  dataset: string,
  derived: DataFile['derived'],
): { where: string; stated: string | null; recomputed: string | null } | null {
  const path = dataPath(dataset);
  const { rows, columns } = shownTable(state, dataset);
  let [first, name] = [rows, ''];
  for (const [each, stated] of derived) {
    const column = columns.get(each);
    if (column === undefined) return { where: `${path} column ${each}`, stated: each, recomputed: null };
    const row = firstDifferentRow(column, stated);
    if (row < first) [first, name] = [row, each];
  }
  if (first === rows) return null;
  const { codes, dictionary } = derived.get(name) as TextColumn;
  const recomputed = cellText(columns.get(name) as Column, first);
  return { where: `${path} row ${first + 1} column ${name}`, stated: dictionary[codes[first] as number] ?? null, recomputed };
}
