import type { Dataset } from '../../../shared/case/dataset.ts';
import { sumRecords, withoutSums } from '../../../shared/claims/sums.ts';
import { listOf } from '../../../shared/format/index.ts';
import { type ReaderState, read } from '../lanes/reader-store.ts';
import { listWaivers } from '../store/quality.ts';

/** Whether a person said that no record of the dataset is a line of sums. */
export const sumsWaived = (state: ReaderState, dataset: Dataset): boolean =>
  read(state, (file) => listWaivers(file, dataset.id)).some(({ check }) => check === 'total-rows');

/**
 * A filter that also leaves out the records that look like lines of sums, unless it names them or a person waived the check.
 *
 * @returns the filter, and a note where it leaves something out
 */
export function leaveSumsOut(state: ReaderState, dataset: Dataset, where: string): { where: string; notes: string[] } {
  const sums = sumsWaived(state, dataset) ? [] : sumRecords(dataset, where);
  if (sums.length === 0) return { where, notes: [] };
  const named = listOf(sums.map(({ column, text }) => `"${text}" in "${column}"`));
  return {
    where: withoutSums(where, sums),
    notes: [
      `${named} looks like a line of sums and is left out. If it is none, waive the check "No line of sums among the records" on the Quality screen.`,
    ],
  };
}
