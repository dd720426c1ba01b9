import type { CertificateContext, CompetingCertificate } from '../certificate.ts';
import { bestCut } from '../competing/best-cut.ts';
import type { CompetingPoint } from '../competing/breaking-point.ts';
import { competingCertificate, shownCut } from '../competing/certificate.ts';
import { amountsLeft } from '../competing/flow.ts';
import { competingSentence } from '../competing/sentence.ts';
import { type CompetingSupply, servedBounds } from '../competing/supply.ts';
import type { ServiceTerms } from '../terms.ts';
import type { ClosedBracket } from './close-bracket.ts';

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
  const written = competingCertificate(supply, terms, narrowed, cut, servedBounds(supply, terms, []), context);
  const certificate: CompetingCertificate = raised
    ? { ...written, lower: { ...written.lower, method: kLow === 1 ? 'packing' : 'hitting-set', placements: closed.placements } }
    : written;
  return { certificate, sentence: competingSentence(certificate, cut) };
}
