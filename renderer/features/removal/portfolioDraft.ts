import {
  DOMAINS,
  type Domain,
  type Portfolio,
  type PortfolioOrigin,
  parsePortfolio,
  type WorkloadClass,
} from '../../../shared/case/portfolio.ts';

/** A class as people type it: every field a text, empty = not set. */
export type ClassDraft = {
  key: number;
  name: string;
  gpus_per_node: string;
  cpu_milli_per_node: string;
  memory_mib_per_node: string;
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
  /** fields that the template leaves to the analyst */
  requires: WorkloadClass['requires_choice'];
};

/** What each field is called on the form, also in what it says of a problem. */
export const FIELD_LABELS = {
  name: 'Name',
  quantity: 'Quantity',
  gpus_per_node: 'GPUs per node',
  cpu_milli_per_node: 'CPU per node, thousandths of a core',
  memory_mib_per_node: 'Memory per node, MiB',
  nodes: 'Nodes per instance',
  domain: 'Nodes stand in',
  value: 'Value per instance',
  gpu_models: 'GPU models',
  min_vram_gib: 'Least VRAM, GiB',
  countries: 'Countries',
  min_uptime: 'Least uptime, %',
  verified_only: 'Verified nodes only',
  max_usd_per_gpu_hour: 'Highest price, USD per GPU-hour',
} as const;

/** What problems of typed classes begin with, where a file would say its name. */
export const TYPED_CLASSES = 'The workload classes';

const TYPED: PortfolioOrigin = {
  name: TYPED_CLASSES,
  place: '',
  advice: 'Correct the field; the built-in portfolios W1 to W6 show what fits.',
  labels: { ...FIELD_LABELS, quantity_share_of_capacity: FIELD_LABELS.quantity },
  rules: {
    gpu_models: 'names with a letter or digit, with commas between them, such as H100, RTX 4090',
    countries: 'two-letter codes with commas between them, such as DE, FR',
    min_uptime: 'a number from 0 to 100, such as 99.5 or 0.995',
    quantity: 'a whole number from 0, or a share of the capacity such as 10%',
    quantity_share_of_capacity: 'a whole number from 0, or a share of the capacity above 0 and at most 100%, such as 10%',
  },
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
    cpu_milli_per_node: text(workload.cpu_milli_per_node),
    memory_mib_per_node: text(workload.memory_mib_per_node),
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
    requires: workload.requires_choice,
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
/** What is no number stays as it was typed, so that the problem can show it. */
const number = (typed: string): number | string | undefined => {
  const text = typed.trim();
  return text === '' ? undefined : Number.isNaN(Number(text)) ? text : Number(text);
};

/** Name of a portfolio that was edited: what was typed, or the built-in one's id with what happened to it until it has a name of its own. */
export function editedTitle(typed: string, before: Pick<Portfolio, 'title'>, builtIn: string | null): string {
  const title = typed.trim();
  if (builtIn !== null && (title === '' || title === before.title)) return `${builtIn} (edited)`;
  return title === '' ? 'Own portfolio' : title;
}

/**
 * Portfolio of the drafts, checked like a file. Fields that a template leaves to the analyst stay so until they are set.
 *
 * @throws ChokepointError `portfolio-invalid` naming class, field and rule in the words of the form
 */
export function portfolioOf(drafts: readonly ClassDraft[], base: Pick<Portfolio, 'title' | 'metric'>): Portfolio {
  const classes = drafts.map((draft) => {
    const share = draft.quantity.trim().endsWith('%');
    const uptime = number(draft.min_uptime);
    const fields = {
      name: draft.name,
      gpus_per_node: number(draft.gpus_per_node),
      cpu_milli_per_node: number(draft.cpu_milli_per_node),
      memory_mib_per_node: number(draft.memory_mib_per_node),
      nodes: number(draft.nodes),
      domain: draft.domain === 'default' ? undefined : draft.domain,
      quantity: share ? undefined : number(draft.quantity),
      quantity_share_of_capacity: share ? draft.quantity.trim() : undefined,
      gpu_models: list(draft.gpu_models),
      min_vram_gib: number(draft.min_vram_gib),
      countries: list(draft.countries),
      // as a threshold is read: 99.5 and 0.995 are the same
      min_uptime: typeof uptime === 'number' && uptime > 1 ? uptime / 100 : uptime,
      verified_only: draft.verified_only || (draft.requires?.includes('verified_only') ? false : undefined),
      max_usd_per_gpu_hour: number(draft.max_usd_per_gpu_hour),
      value: number(draft.value),
      requires_choice: draft.requires,
    };
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  });
  return parsePortfolio({ ...(base.metric ? { metric: base.metric } : {}), title: base.title ?? 'Own portfolio', classes }, TYPED);
}

export const DOMAIN_ITEMS: readonly { id: Domain | 'default'; label: string }[] = [
  { id: 'default', label: 'default for the shape' },
  ...DOMAINS.map((domain) => ({ id: domain, label: domain === 'none' ? 'anywhere' : `one ${domain}` })),
];
