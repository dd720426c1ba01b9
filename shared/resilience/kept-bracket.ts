import type { KeptBracket } from '../case/brackets.ts';
import type { RemovalResult } from '../case/removal.ts';
import type { CertificateCheck } from './check-start.ts';
import { intervalSentence } from './readings.ts';

type Certificate = Record<string, unknown>;

/** Certificates of a kept bracket, the adverse reading first. */
export function certificatesOf({ closed }: Pick<KeptBracket, 'closed'>): Certificate[] {
  return [closed.pessimistic, closed.optimistic].flatMap((reading) => (reading === null ? [] : [reading.certificate]));
}

const sameTest = (kept: Certificate, own: Certificate): boolean =>
  kept.inputs !== null &&
  ['inputs', 'mode', 'grouping', 'metric', 'theta', 'below'].every((field) => JSON.stringify(kept[field]) === JSON.stringify(own[field]));

/** The bracket that was kept last for the test of a result: same inputs, threshold and placement; `null` = none. */
export function keptFor(brackets: readonly KeptBracket[], result: Pick<RemovalResult, 'certificate'>): KeptBracket | null {
  return brackets.findLast((bracket) => certificatesOf(bracket).some((kept) => sameTest(kept, result.certificate))) ?? null;
}

const whole = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/**
 * A result with the ends of a kept bracket, where its certificates hold as they were checked just now; where they do not, the result as it was
 * searched, with a note.
 */
export function withBracket(result: RemovalResult, kept: KeptBracket, checks: readonly CertificateCheck[]): RemovalResult {
  const { id, solver, closed } = kept;
  const findings = checks.flatMap((check) => check.findings);
  if (findings.length > 0)
    return { ...result, notes: [...result.notes, `The closed bracket ${id} of the case does not hold any more: ${findings[0]}.`] };
  const low = closed.pessimistic?.certificate ?? result.certificate;
  const high = result.certificateHigh && (closed.optimistic?.certificate ?? result.certificateHigh);
  const ends = (certificate: Certificate) => ({ low: whole(certificate.kLow), high: whole(certificate.k) });
  const adverse = ends(low);
  const favourable = ends(high ?? low);
  const said = closed.pessimistic?.sentence ?? result.sentence;
  return {
    ...result,
    breakingPoint: {
      low: adverse.low,
      high: favourable.high,
      proven: low.status === 'proven' && (high ?? low).status === 'proven',
      members: Array.isArray(low.R) ? low.R.map(String) : result.breakingPoint.members,
    },
    sentence:
      high === null || closed.pessimistic === null ? said : `${intervalSentence(adverse, favourable, result.units, result.by)} ${said}`,
    certificate: low,
    certificateHigh: high,
    kept: {
      id,
      solver,
      words: `The bracket was narrowed by ${solver} and kept in the case as ${id}; what it rests on was checked again just now, without the solver.`,
    },
  };
}
