import { DOMAINS, type Domain, type Portfolio, parsePortfolio, type WorkloadClass } from '../../../shared/case/portfolio.ts';

/** A class as people type it: every field a text, empty = not set. */
export type ClassDraft = {
  key: number;
  name: string;
  gpus_per_node: string;
  nodes: string;
  domain: Domain | 'default';
  quantity: string;
  gpu_models: string;
  min_vram_gib: string;
  countries: string;
  min_uptime: string;
  verified_only: boolean;
  max_usd_per_gpu_hour: string;
  value: string;
};

let lastKey = 0;
const text = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** Draft of a class for the editor; a share of capacity stands as `10%` in the quantity. */
export function draftOf(workload: WorkloadClass): ClassDraft {
  lastKey += 1;
  return {
    key: lastKey,
    name: workload.name,
    gpus_per_node: text(workload.gpus_per_node),
    nodes: text(workload.nodes),
    domain: workload.domain ?? 'default',
    quantity: workload.quantity_share_of_capacity ?? text(workload.quantity),
    gpu_models: (workload.gpu_models ?? []).join(', '),
    min_vram_gib: text(workload.min_vram_gib),
    countries: (workload.countries ?? []).join(', '),
    min_uptime: workload.min_uptime === undefined ? '' : String(Number((workload.min_uptime * 100).toPrecision(12))),
    verified_only: workload.verified_only ?? false,
    max_usd_per_gpu_hour: text(workload.max_usd_per_gpu_hour),
    value: text(workload.value),
  };
}

/** A new class: one GPU, one instance. */
export function emptyDraft(name: string): ClassDraft {
  return draftOf({ name, gpus_per_node: 1, nodes: 1, quantity: 1 });
}

const list = (typed: string): string[] | undefined => {
  const parts = typed.split(',').map((part) => part.trim());
  const filled = parts.filter((part) => part !== '');
  return filled.length > 0 ? filled : undefined;
};
const number = (typed: string): number | undefined => (typed.trim() === '' ? undefined : Number(typed));

/**
 * Portfolio of the drafts, checked like a file.
 *
 * @param requires fields that the template leaves to the analyst, by class name; kept until they are set
 * @throws ChokepointError `portfolio-invalid` naming class, field and rule
 */
export function portfolioOf(drafts: readonly ClassDraft[], base: Pick<Portfolio, 'title' | 'metric'>): Portfolio {
  const classes = drafts.map((draft) => {
    const share = draft.quantity.trim().endsWith('%');
    const uptime = number(draft.min_uptime);
    const fields = {
      name: draft.name,
      gpus_per_node: number(draft.gpus_per_node),
      nodes: number(draft.nodes),
      domain: draft.domain === 'default' ? undefined : draft.domain,
      quantity: share ? undefined : number(draft.quantity),
      quantity_share_of_capacity: share ? draft.quantity.trim() : undefined,
      gpu_models: list(draft.gpu_models),
      min_vram_gib: number(draft.min_vram_gib),
      countries: list(draft.countries),
      min_uptime: uptime === undefined ? undefined : uptime / 100,
      verified_only: draft.verified_only || undefined,
      max_usd_per_gpu_hour: number(draft.max_usd_per_gpu_hour),
      value: number(draft.value),
    };
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  });
  return parsePortfolio(
    { ...(base.metric ? { metric: base.metric } : {}), title: base.title ?? 'Own portfolio', classes },
    'This portfolio',
  );
}

export const DOMAIN_ITEMS: readonly { id: Domain | 'default'; label: string }[] = [
  { id: 'default', label: 'default for the shape' },
  ...DOMAINS.map((domain) => ({ id: domain, label: domain === 'none' ? 'anywhere' : `one ${domain}` })),
];
