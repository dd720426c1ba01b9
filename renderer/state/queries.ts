import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from './client.tsx';
import { isCancelled } from './errors.ts';
import { useNotices } from './notices.ts';
import { markCaseStep } from './steps.ts';

/**
 * Keys of what the page keeps. Everything below `case` belongs to the open case and is thrown away when a decision changes it;
 * name your own keys `['case', subject, ...]`.
 */
export const queryKeys = {
  info: ['app', 'info'],
  recent: ['app', 'recent-cases'],
  portfolios: ['app', 'portfolios'],
  case: ['case'],
  current: ['case', 'current'],
  datasets: ['case', 'datasets'],
  sources: ['case', 'sources'],
  quality: ['case', 'quality'],
  savedViews: ['case', 'saved-views'],
  pins: ['case', 'pins'],
  scenarios: ['case', 'scenarios'],
  packs: ['case', 'packs'],
  layout: ['case', 'report-layout'],
  history: ['case', 'history'],
} as const;

/** Answers stay until a decision changes the case: nothing is fetched again by a clock or by focus. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Version and host of the engine. */
export function useAppInfo() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.info, queryFn: ({ signal }) => client.app.info(undefined, { signal }) });
}

/** The open case, or `null`. */
export function useCase() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.current,
    queryFn: ({ signal }) => client.cases.current(undefined, { signal }),
  });
}

/** Case files in the case folder, newest first. */
export function useRecentCases() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.recent, queryFn: ({ signal }) => client.cases.list(undefined, { signal }) });
}

/** Datasets of the open case, oldest first; empty while no case is open. */
export function useDatasets() {
  const client = useClient();
  const open = Boolean(useCase().data);
  return useQuery({
    queryKey: queryKeys.datasets,
    queryFn: ({ signal }) => client.datasets.list(undefined, { signal }),
    enabled: open,
  });
}

/** Frozen source files of the open case. */
export function useSources() {
  const client = useClient();
  const open = Boolean(useCase().data);
  return useQuery({
    queryKey: queryKeys.sources,
    queryFn: ({ signal }) => client.sources.list(undefined, { signal }),
    enabled: open,
  });
}

/**
 * Runs a command of the contract: marks the step for undo, refreshes what the case owns, and shows a failure as a notice.
 *
 * @param run the call, e.g. `(input) => client.views.save(input)`
 * @param options `title` names the action in a failure; `step: false` for what undo does not cover (opening a case); `told: true` where the caller
 * shows a failure in its own place
 */
export function useCommand<Input, Output>(
  run: (input: Input) => Promise<Output>,
  options: { title: string; step?: boolean; told?: boolean },
) {
  const queries = useQueryClient();
  const fail = useNotices((state) => state.fail);
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      useNotices.getState().succeed(options.title);
      if (options.step !== false) markCaseStep();
      return queries.invalidateQueries({ queryKey: queryKeys.case });
    },
    onError: (error) => {
      if (!isCancelled(error) && !options.told) fail(options.title, error);
    },
  });
}
