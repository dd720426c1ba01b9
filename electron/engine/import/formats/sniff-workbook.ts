import type { Dialect, Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { Feeds } from '../feed/feed.ts';
import { unpackSmall } from '../feed/inflate.ts';
import { binaryFileError } from '../file-kinds.ts';
import { guessHeaderLine, type SampleRecord } from '../sniff-header.ts';
import { guessNotesBelow, notesFindings } from '../sniff-notes.ts';
import { rowsOf } from './rows.ts';
import { isWorkbook, WORKBOOK } from './xlsx/read.ts';
import { Workbook } from './xlsx/workbook.ts';
import { xmlWriter } from './xlsx/xml.ts';
import { zipMembers } from './zip.ts';

const SAMPLE_ROWS = 300;

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
  const sheet = chosen.sheet ?? (visible[0] ?? sheets[0])?.name;
  const { range } = chosen;
  const feeds = new Feeds();
  const records: SampleRecord[] = [];
  try {
    const members = zipMembers(path, fileName);
    const next = rowsOf(feeds.open({ kind: 'xlsx', path, fileName, members, choice: { sheet, range, headerRow: 1 } }, size));
    for (let row = next(); row && records.length < SAMPLE_ROWS; row = next()) records.push({ line: row.row - 1, cells: row.cells });
  } finally {
    feeds.close();
  }
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
  const reasons = [`The file is an Excel workbook; sheet "${sheet}" is read.${others}`];
  if (chosen.headerLine === undefined && header.reason !== null) reasons.push(header.reason);
  return {
    dialect,
    confidence: visible.length > 1 && chosen.sheet === undefined ? 0.7 : 0.95,
    reasons,
    findings: notesFindings(table, notesBelow, fileName),
    sheets,
  };
}
