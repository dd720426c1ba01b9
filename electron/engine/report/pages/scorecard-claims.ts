import type { ScorecardClaim } from '../../../../shared/case/claims.ts';
import type { Block } from '../document.ts';
import { type Page, printedClaim } from '../page.ts';

const isAsked = (status: string): boolean => status !== 'computed' && status !== 'bounded';

/**
 * The claims of all scorecards about one subject: sentences where they are computed, and what is not disclosed in one line a dataset, so that
 * a report says it rather than passing over it.
 */
export function scorecardClaims({ input, claims }: Page, ids: readonly ScorecardClaim[]): Block[] {
  const blocks = input.scorecards.flatMap(({ name, label, card }): Block[] => {
    const own = ids.map((id) => ({
      result: card.claims.find((claim) => claim.id === id),
      claim: claims.find((claim) => claim.id === `D${label}.${id}`),
    }));
    const told = own.flatMap(({ result, claim }) => (claim && result && !isAsked(result.status) ? [claim] : []));
    const silent = own.flatMap(({ result, claim }) => (claim && result && isAsked(result.status) ? [claim] : []));
    return [
      ...(told.length === 0
        ? []
        : [
            {
              type: 'claims' as const,
              title: name,
              context: (told[0] as (typeof told)[number]).context,
              claims: told.map((claim) => printedClaim(claim)),
            },
          ]),
      ...(silent.length === 0
        ? []
        : [
            {
              type: 'claims' as const,
              title: told.length === 0 ? name : '',
              context: '',
              claims: silent.map((claim) => printedClaim(claim)),
            },
          ]),
    ];
  });
  return blocks.length === 0 ? [] : [{ type: 'heading', text: 'Claims of the scorecard' }, ...blocks];
}
