import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3';
import type { SqlCell } from '../../../shared/case/sql.ts';

/** A column as it is stored: `cell` gives the value of a row. */
export type SqlColumn = { name: string; type: 'INTEGER' | 'REAL' | 'TEXT'; cell(row: number): number | bigint | string | null };
/** A table as it is declared; `fill` is asked only for columns that a statement may read. */
export type SqlTableSource = { table: string; rows: number; columns: readonly Pick<SqlColumn, 'name' | 'type'>[] };

/** A refusal of SQLite, in its words. */
export class SqlRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Rows of a statement; a column is numeric where all its known cells are numbers of SQLite and there is one. */
export type SqlRows = { columns: { name: string; numeric: boolean }[]; rows: SqlCell[][]; truncated: boolean };

/** Characters of all cells of a result together, and of one cell. */
const MOST_CHARACTERS = 64 << 20;
const MOST_CELL = 1 << 20;
/** Bytes of a blob that are shown. */
const SHOWN_BYTES = 64;
/** Rows between two looks at progress. */
const STEP = 20_000;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A database in memory that holds nothing but tables of datasets; statements only read. It opens no file, loads no extension, and what it
 * holds is gone when it is closed.
 */
export class SqlDatabase {
  readonly #database: Database = new SqliteDatabase(':memory:');
  readonly #filled = new Map<string, Set<string>>();

  constructor() {
    this.#database.pragma('query_only = 1');
  }

  /** Declares all tables anew, empty. */
  declare(tables: readonly SqlTableSource[]): void {
    this.#writing(() => {
      const old = this.#database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
      for (const table of old) this.#database.exec(`DROP TABLE ${quoted(table)}`);
      for (const { table, columns } of tables)
        this.#database.exec(`CREATE TABLE ${quoted(table)} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`);
    });
    this.#filled.clear();
  }

  /**
   * Checks a statement, and tells which tables it reads.
   *
   * @throws SqlRefusal `several`, `empty`, `writes`, `parameters`, or `sqlite` in the words of SQLite
   */
  tablesOf(sql: string): string[] {
    const statement = this.#prepare(sql);
    if (!statement.reader || !statement.readonly) throw new SqlRefusal('writes', '');
    const program = refusing(() => this.#database.prepare(`EXPLAIN ${sql}`).all()) as { opcode: string; p2: number; p3: number }[];
    const roots = new Set(program.filter(({ opcode, p3 }) => opcode === 'OpenRead' && p3 === 0).map(({ p2 }) => p2));
    const tables = this.#database.prepare("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").all() as {
      name: string;
      rootpage: number;
    }[];
    return tables.filter(({ rootpage }) => roots.has(rootpage)).map(({ name }) => name);
  }

  /** Whether a table holds these columns already. */
  holds(table: string, columns: readonly string[]): boolean {
    const filled = this.#filled.get(table);
    return filled !== undefined && columns.every((column) => filled.has(column));
  }

  /** Fills a table with these columns of all rows; its other columns stay empty. @param step called now and then with the rows done */
  fill(table: string, rows: number, columns: readonly SqlColumn[], step: (done: number) => void): void {
    this.#writing(() => {
      this.#filled.delete(table);
      this.#database.exec(`DELETE FROM ${quoted(table)}`);
      const names = columns.map(({ name }) => quoted(name)).join(', ');
      const insert = this.#database.prepare(
        columns.length === 0
          ? `INSERT INTO ${quoted(table)} DEFAULT VALUES`
          : `INSERT INTO ${quoted(table)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      this.#database.transaction(() => {
        for (let row = 0; row < rows; row++) {
          insert.run(columns.map(({ cell }) => cell(row)));
          if (row % STEP === 0) step(row);
        }
      })();
      this.#filled.set(table, new Set(columns.map(({ name }) => name)));
    });
  }

  /**
   * Rows of a statement that `tablesOf` accepted, at most `limit`.
   *
   * @throws SqlRefusal `cell-too-large`, or `sqlite`
   */
  rows(sql: string, limit: number): SqlRows {
    const statement = this.#prepare(sql).raw(true).safeIntegers(true);
    const names = statement.columns().map(({ name }) => name);
    // told before cells become JSON: a large integer and an id of digits are the same text there
    const [numbers, others] = [names.map(() => false), names.map(() => false)];
    const rows: SqlCell[][] = [];
    let characters = 0;
    let truncated = false;
    try {
      for (const row of statement.iterate() as IterableIterator<unknown[]>) {
        if (rows.length === limit || characters > MOST_CHARACTERS) {
          truncated = true;
          break;
        }
        for (const [at, value] of row.entries()) {
          if (typeof value === 'bigint' || typeof value === 'number') numbers[at] = true;
          else if (value !== null) others[at] = true;
        }
        const cells = row.map(cellOf);
        for (const cell of cells) if (typeof cell === 'string') characters += cell.length;
        rows.push(cells);
      }
    } catch (error) {
      throw refusalOf(error);
    }
    const columns = names.map((name, at) => ({ name, numeric: numbers[at] === true && others[at] === false }));
    return { columns, rows, truncated };
  }

  close(): void {
    this.#database.close();
  }

  /** Statements of persons never write: the connection itself refuses. */
  #writing(work: () => void): void {
    this.#database.pragma('query_only = 0');
    try {
      work();
    } finally {
      this.#database.pragma('query_only = 1');
    }
  }

  #prepare(sql: string) {
    return refusing(() => this.#database.prepare(sql));
  }
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof SqlRefusal) return error;
  if (error instanceof SqliteError) return new SqlRefusal('sqlite', error.message);
  if (error instanceof RangeError && /more than one statement/.test(error.message)) return new SqlRefusal('several', '');
  if (error instanceof RangeError && /contains no statements/.test(error.message)) return new SqlRefusal('empty', '');
  if (error instanceof RangeError && /parameter/.test(error.message)) return new SqlRefusal('parameters', '');
  return error;
}

/** A value of SQLite as JSON holds it: integers exactly, a blob as its first bytes. */
function cellOf(value: unknown): SqlCell {
  if (typeof value === 'bigint') return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity';
  if (value instanceof Uint8Array) {
    const shown = Buffer.from(value.subarray(0, SHOWN_BYTES)).toString('hex');
    return `x'${shown}${value.length > SHOWN_BYTES ? '…' : ''}'`;
  }
  if (typeof value === 'string' && value.length > MOST_CELL) throw new SqlRefusal('cell-too-large', String(value.length));
  return value as string | null;
}
