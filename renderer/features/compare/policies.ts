import type { WholeViewSpec } from '../../../shared/case/view.ts';
import type { EntityPolicy } from '../../../shared/entities/groups.ts';

export type PolicyPair = { id: string; label: string; description?: string; a: EntityPolicy; b: EntityPolicy };

const WORDS: Record<EntityPolicy, string> = { none: 'none', confirmed: 'confirmed', 'all-plausible': 'all plausible' };
const pair = (a: EntityPolicy, b: EntityPolicy, description: string): PolicyPair => ({
  id: `${a} ${b}`,
  label: a === b ? WORDS[a] : `${WORDS[a]} in A, ${WORDS[b]} in the others`,
  description,
  a,
  b,
});

/** Which links count: the same on every side, or fewer in A than in the others, so that the difference is what they do. */
export const POLICY_PAIRS: readonly PolicyPair[] = [
  pair('none', 'none', 'accounts as the files give them'),
  pair('confirmed', 'confirmed', 'accounts that somebody confirmed to be one count as one'),
  pair('all-plausible', 'all-plausible', 'also open links of strength proof or strong'),
  pair('none', 'confirmed', 'shows what the confirmed links do, as re-attribution'),
  pair('none', 'all-plausible', 'shows what all plausible links do, as re-attribution'),
  pair('confirmed', 'all-plausible', 'shows what the open links would do, as re-attribution'),
];

/** The choice that the sides stand for; `null` where they have policies of their own. */
export function policyPairOf(sides: readonly WholeViewSpec[]): string | null {
  const [first, ...others] = sides.map(({ entities }) => entities);
  return first !== undefined && new Set(others).size === 1 ? `${first} ${others[0]}` : null;
}
