import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { layoutOf, type ReportLayout } from '../../../shared/case/report.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys, useCommand } from '../../state/queries.ts';

/** The layout that the person is changing, before it is a decision of the case. */
const useDraft = create<{ draft: ReportLayout | null; waiting: ReturnType<typeof setTimeout> | null }>()(() => ({
  draft: null,
  waiting: null,
}));

/** A gesture is over when nothing was changed for this long; it is one step of undo then. */
const GESTURE_MILLISECONDS = 700;

/** The saved layout of the report of the open case. */
function useSavedLayout() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.layout, queryFn: ({ signal }) => client.report.layout(undefined, { signal }) });
}

/**
 * The layout of the report with the change that is under way, and how it is changed.
 *
 * Steps of one gesture, such as an item that is moved by five places, become one decision of the case.
 */
export function useLayout() {
  const client = useClient();
  const saved = useSavedLayout();
  const draft = useDraft((state) => state.draft);
  const save = useCommand((layout: ReportLayout | null) => client.report.setLayout({ layout }), { title: 'Change the report' });
  const { mutateAsync } = save;
  const before = saved.data?.layout ?? null;

  const commit = useCallback(async () => {
    const { draft: wanted, waiting } = useDraft.getState();
    if (waiting !== null) clearTimeout(waiting);
    useDraft.setState({ waiting: null });
    if (wanted === null) return;
    try {
      await mutateAsync(wanted);
    } catch {
      // the notice comes from the command; the saved layout is shown again
    }
    if (useDraft.getState().draft === wanted) useDraft.setState({ draft: null });
  }, [mutateAsync]);

  const change = useCallback(
    (edit: (layout: ReportLayout) => ReportLayout, gesture: 'step' | 'whole' = 'whole') => {
      const now = useDraft.getState().draft ?? before ?? layoutOf('full');
      const next = edit(now);
      if (JSON.stringify(next) === JSON.stringify(now)) return;
      const { waiting } = useDraft.getState();
      if (waiting !== null) clearTimeout(waiting);
      useDraft.setState({ draft: next, waiting: gesture === 'step' ? setTimeout(() => void commit(), GESTURE_MILLISECONDS) : null });
      if (gesture === 'whole') void commit();
    },
    [before, commit],
  );

  return { layout: draft ?? before, saved: before, chosen: saved.data?.chosen ?? false, error: saved.error, change, commit };
}

/** Makes what was begun a decision when the person leaves the screen or the page. */
export function useCommitOnLeave(commit: () => Promise<void>): void {
  useEffect(() => {
    const now = () => void commit();
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [commit]);
}
