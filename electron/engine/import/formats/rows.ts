import type { Dialect, Finding } from '../../../../shared/case/dataset.ts';
import { noHeader } from '../csv-errors.ts';
import type { Feed } from '../feed/feed.ts';
import { MAX_RAW_LENGTH, type RecordBatch, type RecordReader, type RejectHandler } from '../records.ts';
import { BatchWriter } from './batch-writer.ts';
import { LineElements } from './lines.ts';

type Row = { row: number; cells: string[] };

/** Rows of a sheet as its feed gives them; `null` at the end. */
export function rowsOf(feed: Feed): () => Row | null {
  const elements = new LineElements(feed);
  return () => {
    const element = elements.next();
    if (!element) return null;
    const [row, ...cells] = JSON.parse(elements.bytes.toString('utf8', element.start, element.end)) as [number, ...string[]];
    return { row, cells };
  };
}

/** Records of a sheet below its header; the line of a record is its row. Errors: `no-header`, those of the feed */
export class RowsReader implements RecordReader {
  readonly header: readonly string[];
  recordsRead = 0;
  readonly kernel = null;
  readonly #feed: Feed;
  readonly #next: () => Row | null;
  readonly #onReject: RejectHandler;
  readonly #onProgress: (done: number, total: number) => void;
  readonly #writer: BatchWriter;
  /** rows up to this one are no records */
  readonly #above: number;

  constructor(
    feed: Feed,
    { headerLine, notesBelow = 0 }: Pick<Dialect, 'headerLine' | 'notesBelow'>,
    options: { fileName: string; onReject: RejectHandler; onProgress: (done: number, total: number) => void },
  ) {
    this.#feed = feed;
    this.#next = rowsOf(feed);
    this.#onReject = options.onReject;
    this.#onProgress = options.onProgress;
    let first = this.#next();
    while (first && first.row <= headerLine) first = this.#next();
    if (!first) throw noHeader(options.fileName, headerLine);
    this.#above = first.row + notesBelow;
    this.header = first.cells.map((cell) => cell.trim());
    this.#writer = new BatchWriter(this.header.length);
  }

  next(maxRows: number): RecordBatch | null {
    const writer = this.#writer;
    const width = this.header.length;
    writer.clear();
    let seen = 0;
    while (writer.hasRoom(maxRows)) {
      const next = this.#next();
      if (!next) {
        this.#onProgress(this.#feed.size, this.#feed.size);
        return seen > 0 ? writer.batch : null;
      }
      const { row, cells } = next;
      if (row <= this.#above) continue;
      seen += 1;
      this.recordsRead += 1;
      const raw = cells.join('\t');
      if (cells.length > width) {
        this.#onReject({
          record: this.recordsRead,
          line: row,
          column: null,
          code: 'ragged-record',
          reason: `The header has ${width} cells, this row has values up to cell ${cells.length}.`,
          fix: 'Name every column in the header, or choose the range of the table.',
          raw: raw.length > MAX_RAW_LENGTH ? `${raw.slice(0, MAX_RAW_LENGTH)}…` : raw,
        });
        continue;
      }
      while (cells.length < width) cells.push('');
      writer.add(cells, Buffer.from(raw), this.recordsRead, row);
    }
    this.#onProgress(this.#feed.consumed(), this.#feed.size);
    return writer.batch;
  }

  findings(): Finding[] {
    return this.#feed.findings();
  }
}
