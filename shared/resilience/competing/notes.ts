import { formatCount, listOf } from '../../format/index.ts';
import type { NodeGroup } from './nodes.ts';
import type { CompetingSupply } from './supply.ts';

/** What a person must know about the bounds of the competing mode. */
export function competingNotes({ jobs, lower, sizes, pieces, hostBinds }: CompetingSupply): string[] {
  const notes: string[] = [];
  if (!jobs.chain) {
    const padded = jobs.jobs.flatMap(({ name, gpus }, job) =>
      sizes[job] === gpus ? [] : [`"${name}" ${formatCount(gpus)} as ${formatCount(sizes[job] as number)}`],
    );
    notes.push(
      `Gang sizes do not divide one another, so the rounding lemma does not apply to them; the lower end counts with larger sizes (GPUs per node: ${listOf(padded, 5)}) and is weaker.`,
    );
  }
  if (!jobs.uniform)
    notes.push(
      'Values per GPU differ between classes, so the lower end takes every GPU that is not served at the highest of them and is weaker.',
    );
  if (hostBinds)
    notes.push(
      'Heuristic placement: CPU or memory may run out before GPUs do. What is served lies between jobs that were really placed, large ones first, and bounds that hold for every placement; the lower end of k* is what those placements show.',
    );
  else if (lower.loss === null)
    notes.push('No rounding loss is known for this reading, so its lower end says no more than whether it is met before any removal.');
  else if (lower.loss > 0 || pieces !== lower || !jobs.uniform)
    notes.push(
      `Whole jobs lose at most ${formatCount(lower.loss)} of ${formatCount(jobs.volume)} GPUs wanted against the bound by GPUs that classes share${lower.loss >= jobs.volume ? ', so the lower end is trivial' : ''}.`,
    );
  return notes;
}

/** Whether two readings of the data see the same nodes. */
export function sameNodes(first: readonly NodeGroup[], second: readonly NodeGroup[]): boolean {
  const text = (group: NodeGroup) =>
    `${group.unit}|${group.eligible.join()}|${group.gpus}|${group.cpuMilli}|${group.memoryMib}|${group.nodes}|${group.domains.join()}`;
  return first.length === second.length && first.every((group, index) => text(group) === text(second[index] as NodeGroup));
}
