import type { Left } from '../../../shared/case/scenarios.ts';
import { type Placed, place } from '../../../shared/resilience/competing/placement.ts';
import type { CompetingSupply } from '../../../shared/resilience/competing/supply.ts';
import { servedByClass, verdictOf } from '../../../shared/resilience/contingencies/served.ts';
import { servedAfter } from '../../../shared/resilience/meters/meter.ts';
import { totalCapacity } from '../../../shared/resilience/service.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
import { metersOf, preparedOf, type RemovalRequest } from './removal-request.ts';

/** Instances of each class that are left after units are removed; nodes without an owner count only while none is. */
function availableWithout(supply: Supply, removed: readonly number[]): Float64Array {
  const available = totalCapacity(supply);
  for (const unit of removed)
    for (let index = 0; index < supply.classes; index += 1)
      available[index] = (available[index] as number) - (supply.capacity[unit * supply.classes + index] as number);
  return removed.length === 0 ? available.map((amount, index) => amount + (supply.unattributed[index] as number)) : available;
}

/** Whole instances of each class in a placement. */
function placedByClass({ jobs: { jobs } }: CompetingSupply, classes: number, { patterns }: Placed): Float64Array {
  const placed = new Float64Array(classes);
  for (const pattern of patterns.flatMap((list) => list ?? []))
    pattern.slots.forEach((count, job) => {
      const index = jobs[job]?.class as number;
      placed[index] = (placed[index] as number) + count * pattern.nodes;
    });
  for (const { class: index, slots } of jobs) placed[index] = Math.floor((placed[index] as number) / slots);
  return placed;
}

/**
 * What is left after units are removed: value and instances of each class. Where placements compete, the lower end of a class is that of one
 * placement of all classes, the upper end that of the class alone.
 *
 * @param removed names of units; those that the data do not hold are told in `absent`
 */
export function leftAfter(request: RemovalRequest, removed: readonly string[]): Left {
  const prepared = preparedOf(request);
  const { terms, pessimistic, optimistic, competing } = prepared;
  const meters = metersOf(request, prepared);
  // The units of both readings begin with the same names; the favourable one goes on with records that have none.
  const unitOf = new Map(pessimistic.ids.map((id, unit) => [id, unit]));
  const names = [...new Set(removed)];
  const units = names.flatMap((name) => unitOf.get(name) ?? []);
  const { low, high } = servedAfter(meters.low, units);
  const served = { low, high: Math.max(low, meters.high === meters.low ? high : servedAfter(meters.high, units, false).high) };
  const { limits } = meters.low;
  const most = servedByClass(terms, availableWithout(optimistic, units));
  const least =
    competing === null ? servedByClass(terms, availableWithout(pessimistic, units)) : packed(competing.pessimistic, terms, units);
  return {
    removed: names.filter((name) => unitOf.has(name)),
    absent: names.filter((name) => !unitOf.has(name)),
    ...limits,
    served,
    verdict: verdictOf(served, limits.below),
    classes: terms.names.map((name, index) => {
      const low = least[index] as number;
      return { name, wanted: terms.quantity[index] as number, served: { low, high: Math.max(low, most[index] as number) } };
    }),
  };
}

function packed(supply: CompetingSupply, terms: ServiceTerms, removed: readonly number[]): Float64Array {
  const flags = removed.length === 0 ? null : new Uint8Array(supply.alone.units);
  for (const unit of removed) if (flags) flags[unit] = 1;
  const placed = placedByClass(supply, terms.names.length, place(supply.groups, supply.jobs, flags));
  // a class without value takes no part in the competition, and is asked alone
  const alone = servedByClass(terms, availableWithout(supply.alone, removed));
  const takesPart = new Set(supply.jobs.jobs.map((job) => job.class));
  return placed.map((count, index) => (takesPart.has(index) ? Math.min(count, terms.quantity[index] as number) : (alone[index] as number)));
}
