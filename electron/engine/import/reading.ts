import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Step } from '../../../shared/case/steps.ts';
import type { OpenedColumns } from './formats/opened.ts';
import type { InputFile } from './open-reader.ts';
import { type PassResult, RejectBuffer, type RowSink, runPass } from './pass.ts';
import type { ImportPlan } from './plan.ts';
import { withSteps } from './steps/stepped.ts';

/** One pass over the records of a file, as plain data. */
export type ReadJob = {
  input: InputFile;
  dialect: Dialect;
  /** columns of a JSON file, `null` for CSV */
  columns: readonly string[] | null;
  /** columns that opened cells become */
  opened?: OpenedColumns;
  plan: ImportPlan;
  /** done to the records before they are typed; absent = none */
  steps?: readonly Step[];
  /** false = the loops in TypeScript instead of the compiled ones, which give the same and take files of up to 1 GiB */
  kernel?: boolean;
};

/**
 * Reads a file from its first record to its last into `sink`.
 *
 * @param onProgress called after each block with the bytes read so far; a throw stops the work
 * Errors: those of the readers
 */
export function readRecords(job: ReadJob, sink: RowSink, onProgress: (done: number, total: number) => void): PassResult {
  const { input, dialect, columns, opened = {}, plan, steps = [], kernel = true } = job;
  const rejects = new RejectBuffer();
  const file = { path: input.path, fileName: input.fileName };
  const texts = { steps, unknown: plan.unknown, marks: dialect };
  return withSteps(file, dialect, texts, { columns, opened, onReject: rejects.add, kernel, onProgress }, (reader) =>
    runPass(reader, rejects, plan, sink),
  );
}
