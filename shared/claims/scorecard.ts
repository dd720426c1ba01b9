import type { ClaimResult, NotApplicableClaim } from '../case/claims.ts';
import type { Bound } from '../case/view.ts';
import { CLAIM_TITLES } from '../quality/check.ts';
import type { ClaimDraft } from './draft.ts';
import { linesBeside, type Placed } from './lines-beside.ts';
import type { ThresholdPack } from './pack.ts';

const STATE_WORDS = {
  computed: 'Computed',
  bounded: 'Computed with bounds',
  'not-disclosed': 'Not disclosed',
  'not-mapped': 'Not mapped',
  'not-applicable': 'Not applicable',
} as const;

const boundOf = ({ low, value, high }: { low: number | null; value: number | null; high: number | null }): Bound => ({
  low,
  stated: value,
  high,
});

/** Numbers of a claim that lines of packs may stand beside, with what their entities are. */
function placedOf({ id, low, value, high, numbers, status, exact = {} }: ClaimDraft): Placed[] {
  if (status === 'not-disclosed' || status === 'not-mapped') return [];
  const headline = { bound: boundOf({ low, value, high }), exact: exact.headline ?? null };
  const parties = ['connected_group', 'provider'] as const;
  switch (id) {
    case 'C1':
      return [{ metric: 'hhi_points', subjects: [], ...headline }];
    case 'C2':
      return [
        { metric: 'cr1', subjects: parties, ...headline },
        { metric: 'share', subjects: parties, ...headline },
      ];
    case 'C4':
      return [{ metric: 'uptime', subjects: [], ...headline }];
    case 'C5': {
      const largest = numbers.find(({ key }) => key === 'cr1');
      return [
        { metric: 'hhi_points', subjects: ['country'], ...headline },
        ...(largest
          ? [{ metric: 'share' as const, subjects: ['country' as const], bound: boundOf(largest), exact: exact.cr1 ?? null }]
          : []),
      ];
    }
    case 'C7':
      return [{ metric: 'share', subjects: [], ...headline }];
    case 'C8':
      // the thresholds of the claim are these very lines, so the numbers of members are the position
      return [{ metric: 'cumulative_share', subjects: ['validator'], bound: null, exact: null }];
    default:
      return [];
  }
}

/** What stands around a draft: packs of the case, decision, date and source of the facts. */
export type Surroundings = {
  readonly packs: readonly ThresholdPack[];
  readonly notApplicable: readonly NotApplicableClaim[];
  /** YYYY-MM-DD; `null` = not stated */
  readonly day: string | null;
  readonly source: string;
};

/**
 * A claim of the scorecard: the draft with its title, lines beside it, and its sentence in the grammar of domain.md 9.
 *
 * A decision that the claim does not apply counts only where nothing is disclosed: it never hides a number.
 */
export function claimOf(made: ClaimDraft, { packs, notApplicable, day, source }: Surroundings): ClaimResult {
  const { exact: _, ...draft } = made;
  const title = CLAIM_TITLES[draft.id];
  const decided = notApplicable.find(({ claim }) => claim === draft.id);
  const isOpen = draft.status === 'not-disclosed' || draft.status === 'not-mapped';
  const decision = decided ? { reason: decided.reason, name: decided.name } : null;
  if (decision && isOpen) {
    const { unmapped: __, ...rest } = draft;
    return {
      ...rest,
      title,
      status: 'not-applicable',
      display: 'n/a',
      missing: [],
      lines: [],
      notApplicable: decision,
      sentence: `${draft.id}. ${title}: does not apply, because ${decision.reason.replace(/\.$/, '')} (${decision.name}).`,
    };
  }
  const lines = linesBeside(packs, placedOf(made), day);
  const words = [
    `${draft.id}. ${draft.sentence}`,
    ...lines.map((line) => line.words),
    ...(isOpen ? [] : [`${STATE_WORDS[draft.status]}.`]),
    `Source ${source}.`,
  ];
  return {
    ...draft,
    title,
    lines,
    notApplicable: decision,
    sentence: words.join(' '),
    notes: decision
      ? [...draft.notes, `${decision.name} said that it does not apply (${decision.reason}); the data have it, so it is computed.`]
      : draft.notes,
  };
}
