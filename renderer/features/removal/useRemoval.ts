import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { missingChoices, type Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalResult, RemovalSpec } from '../../../shared/case/removal.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { queryKeys, useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { dimensionsOf } from '../views/proposals.ts';
import { createPreview, type Preview } from './preview.ts';

export type BuiltIn = { id: string; title: string; note: string; requires: string[]; portfolio: Portfolio };

/** Built-in portfolios; they belong to the program, not to the case. */
export function usePortfolios() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.portfolios,
    queryFn: async ({ signal }) => (await client.removal.portfolios(undefined, { signal })) as BuiltIn[],
  });
}

export type RemovalState = {
  dataset: Dataset | null;
  spec: RemovalSpec | null;
  /** fields that the analyst has to set before the test means anything */
  missing: { class: string; field: string }[];
  preview: Preview | null;
  result: RemovalResult | null;
  /** the exact search still runs */
  checking: boolean;
  error: unknown;
};

/** The removal test on show: model for the page, exact result from a job; a newer test cancels the one before. */
export function useRemoval(): RemovalState {
  const client = useClient();
  const datasets = useDatasets().data;
  const portfolios = usePortfolios().data;
  const { dataset: id, removal, setRemoval, selection } = useUi();
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  const spec = removal.spec && removal.spec.dataset === dataset?.id ? removal.spec : null;

  useEffect(() => {
    if (!dataset || spec || !portfolios) return;
    const dimensions = dimensionsOf(dataset);
    const wanted = removal.asked?.by ?? selection?.by;
    const by = wanted !== undefined && dimensions.includes(wanted) ? wanted : dimensions[0];
    const first = portfolios.find((item) => item.requires.length === 0) ?? portfolios[0];
    if (!by || !first) return;
    const where = removal.asked?.where ?? '';
    setRemoval({ spec: { dataset: dataset.id, by, where, portfolio: first.portfolio, threshold: '9/10' }, asked: null });
  }, [dataset, spec, portfolios, selection, removal.asked, setRemoval]);

  const missing = spec ? missingChoices(spec.portfolio) : [];
  const ready = spec !== null && missing.length === 0;
  const model = useQuery({
    queryKey: [...queryKeys.case, 'removal-model', spec],
    queryFn: async ({ signal }) => {
      const answer = await client.removal.model(spec as RemovalSpec, { signal });
      return createPreview(answer, await answer.kappa.arrayBuffer());
    },
    enabled: ready,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    gcTime: 30_000,
  });
  const solved = useQuery({
    queryKey: [...queryKeys.case, 'removal-result', spec],
    queryFn: ({ signal }) =>
      runJob('Find the breaking point', (leave) => client.removal.solve(spec as RemovalSpec, { signal: leave }), { signal }),
    enabled: ready,
  });
  const failure = model.error ?? solved.error;
  return {
    dataset,
    spec,
    missing,
    preview: ready ? (model.data ?? null) : null,
    result: ready ? (solved.data ?? null) : null,
    checking: ready && solved.data === undefined && !solved.error,
    error: failure && !isCancelled(failure) ? failure : null,
  };
}
