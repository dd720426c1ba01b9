import { z } from 'zod';
import { levenshteinSimilarity } from '../entities/similarity.ts';
import { parseFraction } from '../resilience/fraction.ts';
import { ChokepointError } from './error.ts';

/** Where the nodes of one instance must stand together. */
export const DOMAINS = ['host', 'site', 'provider', 'region', 'none'] as const;
export type Domain = (typeof DOMAINS)[number];

/** What one unit of service is worth by default: GPUs of the instance, or 1 for each instance. */
const PORTFOLIO_METRICS = ['gpu-hour', 'workload'] as const;
export type PortfolioMetric = (typeof PORTFOLIO_METRICS)[number];

/** Optional fields that a template may leave to the analyst. */
const CHOICES = ['gpu_models', 'min_vram_gib', 'countries', 'min_uptime', 'verified_only', 'max_usd_per_gpu_hour', 'value'] as const;

/** What each field of a class must be; printed when it is not. */
const CLASS_RULES: Record<string, string> = {
  name: 'a text that is not empty',
  gpu_models: 'a list of at least one GPU name with a letter or digit, such as ["H100", "RTX 4090"]',
  min_vram_gib: 'a number above 0: nominal GiB of memory per GPU',
  gpus_per_node:
    'a whole number from 1 to 1,000,000: GPUs that one instance uses on each of its nodes; 0 where it asks for CPU or memory only',
  cpu_milli_per_node: 'a whole number from 1: thousandths of a CPU core that one instance takes on each of its nodes',
  memory_mib_per_node: 'a whole number from 1: MiB of memory that one instance takes on each of its nodes',
  nodes: 'a whole number from 1 to 1,000,000: nodes of one instance',
  domain: `one of ${DOMAINS.join(', ')}`,
  countries: 'a list of at least one country code, such as ["DE", "FR"]',
  min_uptime: 'a fraction from 0 to 1; 99.5 % is 0.995',
  verified_only: 'true or false',
  max_usd_per_gpu_hour: 'a number above 0: US dollars per GPU and hour',
  quantity: 'a whole number from 0: instances wanted at the same time',
  quantity_share_of_capacity: 'a share above 0 and at most 1 as text, such as "10%"',
  value: 'a whole number from 0: value of one served instance',
  requires_choice: `a list of fields out of ${CHOICES.join(', ')}`,
};

/** Fields of a workload class, in the order of a portfolio table. */
export const CLASS_FIELDS = Object.keys(CLASS_RULES);

const HEADER_RULES: Record<string, string> = {
  classes: 'a list of at least one workload class',
  id: 'a text',
  title: 'a text',
  note: 'a text',
  metric: `one of ${PORTFOLIO_METRICS.join(', ')}`,
};

const whole = z.number().int().max(Number.MAX_SAFE_INTEGER);
const count = whole.min(1).max(1_000_000);
const amount = whole.min(1).max(1_000_000_000);
const text = z.string().trim().min(1);

/** One workload class: gang shape, constraints, quantity and value (removal-test.md 2.2). */
export const workloadClassSchema = z
  .strictObject({
    name: text,
    gpu_models: z
      .array(text.regex(/[\p{L}\p{N}]/u))
      .min(1)
      .optional(),
    min_vram_gib: z.number().positive().optional(),
    gpus_per_node: whole.min(0).max(1_000_000),
    cpu_milli_per_node: amount.optional(),
    memory_mib_per_node: amount.optional(),
    nodes: count.default(1),
    /** default: `host` for one node, `none` for several */
    domain: z.enum(DOMAINS).optional(),
    countries: z.array(text).min(1).optional(),
    min_uptime: z.number().min(0).max(1).optional(),
    verified_only: z.boolean().optional(),
    max_usd_per_gpu_hour: z.number().positive().optional(),
    quantity: whole.min(0).optional(),
    /** exact share of the capacity for this class, resolved once to a whole number of at least 1 */
    quantity_share_of_capacity: z
      .string()
      .refine((share) => {
        const fraction = parseFraction(share);
        return fraction !== null && fraction.num > 0 && fraction.num <= fraction.den;
      })
      .optional(),
    /** default: GPUs of one instance, or 1 where the portfolio's metric is `workload` */
    value: whole.min(0).optional(),
    /** fields that must be set before the portfolio can be run */
    requires_choice: z.array(z.enum(CHOICES)).optional(),
  })
  .superRefine((workload, context) => {
    if ((workload.quantity === undefined) === (workload.quantity_share_of_capacity === undefined)) {
      const message =
        workload.quantity === undefined
          ? 'is missing; give a whole number, or quantity_share_of_capacity such as "10%"'
          : 'stands beside quantity_share_of_capacity; keep one of the two';
      context.addIssue({ code: 'custom', path: ['quantity'], message });
    }
    if (workload.gpus_per_node === 0 && workload.cpu_milli_per_node === undefined && workload.memory_mib_per_node === undefined)
      context.addIssue({
        code: 'custom',
        path: ['gpus_per_node'],
        message: 'is 0, and the class asks for no CPU or memory; give GPUs, cpu_milli_per_node or memory_mib_per_node',
      });
    if (workload.domain === 'host' && workload.nodes > 1)
      context.addIssue({
        code: 'custom',
        path: ['domain'],
        message: 'is host, but the class needs several nodes; use site, provider, region or none',
      });
  });
export type WorkloadClass = z.infer<typeof workloadClassSchema>;

/** A portfolio: what the network has to serve at the same time. */
export const portfolioSchema = z
  .strictObject({
    id: z.string().optional(),
    title: z.string().optional(),
    note: z.string().optional(),
    metric: z.enum(PORTFOLIO_METRICS).optional(),
    classes: z.array(workloadClassSchema).min(1),
  })
  .superRefine((portfolio, context) => {
    const seen = new Set<string>();
    portfolio.classes.forEach((workload, index) => {
      if (seen.has(workload.name))
        context.addIssue({
          code: 'custom',
          path: ['classes', index, 'name'],
          message: 'is used by an earlier class; give each class its own name',
        });
      seen.add(workload.name);
    });
  });
export type Portfolio = z.infer<typeof portfolioSchema>;

/** Where a portfolio comes from, so that its problems speak of what the person sees: names of fields, rules, what to do. */
export type PortfolioOrigin = {
  /** begins the message: a file name, or words for what was typed */
  name: string;
  /** ends the count of further problems, e.g. ` in this file` */
  place: string;
  advice: string;
  /** the label of a field where it is not its own name */
  labels?: Readonly<Record<string, string>>;
  /** what a field must be, where it is not typed as it is stored */
  rules?: Readonly<Record<string, string>>;
};

const fileOrigin = (name: string): PortfolioOrigin => ({
  name,
  place: ' in this file',
  advice: 'Correct the field and read the file again; built-in portfolios W1 to W6 show the form.',
});

type Problem = { class: string | null; field: string | null; problem: string };

/**
 * Checks a portfolio and fills in the defaults. A field that is not known comes first among the problems: the one that is missing is often
 * the same field, misspelt.
 *
 * @param value parsed JSON, or what was typed
 * @param from name of its file, or where else it comes from
 * @throws ChokepointError `portfolio-invalid` naming the class, the field and the rule; all problems stand in `details.problems`
 */
export function parsePortfolio(value: unknown, from: string | PortfolioOrigin = 'portfolio'): Portfolio {
  const parsed = portfolioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const origin = typeof from === 'string' ? fileOrigin(from) : from;
  const issues = parsed.error.issues.toSorted((a, b) => Number(b.code === 'unrecognized_keys') - Number(a.code === 'unrecognized_keys'));
  const problems = issues.flatMap((issue) => problemsOf(issue, value, origin));
  const first = problems[0] as Problem;
  const place = first.class === null ? '' : `, class ${first.class}`;
  const more = problems.length > 1 ? ` (${problems.length - 1} more${origin.place})` : '';
  const field = first.field === null ? '' : `field "${origin.labels?.[first.field] ?? first.field}" `;
  throw new ChokepointError('portfolio-invalid', `${origin.name}${place}: ${field}${first.problem}.${more}`, origin.advice, {
    file: origin.name,
    ...first,
    problems,
  });
}

/**
 * Reads the text of a portfolio file.
 *
 * @throws ChokepointError `portfolio-not-json` or `portfolio-invalid`
 */
export function readPortfolio(content: string, fileName = 'portfolio'): Portfolio {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ChokepointError(
      'portfolio-not-json',
      `${fileName} is not a JSON file: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      'Save the portfolio as JSON text of the form {"classes": [{"name": ..., "gpus_per_node": ..., "quantity": ...}]}.',
      { file: fileName },
    );
  }
  return parsePortfolio(value, fileName);
}

/** Fields of a template that wait for the analyst, as `{ class, field }` in file order. */
export function missingChoices(portfolio: Portfolio): { class: string; field: string }[] {
  return portfolio.classes.flatMap((workload) =>
    (workload.requires_choice ?? [])
      .filter((field) => workload[field] === undefined)
      .map((field) => ({ class: workload.name, field: field as string })),
  );
}

/**
 * Stops a run of a template with unset choices.
 *
 * @throws ChokepointError `portfolio-choice-missing` naming class and field
 */
export function assertChoicesMade(portfolio: Portfolio): void {
  const missing = missingChoices(portfolio);
  const first = missing[0];
  if (!first) return;
  throw new ChokepointError(
    'portfolio-choice-missing',
    `Portfolio ${portfolio.id ?? portfolio.title ?? ''} cannot be run yet: class "${first.class}" leaves the field "${first.field}" to the analyst.`,
    `Set "${first.field}" of class "${first.class}": ${CLASS_RULES[first.field]}.`,
    { class: first.class, field: first.field, missing },
  );
}

/** Domain in which the nodes of one instance must stand, with the default filled in. */
export function domainOf(workload: WorkloadClass): Domain {
  return workload.domain ?? (workload.nodes > 1 ? 'none' : 'host');
}

/** Value of one served instance (integer), with the default of the portfolio's metric filled in. */
export function instanceValueOf(workload: WorkloadClass, metric: PortfolioMetric = 'gpu-hour'): number {
  return workload.value ?? (metric === 'workload' ? 1 : workload.gpus_per_node * workload.nodes);
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, { rules }: PortfolioOrigin): Problem[] {
  const [top, index, field] = issue.path;
  const inClass = top === 'classes' && typeof index === 'number';
  const className = inClass ? classLabel(value, index) : null;
  const name = inClass ? field : top;
  const known = inClass ? CLASS_RULES : HEADER_RULES;
  if (issue.code === 'unrecognized_keys') {
    const names = Object.keys(known);
    return issue.keys.map((key) => {
      const near = nearest(key, names);
      const advice = near === null ? '' : `; "${near}" comes nearest`;
      return { class: className, field: key, problem: `is not known here${advice}; known fields are ${names.join(', ')}` };
    });
  }
  if (name === undefined) {
    const problem = inClass ? 'a class must be an object with fields' : 'the file must be an object with the field "classes"';
    return [{ class: className, field: null, problem }];
  }
  const label = String(name);
  if (issue.code === 'custom' && issue.message !== 'Invalid input' && rules?.[label] === undefined)
    return [{ class: className, field: label, problem: issue.message }];
  const found = issue.path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], value);
  const rule = rules?.[label] ?? known[label] ?? 'valid';
  return [{ class: className, field: label, problem: `must be ${rule}; found ${found === undefined ? 'nothing' : shown(found)}` }];
}

/** The known name that a misspelt one most likely stands for: one that it is a part of, or one that shares at least half its letters. */
function nearest(key: string, names: readonly string[]): string | null {
  const typed = key.toLowerCase();
  const closeness = (name: string) => Math.max(levenshteinSimilarity(typed, name), typed.length >= 4 && name.includes(typed) ? 0.75 : 0);
  const best = names.toSorted((a, b) => closeness(b) - closeness(a))[0];
  return best !== undefined && closeness(best) >= 0.5 ? best : null;
}

function classLabel(value: unknown, index: number): string {
  const name = (value as { classes?: { name?: unknown }[] }).classes?.[index]?.name;
  return typeof name === 'string' && name.trim() !== '' ? `${index + 1} "${name}"` : `${index + 1}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
