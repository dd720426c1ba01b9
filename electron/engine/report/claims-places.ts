import type { SectionKind } from '../../../shared/case/report.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import type { ReportInput, ReportScorecard } from './input.ts';

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

/** Datasets side by side in one scorecard. */
export const SIDE_BY_SIDE = 2;

/** The table of the report that holds the scorecard of each dataset, by the labels of the datasets: that of the first one in it. */
export function scorecardTable(scorecards: readonly Pick<ReportScorecard, 'label'>[], label: string): string {
  const at = scorecards.findIndex((scorecard) => scorecard.label === label);
  return `Table D${scorecards[at - (at % SIDE_BY_SIDE)]?.label ?? label}`;
}

/** Figures of a section about one claim of a scorecard. */
export function scorecardFigures({ about }: Pick<ReportInput, 'about'>, { id }: Pick<Claim, 'id'>): string[] {
  const of = about.find(({ dataset }) => id.startsWith(`${dataset}.`));
  if (of === undefined) return [];
  const { label: number, models, countries, uptime, prices, factors } = of;
  switch (id.slice(id.indexOf('.') + 1)) {
    case 'C3':
      return models === null ? [] : [`Figure H${number}`];
    case 'C4':
      return uptime?.uptime ? [`Figure U${number}`] : [];
    case 'C5':
      return countries === null ? [] : [`Figure C${number}a`, `Figure C${number}b`];
    case 'C6':
      return prices?.price && prices.price.classes.length > 0 ? [`Figure E${number}`] : [];
    case 'C7':
      return factors.map((_, index) => `Figure F${number}${'abcdef'[index]}`);
    default:
      return [];
  }
}
