import {
  boundWords,
  dimensionTitle,
  formatCount,
  formatHhi,
  formatIndex,
  formatShare,
  isOuter,
  weightNoun,
} from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { PageKind } from '../page.ts';

const LISTED = 30;

/** Appendix: longer rankings than the sections list, and all indices side by side; the attached files have every row. */
export const tablesPage: PageKind = {
  title: 'Full tables',
  appendix: true,
  blocks: ({ input, csv }) => {
    if (input.views.length === 0) return [];
    const indices: Block = {
      type: 'table',
      id: 'Table I',
      caption: 'Indices of all views: known part (smallest to largest over all ways in which the unknown mass could be held)',
      columns: [
        { label: 'View', align: 'left', width: 'wide' },
        { label: 'n', align: 'right', width: 'auto' },
        { label: 'HHI, points', align: 'right', width: 'half' },
        { label: 'Largest', align: 'right', width: 'half' },
        { label: 'k for > 1/2', align: 'right', width: 'half' },
        { label: 'Gini', align: 'right', width: 'auto' },
      ],
      rows: input.views.map(({ name, result }) => {
        const { metrics } = result;
        return [
          name,
          formatCount(result.entities),
          boundWords(result, metrics.hhi, formatHhi, isOuter(result, 'hhi')),
          boundWords(result, metrics.cr1, formatShare, isOuter(result, 'cr1')),
          boundWords(result, metrics.nakamoto['1/2'], formatCount, isOuter(result, 'nakamoto.1/2')),
          boundWords(result, metrics.gini, formatIndex, isOuter(result, 'gini')),
        ];
      }),
      source: csv(`view-${input.views[0]?.label}-metrics`),
    };
    const rankings = input.views.flatMap(({ name, label, result, groups }): Block[] => {
      if (groups.length <= 10) return [];
      const source = csv(`view-${label}-`);
      const more = groups.length - LISTED;
      return [
        {
          type: 'table',
          id: `Table L${label}`,
          caption: `${name}: the ${formatCount(Math.min(LISTED, groups.length))} largest`,
          columns: [
            { label: 'Rank', align: 'right', width: 'auto' },
            { label: dimensionTitle(result.stamp.by), align: 'left', width: 'wide' },
            { label: weightNoun(result.stamp), align: 'right', width: 'auto' },
            { label: 'Share', align: 'right', width: 'auto' },
            { label: 'Cumulative', align: 'right', width: 'auto' },
            { label: 'Records', align: 'right', width: 'auto' },
          ],
          rows: groups
            .slice(0, LISTED)
            .map(({ key, value, share, cumulative, rows }, rank) => [
              String(rank + 1),
              key,
              String(value),
              formatShare(share),
              formatShare(cumulative),
              formatCount(rows),
            ]),
          source,
        },
        ...(more > 0 ? [{ type: 'small' as const, text: `${formatCount(more)} more in ${source}.` }] : []),
      ];
    });
    return [indices, ...rankings];
  },
};
