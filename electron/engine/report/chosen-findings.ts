import type { ReportLayout } from '../../../shared/case/report.ts';
import type { Claim } from './claims.ts';

/** The table of findings whose own section is not in the report. */
export const FINDINGS_TABLE = 'Table Y';

const MOST_CARDS = 5;
const MOST_IN_BRIEF = 3;

/** Findings of the first pages where none are chosen: removal tests that break soonest, then sizes of the smallest sets, then largest shares. */
function usualFindings(claims: readonly Claim[], most: number): Claim[] {
  const soonest = ({ value }: Claim): number => ('stated' in value ? 0 : (value.low ?? value.high ?? Number.POSITIVE_INFINITY));
  const breaking = claims.filter(({ id }) => id.endsWith('.breaking-point')).sort((a, b) => soonest(a) - soonest(b));
  const of = (name: string) => claims.filter(({ id }) => id.startsWith('V') && id.endsWith(`.${name}`)).slice(0, 1);
  const changes = claims.filter(({ id }) => id.endsWith('.hhi-change')).slice(0, 1);
  return [...breaking.slice(0, 2), ...of('nakamoto-1-2'), ...of('cr1'), ...changes, ...of('hhi')].slice(0, most);
}

/** Findings of the layout, in its order and words (`null` = those of the claim); the usual ones where it chooses none. */
export function chosenFindings({ findings, template }: ReportLayout, claims: readonly Claim[]): { claim: Claim; text: string | null }[] {
  if (findings === null)
    return usualFindings(claims, template === 'brief' ? MOST_IN_BRIEF : MOST_CARDS).map((claim) => ({ claim, text: null }));
  return findings.flatMap(({ claim: id, text }) => {
    const claim = claims.find((candidate) => candidate.id === id);
    return claim ? [{ claim, text }] : [];
  });
}
