import type { Dialect } from '../../../../shared/case/dataset.ts';
import { type InputFile, type ReaderOptions, withReader } from '../open-reader.ts';
import type { RecordReader } from '../records.ts';
import { type LargestByKey, largestByKey, SteppedReader, type StepTexts } from './stepped-reader.ts';

/**
 * As `withReader`, with the steps of a recipe done to the records. A `largest` step reads the file once more before.
 *
 * @param limit records that are looked at for it
 * Errors: those of `withReader` and `SteppedReader`
 */
export function withSteps<T>(
  file: InputFile,
  dialect: Dialect,
  texts: StepTexts,
  options: ReaderOptions,
  work: (reader: RecordReader) => T,
  limit = Number.POSITIVE_INFINITY,
): T {
  if (texts.steps.length === 0) return withReader(file, dialect, options, work);
  const largest = new Map<number, LargestByKey>();
  const ignore = { ...options, onReject: () => {} };
  for (const [index, step] of texts.steps.entries()) {
    if (step.step !== 'largest') continue;
    const before: StepTexts = { ...texts, steps: texts.steps.slice(0, index) };
    const found = withReader(file, dialect, ignore, (reader) =>
      largestByKey(
        new SteppedReader(reader, { fileName: file.fileName, onReject: () => {}, texts: before, largest }),
        step,
        texts,
        Math.min(limit, 2 ** 31 - 1),
      ),
    );
    largest.set(index, found);
  }
  return withReader(file, dialect, options, (reader) =>
    work(new SteppedReader(reader, { fileName: file.fileName, onReject: options.onReject, texts, largest })),
  );
}
