import type { Dialect } from '../../../shared/case/dataset.ts';
import { type InputFile, readerFor, withText } from './open-reader.ts';
import { type PassResult, RejectBuffer, type RowSink, runPass } from './pass.ts';
import type { ImportPlan } from './plan.ts';

/** One pass over the records of a file, as plain data. */
export type ReadJob = {
  input: InputFile;
  dialect: Dialect;
  /** columns of a JSON file, `null` for CSV */
  columns: readonly string[] | null;
  plan: ImportPlan;
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
  const { input, dialect, columns, plan, kernel = true } = job;
  return withText({ path: input.path, fileName: input.fileName }, dialect, onProgress, (text) => {
    const rejects = new RejectBuffer();
    return runPass(readerFor(text, input.fileName, dialect, columns, rejects.add, kernel), rejects, plan, sink);
  });
}
