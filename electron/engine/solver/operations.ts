import { createHash } from 'node:crypto';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { canonicalInputs } from '../../../shared/resilience/canonical.ts';
import type { CompetingCertificate } from '../../../shared/resilience/certificate.ts';
import { findCompetingPoint } from '../../../shared/resilience/competing/breaking-point.ts';
import type { CompetingSupply } from '../../../shared/resilience/competing/supply.ts';
import { closeBracket } from '../../../shared/resilience/programs/close-bracket.ts';
import { closedCertificate } from '../../../shared/resilience/programs/closed-certificate.ts';
import type { Solve } from '../../../shared/resilience/programs/linear-program.ts';
import { type SolvedBreakingPoint, smallestAttack } from '../../../shared/resilience/programs/smallest-attack.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
import { notYet } from '../analysis/removal-parts.ts';
import type { RemovalSupply } from '../analysis/removal-supply.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { loadSolver, type Solver, solverName, solveWithHighs } from './highs.ts';

/** What the solver lane holds: HiGHS, loaded by the first operation that needs it. */
export type SolverState = { solver: Promise<Solver> | null };

/** Empty state. */
export function createSolverState(): SolverState {
  return { solver: null };
}

/** One reading of a test as the solver finds it; members by name, ascending. */
export type SolverVerdict = Omit<SolvedBreakingPoint, 'members'> & {
  members: string[];
  /** competing placement: the bracket as it can be proven now, where that is narrower than the search's */
  closed: { certificate: CompetingCertificate; sentence: string } | null;
};

/** The same test by an independent solver: both readings of what is unknown, and the time that it took in milliseconds. */
export type SolverVerification = {
  solver: string;
  pessimistic: SolverVerdict;
  /** `null` where the readings are the same */
  optimistic: SolverVerdict | null;
  milliseconds: number;
};

/** Wall-clock seconds for one reading where the caller names none. */
const SECONDS = 60;

async function solving(state: SolverState, context: LaneContext): Promise<{ solver: Solver; solve: Solve }> {
  state.solver ??= loadSolver();
  const solver = await state.solver;
  return { solver, solve: (program, limits) => solveWithHighs(solver, program, limits, context.checkpoint) };
}

type Asked = { solve: Solve; spec: RemovalSpec; seconds: number; checkpoint: () => void };

/** The whole independent test as one program. */
function aloneVerdict(supply: Supply, terms: ServiceTerms, { solve, spec, seconds }: Asked): SolverVerdict {
  const prices = spec.costs ?? {};
  const costs =
    Object.keys(prices).length === 0 ? undefined : supply.ids.map((id) => (Object.hasOwn(prices, id) ? (prices[id] as number) : 1));
  const found = smallestAttack(supply, terms, solve, { seconds, costs });
  return { ...found, members: found.members.map((unit) => supply.ids[unit] as string), closed: null };
}

/** The bracket of competing placement, closed by exact placements as far as time allows. */
function competingVerdict(
  supply: CompetingSupply,
  terms: ServiceTerms,
  { solve, spec, seconds, checkpoint }: Asked,
  unknowns: 'none' | 'pessimistic' | 'optimistic',
  { supply: { inventory }, portfolio }: { supply: RemovalSupply; portfolio: Portfolio },
): SolverVerdict {
  const point = findCompetingPoint(supply, terms, { checkpoint });
  const found = closeBracket(supply, terms, point, solve, { seconds, clock: () => performance.now() / 1000 });
  const { k, kLow, proven, solverAttack } = found;
  const members = solverAttack?.members ?? found.members;
  const closed = closedCertificate(supply, terms, point, found, {
    inputs: createHash('sha256')
      .update([...canonicalInputs(inventory, portfolio, spec.by)].join(''))
      .digest('hex'),
    metric: portfolio.classes.some(({ value }) => value !== undefined) ? 'stated values' : (portfolio.metric ?? 'gpu-hour'),
    grouping: spec.by,
    capacity: 'total',
    unknowns,
    worstBefore: null,
    alternatives: null,
  });
  return {
    k: solverAttack?.k ?? k,
    kLow,
    proven,
    served: solverAttack?.served ?? null,
    members: members.map((unit) => supply.alone.ids[unit] as string),
    closed,
  };
}

/** What HiGHS answers, on a lane of its own: it blocks its thread until it has an answer, a deadline passes or the caller leaves. */
export const solverOperations = {
  /**
   * Breaking point of a test by mixed-integer programs: independent placement in one program, competing placement by exact placements.
   *
   * @throws ChokepointError `removal-part-missing` for other metrics than the value that is served, and for costs of competing placement
   */
  'solver.verify': async (
    state: SolverState,
    { supply, spec, seconds = SECONDS }: { supply: RemovalSupply; spec: RemovalSpec; seconds?: number },
    context: LaneContext,
  ): Promise<SolverVerification> => {
    const competes = spec.mode === 'competing';
    if ((spec.metric ?? 'value') !== 'value') notYet('the worst class and classes served in full by a solver');
    if (competes && Object.keys(spec.costs ?? {}).length > 0) notYet('costs of competing placement by a solver');
    const { solver, solve } = await solving(state, context);
    const prepared = prepareRemoval(supply.inventory, spec.portfolio, { threshold: spec.threshold, mode: spec.mode });
    const { terms, competing, exact } = prepared;
    const asked: Asked = { solve, spec, seconds, checkpoint: context.checkpoint };
    const verdict = (reading: 'pessimistic' | 'optimistic') =>
      competing === null
        ? aloneVerdict(prepared[reading], terms, asked)
        : competingVerdict(competing[reading], terms, asked, exact ? 'none' : reading, { supply, portfolio: prepared.portfolio });
    const start = performance.now();
    const pessimistic = verdict('pessimistic');
    const optimistic = exact ? null : verdict('optimistic');
    return { solver: solverName(solver), pessimistic, optimistic, milliseconds: Math.round(performance.now() - start) };
  },
} satisfies OperationTable<SolverState>;
