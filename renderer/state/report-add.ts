import { useQueryClient } from '@tanstack/react-query';
import type { CompareSpec } from '../../shared/case/compare.ts';
import type { ReportLayout } from '../../shared/case/report.ts';
import { withComparison, withPin, withScenario, withView } from '../../shared/case/report-edits.ts';
import { useClient } from './client.tsx';
import { useNotices } from './notices.ts';
import { queryKeys } from './queries.ts';
import { markCaseStep } from './steps.ts';
import { useUi } from './ui.ts';

const openLayout = () => {
  useUi.getState().setReportTab('layout');
  useUi.getState().go('report');
};

/** "Add to report" of the screens whose results a report shows; each is a decision of the case that undo takes back. */
export function useAddToReport() {
  const client = useClient();
  const queries = useQueryClient();
  const add = async (name: string, edit: (layout: ReportLayout) => ReportLayout) => {
    const { tell, fail } = useNotices.getState();
    try {
      const { layout } = await client.report.layout();
      const next = edit(layout);
      const is = { label: 'Open the layout', run: openLayout };
      if (JSON.stringify(next) === JSON.stringify(layout)) return tell(`"${name}" is in the report`, is);
      await client.report.setLayout({ layout: next });
      markCaseStep();
      await queries.invalidateQueries({ queryKey: queryKeys.case });
      tell(`"${name}" is in the report now`, is);
    } catch (error) {
      fail('Add to the report', error);
    }
  };
  return {
    addView: (id: string, name: string) => add(name, (layout) => withView(layout, id)),
    addScenario: (id: string, name: string) => add(name, (layout) => withScenario(layout, id)),
    addPin: (id: string, name: string) => add(name, (layout) => withPin(layout, id)),
    addComparison: (name: string, spec: CompareSpec) => add(name, (layout) => withComparison(layout, { name, spec })),
  };
}
