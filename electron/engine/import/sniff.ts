import { closeSync, readSync } from 'node:fs';
import type { Dialect, Finding } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { detectEncoding } from './encoding.ts';
import { containerOf, unpackSample } from './formats/container.ts';
import { memberChoices } from './formats/members.ts';
import { instantFindings, parquetInfo } from './formats/parquet.ts';
import { guessRecords, looksLikeLines, type RecordsChoice, refuseProgram } from './formats/sniff-json.ts';
import { isWorkbookFile, type SheetName, sniffWorkbook } from './formats/sniff-workbook.ts';
import { commonWidth, guessHeaderLine, type SampleRecord } from './sniff-header.ts';
import { guessMarks } from './sniff-marks.ts';
import { guessComment, guessNotesBelow, notesFindings } from './sniff-notes.ts';
import { openForReading } from './text-source.ts';

const SAMPLE_BYTES = 1 << 20;
const SAMPLE_RECORDS = 300;
const DELIMITERS = [',', ';', '\t', '|'] as const;
const DELIMITER_NAMES: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' };

export type Sniffed = {
  dialect: Dialect;
  confidence: number;
  reasons: string[];
  findings: Finding[];
  bytes: number;
  records: RecordsChoice[];
  sheets: SheetName[];
  /** members of an archive that can be chosen */
  members: ReturnType<typeof memberChoices>;
};

/** Cuts a sample into records; the last one is left out where the sample ends inside the file. */
function splitSample(text: string, delimiter: string, quote: string | null, whole: boolean): SampleRecord[] {
  const records: SampleRecord[] = [];
  const newline = text.includes('\n') ? '\n' : '\r';
  let line = 0;
  let start = 0;
  let cells: string[] = [];
  let cell = '';
  let cellStart = true;
  let quoted = false;
  let here = 0;
  for (let position = 0; position < text.length && records.length < SAMPLE_RECORDS; position++) {
    const character = text[position] as string;
    if (quoted) {
      if (character === quote && text[position + 1] === quote) {
        cell += quote;
        position += 1;
      } else if (character === quote) quoted = false;
      else {
        if (character === newline) here += 1;
        cell += character;
      }
    } else if (character === quote && cellStart) {
      quoted = true;
      cellStart = false;
    } else if (character === delimiter) {
      cells.push(cell);
      cell = '';
      cellStart = true;
    } else if (character === newline) {
      cells.push(cell.replace(/\r$/, ''));
      if (text.slice(start, position).trim() !== '') records.push({ line, cells });
      line += here + 1;
      here = 0;
      cells = [];
      cell = '';
      cellStart = true;
      start = position + 1;
    } else {
      cell += character;
      cellStart = false;
    }
  }
  if (whole && start < text.length && records.length < SAMPLE_RECORDS && text.slice(start).trim() !== '')
    records.push({ line, cells: [...cells, cell] });
  return records;
}

/** The delimiter that cuts most records into the same number (above one) of cells. */
function guessDelimiter(
  text: string,
  quote: string | null,
  whole: boolean,
  fileName: string,
): { delimiter: string; confidence: number; reason: string } {
  let best = { delimiter: /\.(tsv|tab)$/i.test(fileName) ? '\t' : ',', score: 0, width: 1, share: 0 };
  for (const delimiter of DELIMITERS) {
    const records = splitSample(text, delimiter, quote, whole);
    const { width, share } = commonWidth(records);
    if (width === 1) continue;
    // agreement counts most; among equals the finer cut wins
    const score = share * share * (1 - 1 / (1 + width));
    if (score > best.score) best = { delimiter, score, width, share };
  }
  const name = DELIMITER_NAMES[best.delimiter];
  return best.score === 0
    ? { delimiter: best.delimiter, confidence: 0.5, reason: 'No delimiter cuts the records evenly: one column is assumed.' }
    : {
        delimiter: best.delimiter,
        confidence: best.share,
        reason: `The ${name} cuts ${Math.round(best.share * 100)} % of the first records into ${best.width} cells.`,
      };
}

/** JSON, one JSON object a line, or delimited text. */
function guessFormat(text: string, whole: boolean, fileName: string): 'csv' | 'json' | 'ndjson' {
  const first = text.trimStart()[0];
  if (looksLikeLines(text, whole, fileName)) return 'ndjson';
  return first === '[' || (first === '{' && /^\s*\{\s*("|\}|$)/.test(text)) ? 'json' : 'csv';
}

/**
 * How the text of a file is cut into cells, from its first megabyte.
 *
 * @param path readable file
 * @param fileName name to show in messages
 * @param chosen fields of the dialect that the person chose; they are kept as they are
 * @returns dialect, confidence 0..1 with the reasons in words, findings, and the size of the file in bytes
 * Errors: as `openForReading` and `detectEncoding`; `file-empty` also for a file of blanks only.
 */
export function sniffFile(path: string, fileName: string, chosen: Partial<Dialect> = {}): Sniffed {
  const sniffed = sniffAny(path, fileName, chosen);
  const { opened, arrays } = chosen;
  if (!opened?.length) return sniffed;
  return { ...sniffed, dialect: { ...sniffed.dialect, opened, ...(arrays ? { arrays } : {}) } };
}

function sniffAny(path: string, fileName: string, chosen: Partial<Dialect>): Sniffed {
  const { descriptor, size } = openForReading(path, fileName);
  let sample = Buffer.allocUnsafe(Math.min(SAMPLE_BYTES, size));
  try {
    sample = sample.subarray(0, readSync(descriptor, sample, 0, sample.length, 0));
  } finally {
    closeSync(descriptor);
  }
  if (sample.subarray(0, 4).toString('latin1') === 'PAR1') return { ...sniffParquet(path, fileName, chosen), bytes: size };
  const container = containerOf(sample);
  if (container === null) return { ...sniffSample(sample, sample.length >= size, fileName, chosen), bytes: size, sheets: [], members: [] };
  if (container === 'zip' && isWorkbookFile(path, fileName))
    return { ...sniffWorkbook(path, fileName, size, chosen), bytes: size, records: [], members: [] };
  const packed = unpackSample(path, fileName, container, size, chosen.members);
  const sniffed = sniffSample(packed.sample, packed.whole, packed.fileName, chosen);
  return {
    ...sniffed,
    dialect: {
      ...sniffed.dialect,
      container,
      ...(chosen.members ? { members: chosen.members } : {}),
      ...(container === 'zip' && chosen.memberColumns ? { memberColumns: chosen.memberColumns } : {}),
    },
    reasons: [packed.reason, ...sniffed.reasons],
    findings: [...packed.findings, ...sniffed.findings],
    bytes: size,
    sheets: [],
    members: container === 'zip' ? memberChoices(path, fileName) : [],
  };
}

function sniffParquet(path: string, fileName: string, chosen: Partial<Dialect>): Omit<Sniffed, 'bytes'> {
  const { metadata, rows, codecs, oldInstants } = parquetInfo(path, fileName);
  const arrays = chosen.arrays === undefined ? {} : { arrays: chosen.arrays };
  return {
    dialect: { format: 'parquet', encoding: 'utf-8', bom: false, delimiter: null, quote: null, headerLine: 0, decimalMark: '.', ...arrays },
    confidence: 1,
    reasons: [`The file is Parquet: ${rows} records in ${metadata.row_groups.length} row groups (${codecs.join(', ').toLowerCase()}).`],
    findings: instantFindings(fileName, oldInstants),
    records: [],
    sheets: [],
    members: [],
  };
}

/** As `sniffFile`, for bytes in memory; `whole` = the sample is the whole file. */
export function sniffSample(
  sample: Buffer,
  whole: boolean,
  fileName: string,
  chosen: Partial<Dialect> = {},
): Omit<Sniffed, 'bytes' | 'sheets' | 'members'> {
  const { encoding, bom, confidence: encodingConfidence, reason, findings } = detectEncoding(sample, fileName, chosen.encoding);
  const text = new TextDecoder(encoding).decode(sample, { stream: !whole });
  const first = text.trimStart()[0];
  if (first === undefined) {
    throw new ChokepointError(
      'file-empty',
      `"${fileName}" holds only blanks and line ends; nothing was imported.`,
      'Check whether the download or the export was finished, and import the file again.',
      { fileName },
    );
  }
  const reasons = [reason];
  if (chosen.format === undefined) refuseProgram(text, fileName);
  const format = chosen.format ?? guessFormat(text, whole, fileName);
  if (format !== 'csv') {
    const lines = format === 'ndjson';
    reasons.push(
      chosen.format
        ? `${lines ? 'JSON with one object a line' : 'JSON'} was chosen.`
        : lines
          ? 'Every line is a JSON object.'
          : `The text begins with "${first}", as JSON does.`,
    );
    const { place, choices, reason: why } = lines ? { place: {}, choices: [], reason: null } : guessRecords(text, chosen);
    if (why !== null) reasons.push(why);
    const arrays = chosen.arrays === undefined ? {} : { arrays: chosen.arrays };
    const dialect: Dialect = { format, encoding, bom, delimiter: null, quote: null, headerLine: 0, decimalMark: '.', ...place, ...arrays };
    return { dialect, confidence: encodingConfidence, reasons, findings, records: choices };
  }
  const quote = chosen.quote === undefined ? '"' : chosen.quote;
  const guess = chosen.delimiter ? null : guessDelimiter(text, quote, whole, fileName);
  const delimiter = chosen.delimiter ?? guess?.delimiter ?? ',';
  reasons.push(guess?.reason ?? `The ${DELIMITER_NAMES[delimiter] ?? `"${delimiter}"`} was chosen.`);
  const all = splitSample(text, delimiter, quote, whole);
  const comment = chosen.comment === undefined ? guessComment(all) : chosen.comment;
  const records = comment === null ? all : all.filter(({ cells }) => !(cells[0] as string).startsWith(comment));
  if (comment !== null) reasons.push(`Lines that begin with "${comment}" are comments.`);
  const header = guessHeaderLine(records);
  if (chosen.headerLine === undefined && header.reason) reasons.push(header.reason);
  const headerLine = chosen.headerLine ?? header.line;
  const table = records.filter(({ line }) => line >= headerLine);
  const notesBelow = chosen.notesBelow ?? (isComplete(chosen) ? 0 : guessNotesBelow(table));
  const marks = guessMarks(
    table.slice(1 + notesBelow),
    delimiter,
    fileName,
    isComplete(chosen) ? { thousandsMark: null, ...chosen } : chosen,
  );
  reasons.push(...marks.reasons);
  const { decimalMark, thousandsMark } = marks;
  if (decimalMark === thousandsMark) throw marksAreOne(fileName, decimalMark);
  const dialect: Dialect = {
    format,
    encoding,
    bom,
    delimiter,
    quote,
    headerLine,
    decimalMark,
    ...(thousandsMark === null ? {} : { thousandsMark }),
    ...(comment === null ? {} : { comment }),
    ...(notesBelow === 0 ? {} : { notesBelow }),
    totals: chosen.totals ?? (isComplete(chosen) ? 'keep' : 'reject'),
  };
  return {
    dialect,
    confidence: Math.min(encodingConfidence, guess?.confidence ?? 1),
    reasons,
    findings: [...findings, ...marks.findings, ...notesFindings(table, notesBelow, fileName)],
    records: [],
  };
}

/** The dialect of a recipe: what it leaves out is left out for good, because recipes of older versions know nothing of it. */
function isComplete(chosen: Partial<Dialect>): boolean {
  return [chosen.format, chosen.encoding, chosen.delimiter, chosen.headerLine, chosen.decimalMark].every((part) => part !== undefined);
}

function marksAreOne(fileName: string, mark: string): ChokepointError {
  return new ChokepointError(
    'dialect-not-supported',
    `"${mark}" cannot be both the decimal and the thousands mark; "${fileName}" was not read.`,
    'Choose another thousands mark, or none.',
    { fileName, mark },
  );
}
