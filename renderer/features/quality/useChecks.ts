import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Ladder, Quality } from '../../../shared/case/quality.ts';
import type { Progress } from '../../../shared/contract/base.ts';
import { useClient } from '../../state/client.tsx';
import { runJob } from '../../state/jobs.ts';
import { queryKeys } from '../../state/queries.ts';

export type ChecksState = {
  quality: Quality | null;
  /** checks done of all, while they run */
  progress: Progress | null;
  running: boolean;
  error: unknown;
  run: () => void;
};

/** The checks of a dataset, as a job: in order, with progress; they run again when a decision changes the case. */
export function useChecks(dataset: Dataset | null): ChecksState {
  const client = useClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const query = useQuery({
    queryKey: [...queryKeys.quality, dataset?.id],
    queryFn: ({ signal }) =>
      runJob<Quality>(`Check ${dataset?.name}`, (leave) => client.quality.checks({ dataset: dataset?.id as string }, { signal: leave }), {
        signal,
        onProgress: setProgress,
      }),
    enabled: dataset !== null,
  });
  return {
    quality: query.data ?? null,
    progress: query.isFetching ? progress : null,
    running: query.isFetching,
    error: query.isFetching ? null : query.error,
    run: () => void query.refetch(),
  };
}

/** The rungs of the supply ladder of a dataset. */
export function useLadder(dataset: string) {
  const client = useClient();
  return useQuery<Ladder>({
    queryKey: [...queryKeys.case, 'ladder', dataset],
    queryFn: ({ signal }) => client.quality.ladder({ dataset }, { signal }),
  });
}

/** How many records of a dataset were rejected, those included that were taken in again. */
export function useRejectedTotal(dataset: string | null) {
  const client = useClient();
  return useQuery({
    queryKey: [...queryKeys.case, 'rejected-total', dataset],
    queryFn: async ({ signal }) =>
      (await client.sources.rejects({ dataset: dataset as string, window: { start: 0, end: 0 } }, { signal })).total,
    enabled: dataset !== null,
  });
}
