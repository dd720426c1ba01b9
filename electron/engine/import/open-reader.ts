import type { Dialect } from '../../../shared/case/dataset.ts';
import { CsvReader } from './csv.ts';
import { detectEncoding } from './encoding.ts';
import { type Feed, Feeds } from './feed/feed.ts';
import type { ZipMember } from './feed/protocol.ts';
import { FlatReader } from './formats/flat-lines.ts';
import { joinedColumns, MembersReader, memberChoices, membersDiffer, sameColumns, tableMembers } from './formats/members.ts';
import { discoverOpened, type OpenedColumns, OpenedReader } from './formats/opened.ts';
import { parquetInfo } from './formats/parquet.ts';
import { RowsReader } from './formats/rows.ts';
import { TotalsReader } from './formats/totals.ts';
import { zipMembers } from './formats/zip.ts';
import { discoverJson, isFlat, JsonReader, type JsonShape } from './json.ts';
import type { RecordReader, RejectHandler } from './records.ts';
import { DecodedText, fileBytes, type RawBytes, type TextSource } from './text-source.ts';

export type InputFile = { path: string; fileName: string };

/** Called with the bytes of the file that are read so far, packed ones where it is packed; a throw stops the work. */
export type OnProgress = (done: number, total: number) => void;

/** Bytes from which the encoding of one member of an archive is told. */
const MEMBER_SAMPLE_BYTES = 64 << 10;

/** A file while it is read: gives its text, or those of its members, and closes everything at the end. */
class OpenFile {
  readonly #file: InputFile;
  readonly #dialect: Dialect;
  readonly #onProgress: OnProgress;
  #bytes: (RawBytes & { close(): void }) | null = null;
  #feeds: Feeds | null = null;

  constructor(file: InputFile, dialect: Dialect, onProgress: OnProgress) {
    this.#file = file;
    this.#dialect = dialect;
    this.#onProgress = onProgress;
  }

  /** Text of the whole file, unpacked. */
  text(): TextSource {
    if (this.#dialect.format === 'parquet') return this.parquet();
    const { container } = this.#dialect;
    const bytes = container === 'gzip' || container === 'zstd' ? this.#unpacked(container) : this.#plain();
    return new DecodedText(bytes, this.#file.fileName, this.#dialect, { onProgress: this.#onProgress });
  }

  members(): ZipMember[] {
    const { path, fileName } = this.#file;
    return tableMembers(path, fileName, this.#dialect.members).tables;
  }

  /** Text of one member; members may differ in their encoding. */
  memberText(member: ZipMember): TextSource {
    const { fileName } = this.#file;
    const name = `${fileName}: ${member.name}`;
    const chosen = this.#dialect.encoding === 'utf-8' ? undefined : this.#dialect.encoding;
    const sample = Buffer.allocUnsafe(MEMBER_SAMPLE_BYTES);
    const { encoding, bom } = detectEncoding(sample.subarray(0, readFully(this.#member(member), sample)), name, chosen);
    return new DecodedText(this.#member(member), name, { encoding, bom }, { onProgress: this.#onProgress });
  }

  /** Records of a Parquet file, as a JSON object a line. */
  parquet(): TextSource {
    const { path, fileName } = this.#file;
    const bytes = this.#unpack().open({ kind: 'parquet', path, fileName }, this.#size());
    return new DecodedText(bytes, fileName, { encoding: 'utf-8', bom: false }, { onProgress: this.#onProgress });
  }

  /** Rows of the sheet of a workbook. */
  sheet(): Feed {
    const { path, fileName } = this.#file;
    const { sheet, range, headerLine } = this.#dialect;
    const members = zipMembers(path, fileName);
    const choice = { sheet, range, headerRow: headerLine + 1 };
    return this.#unpack().open({ kind: 'xlsx', path, fileName, members, choice }, this.#size());
  }

  close(): void {
    this.#bytes?.close();
    this.#feeds?.close();
  }

  #plain(): RawBytes {
    this.#bytes?.close();
    this.#bytes = fileBytes(this.#file.path, this.#file.fileName);
    return this.#bytes;
  }

  /** Size of the packed file, which says too that it can be read. */
  #size(): number {
    return (this.#bytes ?? this.#plain()).size;
  }

  #unpack(): Feeds {
    this.#feeds ??= new Feeds(() => this.#onProgress(0, this.#size()));
    return this.#feeds;
  }

  #unpacked(kind: 'gzip' | 'zstd'): RawBytes {
    const { path, fileName } = this.#file;
    return this.#unpack().open({ kind, path, fileName }, this.#size());
  }

  #member(member: ZipMember): RawBytes {
    const { path, fileName } = this.#file;
    return this.#unpack().open({ kind: 'member', path, fileName, member }, this.#size());
  }
}

/** Fills `target` as far as there is text; the bytes that were read. */
function readFully(source: Pick<RawBytes, 'read'>, target: Buffer): number {
  let filled = 0;
  while (filled < target.length) {
    const read = source.read(target, filled, target.length - filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

function withFile<T>(file: InputFile, dialect: Dialect, onProgress: OnProgress, work: (open: OpenFile) => T): T {
  const open = new OpenFile(file, dialect, onProgress);
  try {
    return work(open);
  } finally {
    open.close();
  }
}

/** What a pass over a file tells of its columns, where no header does. */
export type FileShape = {
  /** columns of a file of objects; `null` for formats whose header names them */
  columns: string[] | null;
  /** paths of the lists inside records and opened cells */
  arrays: string[];
  opened: OpenedColumns;
};

/**
 * Columns of objects and of opened cells, by passes over all or the first records.
 *
 * @param kernel chooses the compiled loops, for a pass over all records
 * Errors: those of the readers and of `discoverOpened`
 */
export function fileShape(file: InputFile, dialect: Dialect, onProgress: OnProgress, maxRecords?: number, kernel = false): FileShape {
  const shape = jsonShape(file, dialect, onProgress, maxRecords, kernel);
  const [columns, arrays] = [shape?.columns ?? null, shape?.arrays ?? []];
  if (!dialect.opened?.length) return { columns, arrays, opened: {} };
  return withReader(file, { ...dialect, opened: [] }, { columns, opened: {}, onReject: () => {}, onProgress }, (reader) => {
    const found = discoverOpened(reader, dialect, file.fileName, maxRecords);
    return { columns, arrays: [...new Set([...arrays, ...found.arrays])], opened: found.opened };
  });
}

/** Columns and arrays of a file of objects by a pass over all or the first records; `null` for formats whose header names them. */
function jsonShape(
  file: InputFile,
  dialect: Dialect,
  onProgress: OnProgress,
  maxRecords = Number.POSITIVE_INFINITY,
  kernel = false,
): JsonShape | null {
  if (dialect.format === 'parquet') {
    const { columns } = parquetInfo(file.path, file.fileName);
    if (columns) return { columns, arrays: [] };
  } else if (dialect.format !== 'json' && dialect.format !== 'ndjson') return null;
  return withFile(file, dialect, onProgress, (open) => {
    if (dialect.container !== 'zip') return discoverJson(open.text(), file.fileName, dialect, maxRecords, kernel);
    const shapes = open.members().map((member) => discoverJson(open.memberText(member), member.name, dialect, maxRecords));
    return {
      columns: [...new Set(shapes.flatMap(({ columns }) => columns))],
      arrays: [...new Set(shapes.flatMap(({ arrays }) => arrays))],
    };
  });
}

export type ReaderOptions = {
  /** those of `fileShape` */
  columns: readonly string[] | null;
  opened: OpenedColumns;
  onReject: RejectHandler;
  /** chooses the compiled loops */
  kernel?: boolean;
  onProgress?: OnProgress;
};

/**
 * Runs `work` with a reader for the records of a file, and closes the file whatever happens.
 *
 * Errors: those of the readers, and of unpacking
 */
export function withReader<T>(file: InputFile, dialect: Dialect, options: ReaderOptions, work: (reader: RecordReader) => T): T {
  const { columns, opened, onReject, kernel = false, onProgress = () => {} } = options;
  const { fileName } = file;
  const readerOf = (text: TextSource, name: string, reject: RejectHandler, compiled: boolean): RecordReader =>
    columns
      ? compiled && isFlat(dialect)
        ? new FlatReader(text, columns, { arrays: dialect.arrays ?? {}, onReject: reject })
        : new JsonReader(text, columns, { fileName: name, onReject: reject, dialect })
      : new CsvReader(text, dialect, { fileName: name, onReject: reject, kernel: compiled });
  const records = (reader: RecordReader) => {
    const kept = dialect.totals === 'reject' ? new TotalsReader(reader, onReject) : reader;
    return work(Object.keys(opened).length > 0 ? new OpenedReader(kept, opened, { fileName, arrays: dialect.arrays ?? {} }) : kept);
  };
  return withFile(file, dialect, onProgress, (open) => {
    if (dialect.format === 'xlsx') return records(new RowsReader(open.sheet(), dialect, { fileName, onReject, onProgress }));
    if (dialect.container !== 'zip') return records(readerOf(open.text(), fileName, onReject, kernel));
    const openMember = (member: ZipMember, reject: RejectHandler) =>
      readerOf(open.memberText(member), `${fileName}: ${member.name}`, reject, false);
    const members = open.members();
    const isJoined = dialect.memberColumns === 'by-name';
    const joined = isJoined ? joinedColumns(members.map((member) => openMember(member, () => {}).header)) : null;
    return records(new MembersReader(members, openMember, { fileName, onReject, joined }));
  });
}

/** Refuses an archive whose tables have different columns. Errors: `members-differ`, those of the readers */
export function checkMembers(file: InputFile, dialect: Dialect): void {
  if (dialect.container !== 'zip' || dialect.format !== 'csv' || dialect.memberColumns === 'by-name') return;
  withFile(
    file,
    dialect,
    () => {},
    (open) => {
      const [first, ...others] = open.members();
      if (!first) return;
      const headerOf = (member: ZipMember) =>
        new CsvReader(open.memberText(member), dialect, { fileName: `${file.fileName}: ${member.name}`, onReject: () => {} }).header;
      const wanted = headerOf(first);
      const headers = others.map((member) => ({ name: member.name, header: headerOf(member) }));
      const differing = headers.filter(({ header }) => !sameColumns(wanted, header));
      if (differing.length > 0) throw membersDiffer(file.fileName, first.name, wanted, differing, memberChoices(file.path, file.fileName));
    },
  );
}
