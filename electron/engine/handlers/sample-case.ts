import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { EngineContext } from '../context.ts';
import { openCaseAt } from './open-case.ts';

/** File name of the sample case in the case folder. */
export const SAMPLE_FILE = 'SAMPLE Northgrid and Tessera.chokepoint';

/**
 * Opens the sample case; the file of an earlier use is opened as it is.
 *
 * @param report progress of the generation
 * @throws Error while the generation is not connected: shared/sample through the import pipeline into `SAMPLE_FILE`
 */
export async function openSample(
  context: EngineContext,
  _report: (phase: string, done: number, total: number | null) => void,
  _signal: AbortSignal,
): Promise<CaseInfo> {
  const path = join(context.session.caseDirectory, SAMPLE_FILE);
  if (existsSync(path)) return openCaseAt(context, path);
  throw new Error('the sample case is not generated yet');
}
