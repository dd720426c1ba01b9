import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { missingChoices, type Portfolio, portfolioSchema } from '../../../shared/case/portfolio.ts';
import type { RemovalResult, RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import { usualPortfolio } from '../../../shared/case/usual-portfolio.ts';
import { dimensionsOf } from '../../../shared/case/view-columns.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { queryKeys, useCase, useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { keepDraft, readDraft } from './drafts.ts';
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

/** Title of the job that searches the breaking point. */
export const SOLVING = 'Find the breaking point';

export type RemovalState = {
  dataset: Dataset | null;
  spec: RemovalSpec | null;
  /** fields that the analyst has to set before the test means anything */
  missing: { class: string; field: string }[];
  /** no test is on show yet, since it is asked which one this dataset can serve */
  choosing: boolean;
  preview: Preview | null;
  result: RemovalResult | null;
  /** the exact search still runs */
  checking: boolean;
  error: unknown;
};

/** Saved scenarios of a dataset, oldest first; `undefined` while they are asked for. */
export function useScenarios(dataset: Pick<Dataset, 'id'> | null): readonly Scenario[] | undefined {
  const client = useClient();
  const { data } = useQuery({ queryKey: queryKeys.scenarios, queryFn: ({ signal }) => client.removal.scenarios(undefined, { signal }) });
  return data?.filter((scenario) => scenario.spec.dataset === dataset?.id);
}

/** The built-in portfolio that this one is, unchanged, or `null`. */
export function builtInOf(portfolios: readonly BuiltIn[], portfolio: Portfolio): BuiltIn | null {
  const form = (value: unknown): string => JSON.stringify(portfolioSchema.parse(value));
  const wanted = form(portfolio);
  return portfolios.find((item) => item.id === portfolio.id && form(item.portfolio) === wanted) ?? null;
}

/** Whether a portfolio asks for half of today's GPUs, unchanged. */
export const isUsual = (portfolio: Portfolio): boolean => JSON.stringify(portfolioSchema.parse(portfolio)) === USUAL;
const USUAL = JSON.stringify(portfolioSchema.parse(usualPortfolio));

/** Query of the model of a test; the one that the proposal asks for is the one that the screen shows. */
const modelQuery = (client: ReturnType<typeof useClient>, spec: RemovalSpec | null) => ({
  queryKey: [...queryKeys.case, 'removal-model', spec],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const answer = await client.removal.model(spec as RemovalSpec, { signal });
    return createPreview(answer, await answer.kappa.arrayBuffer(), await answer.pieces.arrayBuffer());
  },
  structuralSharing: false,
  gcTime: 30_000,
});

const isSameSubject = (before: unknown, spec: RemovalSpec | null): boolean => {
  const { dataset, by } = (before ?? {}) as Partial<RemovalSpec>;
  return spec !== null && dataset === spec.dataset && by === spec.by;
};

/** What a portfolio is called on the screen. */
export function portfolioName(portfolio: Portfolio, builtIn: BuiltIn | null): string {
  return builtIn ? `${builtIn.id} ${builtIn.title}` : (portfolio.title ?? 'own portfolio');
}

/**
 * Puts a test on the screen where none is, and keeps the one that is: what was last on it for this dataset, else the first saved scenario,
 * else a built-in portfolio, or half of today's GPUs where nothing of that one can be served. Units that another screen asked to remove stay, by their own dimension and filter.
 */
function useProposal(dataset: Dataset | null, spec: RemovalSpec | null): { choosing: boolean } {
  const client = useClient();
  const portfolios = usePortfolios().data;
  const scenarios = useScenarios(dataset);
  const caseId = useCase().data?.id ?? null;
  const { removal, setRemoval, selection } = useUi();
  const { asked, removed, explored } = removal;

  const kept = useMemo(
    () => (caseId && dataset && !spec && scenarios ? (readDraft(caseId, dataset.id) ?? scenarios[0] ?? null) : null),
    [caseId, dataset, spec, scenarios],
  );
  const builtIn = useMemo((): RemovalSpec | null => {
    if (!dataset || spec || !portfolios) return null;
    const dimensions = dimensionsOf(dataset);
    const wanted = asked?.by ?? selection?.by;
    const by = wanted !== undefined && dimensions.includes(wanted) ? wanted : dimensions[0];
    const first = portfolios.find((item) => item.requires.length === 0) ?? portfolios[0];
    return by && first
      ? {
          dataset: dataset.id,
          by,
          where: asked?.where ?? '',
          portfolio: first.portfolio,
          threshold: '9/10',
          entities: asked?.entities ?? 'confirmed',
        }
      : null;
  }, [dataset, spec, portfolios, asked, selection]);
  const counted = dataset?.columns.some(({ field }) => field === 'gpu_count') ?? false;
  const asks = caseId !== null && scenarios !== undefined && kept === null && builtIn !== null && counted;
  const probe = useQuery({ ...modelQuery(client, builtIn), enabled: asks });
  const waits = asks && probe.isPending;
  const unservable = asks && probe.data?.model.unservable != null;

  useEffect(() => {
    if (!caseId || !dataset || spec || !portfolios || !scenarios || waits) return;
    const proposed = builtIn && { spec: unservable ? { ...builtIn, portfolio: usualPortfolio } : builtIn, removed: [] };
    const last: { spec: RemovalSpec; removed: readonly string[]; explored?: boolean } | null = kept ?? proposed;
    if (!last) return;
    const next = asked
      ? { spec: { ...last.spec, by: builtIn?.by ?? asked.by, where: asked.where, entities: asked.entities }, removed }
      : last;
    setRemoval({
      spec: next.spec,
      removed: next.removed,
      k: next.removed.length,
      asked: null,
      explored: explored || (last.explored ?? false),
    });
  }, [caseId, dataset, spec, portfolios, scenarios, kept, builtIn, unservable, waits, asked, removed, explored, setRemoval]);

  useEffect(() => {
    if (caseId && spec) keepDraft(caseId, { spec, removed: [...removed], explored });
  }, [caseId, spec, removed, explored]);
  return { choosing: waits };
}

/** The removal test on show: model for the page, exact result from a job; a newer test cancels the one before. */
export function useRemoval(): RemovalState {
  const client = useClient();
  const datasets = useDatasets().data;
  const { dataset: id, removal } = useUi();
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  const spec = removal.spec && removal.spec.dataset === dataset?.id ? removal.spec : null;
  const { choosing } = useProposal(dataset, spec);

  const missing = spec ? missingChoices(spec.portfolio) : [];
  const ready = spec !== null && missing.length === 0;
  const model = useQuery({
    ...modelQuery(client, spec),
    enabled: ready,
    // what stands until the answer comes is of the same dataset and unit
    placeholderData: (before, query) => (isSameSubject(query?.queryKey.at(-1), spec) ? before : undefined),
  });
  const solved = useQuery({
    queryKey: [...queryKeys.case, 'removal-result', spec],
    queryFn: ({ signal }) => runJob(SOLVING, (leave) => client.removal.solve(spec as RemovalSpec, { signal: leave }), { signal }),
    enabled: ready,
  });
  const failure = model.error ?? solved.error;
  return {
    dataset,
    spec,
    missing,
    choosing,
    preview: ready ? (model.data ?? null) : null,
    result: ready ? (solved.data ?? null) : null,
    checking: ready && solved.data === undefined && !solved.error,
    error: failure && !isCancelled(failure) ? failure : null,
  };
}
