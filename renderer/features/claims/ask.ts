import type { ScorecardSpec } from '../../../shared/case/claims.ts';
import type { ClaimsChoice } from '../../state/ui.ts';

/** What the scorecard of a dataset is asked with; a choice that was made for another dataset does not count. */
export function askOf(dataset: string, entities: ScorecardSpec['entities'], choice: ClaimsChoice | null): ScorecardSpec {
  const own = choice?.dataset === dataset ? choice : null;
  return { dataset, entities, where: own?.where ?? '', ...(own?.weight ? { weight: own.weight } : {}) };
}
