import type { Finding } from '../../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../../shared/case/error.ts';
import { tooManyColumns } from '../../csv-errors.ts';
import { MAX_CELL_BYTES, MAX_COLUMNS } from '../../records.ts';
import { isoOfSerial } from './dates.ts';
import type { Workbook } from './workbook.ts';
import type { XmlHandler } from './xml.ts';

/** Highest number of a row. */
const MAX_ROW = 2 ** 31 - 1;

/** Cells of a sheet, zero-based columns and one-based rows, both ends included. */
export type CellRange = { firstColumn: number; lastColumn: number; firstRow: number; lastRow: number };

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Reads `A3:F90`, `A3:F` or `A:F`; `null` = the whole sheet. Errors: `range-unreadable` */
export function parseRange(text: string | undefined, fileName: string): CellRange | null {
  if (text === undefined || text.trim() === '') return null;
  const match = /^\$?([A-Z]{1,3})\$?(\d{0,7}):\$?([A-Z]{1,3})\$?(\d{0,7})$/i.exec(text.trim());
  const [, firstLetters = '', firstDigits = '', lastLetters = '', lastDigits = ''] = match ?? [];
  const range = {
    firstColumn: columnOf(firstLetters),
    lastColumn: columnOf(lastLetters),
    firstRow: firstDigits === '' ? 1 : Number(firstDigits),
    lastRow: lastDigits === '' ? Number.POSITIVE_INFINITY : Number(lastDigits),
  };
  if (match && range.firstColumn <= range.lastColumn && range.firstRow <= range.lastRow && range.firstRow > 0) return range;
  throw new ChokepointError(
    'range-unreadable',
    `"${text}" names no cells of "${fileName}"; nothing was imported.`,
    'Write the upper left and the lower right cell, such as A3:F90, or columns only, such as A:F.',
    { fileName, range: text },
  );
}

/** What a sheet held besides values. */
class SheetNotes {
  formulas = 0;
  formulasWithoutValue = 0;
  hiddenRows = 0;
  merged = 0;
  errors = 0;
  longNumbers = 0;
  readonly percentColumns = new Set<number>();

  findings(fileName: string, sheet: string): Finding[] {
    const where = `Sheet "${sheet}" of "${fileName}"`;
    const found = (code: string, count: number, message: string, advice: string): Finding[] =>
      count === 0 ? [] : [{ code, message: `${where}: ${message}`, advice, details: { fileName, sheet, count } }];
    return [
      ...found(
        'formula-values',
        this.formulas,
        `${this.formulas} cells hold formulas; the values that the program stored last were taken, nothing is calculated here.`,
        'If the workbook may be stale, open it, let it calculate, save it and import it again.',
      ),
      ...found(
        'formula-without-value',
        this.formulasWithoutValue,
        `${this.formulasWithoutValue} cells hold a formula without a stored value; they are empty here.`,
        'Open the workbook, save it, and import it again.',
      ),
      ...found(
        'rows-hidden',
        this.hiddenRows,
        `${this.hiddenRows} rows are hidden (by hand or by a filter); they were read as records.`,
        'Check whether they belong to the table; delete them in a copy of the workbook if not.',
      ),
      ...found(
        'cells-merged',
        this.merged,
        `${this.merged} areas of merged cells below the header; only the upper left cell of each has a value.`,
        'Where a merged cell stands for several records, undo the merge and fill the cells down before importing.',
      ),
      ...found(
        'cell-errors',
        this.errors,
        `${this.errors} cells hold an error such as #REF!; its name was taken as text.`,
        'Mend the formulas, or say that these texts mean unknown.',
      ),
      ...found(
        'digits-lost',
        this.longNumbers,
        `${this.longNumbers} numbers have 16 digits or more; spreadsheets keep 15, so the last digits are not those of the source.`,
        'Take identifiers and exact amounts from the original export, with those columns as text.',
      ),
      ...found(
        'percent-cells',
        this.percentColumns.size,
        `${this.percentColumns.size === 1 ? 'one column is' : `${this.percentColumns.size} columns are`} shown as percent; the stored fraction was taken (0.975 for 97.5 %).`,
        'Nothing has to be done.',
      ),
    ];
  }
}

/** Gets a row: its number in the sheet and its cells as text, from the first column of the range on. */
export type TakeRow = (row: number, cells: readonly string[]) => void;

/** Reads the cells of a sheet, row by row. */
export class SheetRows {
  readonly #workbook: Workbook;
  readonly #fileName: string;
  readonly #sheet: string;
  readonly #range: CellRange | null;
  readonly #headerRow: number;
  readonly #take: TakeRow;
  readonly #notes = new SheetNotes();
  #row = 0;
  #column = -1;
  #cells: string[] = [];
  #type = '';
  #style = 0;
  #value = '';
  #hasValue = false;
  #hasFormula = false;
  #hiddenRow = false;
  #inText = false;
  #phonetic = false;

  /** @param headerRow row of the header, from 1: merged cells above it are titles */
  constructor(workbook: Workbook, options: { fileName: string; sheet: string; range: CellRange | null; headerRow: number; take: TakeRow }) {
    this.#workbook = workbook;
    this.#fileName = options.fileName;
    this.#sheet = options.sheet;
    this.#range = options.range;
    this.#headerRow = options.headerRow;
    this.#take = options.take;
  }

  /** Findings once the sheet was read. */
  findings(): Finding[] {
    return this.#notes.findings(this.#fileName, this.#sheet);
  }

  handler(): XmlHandler {
    return {
      open: (name, attributes) => this.#open(name, attributes),
      text: (text) => {
        if (this.#inText) this.#addText(text);
      },
      close: (name) => this.#close(name),
    };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#row = this.#rowNumber(attributes.r);
      this.#column = -1;
      this.#cells = [];
      this.#hiddenRow = attributes.hidden === '1' || attributes.hidden === 'true';
    } else if (name === 'c') {
      const letters = /^[A-Za-z]+/.exec(attributes.r ?? '')?.[0];
      this.#column = letters === undefined ? this.#column + 1 : columnOf(letters);
      this.#type = attributes.t ?? 'n';
      this.#style = Number(attributes.s ?? 0);
      this.#value = '';
      this.#hasValue = false;
      this.#hasFormula = false;
    } else if (name === 'v' || (name === 't' && !this.#phonetic)) {
      this.#inText = true;
      this.#hasValue = true;
    } else if (name === 'f') this.#hasFormula = true;
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 'mergeCell') this.#merge(attributes.ref ?? '');
  }

  /** A row that has no place, or one above the row before, would be lost without a word. */
  #rowNumber(text: string | undefined): number {
    const row = text === undefined ? this.#row + 1 : Number(text);
    if (Number.isInteger(row) && row > this.#row && row <= MAX_ROW) return row;
    throw this.#damaged(`a row has the number "${text}" behind row ${this.#row}`);
  }

  #damaged(what: string): ChokepointError {
    return new ChokepointError(
      'workbook-damaged',
      `Sheet "${this.#sheet}" of "${this.#fileName}" cannot be read: ${what}; nothing was imported.`,
      'Open the workbook in the program that made it and save it again.',
      { fileName: this.#fileName, sheet: this.#sheet, row: this.#row },
    );
  }

  #addText(text: string): void {
    this.#value += text;
    if (this.#value.length <= MAX_CELL_BYTES) return;
    throw new ChokepointError(
      'cell-too-long',
      `"${this.#fileName}": a cell in row ${this.#row} is longer than 1 MiB, which no workbook can hold; nothing was imported.`,
      'Open the workbook in the program that made it and save it again.',
      { fileName: this.#fileName, row: this.#row },
    );
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#inText = false;
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'row') this.#endRow();
  }

  #endCell(): void {
    const { firstColumn = 0, lastColumn = Number.POSITIVE_INFINITY, firstRow = 1, lastRow = Number.POSITIVE_INFINITY } = this.#range ?? {};
    if (this.#column < firstColumn || this.#column > lastColumn || this.#row < firstRow || this.#row > lastRow) return;
    const isRecord = this.#row > this.#headerRow;
    if (this.#hasFormula && isRecord) {
      if (this.#hasValue) this.#notes.formulas += 1;
      else this.#notes.formulasWithoutValue += 1;
    }
    if (!this.#hasValue) return;
    const text = this.#text(isRecord);
    if (text === '') return;
    const place = this.#column - firstColumn;
    if (place >= MAX_COLUMNS) throw tooManyColumns(this.#fileName, place + 1);
    while (this.#cells.length < place) this.#cells.push('');
    this.#cells[place] = text;
  }

  /** Text of the cell that ends here. */
  #text(isRecord: boolean): string {
    const value = this.#value;
    if (this.#type === 's') {
      const text = this.#workbook.texts[Number(value)];
      if (text === undefined) throw this.#damaged(`a cell of row ${this.#row} takes shared text ${value}, which is not there`);
      return text;
    }
    if (this.#type === 'b') return value.trim() === '1' ? 'TRUE' : 'FALSE';
    if (this.#type === 'e' && isRecord) this.#notes.errors += 1;
    if (this.#type !== 'n') return value;
    const kind = this.#workbook.kinds[this.#style] ?? 'plain';
    if (kind === 'plain') {
      if (isRecord && value.replace(/[^\d]|[eE].*$/g, '').length > 15 && Number.isInteger(Number(value))) this.#notes.longNumbers += 1;
      return value;
    }
    if (kind === 'percent') {
      if (isRecord) this.#notes.percentColumns.add(this.#column);
      return value;
    }
    return isoOfSerial(Number(value), kind, this.#workbook.from1904) ?? value;
  }

  #endRow(): void {
    if (this.#cells.length === 0) return;
    if (this.#hiddenRow && this.#row > this.#headerRow) this.#notes.hiddenRows += 1;
    this.#take(this.#row, this.#cells);
  }

  #merge(reference: string): void {
    const rows = reference.split(':').map((cell) => Number(/\d+/.exec(cell)?.[0] ?? 0));
    if ((rows[0] ?? 0) > this.#headerRow) this.#notes.merged += 1;
  }
}
