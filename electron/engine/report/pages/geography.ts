import { choroplethHeight, choroplethOfView, rankedBars, rankedBarsHeight, type WorldMap } from '../../../../shared/charts/index.ts';
import { formatStamp, weightNoun } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import { FIGURE_WIDTH, type figureFrame } from '../figure-frame.ts';
import type { ReportInput, ReportView } from '../input.ts';
import { DRAWN_IN_BODY, type Page, type PageKind, sideBySide, widthOf } from '../page.ts';
import { rankingTable } from '../ranking-table.ts';
import { scorecardClaims } from './scorecard-claims.ts';

const LISTED = 12;

function mapOf({ result }: ReportView, map: WorldMap) {
  return {
    height: choroplethHeight(FIGURE_WIDTH),
    chart: (frame: ReturnType<typeof figureFrame>) => choroplethOfView(result, map, frame),
  };
}

function barsOf({ figures, csv }: Page, { result }: ReportView, label: string, width?: number): Block {
  const shown = Math.min(LISTED, result.top.length);
  return figures.add({
    id: `Figure C${label}a`,
    chart: (frame) => rankedBars({ view: result, shown }, frame),
    height: rankedBarsHeight(result, shown, 20),
    width,
    subtitle: `Share of ${weightNoun(result.stamp.weight)} by country. ${formatStamp(result.stamp)}`,
    source: csv(`countries-${label}`),
  });
}

const mapFigure = ({ figures, map, csv }: Page, view: ReportView, label: string): Block =>
  figures.add({ id: `Figure C${label}b`, ...mapOf(view, map), source: csv(`countries-${label}`) });

/** Where the body has room for a map: beside the bars of a single dataset. */
const isMapped = ({ input }: Page): boolean => input.about.filter(({ countries }) => countries !== null).length === 1;

/** Where the capacity is: country bars first, then the map, which alone makes large countries look like much capacity. */
export const geographyPage: PageKind = {
  title: 'Geography',
  blocks: (page) => {
    const { input } = page;
    const told = input.about.flatMap(({ countries, label }, index) =>
      countries === null || index >= DRAWN_IN_BODY ? [] : [{ countries, label }],
    );
    const drawn = [
      ...sideBySide(told.map(({ countries, label }) => barsOf(page, countries, label, widthOf(told.length)))),
      ...(isMapped(page) ? told.map(({ countries, label }) => mapFigure(page, countries, label)) : []),
    ];
    const claims = scorecardClaims(page, ['C5']);
    const silent = input.about.filter(({ countries }) => countries === null).map(({ name }) => name);
    if (drawn.length === 0 && claims.length === 0) return [];
    return [
      ...drawn,
      ...(silent.length === 0 ? [] : [{ type: 'small' as const, text: `No column of countries is disclosed by: ${silent.join('; ')}.` }]),
      ...claims,
    ];
  },
  more: (page) =>
    page.input.about.flatMap(({ countries, label }, index): Block[] => {
      if (countries === null) return [];
      const isDrawn = index < DRAWN_IN_BODY;
      return [
        ...(isDrawn ? [] : [barsOf(page, countries, label)]),
        ...(isDrawn && isMapped(page) ? [] : [mapFigure(page, countries, label)]),
      ];
    }),
  tables: (input: ReportInput): DataTable[] =>
    input.about.flatMap(({ countries, label }) => (countries === null ? [] : [{ ...rankingTable(countries), name: `countries-${label}` }])),
};
