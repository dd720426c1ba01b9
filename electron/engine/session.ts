import { ChokepointError } from '../../shared/case/error.ts';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import { RunningJobs } from './jobs.ts';
import type { computeOperations } from './lanes/compute.ts';
import type { Lane } from './lanes/protocol.ts';
import type { readerOperations } from './lanes/reader.ts';
import type { writerOperations } from './lanes/writer.ts';
import type { solverOperations } from './solver/operations.ts';
import type { SqlRunner } from './sql/runner.ts';

/** The open case: where its file is, and what the last command said of it. */
export type OpenCase = { path: string; info: CaseInfo };

export type SessionLanes = {
  writer: Lane<typeof writerOperations>;
  reader: Lane<typeof readerOperations>;
  compute: Lane<typeof computeOperations>;
  solver: Lane<typeof solverOperations>;
};

/** What one engine holds between calls: its lanes, the case folder and the open case. */
export class Session {
  /** owns the write connection: commands and imports */
  readonly writer: SessionLanes['writer'];
  /** read connection, column cache, views and grid windows */
  readonly reader: SessionLanes['reader'];
  /** removal test, previews, reports: no connection */
  readonly compute: SessionLanes['compute'];
  /** HiGHS, which blocks its thread while it solves: no connection */
  readonly solver: SessionLanes['solver'];
  /** folder that holds the person's case files; exists */
  readonly caseDirectory: string;
  /** statements of persons, in a process of their own */
  readonly sql: SqlRunner;
  /** jobs that can be asked to stop while their stream stays open */
  readonly jobs = new RunningJobs();
  /** the open case or `null`; set by the handlers of `cases` and after each command */
  openCase: OpenCase | null = null;

  constructor(lanes: SessionLanes, caseDirectory: string, sql: SqlRunner) {
    this.sql = sql;
    this.writer = lanes.writer;
    this.reader = lanes.reader;
    this.compute = lanes.compute;
    this.solver = lanes.solver;
    this.caseDirectory = caseDirectory;
  }

  /** The open case. Errors: `no-case-open`. */
  requireCase(): OpenCase {
    if (this.openCase === null) {
      throw new ChokepointError('no-case-open', 'No case is open.', 'Open a case, make a new one, or open the sample case.');
    }
    return this.openCase;
  }

  /** Ends the lanes: reader, compute and solver first, then the writer, so that its connection closes last and leaves one whole file. */
  async close(): Promise<void> {
    this.sql.end();
    await Promise.all([this.reader.close(), this.compute.close(), this.solver.close()]);
    await this.writer.close();
    this.openCase = null;
  }
}
