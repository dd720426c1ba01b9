import type { Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { ZipMember } from '../feed/protocol.ts';
import { uniqueHeaders } from '../mapping.ts';
import type { RecordBatch, RecordReader, RejectHandler } from '../records.ts';
import { BatchWriter } from './batch-writer.ts';
import { zipMembers } from './zip.ts';

/** Column that names the member of an archive in which a record stands. */
const FILE_COLUMN = 'file';
const TABLE = /\.(csv|tsv|tab|txt|json|ndjson|jsonl)$/i;
const HIDDEN = /(^|\/)(__MACOSX\/|\.)/;

/** Members of an archive that hold tables, and the names of the others. */
export type TableMembers = { tables: ZipMember[]; others: string[] };

function isTableMember({ name, bytes }: ZipMember): boolean {
  return bytes > 0 && TABLE.test(name) && !HIDDEN.test(name);
}

/** Members of an archive that may be chosen, by name. Errors: those of `zipMembers` */
export function memberChoices(path: string, fileName: string): { name: string; isTable: boolean }[] {
  return zipMembers(path, fileName)
    .filter(({ name, bytes }) => bytes > 0 && !HIDDEN.test(name))
    .map((member) => ({ name: member.name, isTable: isTableMember(member) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The tables in an archive: text files of a known ending that are not empty, or those that were chosen.
 *
 * Errors: those of `zipMembers`; `archive-no-table` where there is none
 */
export function tableMembers(path: string, fileName: string, chosen?: readonly string[]): TableMembers {
  const members = zipMembers(path, fileName);
  const isTable = (member: ZipMember) => (chosen ? chosen.includes(member.name) : isTableMember(member));
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
  choices: readonly { name: string; isTable: boolean }[] = [],
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
    'Choose the members that belong together, and import the others as datasets of their own; or join the columns by name, empty where a member lacks one.',
    { fileName, first, members: differing.slice(0, 50).map(({ name }) => name), choices },
  );
}

/** Opens the reader of one member. */
export type OpenMember = (member: ZipMember, onReject: RejectHandler) => RecordReader;

/** Names of the columns of all members, by name and in order of first appearance. @param headers one header per member */
export function joinedColumns(headers: readonly (readonly string[])[]): string[] {
  return [...new Set(headers.flatMap((header) => uniqueHeaders(header).names))];
}

/**
 * The records of all members one after the other, with a column that names the member. Records are numbered through, lines are
 * those of the member. Errors: those of the members' readers, `members-differ`
 */
export class MembersReader implements RecordReader {
  readonly header: readonly string[];
  readonly kernel = null;
  readonly #members: readonly ZipMember[];
  readonly #open: OpenMember;
  readonly #options: { fileName: string; onReject: RejectHandler; joined: readonly string[] | null };
  readonly #writer: BatchWriter;
  /** per joined column, members that lack it */
  readonly #lacking = new Map<string, string[]>();
  #index = 0;
  #current: { reader: RecordReader; order: readonly number[] };
  /** records of the members before */
  #before = 0;

  /** @param options `joined` = those of `joinedColumns`, `null` = the columns of all members must be the same */
  constructor(
    members: readonly ZipMember[],
    open: OpenMember,
    options: { fileName: string; onReject: RejectHandler; joined?: readonly string[] | null },
  ) {
    this.#members = members;
    this.#open = open;
    this.#options = { ...options, joined: options.joined ?? null };
    const reader = this.#openMember();
    const columns = this.#options.joined ?? reader.header;
    this.header = [...columns, FILE_COLUMN];
    this.#current = { reader, order: this.#orderOf(reader.header, columns) };
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
        const { name } = this.#member;
        for (let row = 0; row < batch.rows; row++) this.#writer.copy(batch, row, order, [name], this.#before);
        return this.#writer.batch;
      }
      if (this.#index + 1 >= this.#members.length) return null;
      this.#before += reader.recordsRead;
      this.#index += 1;
      const next = this.#openMember();
      this.#current = { reader: next, order: this.#orderOf(next.header, this.header.slice(0, -1)) };
    }
  }

  /** Which columns are empty for the records of some members; complete once all are read. */
  findings(): Finding[] {
    if (this.#lacking.size === 0) return [];
    const { fileName } = this.#options;
    const columns = [...this.#lacking].map(([column, members]) => ({ column, members }));
    const shown = columns.slice(0, 5).map(({ column, members }) => `"${column}" is not in ${named(members)}`);
    return [
      {
        code: 'members-joined',
        message: `"${fileName}": the columns of its members were joined by name; ${shown.join('; ')}${columns.length > 5 ? `; and ${columns.length - 5} more columns` : ''}. Their records have no value there.`,
        advice: 'A missing value counts as unknown: check that no member names the same column in another way.',
        details: { fileName, columns: columns.slice(0, 50) },
      },
    ];
  }

  get #member(): ZipMember {
    return this.#members[this.#index] as ZipMember;
  }

  /** Places of the wanted columns in the header of the member that was opened last; -1 = it lacks them. */
  #orderOf(header: readonly string[], wanted: readonly string[]): number[] {
    const { fileName, joined } = this.#options;
    const { name } = this.#member;
    if (joined === null) {
      const places = sameColumns(wanted, header);
      if (places) return places;
      throw membersDiffer(fileName, (this.#members[0] as ZipMember).name, wanted, [{ name, header }]);
    }
    const { names } = uniqueHeaders(header);
    for (const column of wanted) if (!names.includes(column)) this.#lacking.set(column, [...(this.#lacking.get(column) ?? []), name]);
    return wanted.map((column) => names.indexOf(column));
  }

  #openMember(): RecordReader {
    const { name } = this.#member;
    const before = this.#before;
    return this.#open(this.#member, (reject) =>
      this.#options.onReject({ ...reject, member: name, record: before + reject.record, reason: `In "${name}": ${reject.reason}` }),
    );
  }
}
