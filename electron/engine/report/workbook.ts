import { unzipSync } from 'fflate';
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { zipBytes } from '../evidence/zip.ts';
import type { DataTable } from './document.ts';
import { type Cell, typeOfCells } from './table-types.ts';

/** What a sheet and a cell of the format can hold. */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
const MOST_NAME = 31;

const CUT = ' … (cut)';

/** Characters that XML cannot hold, as Office writes them: `_x0001_`; the same text from the data is kept apart from that. */
function cellText(text: string): string {
  const written = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) =>
      character === '\t' || character === '\n' ? character : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
  if (written.length <= MOST_CHARACTERS) return written;
  const cut = written.slice(0, MOST_CHARACTERS - CUT.length);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}${CUT}`;
}

/**
 * Names of sheets: at most 31 characters, none that the format forbids, each once whatever the case of its letters.
 *
 * @param names of the tables, in their order
 */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>(['history']);
  return names.map((name) => {
    const plain = cellText(name)
      .replace(/[[\]/\\:*?]/g, '-')
      .replace(/^'+|'+$/g, '')
      .trim();
    for (let number = 1; ; number++) {
      const end = number === 1 ? '' : `~${number}`;
      const short = [...(plain === '' ? 'table' : plain)].reduce(
        (kept, character) => (kept.length + character.length + end.length <= MOST_NAME ? kept + character : kept),
        '',
      );
      const found = `${short}${end}`;
      if (taken.has(found.toLowerCase())) continue;
      taken.add(found.toLowerCase());
      return found;
    }
  });
}

const text = (value: string, bold = false) => ({ value: cellText(value), type: String, ...(bold ? { fontWeight: 'bold' as const } : {}) });

/** A table as typed cells: numbers as numbers, days as dates, everything else as text, so that none of it is a formula. */
function sheetData({ columns, rows }: DataTable): SheetData {
  const types = columns.map((_, at) => typeOfCells(rows.map((row) => row[at] ?? null)));
  const cell = (value: Cell, at: number) => {
    if (value === null || value === '') return null;
    if (typeof value === 'number') return { value, type: Number };
    if (types[at] === 'date') return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
    return text(value);
  };
  const shown = rows.length >= MOST_ROWS ? rows.slice(0, MOST_ROWS - 2) : rows;
  const rest = rows.length - shown.length;
  return [
    columns.map(({ name }) => text(name, true)),
    ...shown.map((row) => row.map(cell)),
    ...(rest === 0 ? [] : [[text(`${rest} more rows, which a sheet cannot hold: see the CSV file of this table`)]]),
  ];
}

/**
 * All tables as one XLSX workbook: a sheet a table, behind a list of them; header rows hold names with units.
 *
 * @returns the bytes: the same for the same tables, on every host
 */
export async function workbookOf(tables: readonly DataTable[]): Promise<Uint8Array> {
  const [contents, ...names] = sheetNames(['Contents', ...tables.map(({ name }) => name)]);
  const list: DataTable = {
    name: contents as string,
    title: '',
    columns: ['sheet', 'file', 'title', 'column', 'description'].map((name) => ({ name, description: '' })),
    rows: tables.flatMap(({ name, title, columns }, at) => [
      [names[at] as string, `${name}.csv`, title, null, null],
      ...columns.map((column): Cell[] => [names[at] as string, null, null, column.name, column.description]),
    ]),
  };
  const sheets = [list, ...tables].map((table, at) => ({
    sheet: (at === 0 ? contents : names[at - 1]) as string,
    data: sheetData(table),
    stickyRowsCount: 1,
    columns: table.columns.map(({ name }) => ({ width: Math.min(60, Math.max(12, name.length + 2)) })),
  }));
  const written = await writeWorkbook(sheets).toBuffer();
  // packed once more: the library writes the time of day into the zip
  return zipBytes(new Map(Object.entries(unzipSync(written))));
}
