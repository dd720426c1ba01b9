import { type ReportLayout, reportLayoutSchema } from '../../../shared/case/report.ts';
import type { CaseFile } from './case-file.ts';

/** The layout of the report that a person decided on; `null` = the report follows its template. */
export function chosenLayout(file: CaseFile): ReportLayout | null {
  const row = file.prepare('SELECT layout FROM report_layout').get() as { layout: string } | undefined;
  return row ? reportLayoutSchema.parse(JSON.parse(row.layout)) : null;
}
