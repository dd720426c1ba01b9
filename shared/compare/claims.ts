import type { ClaimState, Scorecard, ScorecardClaim } from '../case/claims.ts';
import { neededWords } from '../claims/unmapped.ts';

/** A number of a claim on one side; `null` = this side has no such number. */
export type ClaimCell = {
  status: ClaimState | null;
  display: string;
  value: number | null;
  low: number | null;
  high: number | null;
};

/** How the last side stands to the first over the whole ranges of both; `null` where nothing can be said. */
export type Standing = 'higher' | 'lower' | 'same' | 'undetermined';

export type ClaimLine = { key: string; label: string; cells: readonly (ClaimCell | null)[]; standing: Standing | null };

/** One claim on all sides: its headline first, then its further numbers. */
export type ComparedClaim = {
  id: ScorecardClaim;
  title: string;
  lines: readonly ClaimLine[];
  /** what keeps the sides from being compared: other measures, or nothing to measure on some of them; empty = nothing */
  words: string;
};

type Range = Pick<ClaimCell, 'value' | 'low' | 'high'>;

/** Ends of a range; a value without ends is known alone and says nothing over a range. */
function endsOf({ value, low, high }: Range): { low: number; high: number } | null {
  if (value === null && low === null && high === null) return null;
  return { low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY };
}

/** Where the second range stands to the first: a direction only where it holds for all values of both (domain 4). */
export function standingOf(from: Range | null, to: Range | null): Standing | null {
  const [a, b] = [from && endsOf(from), to && endsOf(to)];
  if (!a || !b) return null;
  if (a.low === a.high && b.low === b.high && a.low === b.low) return 'same';
  if (b.low > a.high) return 'higher';
  if (b.high < a.low) return 'lower';
  return 'undetermined';
}

const isComputed = (status: ClaimState | undefined): boolean => status === 'computed' || status === 'bounded';

/** A label without the name of the holder behind it: `Largest country, DE` reads `Largest country`. */
const withoutHolder = (labels: readonly string[]): string => {
  const [first = ''] = labels;
  return labels.every((label) => label === first) ? first : (first.split(',')[0] as string);
};

function lineOf(key: string, labels: readonly string[], cells: readonly (ClaimCell | null)[], alike: boolean): ClaimLine {
  const [first, last] = [cells[0] ?? null, cells.at(-1) ?? null];
  return { key, label: withoutHolder(labels), cells, standing: alike ? standingOf(first, last) : null };
}

function wordsOf(
  measures: readonly string[],
  statuses: readonly ClaimState[],
  letters: readonly string[],
  missing: readonly string[][],
): string {
  const silent = letters.filter((_, index) => !isComputed(statuses[index]));
  if (silent.length === letters.length) return 'Not computed on any side.';
  const needs = [...new Set(missing.flat())];
  const parts = [
    silent.length > 0 ? `Not computed on ${silent.join(', ')}${needs.length > 0 ? `: needs ${needs.join('; ')}` : ''}.` : null,
    new Set(measures).size > 1 ? `Measured differently: ${measures.join(' | ')}.` : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/**
 * The claims of several scorecards side by side. A direction between first and last side is given only where both measure the same thing.
 *
 * @param cards one a side, in their order
 * @param letters names of the sides
 * @param comparable whether the sides are alike in base, date and grain; else no direction is given
 */
export function compareClaims(cards: readonly Scorecard[], letters: readonly string[], comparable: boolean): ComparedClaim[] {
  const [first] = cards;
  if (!first) return [];
  return first.claims.map(({ id, title }) => {
    const claims = cards.map((card) => card.claims.find((claim) => claim.id === id) as Scorecard['claims'][number]);
    const computed = claims.filter(({ status }) => status === 'computed' || status === 'bounded');
    const measures = [...new Set(computed.map(({ measure }) => measure))];
    const alike = comparable && computed.length === claims.length && measures.length === 1;
    const headline = lineOf(
      'headline',
      [measures.length > 1 ? 'Headline' : (measures[0] ?? claims[0]?.measure ?? '')],
      claims.map(({ status, display, value, low, high }) => ({ status, display, value, low, high })),
      alike,
    );
    const keys = [...new Set(claims.flatMap(({ numbers }) => numbers.map(({ key }) => key)))];
    const further = keys.map((key) => {
      const found = claims.map(({ numbers }) => numbers.find((number) => number.key === key) ?? null);
      return lineOf(
        key,
        found.flatMap((number) => (number ? [number.label] : [])),
        found.map((number) => number && { status: null, display: number.display, value: number.value, low: number.low, high: number.high }),
        alike,
      );
    });
    return {
      id,
      title,
      lines: [headline, ...further],
      words: wordsOf(
        computed.length > 1
          ? claims.flatMap(({ status, measure }) => (status === 'computed' || status === 'bounded' ? [measure] : []))
          : [],
        claims.map(({ status }) => status),
        letters,
        claims.map(({ missing, unmapped }) => (missing.length === 0 ? [] : [neededWords({ missing, unmapped })])),
      ),
    };
  });
}
