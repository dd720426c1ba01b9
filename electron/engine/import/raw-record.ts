import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { uniqueHeaders } from './mapping.ts';
import { type InputFile, withReader } from './open-reader.ts';
import type { RecordBatch, RejectHandler } from './records.ts';

/** Longest text of a record that is shown. */
const SHOWN_BYTES = 20_000;
const BATCH = 8192;

/**
 * `member` = name of the member of an archive in which the record stands; `texts` = its cells as they stand in the file, by header;
 * empty for formats without cells, and for a record that does not fall into the columns
 */
export type RawRecord = { raw: string; truncated: boolean; member: string | null; texts: Record<string, string> };

/** Cells of a record before anything is trimmed or read, by header as the dataset names it. */
function cellTexts(header: readonly string[], { bytes, starts, ends, columns }: RecordBatch, row: number): Record<string, string> {
  const textOf = (column: number) => {
    const [start, end] = [starts[row * columns + column] as number, ends[row * columns + column] as number];
    return bytes.toString('utf8', start, Math.min(end, start + SHOWN_BYTES));
  };
  return Object.fromEntries(uniqueHeaders(header).names.map((name, column) => [name, textOf(column)]));
}

/**
 * The text of one record, by reading the file again from its beginning.
 *
 * @param record one-based number, as the import counted it
 * Errors: `record-missing`, those of the readers
 */
function rawRecord(file: InputFile, dialect: Dialect, record: number, context: LaneContext): RawRecord {
  // the text of a record does not depend on its columns
  const columns = dialect.format === 'json' || dialect.format === 'ndjson' || dialect.format === 'parquet' ? [] : null;
  const rejected: { raw: string | null; member: string | null } = { raw: null, member: null };
  const options = {
    columns,
    opened: {},
    onReject: (reject: Parameters<RejectHandler>[0]) => {
      if (reject.record !== record) return;
      rejected.raw = reject.raw;
      rejected.member = reject.member ?? null;
    },
    onProgress: (done: number, total: number) => {
      context.checkpoint();
      context.progress('read', done, total);
    },
  };
  // the column behind the others names the member
  const isArchive = dialect.container === 'zip' && dialect.format !== 'xlsx';
  const memberOf = ({ bytes, starts, ends, columns: width }: RecordBatch, row: number) =>
    isArchive ? bytes.toString('utf8', starts[(row + 1) * width - 1], ends[(row + 1) * width - 1]) : null;
  const refused = (raw: string): RawRecord => ({ raw, truncated: raw.endsWith('…'), member: rejected.member, texts: {} });
  return withReader(file, dialect, options, (reader) => {
    for (let batch = reader.next(BATCH); batch; batch = reader.next(BATCH)) {
      for (let row = 0; row < batch.rows; row++) {
        if (batch.records[row] !== record) continue;
        const [start, end] = [batch.rawStarts[row] as number, batch.rawEnds[row] as number];
        const shown = Math.min(end, start + SHOWN_BYTES);
        const raw = batch.bytes.toString('utf8', start, shown);
        return { raw, truncated: shown < end, member: memberOf(batch, row), texts: cellTexts(reader.header, batch, row) };
      }
      if (rejected.raw !== null) return refused(rejected.raw);
    }
    if (rejected.raw !== null) return refused(rejected.raw);
    throw new ChokepointError(
      'record-missing',
      `"${file.fileName}" has no record ${record}.`,
      `Records are counted from 1 to ${reader.recordsRead}, the header not among them.`,
      { record, records: reader.recordsRead },
    );
  });
}

/** Operations of the compute lane: they need no case. */
export const rawRecordOperations = {
  'record.raw': (
    _state: unknown,
    { path, fileName, dialect, record }: InputFile & { dialect: Dialect; record: number },
    context: LaneContext,
  ): RawRecord => rawRecord({ path, fileName }, dialect, record, context),
} satisfies OperationTable<never>;
