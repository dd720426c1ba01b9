import { boundWords, formatCount, formatHhi, formatIndex, formatShare, isOuter } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { Page } from '../page.ts';

/** Indices of all views side by side. */
export function indicesTable({ input, csv }: Page): Block[] {
  if (input.views.length === 0) return [];
  return [
    {
      type: 'table',
      id: 'Table I',
      caption: 'Indices of all views: known part (smallest to largest over all ways in which the unknown mass could be held)',
      columns: [
        { label: 'View', align: 'left', width: 'wide' },
        { label: 'n', align: 'right', width: 'auto' },
        { label: 'HHI, points', align: 'right', width: 'auto' },
        { label: 'Largest', align: 'right', width: 'auto' },
        { label: 'k for > 1/2', align: 'right', width: 'auto' },
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
    },
  ];
}
