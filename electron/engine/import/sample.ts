import type { Dialect, Finding, Reject } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { UNKNOWN_TOKENS } from '../../../shared/case/recipe.ts';
import type { Step } from '../../../shared/case/steps.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { LEFT_OUT } from '../../../shared/quality/reject-findings.ts';
import { holdsStructures } from './formats/opened.ts';
import { uniqueHeaders } from './mapping.ts';
import { checkMembers, type FileShape, fileShape, type InputFile } from './open-reader.ts';
import type { RecordReader } from './records.ts';
import { withSteps } from './steps/stepped.ts';
import { parseNumberCell, unknownTokenSet } from './types.ts';

const SAMPLE_RECORDS = 5000;
const SAMPLE_CELLS = 250_000;

/** The first records of a file as text. */
export type Sample = {
  /** one name per column, repeated and empty headers renamed */
  names: string[];
  rows: string[][];
  /** records read, rejected ones counted */
  recordsRead: number;
  /** those of them that steps leave out */
  leftOut: number;
  /** the sample is the whole file */
  complete: boolean;
  /** paths of the arrays inside the records */
  arrays: string[];
  /** columns whose cells hold dicts or lists as text */
  openable: string[];
  findings: Finding[];
  /** what the reader noticed, where the sample is the whole file */
  readerFindings: Finding[];
};

/** Steps of the recipe, and the texts that mean unknown. */
export type SampleOptions = { steps?: readonly Step[]; unknownTokens?: readonly string[] };

/**
 * First records of a file, at most 5,000 and 250,000 cells.
 *
 * @param known the shape of the file where it is known; that of the first records otherwise
 * @param steps done to the records; those that they leave out are counted
 * Errors: those of the readers; `no-records` when there is a header only
 */
export function readSample(
  file: InputFile,
  dialect: Dialect,
  known?: FileShape,
  { steps = [], unknownTokens = UNKNOWN_TOKENS }: SampleOptions = {},
): Sample {
  const ignore = () => {};
  checkMembers(file, dialect);
  const { columns, arrays, opened } = known ?? fileShape(file, dialect, ignore, SAMPLE_RECORDS);
  let rejected = 0;
  let leftOut = 0;
  const onReject = ({ code }: Pick<Reject, 'code'>) => {
    rejected += 1;
    if (code === LEFT_OUT) leftOut += 1;
  };
  const texts = { steps, unknown: unknownTokenSet(unknownTokens), marks: dialect };
  const work = (reader: RecordReader): Sample => {
    const { names, findings } = namedHeaders(reader.header, file.fileName, dialect);
    const limit = Math.max(20, Math.min(SAMPLE_RECORDS, Math.floor(SAMPLE_CELLS / Math.max(1, names.length))));
    const rows: string[][] = [];
    let complete = false;
    while (rows.length + rejected < limit) {
      const batch = reader.next(limit - rows.length);
      if (!batch) {
        complete = true;
        break;
      }
      const { bytes, starts, ends } = batch;
      for (let row = 0; row < batch.rows; row++) {
        const first = row * names.length;
        rows.push(names.map((_, column) => bytes.toString('utf8', starts[first + column], ends[first + column])));
      }
    }
    if (complete && reader.recordsRead === 0) throw noRecords(file.fileName, names);
    const openable = names.filter((name, column) => !arrays.includes(name) && holdsStructures(rows.map((row) => row[column] as string)));
    findings.push(...openableFindings(file.fileName, openable));
    findings.push(...explodedFindings(file.fileName, dialect, reader.recordsRead - rejected, rows.length));
    return {
      names,
      rows,
      recordsRead: reader.recordsRead,
      leftOut,
      complete,
      arrays,
      openable,
      findings,
      readerFindings: complete ? (reader.findings?.() ?? []) : [],
    };
  };
  return withSteps(file, dialect, texts, { columns, opened, onReject }, work, SAMPLE_RECORDS);
}

function noRecords(fileName: string, names: readonly string[]): ChokepointError {
  const shown = names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ');
  return new ChokepointError(
    'no-records',
    names.length === 0
      ? `"${fileName}" holds no record; nothing was imported.`
      : `"${fileName}" has a header (${shown}${names.length > 5 ? ', …' : ''}) but no record below it; nothing was imported.`,
    'Check whether the export was finished, and which line holds the header.',
    { fileName, columns: names.length },
  );
}

function openableFindings(fileName: string, columns: readonly string[]): Finding[] {
  if (columns.length === 0) return [];
  return [
    {
      code: 'cells-hold-structures',
      message: `"${fileName}": the cells of ${quoted(columns)} hold dicts or lists as text.`,
      advice: `Open them into columns to use what is inside${columns.length === 1 ? '' : ' each'}: ${columns.length === 1 ? 'its' : 'their'} chip on the Mapping screen, or --open on the command line.`,
      details: { fileName, columns },
    },
  ];
}

/** Records that an array multiplied repeat what stands outside of it. */
function explodedFindings(fileName: string, { arrays = {} }: Dialect, records: number, rows: number): Finding[] {
  const path = Object.keys(arrays).find((name) => arrays[name] === 'explode');
  if (path === undefined || rows === records) return [];
  return [
    {
      code: 'array-exploded',
      message: `"${fileName}": each element of "${path}" is a record, so the first ${plural(records, 'record')} became ${formatCount(rows)}; what stands outside of "${path}" repeats and would be summed more than once.`,
      advice: `Use as weights only columns that begin with "${path}.", or join, count or sum the array instead.`,
      details: { fileName, array: path, records, rows },
    },
  ];
}

function namedHeaders(header: readonly string[], fileName: string, dialect: Dialect): { names: string[]; findings: Finding[] } {
  const { names, repeated, unnamed } = uniqueHeaders(header);
  const findings: Finding[] = [];
  const renamed = (places: readonly number[]) => places.slice(0, 20).map((place) => ({ column: place + 1, name: names[place] }));
  if (repeated.length > 0) {
    findings.push({
      code: 'header-repeated',
      message: `"${fileName}": ${repeated.length} ${repeated.length === 1 ? 'column has the header' : 'columns have the headers'} of another one; renamed to ${quoted(repeated.map((place) => names[place] as string))}.`,
      advice: 'Check in the preview which of them holds what you need.',
      details: { fileName, columns: renamed(repeated) },
    });
  }
  if (unnamed.length > 0) {
    findings.push({
      code: 'header-empty',
      message: `"${fileName}": ${unnamed.length} ${unnamed.length === 1 ? 'column has' : 'columns have'} no header; named ${quoted(unnamed.map((place) => names[place] as string))}.`,
      advice: 'Nothing has to be done; the columns can be used under these names.',
      details: { fileName, columns: renamed(unnamed) },
    });
  }
  const numbers = header.filter((text) => text !== '' && parseNumberCell(text, dialect.decimalMark));
  if (dialect.format === 'csv' && numbers.length > 0 && numbers.length * 4 >= header.length) {
    findings.push({
      code: 'header-looks-like-data',
      message: `"${fileName}": the header on line ${dialect.headerLine + 1} holds numbers (${quoted(numbers)}), so it may be a record.`,
      advice: 'If the file has no header, add a line that names the columns.',
      details: { fileName, line: dialect.headerLine + 1, headers: header.slice(0, 20) },
    });
  }
  return { names, findings };
}

function quoted(names: readonly string[]): string {
  return `${names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}
