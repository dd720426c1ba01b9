import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';

/** Saved views of the case. */
export function useViewsOfCase() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.savedViews, queryFn: ({ signal }) => client.views.list(undefined, { signal }) }).data ?? [];
}

/** Saved removal scenarios of the case. */
export function useAllScenarios() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.scenarios, queryFn: ({ signal }) => client.removal.scenarios(undefined, { signal }) }).data ?? [];
}

/** Pinned results of the case. */
export function usePinsOfCase() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.pins, queryFn: ({ signal }) => client.views.pins(undefined, { signal }) }).data ?? [];
}
