import type { SpreadResult } from '../../../../shared/case/spread.ts';
import { type ChartContext, ecdf, type SpreadGroup, stepPoints, strip } from '../../../../shared/charts/index.ts';
import { formatCount, formatQuantity, formatShare, NO_VALUE, plural } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { Page, PageKind } from '../page.ts';
import { scorecardClaims } from './scorecard-claims.ts';

const MOST_CLASSES = 10;
/** Height of one class in the strip chart: denser than on screen. */
const STRIP_PITCH = 27;
const UPTIME_HEIGHT = 210;

const contextOf = ({ stamp }: SpreadResult, measure: string, unit: string, n: string): ChartContext => ({
  dataset: stamp.dataset,
  measure,
  unit,
  base: stamp.base,
  asOf: stamp.asOf,
  n,
  sample: stamp.sample,
});

const rejectedRows = ({ rejected }: SpreadResult): number => rejected.reduce((sum, { rows }) => sum + rows, 0);
const quantileOf = (points: SpreadGroup['points'], part: number): number | null => points.find(([, share]) => share >= part)?.[0] ?? null;

function uptimeChart(result: SpreadResult) {
  const { uptime } = result;
  const points = uptime?.ecdf ?? [];
  const n = uptime?.providers ?? 0;
  const [numerator = 199, denominator = 200] = (uptime?.slo ?? '').split('/').map(Number);
  const level = numerator / denominator;
  const group = {
    id: 'all',
    label: 'all',
    n,
    points,
    p10: quantileOf(points, 0.1),
    p50: quantileOf(points, 0.5),
    p90: quantileOf(points, 0.9),
  };
  return {
    height: UPTIME_HEIGHT,
    chart: (frame: ReturnType<typeof figureFrame>) =>
      ecdf(
        {
          context: contextOf(result, 'Uptime', uptime?.windowDays ? plural(uptime.windowDays, 'day') : '', plural(n, 'provider')),
          measure: 'uptime',
          of: result.weight === null ? 'records' : 'GPUs',
          format: 'share',
          groups: points.length > 0 ? [group] : [],
          references: [{ at: level, label: `service level ${formatShare(level)}` }],
          missing: rejectedRows(result),
        },
        frame,
      ),
  };
}

function priceChart(result: SpreadResult) {
  const classes = result.price?.classes ?? [];
  const groups = classes.map(({ key, unweighted, points }): SpreadGroup => {
    const bare = unweighted === null || unweighted.pointsOnly;
    return {
      id: key,
      label: key,
      n: unweighted?.n ?? points.length,
      points: stepPoints(points),
      p10: bare ? null : unweighted.p10,
      p50: bare ? null : unweighted.p50,
      p90: bare ? null : unweighted.p90,
    };
  });
  const offers = groups.reduce((sum, { n }) => sum + n, 0);
  return {
    height: 50 + Math.min(classes.length, MOST_CLASSES) * STRIP_PITCH,
    chart: (frame: ReturnType<typeof figureFrame>) =>
      strip(
        {
          context: contextOf(result, `Price by class (${result.price?.classIs ?? ''})`, result.price?.unit ?? '', plural(offers, 'offer')),
          measure: 'price',
          of: 'offers',
          format: 'quantity',
          groups: groups.slice(0, MOST_CLASSES),
          missing: rejectedRows(result),
        },
        frame,
      ),
  };
}

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

function priceData({ price }: SpreadResult, index: number): DataTable {
  return {
    name: `prices-${index + 1}`,
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
  const words = [
    ...result.decisions,
    ...result.notes,
    ...result.rejected.map(({ rows, reason }) => `${plural(rows, 'record')}: ${reason}`),
  ];
  return words.length === 0 ? [] : [{ type: 'small', text: words.join(' ') }];
};

function blocksOf({ input, figures, csv }: Page): Block[] {
  return input.about.flatMap(({ uptime, prices }, index): Block[] => [
    ...(uptime?.uptime ? [figures.add({ id: `Figure U${index + 1}`, ...uptimeChart(uptime) }), ...readingOf(uptime)] : []),
    ...(prices?.price && prices.price.classes.length > 0
      ? [
          figures.add({ id: `Figure E${index + 1}`, ...priceChart(prices), source: csv(`prices-${index + 1}`) }),
          ...priceTable(prices, `Table E${index + 1}`, csv(`prices-${index + 1}`)),
          ...readingOf(prices),
        ]
      : []),
  ]);
}

/** Uptime as a distribution and prices by class with p10 to p90; no average stands alone. */
export const uptimeAndPricePage: PageKind = {
  title: 'Uptime and price',
  blocks: (page) => [...blocksOf(page), ...scorecardClaims(page, ['C4', 'C6'])],
  tables: ({ about }): DataTable[] =>
    about.flatMap(({ prices }, index) => (prices?.price && prices.price.classes.length > 0 ? [priceData(prices, index)] : [])),
};
