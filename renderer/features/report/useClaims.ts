import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReportLayout } from '../../../shared/case/report.ts';
import { lintReport } from '../../../shared/claims/lint.ts';
import type { LintProblem } from '../../../shared/claims/lint-problem.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import { useClient } from '../../state/client.tsx';
import { runJob } from '../../state/jobs.ts';
import { queryKeys, useCase } from '../../state/queries.ts';
import { useFactsEpoch } from '../../state/report-facts.ts';

/** What of a layout decides which claims there are: not their order or words. */
function partsOf({ views, scenarios, pins, comparisons, scorecards, sections }: ReportLayout): string {
  const shown = sections.flatMap(({ kind, shown: isShown }) => (isShown ? [kind] : [])).sort();
  return JSON.stringify([views, scenarios, pins, comparisons, scorecards, shown]);
}

/** Claims of the report as it would be printed now; asked again when the facts or the parts of the report change. */
export function useReportClaims(saved: ReportLayout | null) {
  const client = useClient();
  const id = useCase().data?.id;
  const epoch = useFactsEpoch((state) => state.epoch);
  return useQuery({
    queryKey: ['report-claims', id, epoch, saved === null ? '' : partsOf(saved)],
    queryFn: ({ signal }) =>
      runJob('Work out the claims of the report', (leave) => client.report.claims(undefined, { signal: leave }), { signal }),
    enabled: saved !== null,
    placeholderData: keepPreviousData,
  });
}

/** What the linter says of the layout as it stands, with the change that is under way; `null` until the claims are there. */
export function useLint(
  layout: ReportLayout | null,
  claims: readonly Claim[] | undefined,
  asOf: string | null,
): readonly LintProblem[] | null {
  const client = useClient();
  const packs = useQuery({ queryKey: queryKeys.packs, queryFn: ({ signal }) => client.packs.list(undefined, { signal }) }).data;
  return useMemo(
    () => (layout && claims && packs ? lintReport({ layout, claims, packs: packs.map(({ pack }) => pack), day: asOf }) : null),
    [layout, claims, packs, asOf],
  );
}
