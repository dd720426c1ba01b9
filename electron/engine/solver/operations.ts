import type { RemovalSpec } from '../../../shared/case/removal.ts';
import type { Solve } from '../../../shared/resilience/programs/linear-program.ts';
import { type SolvedBreakingPoint, smallestAttack } from '../../../shared/resilience/programs/smallest-attack.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
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
export type SolverVerdict = Omit<SolvedBreakingPoint, 'members'> & { members: string[] };

/** The same test by an independent solver: both readings of what is unknown, and the time that it took in milliseconds. */
export type SolverVerification = {
  solver: string;
  pessimistic: SolverVerdict;
  /** `null` where the readings are the same */
  optimistic: SolverVerdict | null;
  milliseconds: number;
};

async function solving(state: SolverState, context: LaneContext): Promise<{ solver: Solver; solve: Solve }> {
  state.solver ??= loadSolver();
  const solver = await state.solver;
  return { solver, solve: (program, limits) => solveWithHighs(solver, program, limits, context.checkpoint) };
}

function verdict(supply: Supply, terms: ServiceTerms, solve: Solve, seconds: number, costs?: readonly number[]): SolverVerdict {
  const found = smallestAttack(supply, terms, solve, { seconds, costs });
  return { ...found, members: found.members.map((unit) => supply.ids[unit] as string) };
}

/** What HiGHS answers, on a lane of its own: it blocks its thread until it has an answer, a deadline passes or the caller leaves. */
export const solverOperations = {
  /** Breaking point in independent mode by a mixed-integer program. */
  'solver.verify': async (
    state: SolverState,
    { supply, spec, seconds = 60 }: { supply: RemovalSupply; spec: RemovalSpec; seconds?: number },
    context: LaneContext,
  ): Promise<SolverVerification> => {
    const { solver, solve } = await solving(state, context);
    const { terms, pessimistic, optimistic, exact } = prepareRemoval(supply.inventory, spec.portfolio, { threshold: spec.threshold });
    const start = performance.now();
    const adverse = verdict(pessimistic, terms, solve, seconds);
    const favourable = exact ? null : verdict(optimistic, terms, solve, seconds);
    return {
      solver: solverName(solver),
      pessimistic: adverse,
      optimistic: favourable,
      milliseconds: Math.round(performance.now() - start),
    };
  },
} satisfies OperationTable<SolverState>;
