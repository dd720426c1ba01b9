import { create } from 'zustand';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { EntityScope } from '../../../shared/case/entities.ts';
import { dimensionsOf, weightsOf } from '../../../shared/case/view-columns.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { useSavedViews } from '../views/useSavedViews.ts';

const TABS = ['proposals', 'links', 'ledger', 'investigate'] as const;
export type EntityTab = (typeof TABS)[number];
const ORDERS = ['value', 'strength', 'names'] as const;
export type Order = (typeof ORDERS)[number];

type EntityState = {
  /** as the person changed it; `null` = the usual one */
  scope: EntityScope | null;
  tab: EntityTab;
  order: Order;
  /** share of the weight below which proposals are only counted */
  least: number;
  set: (patch: Partial<Omit<EntityState, 'set'>>) => void;
};

/** Share of the weight below which a proposal is left out at first. */
export const USUAL_LEAST = 0.005;

/** What the Entities screen shows, while the page lives. */
export const useEntityState = create<EntityState>()((set) => ({
  scope: null,
  tab: 'proposals',
  order: 'value',
  least: USUAL_LEAST,
  set: (patch) => set(patch),
}));

/** Columns whose values are parties, then all others. */
export function accountColumns(dataset: Dataset): string[] {
  const parties = dataset.columns.filter(isPartyColumn).map(({ name }) => name);
  return [...parties, ...dimensionsOf(dataset).filter((name) => !parties.includes(name))];
}

/** Dataset and scope on show: accounts of the provider, else the first party, by the usual weight and the filter of the views. */
export function useEntityScope(): { dataset: Dataset | null; scope: EntityScope | null } {
  const datasets = useDatasets().data;
  const { dataset: id, view } = useUi();
  const saved = useSavedViews().data;
  const chosen = useEntityState((state) => state.scope);
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  if (!dataset || !saved) return { dataset, scope: null };
  if (chosen?.dataset === dataset.id) return { dataset, scope: chosen };
  const columns = accountColumns(dataset);
  const party = dataset.columns.find(({ field }) => field === 'provider') ?? dataset.columns.find(isPartyColumn);
  const by = party?.name ?? columns[0];
  const weight = weightsOf(dataset)[0] ?? 'count';
  const where = view?.dataset === dataset.id ? view.where : (saved.find(({ spec }) => spec.dataset === dataset.id)?.spec.where ?? '');
  return { dataset, scope: by === undefined ? null : { dataset: dataset.id, by, weight, where } };
}
