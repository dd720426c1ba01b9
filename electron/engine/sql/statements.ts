import { statSync } from 'node:fs';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { SqlResult } from '../../../shared/case/sql.ts';
import { firstWord, mayRead } from '../../../shared/sql/statement.ts';
import { caseOperations } from '../analysis/case-operations.ts';
import { linksRevisionOf } from '../analysis/entities.ts';
import { editionOf } from '../analysis/reader-state.ts';
import { sumsAmong } from '../analysis/sums.ts';
import { createReaderState, type ReaderLaneState, readerStoreOperations } from '../lanes/reader-store.ts';
import { reading } from '../store/case-file.ts';
import { caseInfo } from '../store/catalogue.ts';
import { SqlDatabase, SqlRefusal } from '../store/sql-database.ts';
import { notReading, sqlError } from './errors.ts';
import type { SqlRequest } from './protocol.ts';
import { isOfLinks, type PlannedTable, plannedTables, sqlColumns } from './tables.ts';

/** Hears how far a statement is; `running` is awaited, so that it is heard before the statement itself begins. */
type Tell = (reply: { type: 'progress'; phase: string; done: number; total: number | null } | { type: 'running' }) => Promise<void>;

/** Runs statements on the datasets of one case at a time; keeps what it read and filled for the next statement. */
export class Statements {
  readonly #state: ReaderLaneState = createReaderState();
  readonly #database = new SqlDatabase();
  #opened = '';
  /** editions of the datasets that the tables were declared from */
  #declared = '';
  #tables: PlannedTable[] = [];

  /** Errors: ChokepointError for what the person can solve */
  async run({ path, opening, statement, limit }: Omit<SqlRequest, 'id'>, tell: Tell): Promise<SqlResult> {
    const word = firstWord(statement);
    if (!['SELECT', 'WITH', 'VALUES'].includes(word)) throw notReading(word);
    this.#open(path, opening);
    return this.#case(async () => {
      this.#declare();
      const names = this.#refusing(statement, () => this.#database.tablesOf(statement));
      const read = this.#tables.filter(({ dataset }) => names.includes(dataset.id));
      const isRead = mayRead(statement);
      for (const table of read) await this.#fill(table, isRead, tell);
      await tell({ type: 'running' });
      const before = performance.now();
      const { columns, rows, truncated } = this.#refusing(statement, () => this.#database.rows(statement, limit));
      return {
        columns: columns.map(({ name, numeric }) => ({ name, type: numeric ? ('number' as const) : ('text' as const) })),
        rows,
        truncated,
        limit,
        milliseconds: performance.now() - before,
        stamp: {
          statement,
          datasets: read.map(({ dataset }) => {
            const { id, name, rows: all, rejected, base, asOf, sample } = dataset;
            const sums = sumsAmong(this.#state, dataset, { where: '', entities: 'none' });
            return { id, name, rows: all, rejected, base, asOf, sample, ...(sums === null ? {} : { sums }) };
          }),
          links: read.some(({ columns }) => columns.some((column) => isOfLinks(column) && isRead(column.name))),
          revision: caseInfo(this.#file).revision,
        },
      };
    });
  }

  get #file() {
    const file = this.#state.case;
    if (file === null) throw new Error('no case is open here');
    return file;
  }

  /** Everything of a statement is read from one edition of the case. */
  async #case<T>(work: () => Promise<T>): Promise<T> {
    // the transaction of `reading` is synchronous; the steps of a statement look at the edition first, and again at its end
    const before = this.#editions();
    const result = await work();
    if (this.#editions() !== before)
      throw new ChokepointError(
        'sql-case-changed',
        'The case was changed while the statement ran; its result was not kept.',
        'Run it again.',
        {},
      );
    return result;
  }

  #editions(): string {
    return reading(this.#file, () => {
      const ids = caseOperations['datasets.list'](this.#state, null).map(({ id }) => id);
      return [...ids.map((id) => `${id} ${editionOf(this.#state, id)}`), `links ${linksRevisionOf(this.#state)}`].join('\n');
    });
  }

  #open(path: string, opening: string): void {
    const { dev, ino } = statSync(path, { bigint: true });
    const wanted = `${opening} ${path} ${dev} ${ino}`;
    if (wanted === this.#opened) return;
    readerStoreOperations.open(this.#state, { path });
    this.#opened = wanted;
    this.#declared = '';
  }

  #declare(): void {
    const editions = this.#editions();
    if (editions === this.#declared) return;
    this.#tables = reading(this.#file, () => plannedTables(this.#state));
    this.#database.declare(
      this.#tables.map(({ dataset, columns }) => ({
        table: dataset.id,
        rows: dataset.rows,
        columns: columns.map(({ name, type }) => ({ name, type })),
      })),
    );
    this.#declared = editions;
  }

  async #fill(table: PlannedTable, isRead: (column: string) => boolean, tell: Tell): Promise<void> {
    const { id, rows } = table.dataset;
    const wanted = table.columns.map(({ name }) => name).filter(isRead);
    if (this.#database.holds(id, wanted)) return;
    await tell({ type: 'progress', phase: `reading ${id}`, done: 0, total: rows });
    const columns = reading(this.#file, () => sqlColumns(this.#state, table, wanted));
    this.#database.fill(id, rows, columns, (done) => void tell({ type: 'progress', phase: `reading ${id}`, done, total: rows }));
  }

  #refusing<T>(statement: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof SqlRefusal)) throw error;
      const tables = this.#tables.map(({ dataset }) => `${dataset.id} (${dataset.name})`);
      throw sqlError(error, statement, tables, (part) => this.#messageOf(part));
    }
  }

  #messageOf(part: string): string | null {
    try {
      this.#database.tablesOf(part);
      return null;
    } catch (error) {
      return error instanceof SqlRefusal ? error.message : null;
    }
  }
}
