import { createHash } from 'node:crypto';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { canonicalInputs } from '../../../shared/resilience/canonical.ts';
import type { CertificateContext, CompetingCertificate } from '../../../shared/resilience/certificate.ts';
import { findCompetingPoint } from '../../../shared/resilience/competing/breaking-point.ts';
import { competingCertificate, shownCut } from '../../../shared/resilience/competing/certificate.ts';
import { competingSentence } from '../../../shared/resilience/competing/sentence.ts';
import { type CompetingSupply, servedBounds } from '../../../shared/resilience/competing/supply.ts';
import { closeBracket } from '../../../shared/resilience/programs/close-bracket.ts';
import { closedCertificate } from '../../../shared/resilience/programs/closed-certificate.ts';
import type { Solve } from '../../../shared/resilience/programs/linear-program.ts';
import { MOST_TYPES, packingOf } from '../../../shared/resilience/programs/packing-supply.ts';
import { type SolvedBreakingPoint, smallestAttack } from '../../../shared/resilience/programs/smallest-attack.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
import { cannot, notInFull } from '../analysis/removal-parts.ts';
import { certifiedTest, preparedOf } from '../analysis/removal-request.ts';
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
function competingVerdict(supply: CompetingSupply, terms: ServiceTerms, asked: Asked, reading: Reading): SolverVerdict {
  const { found, closed } = closeWith(supply, terms, asked, reading);
  const { k, kLow, proven, solverAttack } = found;
  const members = solverAttack?.members ?? found.members;
  return {
    k: solverAttack?.k ?? k,
    kLow,
    proven,
    // only a bound of what is served is known where prices show the attack
    served: solverAttack?.served ?? null,
    members: members.map((unit) => supply.alone.ids[unit] as string),
    closed,
  };
}

type Reading = { unknowns: 'none' | 'pessimistic' | 'optimistic'; supply: RemovalSupply; portfolio: Portfolio };

/** A bracket as the search has it, and as it is after the solver. */
function closeWith(
  supply: CompetingSupply,
  terms: ServiceTerms,
  { solve, spec, seconds, checkpoint }: Asked,
  { unknowns, supply: { inventory }, portfolio }: Reading,
) {
  const point = findCompetingPoint(supply, terms, { checkpoint });
  const found = closeBracket(supply, terms, point, solve, { seconds, clock: () => performance.now() / 1000 });
  const context: CertificateContext = {
    inputs: createHash('sha256')
      .update([...canonicalInputs(inventory, portfolio, spec.by)].join(''))
      .digest('hex'),
    metric: portfolio.classes.some(({ value }) => value !== undefined) ? 'stated values' : (portfolio.metric ?? 'gpu-hour'),
    grouping: spec.by,
    capacity: 'total',
    unknowns,
    worstBefore: null,
    alternatives: null,
  };
  return { point, found, context, closed: closedCertificate(supply, terms, point, found, context) };
}

/** One reading for the answer of the test itself: its narrowed certificate, or the sentence of the one that the search wrote. */
function narrowedReading(supply: CompetingSupply, terms: ServiceTerms, asked: Asked, reading: Reading): Narrowed {
  const { point, closed, context } = closeWith(supply, terms, asked, reading);
  if (closed !== null) {
    const { certificate, sentence } = closed;
    return { certificate, sentence, kLow: certificate.kLow, k: certificate.k };
  }
  const cut = shownCut(supply, terms, point);
  const written = competingCertificate(supply, terms, point, cut, servedBounds(supply, terms, []), context);
  return { certificate: null, sentence: competingSentence(written, cut), kLow: point.kLow, k: point.k };
}

/** A reading with the bracket that the solver left; `sentence` says its proof. */
type Narrowed = { certificate: CompetingCertificate | null; kLow: number | null; k: number | null; sentence: string };

/** The bracket of jobs with CPU and memory in both readings, as linear programs and further placements narrow it. */
export type PackingVerdict = { pessimistic: Narrowed; optimistic: Narrowed | null; units: number; note: string };

/** What HiGHS answers, on a lane of its own: it blocks its thread until it has an answer, a deadline passes or the caller leaves. */
export const solverOperations = {
  /**
   * Breaking point of a test by mixed-integer programs: independent placement in one program, competing placement by exact placements.
   *
   * The worst class is asked as the same question of full service.
   *
   * @throws ChokepointError `removal-part-missing` for classes served in full, and for costs of competing placement
   */
  'solver.verify': async (
    state: SolverState,
    { supply, spec, seconds = SECONDS }: { supply: RemovalSupply; spec: RemovalSpec; seconds?: number },
    context: LaneContext,
  ): Promise<SolverVerification> => {
    const competes = spec.mode === 'competing';
    const part = 'The check with a solver';
    notInFull(spec, part, 'which classes are served in full is no sum that its program could count');
    if (competes && Object.keys(spec.costs ?? {}).length > 0)
      cannot(part, 'its search for placements that prove a lower end counts units, not what they cost');
    const { solver, solve } = await solving(state, context);
    const { portfolio, threshold } = certifiedTest({ supply, spec }, preparedOf({ supply, spec }));
    const prepared = prepareRemoval(supply.inventory, portfolio, { threshold, mode: spec.mode });
    const { terms, competing, exact } = prepared;
    const asked: Asked = { solve, spec, seconds, checkpoint: context.checkpoint };
    const verdict = (reading: 'pessimistic' | 'optimistic') =>
      competing === null
        ? aloneVerdict(prepared[reading], terms, asked)
        : competingVerdict(competing[reading], terms, asked, { unknowns: exact ? 'none' : reading, supply, portfolio: prepared.portfolio });
    const start = performance.now();
    const pessimistic = verdict('pessimistic');
    const optimistic = exact ? null : verdict('optimistic');
    return { solver: solverName(solver), pessimistic, optimistic, milliseconds: Math.round(performance.now() - start) };
  },

  /**
   * The bracket of a competing test in which CPU or memory may run out first: attacks by shadow prices of linear programs, lower ends by
   * further placements (removal-test.md 4.9).
   *
   * @returns `null` where CPU and memory decide nothing
   */
  'solver.packing': async (
    state: SolverState,
    { supply, spec, seconds = SECONDS }: { supply: RemovalSupply; spec: RemovalSpec; seconds?: number },
    context: LaneContext,
  ): Promise<PackingVerdict | null> => {
    const prepared = prepareRemoval(supply.inventory, spec.portfolio, { threshold: spec.threshold, mode: spec.mode });
    const { terms, competing, exact, portfolio } = prepared;
    if (competing === null || !(competing.pessimistic.hostBinds || competing.optimistic.hostBinds)) return null;
    const { solver, solve } = await solving(state, context);
    const asked: Asked = { solve, spec, seconds: exact ? seconds : seconds / 2, checkpoint: context.checkpoint };
    const reading = (unknowns: Reading['unknowns']): Reading => ({ unknowns, supply, portfolio });
    const pessimistic = narrowedReading(competing.pessimistic, terms, asked, reading(exact ? 'none' : 'pessimistic'));
    const optimistic = exact ? null : narrowedReading(competing.optimistic, terms, asked, reading('optimistic'));
    const large = [competing.pessimistic, competing.optimistic].some((one) => one.hostBinds && packingOf(one) === null);
    return {
      pessimistic,
      optimistic,
      units: prepared.pessimistic.units,
      note: large
        ? `Nodes are of too many kinds for a linear program (more than ${MOST_TYPES}); attacks are bounded by GPUs and by each class alone.`
        : `Attacks are also bounded by a linear program of GPUs, CPU and memory (${solverName(solver)}); its prices stand in the certificate where they show the smaller one.`,
    };
  },
} satisfies OperationTable<SolverState>;
