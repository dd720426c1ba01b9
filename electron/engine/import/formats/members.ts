import type { Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { ZipMember } from '../feed/protocol.ts';
import type { RecordBatch, RecordReader, RejectHandler } from '../records.ts';
import { BatchWriter } from './batch-writer.ts';
import { zipMembers } from './zip.ts';

/** Column that names the member of an archive in which a record stands. */
export const FILE_COLUMN = 'file';
const TABLE = /\.(csv|tsv|tab|txt|json|ndjson|jsonl)$/i;
const HIDDEN = /(^|\/)(__MACOSX\/|\.)/;

/** Members of an archive that hold tables, and the names of the others. */
export type TableMembers = { tables: ZipMember[]; others: string[] };

/**
 * The tables in an archive: text files of a known ending that are not empty, or those that were chosen.
 *
 * Errors: those of `zipMembers`; `archive-no-table` where there is none
 */
export function tableMembers(path: string, fileName: string, chosen?: readonly string[]): TableMembers {
  const members = zipMembers(path, fileName);
  const isTable = ({ name, bytes }: ZipMember) => (chosen ? chosen.includes(name) : bytes > 0 && TABLE.test(name) && !HIDDEN.test(name));
  const tables = members.filter(isTable).sort((a, b) => (a.name < b.name ? -1 : 1));
  const others = members.filter((member) => !isTable(member)).map(({ name }) => name);
  if (tables.length > 0) return { tables, others };
  throw new ChokepointError(
    'archive-no-table',
    `"${fileName}" holds no table: ${others.length === 0 ? 'it is empty' : `its members are ${named(others)}`}; nothing was imported.`,
    'A table is a CSV, TSV, TXT, JSON or NDJSON file directly in the archive; unpack archives inside archives first.',
    { fileName, members: others.slice(0, 50) },
  );
}

/** Findings about members that are not read. */
export function memberFindings(fileName: string, { tables, others }: TableMembers): Finding[] {
  const left = others.filter((name) => !HIDDEN.test(name));
  if (left.length === 0) return [];
  return [
    {
      code: 'members-left-out',
      message: `"${fileName}": ${left.length} of ${tables.length + left.length} members are not read: ${named(left)}.`,
      advice: 'Nothing has to be done unless one of them holds records; the archive is kept as a whole.',
      details: { fileName, members: left.slice(0, 100) },
    },
  ];
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}

/** Which columns of `header` serve those of `wanted`, in its order; `null` where the names differ. */
export function sameColumns(wanted: readonly string[], header: readonly string[]): number[] | null {
  if (header.length !== wanted.length) return null;
  const left = new Map<string, number[]>();
  for (const [index, name] of header.entries()) left.set(name, [...(left.get(name) ?? []), index]);
  const order = wanted.map((name) => left.get(name)?.shift() ?? -1);
  return order.includes(-1) ? null : order;
}

/** The error for members whose columns are not those of the first one. */
export function membersDiffer(
  fileName: string,
  first: string,
  wanted: readonly string[],
  differing: readonly { name: string; header: readonly string[] }[],
): ChokepointError {
  const shown = differing.slice(0, 5).map(({ name, header }) => {
    const missing = wanted.filter((column) => !header.includes(column));
    const more = header.filter((column) => !wanted.includes(column));
    const parts = [...(missing.length > 0 ? [`lacks ${named(missing)}`] : []), ...(more.length > 0 ? [`has ${named(more)} besides`] : [])];
    return `"${name}" ${parts.join(' and ') || `has ${header.length} columns instead of ${wanted.length}`}`;
  });
  return new ChokepointError(
    'members-differ',
    `The members of "${fileName}" do not have the same columns as "${first}": ${shown.join('; ')}${differing.length > shown.length ? `; and ${differing.length - shown.length} more` : ''}. Nothing was imported.`,
    'Choose the members that belong together, and import the others as datasets of their own.',
    { fileName, first, members: differing.slice(0, 50).map(({ name }) => name) },
  );
}

/** Opens the reader of one member. */
export type OpenMember = (member: ZipMember, onReject: RejectHandler) => RecordReader;

/**
 * The records of all members one after the other, with a column that names the member. Records are numbered through, lines are
 * those of the member. Errors: those of the members' readers, `members-differ`
 */
export class MembersReader implements RecordReader {
  readonly header: readonly string[];
  readonly kernel = null;
  readonly #members: readonly ZipMember[];
  readonly #open: OpenMember;
  readonly #options: { fileName: string; onReject: RejectHandler };
  readonly #writer: BatchWriter;
  #index = 0;
  #current: { reader: RecordReader; order: readonly number[] };
  /** records of the members before */
  #before = 0;

  constructor(members: readonly ZipMember[], open: OpenMember, options: { fileName: string; onReject: RejectHandler }) {
    this.#members = members;
    this.#open = open;
    this.#options = options;
    const reader = this.#openMember();
    this.header = [...reader.header, FILE_COLUMN];
    this.#current = { reader, order: reader.header.map((_, index) => index) };
    this.#writer = new BatchWriter(this.header.length);
  }

  get recordsRead(): number {
    return this.#before + this.#current.reader.recordsRead;
  }

  next(maxRows: number): RecordBatch | null {
    for (;;) {
      const { reader, order } = this.#current;
      const batch = reader.next(Math.min(maxRows, this.#writer.batch.records.length));
      if (batch) {
        this.#writer.clear();
        const name = (this.#members[this.#index] as ZipMember).name;
        for (let row = 0; row < batch.rows; row++) this.#writer.copy(batch, row, order, [name], this.#before);
        return this.#writer.batch;
      }
      if (this.#index + 1 >= this.#members.length) return null;
      this.#before += reader.recordsRead;
      this.#index += 1;
      const next = this.#openMember();
      const wanted = this.header.slice(0, -1);
      const places = sameColumns(wanted, next.header);
      const { name } = this.#members[this.#index] as ZipMember;
      if (!places) {
        const first = (this.#members[0] as ZipMember).name;
        throw membersDiffer(this.#options.fileName, first, wanted, [{ name, header: next.header }]);
      }
      this.#current = { reader: next, order: places };
    }
  }

  #openMember(): RecordReader {
    const member = this.#members[this.#index] as ZipMember;
    const before = this.#before;
    return this.#open(member, (reject) =>
      this.#options.onReject({ ...reject, record: before + reject.record, reason: `In "${member.name}": ${reject.reason}` }),
    );
  }
}
