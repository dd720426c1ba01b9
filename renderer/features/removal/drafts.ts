import { z } from 'zod';
import { type RemovalSpec, removalSpecSchema } from '../../../shared/case/removal.ts';

/** A removal test as it stands on the screen: what is tested, what is removed by hand, whether results are shown undeclared. */
const draftSchema = z.object({ spec: removalSpecSchema, removed: z.array(z.string()), explored: z.boolean().default(false) });
export type RemovalDraft = { spec: RemovalSpec; removed: string[]; explored: boolean };

const keyOf = (caseId: string, dataset: string): string => `chokepoint.removal/${caseId}/${dataset}`;

/**
 * The test that was last on the screen for a dataset of a case, or `null`. It lives as long as the browser session: nothing of a case outlives
 * it outside of the case file.
 */
export function readDraft(caseId: string, dataset: string): RemovalDraft | null {
  const text = sessionStorage.getItem(keyOf(caseId, dataset));
  if (text === null) return null;
  const parsed = draftSchema.safeParse(JSON.parse(text));
  return parsed.success && parsed.data.spec.dataset === dataset ? parsed.data : null;
}

/** Keeps the test on the screen for a reload of the page, or for coming back from another dataset or case. */
export function keepDraft(caseId: string, draft: RemovalDraft): void {
  const key = keyOf(caseId, draft.spec.dataset);
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
    // Tens of thousands of removed units in several cases: an older list must not come back in place of this one.
    sessionStorage.removeItem(key);
  }
}
