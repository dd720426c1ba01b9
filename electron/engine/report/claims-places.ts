import type { SectionKind } from '../../../shared/case/report.ts';

const OF_SCORECARD: Readonly<Record<string, SectionKind>> = {
  C1: 'concentration',
  C2: 'concentration',
  C3: 'hardware',
  C4: 'uptime-and-price',
  C5: 'geography',
  C6: 'uptime-and-price',
  C7: 'hardware',
  C8: 'concentration',
};

/** Label of a part of a report by its id: `3` of the saved view `V3`, `D1` of `VD1`, the usual view of the dataset D1. */
export const labelOf = (id: string): string => id.slice(1);

/** The section that a claim stands in, by its id. */
export function homeOf(id: string): SectionKind {
  if (id.startsWith('R')) return 'removal';
  if (id.startsWith('X')) return 'comparison';
  if (id.startsWith('D')) return OF_SCORECARD[id.slice(id.indexOf('.') + 1)] ?? 'findings';
  return 'concentration';
}

/** Sections that a layout shows; limitations always are. */
export const shownSections = (sections: readonly { kind: SectionKind; shown: boolean }[]): Set<SectionKind> =>
  new Set<SectionKind>([...sections.flatMap(({ kind, shown }) => (shown ? [kind] : [])), 'limitations']);
