import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import { useNotices } from '../state/notices.ts';
import { queryKeys } from '../state/queries.ts';
import { clearExport } from '../state/report-export.ts';
import { clearSteps } from '../state/steps.ts';
import { useUi } from '../state/ui.ts';

/** Runs what opens another case, then forgets all that belonged to the one before. */
export function useOpenCase(): (open: () => Promise<CaseInfo | null>) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (open) => {
      useUi.getState().setOpening(true);
      let info: CaseInfo | null;
      try {
        info = await open();
      } finally {
        useUi.getState().setOpening(false);
      }
      clearSteps();
      clearExport();
      useNotices.getState().clear();
      useUi.getState().reset();
      queries.removeQueries({ queryKey: queryKeys.case, predicate: (query) => query.queryKey[1] !== 'current' });
      queries.setQueryData(queryKeys.current, info);
      await queries.invalidateQueries();
    },
    [queries],
  );
}
