import { ALONE, type NodeGroup } from './nodes.ts';
import { type Placed, place } from './placement.ts';
import type { Job, Jobs } from './problem.ts';
import type { CompetingSupply } from './supply.ts';

/**
 * Value of jobs that stand on nodes, times scale, counted from the nodes: whole instances of one domain each, no more than are wanted.
 *
 * @returns total, and the value of the instances of each unit (more than the total where more stand than are wanted)
 */
export function valuesByUnit(
  { groups, jobs, alone }: { groups: readonly NodeGroup[]; jobs: Jobs; alone: { units: number } },
  patterns: Placed['patterns'],
): { total: number; units: Float64Array } {
  const units = new Float64Array(alone.units);
  const instances = jobs.jobs.map(() => 0);
  const count = (unit: number, job: number, served: number) => {
    const { gpus, slots, price } = jobs.jobs[job] as Job;
    instances[job] = (instances[job] as number) + served;
    if (unit >= 0) units[unit] = (units[unit] as number) + served * price * gpus * slots;
  };
  const together = new Map<string, { unit: number; job: number; slots: number }>();
  groups.forEach((group, index) => {
    for (const { slots, nodes } of patterns[index] ?? [])
      group.eligible.forEach((job, place) => {
        const { slots: needed } = jobs.jobs[job] as Job;
        const domain = group.domains[place] as number;
        const standing = slots[job] as number;
        if (needed === 1) count(group.unit, job, standing * nodes);
        else if (domain === ALONE) count(group.unit, job, Math.floor(standing / needed) * nodes);
        else {
          const key = `${job} ${domain} ${group.unit}`;
          const held = together.get(key) ?? { unit: group.unit, job, slots: 0 };
          together.set(key, held);
          held.slots += standing * nodes;
        }
      });
  });
  for (const { unit, job, slots } of together.values()) count(unit, job, Math.floor(slots / (jobs.jobs[job] as Job).slots));
  const total = jobs.jobs.reduce(
    (sum, { gpus, slots, quantity, price }, job) => sum + Math.min(quantity, instances[job] as number) * gpus * slots * price,
    0,
  );
  return { total, units };
}

/** Placements that are tried at most, each without more of the units that carried most. */
const MOST_TRIED = 12;

/**
 * A placement that many units must be lost to break: an attack has to take from it all that it serves above the limit (removal-test.md 4.8).
 * Heavy units are left empty as far as the limit allows, because what they carry is lost with one of them.
 *
 * @returns the placement and the fewest units that break it; `null` where no placement on nodes with an owner reaches the limit
 */
export function hardestPlacement(supply: Pick<CompetingSupply, 'groups' | 'jobs' | 'alone'>): { placed: Placed; units: number } | null {
  const { groups, jobs, alone } = supply;
  const spared = new Uint8Array(alone.units);
  let best: { placed: Placed; units: number } | null = null;
  for (let tried = 0, step = 1; tried < MOST_TRIED; tried += 1, step = Math.ceil(step * 1.5)) {
    const placed = place(groups, jobs, spared);
    const { total, units: loads } = valuesByUnit(supply, placed.patterns);
    if (total < jobs.below) break;
    const heaviest = [...loads.keys()].sort((a, b) => (loads[b] as number) - (loads[a] as number) || a - b);
    let need = total - jobs.below + jobs.scale;
    let units = 0;
    while (need > 0 && units < heaviest.length) {
      need -= loads[heaviest[units] as number] as number;
      units += 1;
    }
    if (best === null || units > best.units) best = { placed, units };
    for (const unit of heaviest.slice(0, step)) spared[unit] = 1;
  }
  return best;
}
