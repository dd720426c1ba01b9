import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { type ChartLine, chartLines, subjectsOf } from '../../../shared/claims/chart-lines.ts';
import type { ThresholdPack } from '../../../shared/claims/pack.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';

const NONE: readonly ThresholdPack[] = [];

/** Packs whose lines the case draws; the same list until a decision changes it. */
export function useChosenPacks(): readonly ThresholdPack[] {
  const client = useClient();
  const { data } = useQuery({ queryKey: [...queryKeys.case, 'packs'], queryFn: ({ signal }) => client.packs.list(undefined, { signal }) });
  return useMemo(() => {
    const chosen = (data ?? []).filter((pack) => pack.chosen).map(({ pack }) => pack);
    return chosen.length === 0 ? NONE : chosen;
  }, [data]);
}

/** Lines of the chosen packs for the share of one group of a dimension. */
export function useShareLines({ columns }: Dataset, by: string): readonly ChartLine[] {
  const packs = useChosenPacks();
  const field = columns.find(({ name }) => name === by)?.field ?? null;
  return useMemo(() => chartLines(packs, ['share', 'cr1'], subjectsOf(field)), [packs, field]);
}
