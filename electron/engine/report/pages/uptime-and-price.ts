import type { SpreadResult } from '../../../../shared/case/spread.ts';
import { pricesChart, spreadReading, uptimeChart } from '../../../../shared/charts/index.ts';
import { formatCount, formatQuantity, NO_VALUE, plural } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportDataset } from '../input.ts';
import { DRAWN_IN_BODY, type Page, type PageKind, sideBySide, widthOf } from '../page.ts';
import { scorecardClaims } from './scorecard-claims.ts';

const MOST_CLASSES = 10;
/** Height of one class in the strip chart: denser than on screen. */
const STRIP_PITCH = 27;
const UPTIME_HEIGHT = 180;

const uptimeFigure = (result: SpreadResult) => ({
  height: UPTIME_HEIGHT,
  chart: (frame: ReturnType<typeof figureFrame>) => uptimeChart(result, frame),
});

const priceFigure = (result: SpreadResult) => ({
  height: 50 + Math.min(result.price?.classes.length ?? 0, MOST_CLASSES) * STRIP_PITCH,
  chart: (frame: ReturnType<typeof figureFrame>) => pricesChart(result, frame, MOST_CLASSES),
});

function priceTable({ price }: SpreadResult, id: string, source: string): Block[] {
  const classes = price?.classes ?? [];
  if (classes.length === 0) return [];
  return [
    {
      type: 'table',
      id,
      caption: `Prices of each class, ${price?.unit ?? ''}: every offer counts once; fewer than eight offers give no quantiles`,
      columns: [
        { label: 'Class', align: 'left', width: 'wide' },
        ...['n', 'p10', 'p50', 'p90', 'p90 / p10'].map((label) => ({ label, align: 'right' as const, width: 'auto' as const })),
      ],
      rows: classes.slice(0, MOST_CLASSES).map(({ key, unweighted }) => {
        const bare = unweighted === null || unweighted.pointsOnly;
        const cell = (value: number | undefined) => (bare || value === undefined ? NO_VALUE : formatQuantity(Number(value.toPrecision(4))));
        return [
          key,
          formatCount(unweighted?.n ?? 0),
          cell(unweighted?.p10),
          cell(unweighted?.p50),
          cell(unweighted?.p90),
          cell(unweighted?.p90OverP10),
        ];
      }),
      source,
    },
    ...(classes.length <= MOST_CLASSES
      ? []
      : [
          {
            type: 'small' as const,
            text: `${plural(classes.length - MOST_CLASSES, 'further class', 'further classes')}: see the attached table.`,
          },
        ]),
  ];
}

function priceData({ price }: SpreadResult, label: string): DataTable {
  return {
    name: `prices-${label}`,
    title: `Prices of each class (${price?.classIs ?? ''}), ${price?.unit ?? ''}`,
    columns: [
      { name: 'class', description: 'class' },
      { name: 'offers', description: 'number of offers with a usable price' },
      ...['p10', 'p25', 'p50', 'p75', 'p90', 'mean'].map((name) => ({
        name,
        description: `${name} of the offers, each counted once; empty = fewer than eight`,
      })),
      { name: 'p90_over_p10', description: 'ratio; empty = fewer than eight offers' },
    ],
    rows: (price?.classes ?? []).map(({ key, unweighted }) => {
      const of = unweighted === null || unweighted.pointsOnly ? null : unweighted;
      return [
        key,
        unweighted?.n ?? 0,
        ...[of?.p10, of?.p25, of?.p50, of?.p75, of?.p90, of?.mean, of?.p90OverP10].map((value) => value ?? null),
      ];
    }),
  };
}

const readingOf = (result: SpreadResult): Block[] => {
  const words = spreadReading(result);
  return words.length === 0 ? [] : [{ type: 'small', text: words.join(' ') }];
};

const hasPrices = (prices: ReportDataset['prices']): prices is SpreadResult => (prices?.price?.classes.length ?? 0) > 0;

/** Uptime and prices of some datasets, side by side, and below them how they were read. */
function figuresOf({ input, figures, csv }: Page, isShown: (index: number) => boolean): Block[] {
  const shown = input.about.filter((_, index) => isShown(index));
  const timed = shown.flatMap(({ uptime, label }) => (uptime?.uptime ? [{ uptime, label }] : []));
  const priced = shown.flatMap(({ prices, label }) => (hasPrices(prices) ? [{ prices, label }] : []));
  return [
    ...sideBySide(
      timed.map(({ uptime, label }) => figures.add({ id: `Figure U${label}`, ...uptimeFigure(uptime), width: widthOf(timed.length) })),
    ),
    ...timed.flatMap(({ uptime }) => readingOf(uptime)),
    ...sideBySide(
      priced.map(({ prices, label }) =>
        figures.add({
          id: `Figure E${label}`,
          ...priceFigure(prices),
          width: widthOf(priced.length),
          source: csv(`prices-${label}`),
        }),
      ),
    ),
  ];
}

/** Uptime as a distribution and prices by class with p10 to p90; no average stands alone. The prices of each class as a table in full. */
export const uptimeAndPricePage: PageKind = {
  title: 'Uptime and price',
  blocks: (page) => [...figuresOf(page, (index) => index < DRAWN_IN_BODY), ...scorecardClaims(page, ['C4', 'C6'])],
  more: (page) => [
    ...figuresOf(page, (index) => index >= DRAWN_IN_BODY),
    ...page.input.about.flatMap(({ prices, label }): Block[] => {
      const source = page.csv(`prices-${label}`);
      return hasPrices(prices) ? [...priceTable(prices, `Table E${label}`, source), ...readingOf(prices)] : [];
    }),
  ],
  tables: ({ about }): DataTable[] =>
    about.flatMap(({ prices, label }) => (prices?.price && prices.price.classes.length > 0 ? [priceData(prices, label)] : [])),
};
