import type { Dialect } from '../../../shared/case/dataset.ts';
import { CsvReader } from './csv.ts';
import { discoverJson, JsonReader, type JsonShape } from './json.ts';
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

/** Columns of a file of objects by a pass over all or the first records; `null` for formats whose header names them. */
export function jsonShape(
  file: InputFile,
  dialect: Dialect,
  onProgress: (done: number, total: number) => void,
  maxRecords?: number,
): JsonShape | null {
  if (dialect.format !== 'json' && dialect.format !== 'ndjson') return null;
  return withText(file, dialect, onProgress, (text) => discoverJson(text, file.fileName, dialect, maxRecords));
}

/** Reader for the format of the dialect; `columns` are those of `jsonShape`, `kernel` chooses the compiled loops. */
export function readerFor(
  text: TextSource,
  fileName: string,
  dialect: Dialect,
  columns: readonly string[] | null,
  onReject: RejectHandler,
  kernel = false,
): RecordReader {
  return columns
    ? new JsonReader(text, columns, { fileName, onReject, dialect })
    : new CsvReader(text, dialect, { fileName, onReject, kernel });
}
