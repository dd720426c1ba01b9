import type { Placed } from '../competing/placement.ts';
import { type CompetingSupply, servedBounds } from '../competing/supply.ts';
import type { ServiceTerms } from '../terms.ts';
import type { Solve } from './linear-program.ts';
import { serviceProgram } from './service-program.ts';
import { unpack } from './unpack.ts';

/** What competing gangs are served after one removal, in value of service. */
export type ExactService = {
  /** counted from jobs on nodes, or known before */
  low: number;
  /** no placement serves more, by the solver's bound or the flow bound */
  high: number;
  exact: boolean;
  /** jobs on nodes that serve `low`; `null` where it was known before */
  placed: Placed | null;
};

/**
 * The most that can be served of the whole portfolio after units are removed, by the solver, with the placement counted again in integers.
 *
 * @param removed unit indices, each once
 * @param target stop at a placement that serves this value
 * @throws what `solve` throws
 */
export function exactService(
  supply: CompetingSupply,
  terms: ServiceTerms,
  removed: readonly number[],
  solve: Solve,
  options: { seconds: number; target?: number },
): ExactService {
  const { jobs } = supply;
  const bounds = servedBounds(supply, terms, removed);
  // the program knows of GPUs only
  if (supply.hostBinds) return { ...bounds, exact: bounds.low === bounds.high, placed: null };
  const flags = removed.length === 0 ? null : new Uint8Array(supply.alone.units);
  for (const unit of removed) if (flags) flags[unit] = 1;
  const built = serviceProgram(supply, flags);
  if (built === null) return { ...bounds, exact: bounds.low === bounds.high, placed: null };
  const target = options.target === undefined ? undefined : options.target * jobs.scale;
  // value comes in whole units of service: a gap below one of them decides
  const solution = solve(built.program, { seconds: options.seconds, gap: jobs.scale * 0.5, target });
  const placed = solution.values === null ? null : unpack(supply, built, solution.values);
  const found = placed === null ? 0 : Math.floor(placed.value / jobs.scale);
  const known = Number.isFinite(solution.bound) ? Math.floor(solution.bound / jobs.scale + 1e-6) : bounds.high;
  const low = Math.max(bounds.low, found);
  const high = Math.max(low, Math.min(bounds.high, known));
  return { low, high, exact: low === high, placed: found >= bounds.low ? placed : null };
}
