import { ChokepointError } from '../../../shared/case/error.ts';
import type { CasePack } from '../../../shared/case/packs.ts';
import { lintReport } from '../../../shared/claims/lint.ts';
import type { LintProblem } from '../../../shared/claims/lint-problem.ts';
import { plural } from '../../../shared/format/index.ts';
import { claimsOf } from './claims.ts';
import { factsDate, type ReportInput } from './input.ts';

/** What the linter says of a gathered report: its layout against the claims that it prints. */
export function lintGathered(gathered: ReportInput, packs: readonly CasePack[]): LintProblem[] {
  const { layout } = gathered;
  return lintReport({ layout, claims: claimsOf(gathered), packs: packs.map(({ pack }) => pack), day: factsDate(gathered) });
}

/** Refuses an export whose texts the claim grammar does not take. @throws ChokepointError `report-refused`, with the problems */
export function requireAccepted(problems: readonly LintProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  throw new ChokepointError(
    'report-refused',
    `The linter refuses ${plural(errors.length, 'text')} of the report; no file was written. ${first.place.kind === 'finding' ? `Finding ${first.place.id}: ` : ''}${first.message}`,
    'Mend them on the tab Findings or Layout of the screen Report, or run "chokepoint report lint" for the whole list.',
    { problems: errors },
  );
}
