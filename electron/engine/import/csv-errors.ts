import { ChokepointError } from '../../../shared/case/error.ts';
import { MAX_COLUMNS } from './records.ts';

/** The error for a quotation mark that swallows the rest of a file. @param line where it opened, from 1 */
export function quoteUnclosed(fileName: string, line: number): ChokepointError {
  return new ChokepointError(
    'quote-unclosed',
    `"${fileName}": the quotation mark that opens a cell on line ${line} is never closed, so the rest of the file would be one cell; nothing was imported.`,
    `Close or remove the quotation mark on line ${line}, or choose "none" for quotes (--quote none on the command line).`,
    { fileName, line },
  );
}

/** The error for a header of more than 4,096 columns. */
export function tooManyColumns(fileName: string, columns: number): ChokepointError {
  return new ChokepointError(
    'too-many-columns',
    `"${fileName}" has ${columns} columns; up to ${MAX_COLUMNS} can be imported. Nothing was imported.`,
    'Leave out the columns that are not needed, or turn columns into records (one record per column and row).',
    { fileName, columns, limit: MAX_COLUMNS },
  );
}

/** The error for a header that goes on for more than 16 MiB. */
export function headerTooLong(fileName: string): ChokepointError {
  return new ChokepointError(
    'header-too-long',
    `"${fileName}": the header line is longer than 16 MiB; nothing was imported.`,
    'Check whether this is a CSV file, and which line holds the header.',
    { fileName },
  );
}

/** The error for a file that ends before its header. @param headerLine zero-based */
export function noHeader(fileName: string, headerLine: number): ChokepointError {
  return new ChokepointError(
    'no-header',
    `"${fileName}" has no header on or below line ${headerLine + 1}; nothing was imported.`,
    'Choose the line that names the columns as the header line (--header-line on the command line).',
    { fileName, headerLine },
  );
}

/** The error for a delimiter or quote that is no ASCII character. */
export function markNotSupported(fileName: string, mark: string): ChokepointError {
  return new ChokepointError(
    'dialect-not-supported',
    `"${mark}" cannot separate or quote cells; "${fileName}" was not read.`,
    'Choose an ASCII character such as a comma, a semicolon or a tab.',
    { fileName, mark },
  );
}
