import { type CertificateContext, type CompetingCertificate, certificateHead } from '../certificate.ts';
import type { ServiceTerms } from '../terms.ts';
import type { CutBound } from './best-cut.ts';
import { bestCut } from './best-cut.ts';
import type { CompetingPoint } from './breaking-point.ts';
import { amountsLeft } from './flow.ts';
import { hardestPlacement } from './loads.ts';
import { type Placed, place, placementOf } from './placement.ts';
import type { CompetingSupply, ServedBounds } from './supply.ts';

/** A cut after the attack and before it, with what the sentence needs. */
export type ShownCut = { rho: CompetingPoint['bound']; after: CutBound; before: number; names: string[]; wanted: number };

/** The cut that shows best what is left after the attack of a point: the lower one of shared GPUs and of each class asked alone. */
export function shownCut(supply: CompetingSupply, terms: ServiceTerms, point: CompetingPoint): ShownCut {
  const none: CutBound = { jobs: [], outside: 0, inside: 0, bound: 0, gpus: 0 };
  if (point.k === null) return { rho: point.bound, after: none, before: 0, names: [], wanted: 0 };
  const shared: ShownCut = { rho: 'shared-gpus', ...sharedCut(supply, point) };
  if (!supply.aloneMatters) return shared;
  const alone: ShownCut = { rho: 'instances', ...aloneCut(supply, terms, point) };
  return alone.after.bound < shared.after.bound ? alone : shared;
}

function sharedCut(supply: CompetingSupply, point: CompetingPoint): Omit<ShownCut, 'rho'> {
  const { pieces, jobs } = supply;
  const left = point.k === 0 ? amountsLeft(pieces, []) : pieces.totals.slice();
  const present = left.slice();
  for (const unit of point.members)
    for (let at = pieces.first[unit] as number; at < (pieces.first[unit + 1] as number); at += 1) {
      const set = pieces.setOf[at] as number;
      left[set] = (left[set] as number) - (pieces.amount[at] as number);
    }
  const after = bestCut(supply, left);
  const member = new Set(after.jobs);
  const before = pieces.sets.reduce((sum, set, index) => {
    const dearest = set.find((job) => member.has(job));
    return dearest === undefined ? sum : sum + (present[index] as number) * (jobs.jobs[dearest]?.price as number);
  }, 0);
  const chosen = after.jobs.map((job) => jobs.jobs[job] as (typeof jobs.jobs)[number]);
  return {
    after,
    before,
    names: chosen.toSorted((a, b) => a.class - b.class).map(({ name }) => name),
    wanted: chosen.reduce((sum, { gpus, slots, quantity }) => sum + gpus * slots * quantity, 0),
  };
}

function aloneCut({ alone, jobs }: CompetingSupply, terms: ServiceTerms, point: CompetingPoint): Omit<ShownCut, 'rho'> {
  const gone = new Set(point.members);
  const total = (index: number, without: ReadonlySet<number>) => {
    let sum = point.k === 0 ? (alone.unattributed[index] as number) : 0;
    for (let unit = 0; unit < alone.units; unit += 1) if (!without.has(unit)) sum += alone.capacity[unit * alone.classes + index] as number;
    return sum;
  };
  const classes = [...terms.names.keys()].filter((index) => total(index, gone) < (terms.quantity[index] as number));
  const value = (index: number) => (terms.value[index] as number) * jobs.scale;
  const inside = classes.reduce((sum, index) => sum + value(index) * total(index, gone), 0);
  const outside = [...terms.names.keys()]
    .filter((index) => !classes.includes(index))
    .reduce((sum, index) => sum + value(index) * (terms.quantity[index] as number), 0);
  return {
    after: {
      jobs: [],
      outside,
      inside,
      bound: outside + inside,
      gpus: classes.reduce((sum, index) => sum + (terms.gpus[index] as number) * total(index, gone), 0),
    },
    before: classes.reduce((sum, index) => sum + value(index) * total(index, new Set()), 0),
    names: classes.map((index) => terms.names[index] as string),
    wanted: classes.reduce((sum, index) => sum + (terms.gpus[index] as number) * (terms.quantity[index] as number), 0),
  };
}

/** Placements that show the lower end of a point. */
function placementsOf({ groups, jobs, alone }: CompetingSupply, { method, kLow }: CompetingPoint): Placed[] {
  if (method === 'packing' && (kLow ?? 0) >= 1) return [place(groups, jobs, null)];
  const held = method === 'hitting-set' ? hardestPlacement({ groups, jobs, alone }) : null;
  return held === null ? [] : [held.placed];
}

/** Writes the certificate of a bracket in competing mode. */
export function competingCertificate(
  supply: CompetingSupply,
  terms: ServiceTerms,
  point: CompetingPoint,
  { rho, after, before, names }: ShownCut,
  start: ServedBounds,
  context: CertificateContext,
): CompetingCertificate {
  const { jobs, sizes } = supply;
  const { k } = point;
  const sizeOf = new Map(jobs.jobs.map((job, index) => [job.class, sizes[index] as number]));
  return {
    ...certificateHead('competing', terms, context),
    S0: start.high,
    k,
    kLow: point.kLow,
    status: point.proven ? 'proven' : 'bracket',
    never: point.never,
    R: point.members.map((unit) => supply.alone.ids[unit] as string),
    Z: names,
    demandOutsideZ: after.outside,
    supplyAfter: after.inside,
    bound: after.bound,
    served: k === null || point.method !== 'enumeration' ? null : Math.floor(after.bound / jobs.scale),
    scale: jobs.scale,
    rho,
    need: k === null ? 0 : after.outside + before - jobs.below,
    removedRho: k === null ? 0 : before - after.inside,
    lower: {
      method: point.method,
      subsets: 2 ** jobs.jobs.length - 1,
      delta: point.loss,
      sizes: [...terms.names.keys()].map((index) => sizeOf.get(index) ?? 0),
      below: point.belowVolume,
      placements: placementsOf(supply, point).map((placed) => placementOf(supply.groups, jobs, terms.names.length, placed)),
      margin:
        context.worstBefore === null || k === null || k === 0
          ? null
          : { k: k - 1, S: context.worstBefore, slack: context.worstBefore - terms.below },
    },
    alternatives: context.alternatives,
  };
}
