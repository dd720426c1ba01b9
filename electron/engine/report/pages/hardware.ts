import type { Dependencies } from '../../../../shared/case/claims.ts';
import { contextOfView, heatmap, heatmapHeight, rankedBars, rankedBarsHeight } from '../../../../shared/charts/index.ts';
import {
  dimensionNoun,
  formatCount,
  formatQuantity,
  formatRange,
  formatShare,
  formatStamp,
  statedWords,
  weightNoun,
} from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportDataset, ReportInput } from '../input.ts';
import { DRAWN_IN_BODY, type Page, type PageKind } from '../page.ts';
import { rankingTable } from '../ranking-table.ts';
import { scorecardClaims } from './scorecard-claims.ts';

const LISTED_MODELS = 12;
const MOST_COLUMNS = 8;
const LISTED_DEPENDENCIES = 8;

type Factor = ReportDataset['factors'][number];

/** The largest parties by the values of a factor: the share of each party that depends on each value. */
function factorChart({ factor, view: result, rows }: Factor) {
  const { stamp, pivot } = result;
  const across = (pivot?.columns ?? []).slice(0, MOST_COLUMNS);
  return {
    height: heatmapHeight(rows.length, 92, 19),
    chart: (frame: ReturnType<typeof figureFrame>) =>
      heatmap(
        {
          context: contextOfView(
            result,
            `Share of the ${statedWords(result, weightNoun(stamp.weight))} of each ${dimensionNoun(stamp.by, 1)} by ${dimensionNoun(factor, 1)}`,
          ),
          by: [stamp.by, factor],
          rows: rows.map(({ key }) => ({ id: key, label: key })),
          columns: across.map(({ key }) => ({ id: key, label: key })),
          cells: rows.map(({ cells, value }) =>
            across.map((_, index) => (Number(value) > 0 ? Number(cells[index] ?? 0) / Number(value) : 0)),
          ),
          format: 'share',
          notListed: {
            rows: Math.max(0, result.entities - rows.length),
            columns: (pivot?.columns.length ?? 0) - across.length + (pivot?.other.groups ?? 0),
          },
        },
        frame,
      ),
  };
}

function dependencyBlock(dependencies: Dependencies, label: string, source: string): Block[] {
  if (dependencies.rows.length === 0) return [];
  return [
    {
      type: 'table',
      id: `Table F${label}`,
      caption: `What several ${dimensionNoun(dependencies.by, 2)} share, largest first`,
      columns: [
        { label: 'Factor', align: 'left', width: 'auto' },
        { label: 'Value', align: 'left', width: 'wide' },
        { label: dimensionNoun(dependencies.by, 2), align: 'right', width: 'auto' },
        { label: 'Largest of them', align: 'left', width: 'wide' },
        { label: weightNoun(dependencies.stamp), align: 'right', width: 'auto' },
        { label: 'Share', align: 'right', width: 'auto' },
      ],
      rows: dependencies.rows
        .slice(0, LISTED_DEPENDENCIES)
        .map(({ factor, key, parties, largest, value, low, high }) => [
          factor,
          key,
          formatCount(parties),
          largest.slice(0, 2).join('; '),
          formatQuantity(value),
          formatRange(low, high, formatShare),
        ]),
      source,
    },
  ];
}

function dependencyTable({ by, rows, stamp }: Dependencies, label: string): DataTable {
  return {
    name: `dependencies-${label}`,
    title: `What several ${dimensionNoun(by, 2)} share: ${formatStamp(stamp)}`,
    columns: [
      { name: 'factor', description: 'column of the factor' },
      { name: 'kind', description: 'what the factor is' },
      { name: 'value', description: 'value of the factor' },
      { name: 'parties', description: `number of ${by} that have it` },
      { name: 'weight', description: 'weight of their records' },
      { name: 'share_low', description: 'share of all weight, known alone' },
      { name: 'share_high', description: 'share with the weight whose factor is unknown' },
      { name: 'records', description: 'number of records' },
    ],
    rows: rows.map(({ factor, kind, key, parties, value, low, high, rows: records }) => [
      factor,
      kind,
      key,
      parties,
      value,
      low,
      high,
      records,
    ]),
  };
}

function modelsFigure({ figures, csv }: Page, { models, label }: ReportDataset): Block[] {
  if (models === null) return [];
  const { result } = models;
  const shown = Math.min(LISTED_MODELS, result.top.length);
  return [
    figures.add({
      id: `Figure H${label}`,
      chart: (frame) => rankedBars({ view: result, shown }, frame),
      height: rankedBarsHeight(result, shown, 20),
      subtitle: `Share of ${weightNoun(result.stamp.weight)} by GPU model. ${formatStamp(result.stamp)}`,
      source: csv(`models-${label}`),
    }),
  ];
}

const factorFigure = ({ figures }: Page, factor: Factor, label: string, at: number): Block =>
  figures.add({ id: `Figure F${label}${'abcdef'[at]}`, ...factorChart(factor) });

/** Hardware and dependency: GPU models and the first heat map of supplier by factor; all factors, and what several suppliers share, in full. */
export const hardwarePage: PageKind = {
  title: 'Hardware and dependency',
  blocks: (page) => {
    const told = page.input.about.slice(0, DRAWN_IN_BODY);
    const drawn = [
      ...told.flatMap((about) => modelsFigure(page, about)),
      ...told.slice(0, 1).flatMap(({ factors: [first], label }) => (first === undefined ? [] : [factorFigure(page, first, label, 0)])),
    ];
    return [...drawn, ...scorecardClaims(page, ['C3', 'C7'])];
  },
  more: (page) =>
    page.input.about.flatMap((about, index): Block[] => {
      const isDrawn = index < DRAWN_IN_BODY;
      return [
        ...(isDrawn ? [] : modelsFigure(page, about)),
        ...about.factors.flatMap((factor, at) => (index === 0 && at === 0 ? [] : [factorFigure(page, factor, about.label, at)])),
        ...(about.dependencies === null ? [] : dependencyBlock(about.dependencies, about.label, page.csv(`dependencies-${about.label}`))),
      ];
    }),
  tables: (input: ReportInput): DataTable[] =>
    input.about.flatMap(({ models, dependencies, label }) => [
      ...(models === null ? [] : [{ ...rankingTable(models), name: `models-${label}` }]),
      ...(dependencies === null || dependencies.rows.length === 0 ? [] : [dependencyTable(dependencies, label)]),
    ]),
};
