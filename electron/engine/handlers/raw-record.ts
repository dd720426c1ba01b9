import { rm } from 'node:fs/promises';
import type { Dialect } from '../../../shared/case/dataset.ts';
import type { EngineContext } from '../context.ts';
import type { RawRecord } from '../import/raw-record.ts';

/**
 * The text of one record of a kept file, by unpacking the file and reading it again.
 *
 * @param record one-based number, as the import counted it
 * Errors: `source-missing`, `record-missing`, those of the readers
 */
export async function rawRecordOf(
  { session, files }: EngineContext,
  { source, dialect, record }: { source: { id: string; fileName: string }; dialect: Dialect; record: number },
  signal: AbortSignal | undefined,
): Promise<RawRecord> {
  const { id, fileName } = source;
  const { path } = await files.createOutput(fileName, 'application/octet-stream');
  try {
    await session.reader.call('sources.write', { source: id, path }, { signal });
    return await session.compute.call('record.raw', { path, fileName, dialect, record }, { signal });
  } finally {
    await rm(path, { force: true });
  }
}
