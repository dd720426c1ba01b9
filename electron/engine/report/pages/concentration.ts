import { answeringOf } from '../answers.ts';
import type { Block } from '../document.ts';
import type { ReportView } from '../input.ts';
import { claimsBlock, DRAWN_IN_BODY, type Page, type PageKind } from '../page.ts';
import { indicesTable } from './indices.ts';
import { scorecardClaims } from './scorecard-claims.ts';
import { type ViewCsvs, viewBlocks, viewHead, viewIndices } from './view.ts';

/** Views that the body draws, by position: those that answer for the first datasets of the cover. */
function drawnViews({ input }: Page): number[] {
  const answers = answeringOf(input).flatMap(({ view }) => (view === null ? [] : [input.views.indexOf(view)]));
  return answers.slice(0, DRAWN_IN_BODY);
}

const csvsOf = ({ csv }: Page, { label }: ReportView): ViewCsvs => ({
  ranking: csv(`view-${label}-`),
  metrics: csv(`view-${label}-metrics`),
  partial: csv(`view-${label}-named-in-part`),
});

/**
 * Views: ranked bars of those that answer, Lorenz curve and indices of the first, the main indices of all of them, claims of the scorecards about
 * suppliers; the rest of each view in full.
 */
export const concentrationPage: PageKind = {
  title: 'Concentration',
  blocks: (page) => {
    const { input, figures } = page;
    const views = drawnViews(page).flatMap((index, position): Block[] => {
      const view = input.views[index] as ReportView;
      return [
        { type: 'heading', text: view.name, listed: true },
        ...viewHead(view, figures, csvsOf(page, view)),
        ...(position === 0 ? [viewIndices(view, figures, csvsOf(page, view))] : []),
      ];
    });
    return [...views, ...(input.views.length > 1 ? indicesTable(page) : []), ...scorecardClaims(page, ['C1', 'C2', 'C8'])];
  },
  more: (page) => {
    const { input, claims, figures } = page;
    const drawn = drawnViews(page);
    return input.views.flatMap((view, index) => [
      { type: 'heading' as const, text: `View V${view.label}: ${view.name}`, listed: true },
      ...(drawn.includes(index) ? [] : viewHead(view, figures, csvsOf(page, view))),
      ...(drawn[0] === index ? [] : [viewIndices(view, figures, csvsOf(page, view))]),
      ...viewBlocks(view, csvsOf(page, view)),
      ...claimsBlock(
        '',
        claims.filter(({ id }) => id.startsWith(`V${view.label}.`)),
      ),
    ]);
  },
};
