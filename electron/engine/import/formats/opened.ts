import type { Dialect, Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { UNKNOWN_TOKENS } from '../../../../shared/case/recipe.ts';
import { formatCount, plural } from '../../../../shared/format/index.ts';
import { uniqueHeaders } from '../mapping.ts';
import { MAX_COLUMNS, type RecordBatch, type RecordReader } from '../records.ts';
import { BatchWriter } from './batch-writer.ts';
import { parseLiteral } from './literal.ts';
import { type ArrayChoices, checkArrays, visitRecords, visitValue } from './nested.ts';

/** Columns that each opened column becomes, by its header. */
export type OpenedColumns = Readonly<Record<string, readonly string[]>>;

const UNKNOWN = new Set(UNKNOWN_TOKENS);
/** Share of the known cells of a column that must hold a structure before opening it is offered. */
const CONSENSUS = 0.8;
/** Cells whose values are kept: such columns repeat few of them. */
const KEPT_VALUES = 2000;
const BATCH = 4096;

function isUnknown(text: string): boolean {
  return UNKNOWN.has(text.trim().toLowerCase());
}

/** Whether the cells of a column hold dicts or lists, as Python or JSON writes them. @param cells all that were read of the column */
export function holdsStructures(cells: readonly string[]): boolean {
  let known = 0;
  let structures = 0;
  let filled = false;
  for (const text of cells) {
    if (isUnknown(text)) continue;
    known += 1;
    if (!/^\s*[[{(]/.test(text)) {
      // most columns are told by their first cells
      if (known >= 20 && structures === 0) return false;
      continue;
    }
    const value = parseLiteral(text);
    if (typeof value !== 'object' || value === null) continue;
    structures += 1;
    filled ||= Object.keys(value).length > 0;
  }
  return filled && structures >= known * CONSENSUS;
}

/** Places of the opened columns in a header. Errors: `recipe-drift` where the file lacks one of them */
function placesOf(opened: readonly string[], header: readonly string[], fileName: string): number[] {
  const { names } = uniqueHeaders(header);
  const missing = opened.filter((name) => !names.includes(name));
  if (missing.length === 0) return opened.map((name) => names.indexOf(name));
  const listed = missing.map((name) => `"${name}"`).join(', ');
  throw new ChokepointError(
    'recipe-drift',
    `The cells of ${listed} of "${fileName}" were to be opened, but the file has no such column; nothing was imported.`,
    'Choose which columns are opened again, or leave all of them as text.',
    { fileName, missing, unused: names.slice(0, 200) },
  );
}

/**
 * Columns that the opened columns become, by a pass over the records: the paths of all members, and the column itself where a cell
 * holds no structure.
 *
 * @param maxRecords records to look at
 * @returns the columns, and the paths of the lists inside them
 * Errors: `recipe-drift`, `dialect-not-supported`, `too-many-columns`, those of the reader
 */
export function discoverOpened(
  reader: RecordReader,
  dialect: Pick<Dialect, 'opened' | 'arrays'>,
  fileName: string,
  maxRecords = Number.POSITIVE_INFINITY,
): { opened: OpenedColumns; arrays: string[] } {
  const opened = [...new Set(dialect.opened ?? [])];
  const arrays = dialect.arrays ?? {};
  checkArrays(arrays, fileName);
  const places = placesOf(opened, reader.header, fileName);
  const paths = new Set<string>();
  const found = opened.map((name, index) => ({
    name,
    column: places[index] as number,
    columns: new Set<string>(),
    seen: new Set<string>(),
  }));
  for (let batch = reader.next(BATCH); batch; batch = reader.next(BATCH)) {
    for (let row = 0; row < batch.rows; row++) {
      for (const { name, column, columns, seen } of found) {
        const text = cellOf(batch, row, column);
        if (seen.has(text)) continue;
        if (seen.size < KEPT_VALUES) seen.add(text);
        const value = structureOf(text);
        if (value === undefined) {
          if (!isUnknown(text)) columns.add(name);
          continue;
        }
        const meeting = { array: (path: string) => paths.add(path) };
        visitRecords({ [name]: value }, arrays, ignore, (path) => columns.add(path), ignore);
        visitValue(value, name, {}, ignore, meeting);
        if (columns.size > MAX_COLUMNS) throw tooMany(name, columns.size, fileName);
      }
    }
    if (reader.recordsRead >= maxRecords) break;
  }
  const columnsOf = ({ name, columns }: (typeof found)[number]) => (columns.size === 0 ? [name] : [...columns]);
  return { opened: Object.fromEntries(found.map((one) => [one.name, columnsOf(one)])), arrays: [...paths] };
}

function ignore(): void {}

function cellOf({ bytes, starts, ends, columns }: RecordBatch, row: number, column: number): string {
  return bytes.toString('utf8', starts[row * columns + column], ends[row * columns + column]);
}

/** The dict or list in a cell; `undefined` where it holds anything else. */
function structureOf(text: string): object | undefined {
  const value = /^\s*[[{(]/.test(text) ? parseLiteral(text) : undefined;
  return typeof value === 'object' && value !== null && !('rawJSON' in value) ? value : undefined;
}

function tooMany(name: string, columns: number, fileName: string): ChokepointError {
  return new ChokepointError(
    'too-many-columns',
    `The cells of "${name}" in "${fileName}" become more than ${MAX_COLUMNS} columns (${columns}); nothing was imported.`,
    'Leave the column as text; names that differ in every record are no columns.',
    { fileName, columns, limit: MAX_COLUMNS },
  );
}

/** One opened column: where it stands in the file, and where each path of it goes. */
type Opening = { name: string; column: number; targets: ReadonlyMap<string, number>; values: Map<string, object | null> };

/**
 * The records of another reader, with the dicts and lists in some of its cells as columns of their own. A cell that holds neither
 * stays as text in the column of its own name; findings count such cells.
 *
 * @param opened columns by `discoverOpened`
 * Errors: `recipe-drift`, those of the other reader
 */
export class OpenedReader implements RecordReader {
  readonly header: readonly string[];
  readonly kernel = null;
  readonly #inner: RecordReader;
  readonly #fileName: string;
  readonly #arrays: ArrayChoices;
  readonly #openings: readonly Opening[];
  /** place of each column of the file; -1 = it is opened */
  readonly #places: readonly number[];
  readonly #writer: BatchWriter;
  readonly #unread = new Map<string, { cells: number; record: number; text: string }>();
  #batch: RecordBatch | null = null;
  #row = 0;
  #waiting: { cells: string[]; row: number }[] = [];

  constructor(inner: RecordReader, opened: OpenedColumns, options: { fileName: string; arrays: ArrayChoices }) {
    this.#inner = inner;
    this.#fileName = options.fileName;
    this.#arrays = options.arrays;
    const names = Object.keys(opened);
    const columns = placesOf(names, inner.header, options.fileName);
    const header: string[] = [];
    const places: number[] = [];
    const openings: Opening[] = [];
    for (const [column, text] of inner.header.entries()) {
      const name = names[columns.indexOf(column)];
      places.push(name === undefined ? header.length : -1);
      if (name === undefined) header.push(text);
      else {
        const targets = new Map<string, number>();
        for (const path of opened[name] ?? []) targets.set(path, header.push(path) - 1);
        openings.push({ name, column, targets, values: new Map() });
      }
    }
    this.header = header;
    this.#places = places;
    this.#openings = openings;
    this.#writer = new BatchWriter(header.length);
  }

  get recordsRead(): number {
    return this.#inner.recordsRead;
  }

  next(maxRows: number): RecordBatch | null {
    const writer = this.#writer;
    writer.clear();
    while (writer.hasRoom(maxRows)) {
      const next = this.#waiting.shift();
      const batch = this.#batch;
      if (next && batch) {
        const raw = batch.bytes.subarray(batch.rawStarts[next.row], batch.rawEnds[next.row]);
        writer.add(next.cells, raw, batch.records[next.row] as number, batch.lines[next.row] as number);
      } else if (batch && this.#row < batch.rows) {
        this.#open(batch, this.#row);
        this.#row += 1;
      } else if (batch && writer.batch.rows > 0) {
        // the batch of the other reader ends with its next call
        this.#batch = null;
        return writer.batch;
      } else {
        this.#batch = this.#inner.next(Math.min(maxRows, BATCH));
        this.#row = 0;
        if (!this.#batch) return null;
        if (this.#batch.rows === 0) return writer.batch;
      }
    }
    return writer.batch;
  }

  findings(): Finding[] {
    const own = [...this.#unread].map(([name, { cells, record, text }]): Finding => {
      const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
      return {
        code: 'cells-not-opened',
        message: `"${this.#fileName}": ${formatCount(cells)} ${cells === 1 ? 'cell' : 'cells'} of "${name}" hold${cells === 1 ? 's' : ''} no dict or list that can be read (the first in record ${record}: ${shown}); ${cells === 1 ? 'it stays' : 'they stay'} as text in the column "${name}".`,
        advice: `Look at ${plural(cells, 'record')} where "${name}" has a value; the columns made of it are empty there.`,
        details: { fileName: this.#fileName, column: name, cells, record },
      };
    });
    return [...(this.#inner.findings?.() ?? []), ...own];
  }

  /** Lets the records that one record becomes wait. */
  #open(batch: RecordBatch, row: number): void {
    const base = new Array<string>(this.header.length).fill('');
    for (const [column, place] of this.#places.entries()) if (place >= 0) base[place] = cellOf(batch, row, column);
    const structures: [string, object][] = [];
    for (const opening of this.#openings) {
      const text = cellOf(batch, row, opening.column);
      const value = structureKept(opening, text);
      if (value !== null) structures.push([opening.name, value]);
      else if (!isUnknown(text)) this.#keepText(opening, text, base, batch.records[row] as number);
    }
    let cells = base;
    visitRecords(
      Object.fromEntries(structures),
      this.#arrays,
      () => {
        cells = [...base];
      },
      (path, text) => {
        for (const { targets } of this.#openings) {
          const target = targets.get(path);
          if (target !== undefined) cells[target] = text;
        }
      },
      () => this.#waiting.push({ cells, row }),
    );
  }

  #keepText({ name, targets }: Opening, text: string, cells: string[], record: number): void {
    const target = targets.get(name);
    if (target !== undefined) cells[target] = text;
    const before = this.#unread.get(name);
    if (before) before.cells += 1;
    else this.#unread.set(name, { cells: 1, record, text });
  }
}

/** The structure in a cell of an opened column; `null` = none. */
function structureKept({ values }: Opening, text: string): object | null {
  const kept = values.get(text);
  if (kept !== undefined) return kept;
  const value = structureOf(text) ?? null;
  if (values.size < KEPT_VALUES) values.set(text, value);
  return value;
}

/** Cells of one record under the paths of an opened column; empty where it holds no structure. @param text the opened cell */
export function openedCells(name: string, text: string, arrays: ArrayChoices): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  const value = structureOf(text);
  if (value === undefined) return isUnknown(text) ? cells : cells.set(name, text);
  visitValue(value, name, arrays, (path, cell) => cells.set(path, cell));
  return cells;
}
