import type { CertificateContext, CompetingCertificate } from '../certificate.ts';
import { bestCut } from '../competing/best-cut.ts';
import type { CompetingPoint } from '../competing/breaking-point.ts';
import { competingCertificate, shownCut } from '../competing/certificate.ts';
import { amountsLeft } from '../competing/flow.ts';
import { competingSentence } from '../competing/sentence.ts';
import { type CompetingSupply, servedBounds } from '../competing/supply.ts';
import type { ServiceTerms } from '../terms.ts';
import type { ClosedBracket } from './close-bracket.ts';
import { machinesLeft, type PackingProblem, PRICE_UNIT, priced } from './packing-problem.ts';

/**
 * The certificate of a bracket that a solver narrowed, and its sentence: the attack by a bound, the lower end by stored placements; both can
 * be re-checked in integers. What only the solver proves (`solverAttack`) does not enter it.
 *
 * @returns `null` where the solver added nothing that a certificate can hold
 */
export function closedCertificate(
  supply: CompetingSupply,
  terms: ServiceTerms,
  point: CompetingPoint,
  closed: ClosedBracket,
  context: CertificateContext,
): { certificate: CompetingCertificate; sentence: string } | null {
  const raised = closed.standsAlone && (closed.kLow ?? 0) > (point.kLow ?? 0);
  const smaller = closed.k !== point.k;
  if (!raised && !smaller) return null;
  const kLow = raised ? closed.kLow : point.kLow;
  const byFlow = bestCut(supply, amountsLeft(supply.pieces, closed.members)).bound < supply.jobs.below;
  const narrowed: CompetingPoint = {
    ...point,
    k: closed.k,
    kLow,
    proven: kLow === closed.k,
    members: closed.members,
    bound: smaller ? (byFlow ? 'shared-gpus' : 'instances') : point.bound,
  };
  const cut = shownCut(supply, terms, narrowed);
  const byCut = competingCertificate(supply, terms, narrowed, cut, servedBounds(supply, terms, []), context);
  const written = closed.priced === null ? byCut : { ...byCut, ...pricedPart(supply, closed) };
  const certificate: CompetingCertificate = raised
    ? { ...written, lower: { ...written.lower, method: kLow === 1 ? 'packing' : 'hitting-set', placements: closed.placements } }
    : written;
  return { certificate, sentence: competingSentence(certificate, cut) };
}

/** What a certificate says of an attack that shadow prices show: the prices, and what they make of jobs and nodes before and after it. */
function pricedPart(
  { jobs }: CompetingSupply,
  { priced: found, members }: ClosedBracket,
): Pick<CompetingCertificate, 'rho' | 'prices' | 'Z' | 'demandOutsideZ' | 'supplyAfter' | 'bound' | 'need' | 'removedRho'> {
  const { problem, shadow } = found as NonNullable<ClosedBracket['priced']>;
  const worth = priced(problem, shadow);
  const sumOf = (left: ArrayLike<number>) => worth.machine.reduce((sum, price, type) => sum + price * BigInt(left[type] as number), 0n);
  const whole = (amount: bigint) => Number(amount / PRICE_UNIT);
  const bound = whole(worth.jobs + sumOf(machinesLeft(problem, members)));
  const before = whole(worth.jobs + sumOf(members.length === 0 ? machinesLeft(problem, []) : everyOwned(problem)));
  const demandOutsideZ = whole(worth.jobs);
  return {
    rho: 'shadow-prices',
    Z: jobs.jobs.toSorted((a, b) => a.class - b.class).map(({ name }) => name),
    demandOutsideZ,
    supplyAfter: bound - demandOutsideZ,
    bound,
    need: before - jobs.below,
    removedRho: before - bound,
    prices: problem.types.flatMap(({ gpus, cpuMilli, memoryMib }, type) => {
      const each = [shadow.gpu[type], shadow.cpu[type], shadow.memory[type]] as [bigint, bigint, bigint];
      if (each.every((price) => price === 0n)) return [];
      const classes = jobs.jobs.flatMap((job, kind) => (problem.fits[kind]?.includes(type) ? [job.class] : []));
      return [{ classes: classes.sort((a, b) => a - b), gpus, cpuMilli, memoryMib, each: each.map(String) as [string, string, string] }];
    }),
  };
}

/** Machines of all units, without those that have none. */
function everyOwned(problem: PackingProblem): Int32Array {
  return machinesLeft({ ...problem, unattributed: new Int32Array(problem.types.length) }, []);
}
