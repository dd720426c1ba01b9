import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CompareResult, CompareSpec } from '../../../shared/case/compare.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';

export type Compared = { result: CompareResult | null; stale: boolean; error: unknown; retry: () => void };

/** The answer to a comparison; the old numbers stay, dimmed, while new ones are computed. */
export function useCompare(spec: CompareSpec | null): Compared {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.case, 'compare', spec],
    queryFn: ({ signal }) => client.compare.open(spec as CompareSpec, { signal }),
    enabled: spec !== null,
    placeholderData: keepPreviousData,
  });
  return {
    result: spec && !query.error ? (query.data ?? null) : null,
    stale: query.isPlaceholderData || (query.isFetching && query.data !== undefined),
    error: query.error,
    retry: () => void query.refetch(),
  };
}
