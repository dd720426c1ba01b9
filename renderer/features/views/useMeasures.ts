import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import type { MetricAsk } from './MetricCardPanel.tsx';

/** What is asked of a view when nobody asked for more. */
export const PLAIN_ASK: MetricAsk = { preset: '', groupsOf: '', sampling: 'census', thresholds: [] };

/** Cards of the metrics of a view; those of the view before stay until the new ones are there. */
export function useMeasures(spec: ViewSpec, ask: MetricAsk) {
  const client = useClient();
  const asked = { spec: wholeSpec(spec), ...ask };
  return useQuery({
    queryKey: [...queryKeys.case, 'measures', asked],
    queryFn: ({ signal }) => client.views.measures(asked, { signal }),
    placeholderData: keepPreviousData,
  });
}
