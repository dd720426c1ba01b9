import { claimsBlock, type PageKind } from '../page.ts';
import { scorecardClaims } from './scorecard-claims.ts';
import { viewBlocks } from './view.ts';

/** Views: ranked bars, Lorenz curve and indices, table, claims; then the claims of the scorecards about suppliers. */
export const concentrationPage: PageKind = {
  title: 'Concentration',
  blocks: (page) => {
    const { input, claims, figures, csv } = page;
    const views = input.views.flatMap((view) => [
      { type: 'heading' as const, text: view.name, listed: true },
      ...viewBlocks(view, figures, {
        ranking: csv(`view-${view.label}-`),
        metrics: csv(`view-${view.label}-metrics`),
        partial: csv(`view-${view.label}-named-in-part`),
      }),
      ...claimsBlock(
        '',
        claims.filter(({ id }) => id.startsWith(`V${view.label}.`)),
      ),
    ]);
    return [...views, ...scorecardClaims(page, ['C1', 'C2', 'C8'])];
  },
};
