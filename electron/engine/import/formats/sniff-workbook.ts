import type { Dialect, Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { Feeds } from '../feed/feed.ts';
import { unpackSmall } from '../feed/inflate.ts';
import { binaryFileError } from '../file-kinds.ts';
import { proposeFields } from '../mapping.ts';
import { guessHeaderLine, type SampleRecord } from '../sniff-header.ts';
import { guessNotesBelow, notesFindings } from '../sniff-notes.ts';
import { rowsOf } from './rows.ts';
import { isWorkbook, WORKBOOK } from './xlsx/read.ts';
import { Workbook } from './xlsx/workbook.ts';
import { xmlWriter } from './xlsx/xml.ts';
import { zipMembers } from './zip.ts';

const SAMPLE_ROWS = 300;
/** most sheets that are looked into before one is taken unasked */
const TRIED_SHEETS = 8;

export type SheetName = { name: string; hidden: boolean };

/** Whether a zip archive is a workbook; other office files are refused by their name. Errors: `file-binary`, those of `zipMembers` */
export function isWorkbookFile(path: string, fileName: string): boolean {
  const members = zipMembers(path, fileName);
  if (isWorkbook(members)) return true;
  const has = (pattern: RegExp) => members.some(({ name }) => pattern.test(name));
  const advice = 'Open it in the program that made it and save the sheet as XLSX or CSV (UTF-8), then import that file.';
  if (has(/^xl\/workbook\.bin$/)) throw binaryFileError(fileName, { name: 'a binary Excel workbook (xlsb)', advice }, 0);
  if (has(/^mimetype$/) && has(/^content\.xml$/)) throw binaryFileError(fileName, { name: 'an OpenDocument file', advice }, 0);
  return false;
}

/** Names of the sheets of a workbook. Errors: `workbook-damaged`, those of unpacking */
function sheetNames(path: string, fileName: string, size: number): SheetName[] {
  const workbook = new Workbook();
  const member = zipMembers(path, fileName).find(({ name }) => WORKBOOK.test(name));
  const bytes = member && unpackSmall({ kind: 'member', path, fileName, member }, size);
  if (!member || !bytes) {
    throw new ChokepointError(
      'workbook-damaged',
      `The list of sheets of "${fileName}" cannot be read; nothing was imported.`,
      'Open the workbook in the program that made it and save it again.',
      { fileName },
    );
  }
  const take = xmlWriter(fileName, member.name, workbook.workbook());
  take(bytes);
  take(null);
  return workbook.sheets.map(({ name, hidden }) => ({ name, hidden }));
}

/** First rows of a sheet, lines counted from zero. Errors: as the reading of a sheet */
function sheetSample(file: { path: string; fileName: string; size: number }, sheet: string | undefined, range?: string): SampleRecord[] {
  const { path, fileName, size } = file;
  const feeds = new Feeds();
  const records: SampleRecord[] = [];
  try {
    const members = zipMembers(path, fileName);
    const next = rowsOf(feeds.open({ kind: 'xlsx', path, fileName, members, choice: { sheet, range, headerRow: 1 } }, size));
    for (let row = next(); row && records.length < SAMPLE_ROWS; row = next()) records.push({ line: row.row - 1, cells: row.cells });
  } finally {
    feeds.close();
  }
  return records;
}

/** Whether rows are a table (two columns and two records, or one record under names of two fields), and how many of its headers name fields of the model. */
function tableLook(records: readonly SampleRecord[]): { isTable: boolean; fields: number } {
  const { line } = guessHeaderLine(records);
  const [header, ...below] = records.filter((record) => record.line >= line);
  const names = (header?.cells ?? []).map((cell) => cell.trim()).filter((cell) => cell !== '');
  const columns = names.map((name) => ({ header: name, type: 'text' as const, numeric: 0, filled: 0, distinct: 0 }));
  const fields = proposeFields(columns).filter(({ field }) => field !== null).length;
  const filled = below.filter(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1).length;
  return { isTable: names.length > 1 && filled >= (fields > 1 ? 1 : 2), fields };
}

/**
 * The sheet that is read unasked: the first one, unless it is no table, or names no field where a later one names two or more.
 * A sheet that cannot be read is passed over; where no sheet is a table, the first one is taken.
 */
function likelySheet(names: readonly string[], sample: (name: string) => SampleRecord[]): string | undefined {
  const tables: { name: string; fields: number }[] = [];
  for (const name of names.slice(0, TRIED_SHEETS)) {
    try {
      const { isTable, fields } = tableLook(sample(name));
      if (isTable && fields > 0 && tables.length === 0) return name;
      if (isTable) tables.push({ name, fields });
    } catch (error) {
      if (!(error instanceof ChokepointError)) throw error;
    }
  }
  const [first] = tables;
  const [best] = [...tables].sort((a, b) => b.fields - a.fields);
  return (best && best.fields > 1 ? best : first)?.name ?? names[0];
}

/**
 * Which sheet and which row of it holds the header.
 *
 * @param size bytes of the file
 * Errors: as the reading of a sheet
 */
export function sniffWorkbook(
  path: string,
  fileName: string,
  size: number,
  chosen: Partial<Dialect>,
): { dialect: Dialect; confidence: number; reasons: string[]; findings: Finding[]; sheets: SheetName[] } {
  const sheets = sheetNames(path, fileName, size);
  const visible = sheets.filter(({ hidden }) => !hidden);
  const { range } = chosen;
  const file = { path, fileName, size };
  const offered = (visible.length > 0 ? visible : sheets).map(({ name }) => name);
  const isGuessed = chosen.sheet === undefined && range === undefined && offered.length > 1;
  const sheet = chosen.sheet ?? (isGuessed ? likelySheet(offered, (name) => sheetSample(file, name)) : offered[0]);
  const records = sheetSample(file, sheet, range);
  const header = guessHeaderLine(records);
  const headerLine = chosen.headerLine ?? header.line;
  const table = records.filter(({ line }) => line >= headerLine);
  const complete = chosen.headerLine !== undefined && chosen.format !== undefined;
  const notesBelow = chosen.notesBelow ?? (complete ? 0 : guessNotesBelow(table));
  const dialect: Dialect = {
    format: 'xlsx',
    encoding: 'utf-8',
    bom: false,
    delimiter: null,
    quote: null,
    headerLine,
    decimalMark: chosen.decimalMark ?? '.',
    ...(chosen.thousandsMark ? { thousandsMark: chosen.thousandsMark } : {}),
    ...(notesBelow === 0 ? {} : { notesBelow }),
    totals: chosen.totals ?? (complete ? 'keep' : 'reject'),
    ...(sheet === undefined ? {} : { sheet }),
    ...(range === undefined || range === '' ? {} : { range }),
  };
  const others = visible.length > 1 ? ` It is one of ${visible.length} sheets that are visible.` : '';
  const passed = isGuessed && sheet !== offered[0] ? ` "${offered[0]}" stands before it and looks less like a table.` : '';
  const reasons = [`The file is an Excel workbook; sheet "${sheet}" is read.${others}${passed}`];
  if (chosen.headerLine === undefined && header.reason !== null) reasons.push(header.reason);
  return {
    dialect,
    confidence: visible.length > 1 && chosen.sheet === undefined ? 0.7 : 0.95,
    reasons,
    findings: notesFindings(table, notesBelow, fileName),
    sheets,
  };
}
