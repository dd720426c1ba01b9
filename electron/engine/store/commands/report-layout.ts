import { layoutOf, type ReportLayout } from '../../../../shared/case/report.ts';
import { layoutChangeWords, requireWholeLayout } from '../../../../shared/case/report-changes.ts';
import type { CaseFile } from '../case-file.ts';
import { chosenLayout } from '../report-layout.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

function write(file: CaseFile, layout: ReportLayout | null): void {
  if (layout === null) file.prepare('DELETE FROM report_layout').run();
  else
    file
      .prepare('INSERT INTO report_layout (only, layout) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET layout = excluded.layout')
      .run(JSON.stringify(layout));
}

/**
 * Comparisons with their numbers: a new one gets the next of the case, one of a name that the layout before has keeps that one's.
 *
 * @throws ChokepointError `comparison-missing` for a number that this case never gave out
 */
function numbered(file: CaseFile, layout: ReportLayout, before: ReportLayout | null): ReportLayout {
  const taken = new Set(layout.comparisons.map(({ id }) => id));
  const comparisons = layout.comparisons.map(({ id, name, spec }) => {
    const known = before?.comparisons.find((one) => one.name === name && !taken.has(one.id))?.id;
    return { id: chosenId(file, 'X', 'comparison', id ?? known).id, name, spec };
  });
  return { ...layout, comparisons };
}

/**
 * Decides what is in the report, in which order and words; `null` = as its template has it.
 *
 * @throws ChokepointError `limitations-left-out`, `section-twice`, `finding-twice`, `comparison-twice`, `comparison-missing`
 */
export const setLayout: Command<{ layout: ReportLayout | null }> = {
  touched: ['report'],
  apply(file, { layout: wanted }) {
    if (wanted !== null) requireWholeLayout(wanted);
    const before = chosenLayout(file);
    const layout = wanted === null ? null : numbered(file, wanted, before);
    write(file, layout);
    return {
      result: layout,
      inverse: { command: 'report.setLayout', input: { layout: before } },
      label: `Report: ${layoutChangeWords(before ?? layoutOf('full'), layout ?? layoutOf('full'))}`,
      recorded: { layout },
    };
  },
};
