import { ChokepointError } from '../../case/error.ts';
import { type Portfolio, parsePortfolio } from '../../case/portfolio.ts';
import { formatCount, formatQuantity } from '../../format/index.ts';
import type { TraceOptions } from './options.ts';
import { gpuMilliOfJob, peakGpuMilli, type ReadJobs, type TraceJob } from './read-jobs.ts';

/** Jobs that become one class. */
type Kind = {
  part: boolean;
  gpus: number;
  nodes: number;
  models: string[];
  milli: number;
  /** instances in thousandths: jobs, or GPUs that parts add up to */
  instances: number;
  /** of all its jobs on one node each */
  cpuMilli: number;
  memoryMib: number;
};

/**
 * A portfolio with the mix of a job trace at a load of one's choice: a class for each shape and list of models.
 *
 * Quantities are shares of the load in proportion to the GPUs that each class asks for, rounded down, and up again by one in the order of
 * what was lost as far as the load allows; they never pass it. Exact integers; means of CPU and memory are rounded up.
 *
 * @throws ChokepointError `trace-empty` without jobs that ask for GPUs, `trace-load-missing` without a load
 */
export function portfolioOfJobs({ jobs, rejected, states }: ReadJobs, options: TraceOptions): Portfolio {
  const asking = jobs.filter(({ gpus }) => gpus > 0);
  const total = asking.reduce((sum, job) => sum + milliOf(job, options), 0);
  if (total === 0)
    throw new ChokepointError(
      'trace-empty',
      `No job of the trace asks for a GPU (${formatCount(jobs.length)} jobs, ${formatCount(rejected)} lines without usable numbers).`,
      'Look whether the file is the table of jobs, not of machines.',
      { jobs: jobs.length, rejected },
    );
  const peak = peakGpuMilli(asking);
  if (options.load === undefined)
    throw new ChokepointError(
      'trace-load-missing',
      'A trace gives the mix of jobs, not how many GPUs are wanted at the same time.',
      `Choose a load in GPUs. All jobs together ask for ${gpusOf(total)} GPUs${peak > 0 ? `, at most ${gpusOf(peak)} of them at the same time in the trace` : ''}.`,
      { gpus: total / 1000, peakGpus: peak / 1000 },
    );
  const kinds = kindsOf(asking, options);
  const kept = kinds.slice(0, options.classes);
  const keptMilli = kept.reduce((sum, { milli }) => sum + milli, 0);
  const quantities = quantitiesOf(kept, keptMilli, options.load);
  const classes = kept.flatMap((kind, index) => {
    const quantity = quantities[index] as number;
    return quantity === 0 ? [] : [classOf(kind, quantity, options)];
  });
  const used = kept.reduce((sum, kind, index) => sum + sizeOf(kind) * (quantities[index] as number), 0);
  const small = quantities.filter((quantity) => quantity === 0).length;
  const parts = asking.filter(({ gpuMilli }) => gpuMilli < 1000).length;
  const note = [
    `${formatCount(asking.length)} of ${formatCount(jobs.length)} jobs of a trace ask for GPUs, ${gpusOf(total)} in all. Their mix at a load of ${formatCount(options.load)} GPUs (${formatCount(used)} in whole jobs).`,
    ...(peak > 0 ? [`In the trace at most ${gpusOf(peak)} GPUs ran at the same time: it gives the mix, not the load.`] : []),
    ...(parts > 0
      ? [
          options.parts === 'shared'
            ? `${formatCount(parts)} jobs ask for a part of one GPU: counted as the GPUs that the parts add up to.`
            : `${formatCount(parts)} jobs ask for a part of one GPU: counted as a GPU each.`,
        ]
      : []),
    ...(kinds.length > kept.length
      ? [
          `${formatCount(kinds.length - kept.length)} kinds of jobs with ${gpusOf(total - keptMilli)} GPUs are left out: the ${kept.length} largest are kept.`,
        ]
      : []),
    ...(small > 0 ? [`${formatCount(small)} kinds come to less than one job at this load.`] : []),
    ...(rejected > 0 ? [`${formatCount(rejected)} lines without usable numbers.`] : []),
    resourceNote(
      options,
      states,
      kept.some(({ part }) => part),
    ),
  ].join(' ');
  if (classes.length === 0)
    throw new ChokepointError(
      'trace-load-small',
      `At a load of ${formatCount(options.load)} GPUs no class of the trace comes to one job.`,
      'Choose a larger load, or fewer classes.',
      { load: options.load },
    );
  return parsePortfolio({ title: options.title ?? 'Jobs of a trace', note, classes }, 'trace');
}

const gpusOf = (milli: number): string => formatQuantity(milli / 1000);

/** GPUs of one instance. */
const sizeOf = ({ gpus, nodes }: Kind): number => gpus * nodes;

function milliOf(job: TraceJob, { parts }: TraceOptions): number {
  return parts === 'whole' ? job.gpus * 1000 * job.nodes : gpuMilliOfJob(job);
}

/** Kinds by descending GPUs, ties by what they ask for. */
function kindsOf(jobs: readonly TraceJob[], options: TraceOptions): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const job of jobs) {
    const part = job.gpuMilli < 1000 && options.parts === 'shared';
    const [gpus, nodes] = part ? [1, 1] : [job.gpus, job.nodes];
    // parts that share a GPU have no CPU of their own to be told apart by
    const resources = options.resources === 'exact' && !part ? ` ${job.cpuMilli} ${job.memoryMib}` : '';
    const key = `${part} ${gpus} ${nodes} ${job.models.join('|')}${resources}`;
    const kind = kinds.get(key) ?? { part, gpus, nodes, models: job.models, milli: 0, instances: 0, cpuMilli: 0, memoryMib: 0 };
    kinds.set(key, kind);
    kind.milli += milliOf(job, options);
    kind.instances += part ? gpuMilliOfJob(job) : 1000;
    const each = part ? job.nodes : 1;
    kind.cpuMilli += job.cpuMilli * each;
    kind.memoryMib += job.memoryMib * each;
  }
  return [...kinds].sort(([a, first], [b, second]) => second.milli - first.milli || (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function quantitiesOf(kinds: readonly Kind[], total: number, load: number): number[] {
  const quotas = kinds.map((kind) => {
    const wanted = BigInt(load) * BigInt(kind.milli);
    const unit = BigInt(total) * BigInt(sizeOf(kind));
    return { quantity: Number(wanted / unit), lost: Number(wanted % unit) / Number(unit) };
  });
  let left = load - quotas.reduce((sum, { quantity }, index) => sum + quantity * sizeOf(kinds[index] as Kind), 0);
  const quantities = quotas.map(({ quantity }) => quantity);
  const byLoss = [...quotas.keys()].sort((a, b) => (quotas[b]?.lost ?? 0) - (quotas[a]?.lost ?? 0) || a - b);
  for (const index of byLoss) {
    const size = sizeOf(kinds[index] as Kind);
    if (size > left || quotas[index]?.lost === 0) continue;
    quantities[index] = (quantities[index] as number) + 1;
    left -= size;
  }
  return quantities;
}

/** Mean amount of one instance on one of its nodes, rounded up. */
const meanOf = (sum: number, { instances }: Kind): number => Math.ceil((sum * 1000) / instances);

function classOf(kind: Kind, quantity: number, { domain, resources }: TraceOptions) {
  const { part, gpus, nodes, models } = kind;
  const shape = part ? 'parts of a GPU' : `${nodes > 1 ? `${nodes} x ` : ''}${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`;
  const cpu = resources === 'gpus' ? 0 : meanOf(kind.cpuMilli, kind);
  const memory = resources === 'gpus' ? 0 : meanOf(kind.memoryMib, kind);
  const beside = resources === 'exact' && !part ? `, ${cpu}m CPU, ${memory} MiB` : '';
  return {
    name: `${shape}, ${models.length === 0 ? 'any model' : models.join(' or ')}${beside}`,
    ...(models.length > 0 ? { gpu_models: models } : {}),
    gpus_per_node: gpus,
    ...(cpu > 0 ? { cpu_milli_per_node: cpu } : {}),
    ...(memory > 0 ? { memory_mib_per_node: memory } : {}),
    nodes,
    ...(nodes > 1 ? { domain: domain === 'host' ? 'none' : domain } : {}),
    quantity,
  };
}

/** What the classes ask for of CPU and memory. */
function resourceNote({ resources }: TraceOptions, states: ReadJobs['states'], hasParts: boolean): string {
  if (resources === 'gpus') return 'CPU and memory are not asked for.';
  const missing = [...(states.cpu ? [] : ['CPU']), ...(states.memory ? [] : ['memory'])];
  if (missing.length === 2) return 'The trace states no CPU and no memory, so none is asked for.';
  const unstated = missing.length === 0 ? '' : ` The trace states no ${missing[0]}.`;
  const shared = hasParts ? ' A GPU of parts asks for what the parts on it ask for on average.' : '';
  return resources === 'mean'
    ? `Each class asks for the mean CPU and memory of its jobs, rounded up.${hasParts ? ' Parts count by the GPUs that they add up to.' : ''}${unstated}`
    : `Classes differ by CPU and memory as well.${shared}${unstated}`;
}
