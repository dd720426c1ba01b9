import type { NotApplicableClaim } from '../../../shared/case/claims.ts';
import type { CaseFile } from './case-file.ts';

/** Claims of a dataset, or of the whole case with `null`, that somebody says do not apply. */
export function listNotApplicable(file: CaseFile, dataset: string | null): NotApplicableClaim[] {
  const query = 'SELECT dataset, claim, reason, name FROM claim_not_applicable';
  return (
    dataset === null
      ? file.prepare(`${query} ORDER BY dataset, claim`).all()
      : file.prepare(`${query} WHERE dataset = ? ORDER BY claim`).all(dataset)
  ) as NotApplicableClaim[];
}
