import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys, useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { suggestedViews } from './proposals.ts';

export type ViewState = {
  dataset: Dataset | null;
  spec: ViewSpec | null;
  result: ViewResult | null;
  /** the numbers on show belong to the view before */
  stale: boolean;
  error: unknown;
  retry: () => void;
};

/** The view on show: proposes one for a dataset without, keeps the old numbers while new ones are computed. */
export function useView(): ViewState {
  const client = useClient();
  const datasets = useDatasets().data;
  const { dataset: id, view, setView } = useUi();
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  const spec = view && view.dataset === dataset?.id ? view : null;
  useEffect(() => {
    if (dataset && !spec) setView(suggestedViews(dataset)[0] ?? null);
  }, [dataset, spec, setView]);
  const query = useQuery({
    queryKey: [...queryKeys.case, 'view', spec],
    queryFn: ({ signal }) => client.views.open(spec as ViewSpec, { signal }),
    enabled: spec !== null,
    placeholderData: keepPreviousData,
  });
  return {
    dataset,
    spec,
    result: spec && !query.error ? (query.data ?? null) : null,
    stale: query.isPlaceholderData || (query.isFetching && query.data !== undefined),
    error: query.error,
    retry: () => void query.refetch(),
  };
}
