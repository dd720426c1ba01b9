import { sumsWords } from '../../../../shared/claims/sums.ts';
import { boundWords, formatHhi, formatShare, formatStamp } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { PageKind } from '../page.ts';

/** Pinned results of the layout with the values that they had, and the note of the author. */
export const notesPage: PageKind = {
  title: 'Notes',
  blocks: ({ input, note }) => {
    const pins = input.pins.map(
      ({ finding, stamp, hhi, cr1, largest, sums }): Block => ({
        type: 'facts',
        facts: [
          { label: 'Pinned result', value: finding },
          { label: 'Context', value: formatStamp(stamp) },
          ...(sums === undefined ? [] : [{ label: 'Read first', value: `${sumsWords(sums, 'counted')}. Without: ${sums.without}` }]),
          { label: 'HHI', value: boundWords({}, hhi, formatHhi) },
          { label: 'Largest share of the known weight', value: boundWords({}, cr1, formatShare) },
          {
            label: 'Largest, share of all weight',
            value: largest
              .slice(0, 5)
              .map(({ key, share }) => `${key} ${formatShare(share)}`)
              .join('; '),
          },
        ],
      }),
    );
    if (pins.length === 0)
      return note === '' ? [] : [{ type: 'paragraph', text: 'Written by the author of this report; nothing below is computed.' }];
    return [
      {
        type: 'paragraph',
        text: 'Pinned results have the values that they had when they were pinned; decisions made since do not change them.',
      },
      ...pins,
    ];
  },
};
