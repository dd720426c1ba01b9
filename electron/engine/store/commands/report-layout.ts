import { layoutOf, type ReportLayout } from '../../../../shared/case/report.ts';
import { layoutChangeWords, requireWholeLayout } from '../../../../shared/case/report-changes.ts';
import type { CaseFile } from '../case-file.ts';
import { chosenLayout } from '../report-layout.ts';
import type { Command } from './command.ts';

function write(file: CaseFile, layout: ReportLayout | null): void {
  if (layout === null) file.prepare('DELETE FROM report_layout').run();
  else
    file
      .prepare('INSERT INTO report_layout (only, layout) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET layout = excluded.layout')
      .run(JSON.stringify(layout));
}

/**
 * Decides what is in the report, in which order and words; `null` = as its template has it.
 *
 * @throws ChokepointError `limitations-left-out`, `section-twice`, `finding-twice`
 */
export const setLayout: Command<{ layout: ReportLayout | null }> = {
  touched: ['report'],
  apply(file, { layout }) {
    if (layout !== null) requireWholeLayout(layout);
    const before = chosenLayout(file);
    write(file, layout);
    return {
      result: layout,
      inverse: { command: 'report.setLayout', input: { layout: before } },
      label: `Report: ${layoutChangeWords(before ?? layoutOf('full'), layout ?? layoutOf('full'))}`,
      recorded: { layout },
    };
  },
};
