import type { Field, Finding, Reject } from '../../../shared/case/dataset.ts';
import type { TableChunk } from '../../../shared/columns/table.ts';
import { isReadable } from '../../../shared/normalise/refusal.ts';
import { isGpuName } from '../analysis/reference.ts';
import type { PackedTexts } from '../store/encoding.ts';
import { CHUNK_ROWS, type ColumnBuilder, NumberBuilder, TextBuilder } from './builders.ts';
import type { ImportPlan } from './plan.ts';
import { dropRecords, type RecordBatch, type RecordReader, rawText } from './records.ts';
import { trimEnd, trimStart } from './trim.ts';
import { explainNumberCell } from './types.ts';

/** Where the rows and rejects of a pass go. */
export type RowSink = {
  chunk(chunk: TableChunk): void;
  rejects(rejects: readonly Reject[]): void;
  /** Next texts of the dictionary of a text column, in the order of their codes, behind the last chunk; the arrays may be used again. */
  texts(column: number, texts: PackedTexts): void;
};

/** First cell that kept a column from being numeric. */
export type Misfit = { column: number; record: number; line: number; text: string };

export type PassResult = {
  rows: number;
  rejected: number;
  /** records of the file, also those that became several rows or a reject */
  records: number;
  /** columns that nobody insisted on and that hold a cell which is no number: nothing of this pass may be kept then */
  misfits: Misfit[];
  /** texts behind the codes of number columns */
  dictionaries: string[][];
  /** per column, cells that were read as the whole number they stand beside */
  settled: number[];
  /** what the reader noticed in the file besides records */
  findings: Finding[];
};

/** Collects rejects of the reader and of the columns, in the order of the file. */
export class RejectBuffer {
  readonly #waiting: Reject[] = [];
  count = 0;

  add = (reject: Reject): void => {
    this.#waiting.push(reject);
    this.count += 1;
  };

  drain(sink: RowSink): void {
    if (this.#waiting.length === 0) return;
    sink.rejects(this.#waiting.splice(0).sort((a, b) => a.record - b.record));
  }
}

/**
 * Reads all records of a file once and gives them to `sink` as chunks of typed columns.
 *
 * When a column turns out not to be numeric, the rest of the file is only scanned for further such columns.
 */
export function runPass(reader: RecordReader, rejects: RejectBuffer, plan: ImportPlan, sink: RowSink): PassResult {
  const builders = plan.columns.map(
    (column): ColumnBuilder =>
      column.type === 'text'
        ? new TextBuilder(plan.unknown, reader.kernel)
        : new NumberBuilder(
            {
              unknown: plan.unknown,
              decimalMark: plan.decimalMark,
              thousandsMark: plan.thousandsMark,
              insisted: column.insisted,
              rule: column.rule,
            },
            reader.kernel,
          ),
  );
  const insisted = plan.columns.flatMap((column, index) => (column.insisted ? [index] : []));
  const others = plan.columns.flatMap((column, index) => (column.insisted ? [] : [index]));
  const records = new Int32Array(CHUNK_ROWS);
  const lines = new Int32Array(CHUNK_ROWS);
  const misfits = new Map<number, Misfit>();
  const failures: number[] = [];
  const readable = plan.columns.map(() => new Map<string, boolean>());
  let used = 0;
  let rows = 0;
  const flush = () => {
    if (used === 0) return;
    sink.chunk({
      rows: used,
      records: records.subarray(0, used),
      lines: lines.subarray(0, used),
      columns: builders.map((builder) => builder.chunk(used)),
    });
    used = 0;
  };
  for (let batch = reader.next(CHUNK_ROWS); batch; batch = reader.next(CHUNK_ROWS - used)) {
    rejectMisfits(batch, { insisted, builders, plan, readable, misfits }, used, rejects);
    rejects.drain(sink);
    for (const column of others) {
      if (misfits.has(column) || (misfits.size > 0 && plan.columns[column]?.type === 'text')) continue;
      failures.length = 0;
      builders[column]?.add(batch, column, used, failures);
      const row = failures[0];
      if (row !== undefined) {
        misfits.set(column, {
          column,
          record: batch.records[row] as number,
          line: batch.lines[row] as number,
          text: cellText(batch, row, column),
        });
      }
    }
    rows += batch.rows;
    if (misfits.size > 0) {
      used = 0;
      continue;
    }
    records.set(batch.records.subarray(0, batch.rows), used);
    lines.set(batch.lines.subarray(0, batch.rows), used);
    used += batch.rows;
    if (used === CHUNK_ROWS) flush();
  }
  rejects.drain(sink);
  if (misfits.size === 0) {
    flush();
    for (const [column, builder] of builders.entries()) for (const texts of builder.texts()) sink.texts(column, texts);
  }
  const dictionaries = misfits.size === 0 ? builders.map((builder) => builder.dictionary()) : [];
  return {
    rows,
    rejected: rejects.count,
    records: reader.recordsRead,
    misfits: [...misfits.values()],
    dictionaries,
    settled: builders.map((builder) => builder.settled),
    findings: reader.findings?.() ?? [],
  };
}

function cellText({ bytes, starts, ends, columns }: RecordBatch, row: number, column: number): string {
  const [start, end] = [starts[row * columns + column] as number, ends[row * columns + column] as number];
  const first = trimStart(bytes, start, end);
  return bytes.toString('utf8', first, trimEnd(bytes, first, end));
}

type InsistedColumns = {
  insisted: readonly number[];
  builders: readonly ColumnBuilder[];
  plan: ImportPlan;
  /** per column, whether the normaliser of its field reads a text */
  readable: readonly Map<string, boolean>[];
  misfits: Map<number, Misfit>;
};

/** Whether the normaliser of the column's field reads a cell; asked once a text. */
function reads({ plan, readable }: InsistedColumns, column: number, text: string): boolean {
  const texts = readable[column] as Map<string, boolean>;
  const kept = texts.get(text);
  if (kept !== undefined) return kept;
  const answer = plan.unknown.has(text.toLowerCase()) || isReadable(plan.columns[column]?.field as Field, text, plan, isGpuName);
  texts.set(text, answer);
  return answer;
}

/** Rows whose cell an insisted column cannot take; a cell that its field can read as text makes the column a misfit instead. */
function refusedRows(batch: RecordBatch, column: number, offset: number, columns: InsistedColumns): number[] {
  const { type, readable } = columns.plan.columns[column] as ImportPlan['columns'][number];
  const failures: number[] = [];
  if (type === 'text') {
    for (let row = 0; row < batch.rows; row++) if (!reads(columns, column, cellText(batch, row, column))) failures.push(row);
    return failures;
  }
  columns.builders[column]?.add(batch, column, offset, failures);
  if (!readable) return failures;
  return failures.filter((row) => {
    const text = cellText(batch, row, column);
    if (!reads(columns, column, text)) return true;
    if (!columns.misfits.has(column))
      columns.misfits.set(column, { column, record: batch.records[row] as number, line: batch.lines[row] as number, text });
    return false;
  });
}

/** Takes the records out of the batch whose cells an insisted column cannot take; each becomes one reject, for its first such column. */
function rejectMisfits(batch: RecordBatch, columns: InsistedColumns, offset: number, rejects: RejectBuffer): void {
  const { insisted, builders, plan } = columns;
  const columnByRow = new Map<number, number>();
  for (const column of insisted)
    for (const row of refusedRows(batch, column, offset, columns)) if (!columnByRow.has(row)) columnByRow.set(row, column);
  if (columnByRow.size > 0) {
    const dropped = new Uint8Array(batch.rows);
    for (const [row, column] of columnByRow) {
      const { name, header, rule } = plan.columns[column] as ImportPlan['columns'][number];
      const problem = explainNumberCell(cellText(batch, row, column), name, rule, plan.decimalMark, plan.thousandsMark);
      dropped[row] = 1;
      rejects.add({
        record: batch.records[row] as number,
        line: batch.lines[row] as number,
        column: header,
        ...problem,
        raw: rawText(batch.bytes, batch.rawStarts[row] as number, batch.rawEnds[row] as number),
      });
    }
    dropRecords(batch, dropped);
  }
  for (const column of insisted)
    if (columnByRow.size > 0 || plan.columns[column]?.type === 'text') builders[column]?.add(batch, column, offset, []);
}
