import type { Finding } from '../../../shared/case/dataset.ts';
import { type RejectTold, rejectFinding, SHOWN_LINES, tellsOf } from '../../../shared/quality/reject-findings.ts';
import type { CaseFile } from './case-file.ts';

/**
 * Findings of the import as they hold now: those of rejected records tell of the records that are still left out, and go when all of
 * theirs were corrected and taken in. The kept ones stay as they are, so that leaving a record out again brings them back.
 *
 * @param findings as the import kept them
 * @param all what the file gave, taken in or not, in words
 */
export function currentFindings(file: CaseFile, dataset: string, findings: readonly Finding[], all: string): Finding[] {
  const corrected = file
    .prepare(
      `SELECT line, column_name AS "column", code, reject.reason, fix FROM readmitted
       JOIN reject ON reject.dataset = readmitted.dataset AND reject.number = readmitted.number
       WHERE readmitted.dataset = ?`,
    )
    .all(dataset) as RejectTold[];
  if (corrected.length === 0) return [...findings];
  const fileName = file
    .prepare('SELECT file_name FROM source JOIN dataset ON dataset.source = source.id WHERE dataset.id = ?')
    .pluck()
    .get(dataset) as string;
  return findings.flatMap((finding) => {
    const taken = corrected.filter((reject) => tellsOf(finding, reject)).length;
    if (taken === 0) return [finding];
    const lines = firstLeftOut(file, dataset, finding);
    const [first] = lines;
    if (first === undefined) return [];
    const count = (finding.details.count as number) - taken;
    return [rejectFinding({ code: first.code, column: first.column, count, lines: lines.map(({ line }) => line), first }, all, fileName)];
  });
}

/** The first records of a finding that are still left out; stops reading when it has them. */
function firstLeftOut(file: CaseFile, dataset: string, finding: Finding): RejectTold[] {
  const found: RejectTold[] = [];
  const rejects = file
    .prepare(
      `SELECT line, column_name AS "column", code, reason, fix FROM reject
       WHERE dataset = ? AND NOT EXISTS (SELECT 1 FROM readmitted WHERE readmitted.dataset = reject.dataset AND readmitted.number = reject.number)
       ORDER BY number`,
    )
    .iterate(dataset) as IterableIterator<RejectTold>;
  for (const reject of rejects) {
    if (tellsOf(finding, reject)) found.push(reject);
    if (found.length === SHOWN_LINES) break;
  }
  return found;
}
