import type { StatedSupply, Waiver } from '../../../shared/case/quality.ts';
import type { CaseFile } from './case-file.ts';

/** Waived checks of a dataset, or of the whole case with `null`, by check. */
export function listWaivers(file: CaseFile, dataset: string | null): Waiver[] {
  const query = 'SELECT dataset, check_id AS "check", reason, name FROM waiver';
  return (
    dataset === null
      ? file.prepare(`${query} ORDER BY dataset, check_id`).all()
      : file.prepare(`${query} WHERE dataset = ? ORDER BY check_id`).all(dataset)
  ) as Waiver[];
}

/** Counts that documents state for rungs, of a dataset or of the whole case with `null`, oldest entry first. */
export function listStatedSupply(file: CaseFile, dataset: string | null): StatedSupply[] {
  const query = 'SELECT id, dataset, rung, gpus, source, as_of AS asOf FROM stated_supply';
  return (
    dataset === null
      ? file.prepare(`${query} ORDER BY number`).all()
      : file.prepare(`${query} WHERE dataset = ? ORDER BY number`).all(dataset)
  ) as StatedSupply[];
}

/** Rejected records of a dataset that are still left out, by reason and column. */
export function countRejects(file: CaseFile, dataset: string): { code: string; column: string | null; count: number }[] {
  return file
    .prepare(
      `SELECT code, column_name AS "column", count(*) AS count FROM reject
       WHERE dataset = ? AND NOT EXISTS (SELECT 1 FROM readmitted WHERE readmitted.dataset = reject.dataset AND readmitted.number = reject.number)
       GROUP BY code, column_name ORDER BY code, column_name`,
    )
    .all(dataset) as { code: string; column: string | null; count: number }[];
}
