import type { Dialect } from '../../../shared/case/dataset.ts';
import { CsvReader } from './csv.ts';
import { discoverJsonColumns, JsonReader } from './json.ts';
import type { RecordReader, RejectHandler } from './records.ts';
import { DecodedText, fileBytes, type TextSource } from './text-source.ts';

export type InputFile = { path: string; fileName: string };

/** Runs `work` on the text of a file and closes the file whatever happens. */
export function withText<T>(
  { path, fileName }: InputFile,
  dialect: Dialect,
  onProgress: (done: number, total: number) => void,
  work: (text: TextSource) => T,
): T {
  const bytes = fileBytes(path, fileName);
  try {
    return work(new DecodedText(bytes, fileName, dialect, { onProgress }));
  } finally {
    bytes.close();
  }
}

/** Columns of a JSON file by a pass over all or the first records; `null` for CSV, whose header names them. */
export function jsonColumns(
  file: InputFile,
  dialect: Dialect,
  onProgress: (done: number, total: number) => void,
  maxRecords?: number,
): string[] | null {
  if (dialect.format !== 'json') return null;
  return withText(file, dialect, onProgress, (text) => discoverJsonColumns(text, file.fileName, maxRecords));
}

/** Reader for the format of the dialect; `columns` are those of `jsonColumns`, `kernel` chooses the compiled loops. */
export function readerFor(
  text: TextSource,
  fileName: string,
  dialect: Dialect,
  columns: readonly string[] | null,
  onReject: RejectHandler,
  kernel = false,
): RecordReader {
  return columns ? new JsonReader(text, columns, { fileName, onReject }) : new CsvReader(text, dialect, { fileName, onReject, kernel });
}
