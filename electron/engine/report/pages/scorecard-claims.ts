import type { ScorecardClaim } from '../../../../shared/case/claims.ts';
import type { Block } from '../document.ts';
import { type Page, printedClaim } from '../page.ts';

/** The sentence of a claim without what follows on its base, which stands above the claims and, with n and unknown part, in full behind. */
const shortOf = (statement: string): string => statement.split(/ Base: /)[0] as string;

/** The claims of all scorecards as they are, with all that each number is relative to. */
export function wholeScorecardClaims({ input, claims }: Page): Block[] {
  const blocks = input.scorecards.flatMap(({ name, label }): Block[] => {
    const own = claims.filter(({ id }) => id.startsWith(`D${label}.`));
    const whole = own.map((claim) => ({ ...printedClaim(claim), beside: '' }));
    return own.length === 0 ? [] : [{ type: 'claims', title: name, context: '', claims: whole }];
  });
  return blocks.length === 0 ? [] : [{ type: 'heading', text: 'Claims of the scorecards', listed: true }, ...blocks];
}

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
              claims: told.map((claim) => printedClaim(claim, shortOf(claim.statement))),
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
