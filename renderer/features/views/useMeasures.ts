import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CardLine } from '../../../shared/case/measures.ts';
import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import type { ThresholdPack } from '../../../shared/claims/pack.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { useChosenPacks } from '../claims/usePackLines.ts';
import type { MetricAsk } from './MetricCardPanel.tsx';

/** What is asked of a view when nobody asked for more. */
export const PLAIN_ASK: MetricAsk = { preset: '', groupsOf: '', thresholds: [] };

/** Lines of the chosen packs that a card measures its distance to: those on any value of the index, without a second line. */
function cardLines(packs: readonly ThresholdPack[]): CardLine[] {
  return packs.flatMap(({ id, lines }) =>
    lines.flatMap(({ metric, op, value, label, applies_to: subject, with: second }): CardLine[] =>
      (metric === 'hhi_points' || metric === 'cr1') && subject === undefined && second === undefined
        ? [{ metric, op, value, label: `${label}, ${id}` }]
        : [],
    ),
  );
}

/** Cards of the metrics of a view; those of the view before stay until the new ones are there. */
export function useMeasures(spec: ViewSpec, ask: MetricAsk) {
  const client = useClient();
  const asked = { spec: wholeSpec(spec), ...ask, lines: cardLines(useChosenPacks()).slice(0, 50) };
  return useQuery({
    queryKey: [...queryKeys.case, 'measures', asked],
    queryFn: ({ signal }) => client.views.measures(asked, { signal }),
    placeholderData: keepPreviousData,
  });
}
