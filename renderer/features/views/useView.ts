import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import type { Host } from '../../host/host.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys, useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { changeView } from '../../state/view.ts';
import { suggestedViews } from './proposals.ts';

export type ViewState = {
  dataset: Dataset | null;
  spec: ViewSpec | null;
  result: ViewResult | null;
  /** the view that the numbers on show belong to: the one before while `stale` */
  shown: ViewSpec | null;
  /** the numbers on show belong to the view before */
  stale: boolean;
  error: unknown;
  retry: () => void;
};

const viewQuery = (client: Host['client'], spec: ViewSpec | null) =>
  queryOptions({
    queryKey: [...queryKeys.case, 'view', spec],
    queryFn: ({ signal }) => client.views.open(spec as ViewSpec, { signal }),
  });

/** Changes the view on show, as one step that undo takes back; the engine is asked first, and works while the page is drawn. */
export function useChangeView(): (after: ViewSpec) => void {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(
    (after) => {
      void queries.prefetchQuery(viewQuery(client, after));
      // the request leaves at the end of this task, so drawing has to wait for the next
      setTimeout(() => changeView(after));
    },
    [client, queries],
  );
}

/** The view on show: proposes one for a dataset without, keeps the old numbers while new ones are computed. */
export function useView(): ViewState {
  const client = useClient();
  const datasets = useDatasets().data;
  const id = useUi((state) => state.dataset);
  const view = useUi((state) => state.view);
  const setView = useUi((state) => state.setView);
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  const spec = view && view.dataset === dataset?.id ? view : null;
  useEffect(() => {
    if (dataset && !spec) setView(suggestedViews(dataset)[0] ?? null);
  }, [dataset, spec, setView]);
  const query = useQuery({ ...viewQuery(client, spec), enabled: spec !== null, placeholderData: keepPreviousData });
  const shown = useRef(spec);
  if (query.data !== undefined && !query.isPlaceholderData) shown.current = spec;
  return {
    dataset,
    spec,
    shown: query.data === undefined ? spec : shown.current,
    result: spec && !query.error ? (query.data ?? null) : null,
    stale: query.isPlaceholderData || (query.isFetching && query.data !== undefined),
    error: query.error,
    retry: () => void query.refetch(),
  };
}
