import { bestCut } from '../competing/best-cut.ts';
import type { CompetingPoint } from '../competing/breaking-point.ts';
import { amountsLeft } from '../competing/flow.ts';
import { hardestPlacement, valuesByUnit } from '../competing/loads.ts';
import { type Placed, type Placement, place, placementOf } from '../competing/placement.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { servedWithout } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';
import { exactService } from './exact-service.ts';
import { programBuilder, type Solve } from './linear-program.ts';
import type { PackingProblem, ShadowPrices } from './packing-problem.ts';
import { packingOf } from './packing-supply.ts';
import { attackByPrices, boundAt } from './price-attack.ts';

/** A bracket on the breaking point after a solver worked on it. */
export type ClosedBracket = {
  /** smallest attack that one cut shows, which can be re-checked in integers; as before or smaller */
  k: number | null;
  kLow: number | null;
  proven: boolean;
  /** an attack of size k */
  members: number[];
  /** a smaller attack that the solver proves and no cut shows: no placement of whole jobs reaches the limit after it; `null` = none was found */
  solverAttack: { k: number; members: number[]; served: number } | null;
  /** shadow prices that show the attack of size k, where no cut does; with CPU and memory only */
  priced: { problem: PackingProblem; shadow: ShadowPrices } | null;
  /** placements that each attack must break */
  placements: Placement[];
  /** the placements alone force kLow, without the rounding lemma: they are a proof that can be stored */
  standsAlone: boolean;
  /** attacks that were tried */
  rounds: number;
  /** time ran out, or the program was too large */
  stopped: boolean;
};

export type CloseOptions = {
  /** wall-clock seconds of the whole work, by `clock` */
  seconds: number;
  /** seconds from any zero */
  clock: () => number;
  mostRounds?: number;
};

/**
 * Closes the bracket of a competing test by an implicit hitting set (removal-test.md 4.8): a placement that reaches the limit must be
 * broken by every attack, so the fewest units that break all placements known bound the breaking point from below; they are tried in turn,
 * and each that leaves the limit reachable gives one more placement.
 *
 * Where CPU or memory may run out first, attacks are shown by shadow prices as well, and placements come from packing alone: where packing
 * finds none, the bracket stays open.
 *
 * @param point bracket of the flow bound and the rounding lemma
 * @throws what `solve` throws
 */
export function closeBracket(
  supply: CompetingSupply,
  terms: ServiceTerms,
  point: CompetingPoint,
  solve: Solve,
  { seconds, clock, mostRounds = 200 }: CloseOptions,
): ClosedBracket {
  const started = clock();
  const left = () => seconds - (clock() - started);
  const state: ClosedBracket = {
    k: point.k,
    kLow: point.kLow,
    proven: point.proven,
    members: point.members,
    solverAttack: null,
    priced: null,
    placements: [],
    standsAlone: false,
    rounds: 0,
    stopped: false,
  };
  if (point.proven || point.k === null || point.kLow === null) return state;
  const problem = supply.hostBinds ? packingOf(supply) : null;
  if (problem !== null) {
    const { start, attack } = attackByPrices(problem, supply.jobs.below, solve, {
      seconds: Math.max(1, left() / 2),
      mostPrograms: MOST_PROGRAMS,
    });
    if (start.bound < supply.jobs.below)
      return { ...state, k: 0, kLow: 0, proven: true, members: [], priced: { problem, shadow: start.shadow } };
    if (attack !== null && attack.members.length < point.k) {
      state.k = attack.members.length;
      state.members = attack.members.toSorted((a, b) => a - b);
      state.priced = { problem, shadow: attack.shadow };
    }
  }
  if (point.kLow === 0) {
    const start = exactService(supply, terms, [], solve, { seconds: left(), target: terms.below });
    if (start.low >= terms.below) {
      state.kLow = 1;
      state.placements = start.placed === null ? [] : [stored(supply, terms, start.placed)];
    } else {
      const fails = start.high < terms.below;
      if (fails) state.solverAttack = { k: 0, members: [], served: start.high };
      return { ...state, kLow: 0, proven: fails, stopped: !fails };
    }
  }
  const cuts: { loads: Float64Array; need: number }[] = [];
  const known = state.placements;
  if (point.kLow === 0) state.placements = [];
  const addPlaced = (placed: Placed): void => {
    const { total, units } = valuesByUnit(supply, placed.patterns);
    cuts.push({ loads: units, need: total - terms.below * supply.jobs.scale + supply.jobs.scale });
    state.placements.push(stored(supply, terms, placed));
  };
  const addCut = (removed: readonly number[], placed: Placed): boolean => {
    if (placed.value < terms.below * supply.jobs.scale) return false;
    addPlaced(spared(supply, terms, removed, placed));
    return true;
  };
  const held = supply.hostBinds ? hardestPlacement(supply) : null;
  if (held !== null) addPlaced(held.placed);
  const settled = () => {
    state.proven = (state.kLow as number) >= (state.solverAttack?.k ?? (state.k as number));
    state.stopped = !state.proven;
    if (state.kLow === 1 && point.kLow === 0) return { ...state, placements: known, standsAlone: known.length > 0 };
    return state;
  };
  const goOn = () => state.rounds < mostRounds && left() > 0;
  while ((state.kLow as number) < (state.k as number) && goOn()) {
    state.rounds += 1;
    const master = hittingSet(supply.alone.units, cuts, state.kLow as number, solve, left());
    if (master.bound > (state.kLow as number)) state.kLow = Math.min(master.bound, state.k as number);
    const removed = master.members;
    if ((state.kLow as number) >= (state.k as number) || removed === null || removed.length >= (state.k as number)) break;
    if (showsByCut(supply, terms, removed)) {
      state.k = removed.length;
      state.members = removed;
      state.priced = null;
      continue;
    }
    const there = problem === null ? null : boundAt(problem, removed, solve, Math.max(1, left()));
    if (problem !== null && there !== null && there.bound < supply.jobs.below) {
      state.k = removed.length;
      state.members = removed;
      state.priced = { problem, shadow: there.shadow };
      continue;
    }
    const service = exactService(supply, terms, removed, solve, { seconds: left(), target: terms.below });
    if (service.high < terms.below) {
      state.solverAttack = { k: removed.length, members: removed, served: service.high };
      break;
    }
    if (!addCut(removed, service.placed ?? packed(supply, removed))) break;
  }
  // Where the rounding lemma gave the first of the way, placements are added until they give it too.
  while ((state.kLow as number) > Math.max(1, point.kLow) && goOn()) {
    const { bound, members } = hittingSet(supply.alone.units, cuts, 1, solve, left());
    state.standsAlone = bound >= (state.kLow as number);
    if (state.standsAlone || members === null || members.length >= (state.kLow as number)) break;
    state.rounds += 1;
    const service = exactService(supply, terms, members, solve, { seconds: left(), target: terms.below });
    if (!addCut(members, service.placed ?? packed(supply, members))) break;
  }
  return settled();
}

/** Linear programs for prices at most. */
const MOST_PROGRAMS = 12;

/** Whether one cut shows that an attack breaks the limit, so that a certificate can hold it. */
function showsByCut(supply: CompetingSupply, terms: ServiceTerms, removed: readonly number[]): boolean {
  return (
    bestCut(supply, amountsLeft(supply.pieces, removed)).bound < supply.jobs.below ||
    (supply.aloneMatters && servedWithout(supply.alone, terms, removed) < terms.below)
  );
}

const stored = (supply: CompetingSupply, terms: ServiceTerms, placed: Placed): Placement =>
  placementOf(supply.groups, supply.jobs, terms.names.length, placed);

function packed(supply: CompetingSupply, removed: readonly number[]): Placed {
  const flags = new Uint8Array(supply.alone.units);
  for (const unit of removed) flags[unit] = 1;
  return place(supply.groups, supply.jobs, flags);
}

/** A placement that reaches the limit without as many more of the heaviest units as simple packing allows: it is harder to break. */
function spared(supply: CompetingSupply, terms: ServiceTerms, removed: readonly number[], placed: Placed): Placed {
  const limit = terms.below * supply.jobs.scale;
  let best = placed;
  let gone = [...removed];
  for (let step = 1; step <= 64; step *= 2) {
    const { units } = valuesByUnit(supply, best.patterns);
    const heaviest = [...units.keys()]
      .filter((unit) => (units[unit] as number) > 0)
      .sort((a, b) => (units[b] as number) - (units[a] as number) || a - b)
      .slice(0, step);
    if (heaviest.length === 0) break;
    const next = [...gone, ...heaviest];
    const tried = packed(supply, next);
    if (tried.value < limit) break;
    gone = next;
    best = tried;
  }
  return best;
}

/**
 * The fewest units that break every placement known, and a bound on that number.
 *
 * @param cuts per placement the value on each unit, and the value that must be lost; coefficients are cut off there
 */
function hittingSet(
  units: number,
  cuts: readonly { loads: Float64Array; need: number }[],
  atLeast: number,
  solve: Solve,
  seconds: number,
): { bound: number; members: number[] | null } {
  const builder = programBuilder('minimise');
  const columns = Array.from({ length: units }, () => builder.column({ cost: 1, upper: 1, whole: true }));
  builder.row(
    Math.min(atLeast, units),
    Infinity,
    columns.map((column) => [column, 1] as const),
  );
  for (const { loads, need } of cuts)
    builder.row(
      1,
      Infinity,
      columns.map((column, unit) => [column, Math.min(1, (loads[unit] as number) / need)] as const),
    );
  const solution = solve(builder.build(), { seconds, gap: 0.5 });
  const members = solution.values === null ? null : columns.filter((column) => (solution.values?.[column] as number) > 0.5);
  const bound = solution.status === 'infeasible' ? units + 1 : Math.ceil(solution.bound - 1e-6);
  return { bound: Number.isFinite(bound) ? bound : atLeast, members: solution.status === 'optimal' ? members : null };
}
