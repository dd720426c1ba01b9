import { dimensionTitle, formatCount, formatShare, weightNoun } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { PageKind } from '../page.ts';
import { indicesTable } from './indices.ts';

const LISTED = 30;

/** Appendix: longer rankings than the sections list; the attached files have every row. */
export const tablesPage: PageKind = {
  title: 'Full tables',
  appendix: true,
  blocks: (page) => {
    const { input, csv, shown } = page;
    if (input.views.length === 0) return [];
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
          full: true,
        },
        ...(more > 0 ? [{ type: 'small' as const, text: `${formatCount(more)} more in ${source}.` }] : []),
      ];
    });
    return [...(input.views.length > 1 && shown.has('concentration') ? [] : indicesTable(page)), ...rankings];
  },
};
