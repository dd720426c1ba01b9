import type { ViewResult } from '../../../shared/case/view.ts';
import { type Chart, lorenz, rankedBars, rankedBarsHeight, removalCurve } from '../../../shared/charts/index.ts';
import { decimalToJson, parseDecimal, rescale } from '../../../shared/columns/decimal.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatBits,
  formatBound,
  formatBytes,
  formatCount,
  formatEffectiveNumber,
  formatHhi,
  formatIndex,
  formatQuantity,
  formatServedShare,
  formatShare,
  formatStamp,
  formatThreshold,
  plural,
  weightNoun,
} from '../../../shared/format/index.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import { breakingPointWords, verdictWords } from '../../../shared/resilience/readings.ts';
import { type Claim, claimsOf } from './claims.ts';
import type { Block, Fact, ReportDocument, Section } from './document.ts';
import { chartSvg, figureFrame } from './figures.ts';
import { type ReportInput, type ReportRemoval, type ReportView, reportDate, reportDateWords } from './input.ts';
import { methodSection } from './method.ts';
import { dataTables } from './tables.ts';

/** A report ready to be set: the document, and its figures as SVG by file name. */
export type ComposedReport = { document: ReportDocument; figures: Map<string, string> };

const FIGURE_WIDTH = 720;
const LISTED_GROUPS = 15;
const LISTED_UNITS = 30;

type Figures = {
  map: Map<string, string>;
  sample: boolean;
  add(chart: Chart, width: number, height: number, subtitle: string, source: string): Block;
};

function figureList(sample: boolean): Figures {
  const map = new Map<string, string>();
  return {
    map,
    sample,
    add(chart, width, height, subtitle, source) {
      const file = `figure-${map.size + 1}.svg`;
      map.set(file, chartSvg(chart, figureFrame(width, height)));
      return {
        type: 'figure',
        id: `Figure ${map.size}`,
        title: sample ? `SAMPLE: ${chart.title}` : chart.title,
        subtitle,
        alt: chart.summary,
        source,
        file,
        width: width / FIGURE_WIDTH,
      };
    },
  };
}

/** Claims of one view or test under its name, with their common context once. */
function claimGroups(claims: readonly Claim[]): Block[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.source, [...(groups.get(claim.source) ?? []), claim]);
  return [...groups].map(([title, members]) => ({
    type: 'claims',
    title,
    context: (members[0] as Claim).context,
    claims: members.map(({ id, statement, status }) => ({ id, text: statement, status })),
  }));
}

/** Numbers of removals worth a row: the first ones and those around both ends of the breaking point. */
function stepsToList({ units, breakingPoint: { low, high } }: ReportRemoval['result']): number[] {
  const around = (k: number | null, reach: number) =>
    k === null ? [] : Array.from({ length: 2 * reach + 1 }, (_, index) => k - reach + index);
  const wanted = [0, 1, 2, 3, 5, 10, ...around(low, 2), ...around(high, 1)];
  return [...new Set(wanted)].filter((k) => k >= 0 && k <= units).sort((a, b) => a - b);
}

/** Names of units with semicolons, since many have commas of their own. */
function unitList(names: readonly string[]): string {
  return names.length > LISTED_UNITS
    ? `${names.slice(0, LISTED_UNITS).join('; ')}; and ${names.length - LISTED_UNITS} more (claims.json)`
    : names.join('; ');
}

/** The units that a saved scenario removes by hand, by name, with what is served without them. */
function byHandFacts({ byHand, result }: ReportRemoval, servedWords: (served: number) => string): Fact[] {
  if (byHand === null) return [];
  const { removed, absent, served } = byHand;
  return [
    { label: 'Removed by hand', value: removed.length === 0 ? 'none of the units that were chosen is in the data' : unitList(removed) },
    {
      label: 'Served after that removal',
      value: `${
        served.low === served.high
          ? servedWords(served.low)
          : `${servedWords(served.low)} in the adverse reading, ${servedWords(served.high)} in the favourable reading`
      }: ${verdictWords(served, result.below)}`,
    },
    ...(absent.length === 0 ? [] : [{ label: 'Chosen, not in the data', value: unitList(absent) }]),
  ];
}

function removalBlocks(removal: ReportRemoval, index: number, figures: Figures, csv: string): Block[] {
  const { result, portfolio } = removal;
  const height = 330;
  const chart = removalCurve({ result, baseRemoved: removal.baseRemoved }, figureFrame(FIGURE_WIDTH, height));
  const steps = stepsToList(result);
  const threshold = parseThreshold(result.threshold);
  const servedWords = (served: number) => `${formatCount(served)} (${formatServedShare(served, result.demand, threshold)})`;
  const at = (order: string, k: number): string => {
    const curve = result.curves.find((candidate) => candidate.order === order);
    const position = curve?.k.indexOf(k) ?? -1;
    const served = position < 0 ? null : (curve?.served[position] ?? null);
    return served === null ? '—' : servedWords(served);
  };
  const orders = result.curves.map(({ order }) => order).filter((order) => order !== 'random-p05' && order !== 'random-p95');
  const members = result.breakingPoint.members;
  return [
    figures.add(
      chart,
      FIGURE_WIDTH,
      height,
      `Served value of ${portfolio.title} by ${dimensionNoun(result.by, 2)} removed. ${formatStamp(result.stamp)}`,
      csv,
    ),
    { type: 'paragraph', text: result.sentence },
    {
      type: 'facts',
      facts: [
        { label: 'Breaking point', value: breakingPointWords(result.breakingPoint, result.units) },
        { label: 'Units', value: countOf(result.units, result.by) },
        { label: 'Demand', value: `${formatCount(result.demand)} (value of all instances)` },
        { label: 'Served without removals', value: servedWords(result.served0) },
        {
          label: 'Threshold',
          value: `${formatThreshold(result.threshold)} of the demand; the test fails at ${formatCount(result.below - 1)} or less`,
        },
        { label: 'Mode', value: `${result.mode}: each class is asked alone; ties by weight descending, then id ascending` },
        ...(members.length === 0 ? [] : [{ label: 'Smallest set found', value: unitList(members) }]),
        ...byHandFacts(removal, servedWords),
      ],
    },
    {
      type: 'table',
      id: `Table R${index + 1}`,
      caption: `Served value by number of ${dimensionNoun(result.by, 2)} removed: the first steps and those around the breaking point`,
      columns: [
        { label: 'Removed', align: 'right', width: 'auto' },
        ...orders.map((order) => ({ label: order.replaceAll('-', ' '), align: 'right' as const, width: 'auto' as const })),
      ],
      rows: steps.map((k) => [String(k), ...orders.map((order) => at(order, k))]),
      source: csv,
    },
    {
      type: 'table',
      id: `Table P${index + 1}`,
      caption: `Portfolio ${portfolio.title}`,
      columns: [
        { label: 'Class', align: 'left', width: 'auto' },
        { label: 'Shape', align: 'left', width: 'auto' },
        { label: 'Constraints', align: 'left', width: 'wide' },
        { label: 'Instances', align: 'right', width: 'auto' },
      ],
      rows: portfolio.classes.map(({ name, shape, constraints, quantity }) => [name, shape, constraints, formatCount(quantity)]),
      source: 'claims.json',
    },
    ...result.notes.map((note): Block => ({ type: 'paragraph', text: `Note: ${note}` })),
  ];
}

/** Exact sum of weights as they cross ports. */
function sumOf(values: readonly (number | string)[]): number | string {
  const decimals = values.map((value) => parseDecimal(String(value)) ?? { units: 0n, scale: 0 });
  const scale = Math.max(...decimals.map((decimal) => decimal.scale));
  return decimalToJson({ units: decimals.reduce((sum, decimal) => sum + rescale(decimal, scale), 0n), scale });
}

/** Everything below the listed groups as one counted row. */
function otherRow({ top, other, entities, unknown }: ViewResult): string[][] {
  const listed = Math.min(LISTED_GROUPS, top.length);
  if (entities === listed) return [];
  const share = 1 - unknown.share - (top[listed - 1]?.cumulative ?? 0);
  const value = sumOf([other.value, ...top.slice(listed).map((group) => group.value)]);
  return [['', `Other (n = ${formatCount(entities - listed)})`, formatQuantity(value), formatShare(share), '', '']];
}

function viewBlocks(view: ReportView, index: number, figures: Figures, rankingCsv: string, metricsCsv: string): Block[] {
  const { result } = view;
  const { stamp, metrics, unknown } = result;
  const shown = Math.min(LISTED_GROUPS, result.top.length);
  const barsHeight = rankedBarsHeight(result, shown, 20);
  const weight = weightNoun(stamp.weight);
  const bound = (label: string, text: string): string[] => [label, text];
  return [
    figures.add(
      rankedBars({ view: result, shown }, figureFrame(FIGURE_WIDTH, barsHeight)),
      FIGURE_WIDTH,
      barsHeight,
      `Share of ${weight} by ${stamp.by}. ${formatStamp(stamp)}`,
      rankingCsv,
    ),
    {
      type: 'table',
      id: `Table M${index + 1}`,
      caption: `Concentration of ${weight} by ${stamp.by}: known part (smallest to largest over all ways in which the unknown mass could be held)`,
      columns: [
        { label: 'Metric', align: 'left', width: 'wide' },
        { label: 'Value', align: 'right', width: 'auto' },
      ],
      rows: [
        bound('HHI, points 0 to 10,000', formatBound(metrics.hhi, formatHhi)),
        bound('Effective number (1/HHI)', formatBound(metrics.effectiveNumber.q2, formatEffectiveNumber)),
        bound('Largest share (CR1)', formatBound(metrics.cr1, formatShare)),
        bound('Four largest (CR4)', formatBound(metrics.cr4, formatShare)),
        ...(['1/3', '1/2', '2/3'] as const).map((threshold) =>
          bound(`Nakamoto coefficient, strictly more than ${threshold}`, formatBound(metrics.nakamoto[threshold], formatCount)),
        ),
        bound(`Gini (population, ${formatCount(result.entities)} with positive weight)`, formatBound(metrics.gini, formatIndex)),
        bound('Theil, nats', formatBound(metrics.theil, formatIndex)),
        bound('Shannon entropy, bits', formatBound(metrics.shannonBits, formatBits)),
      ],
      source: metricsCsv,
    },
    ...(result.weightMissing === 0
      ? []
      : [
          {
            type: 'paragraph' as const,
            text: `${plural(result.weightMissing, 'record has', 'records have')} no value of ${stamp.weight}; they count as 0 and stay in the record count.`,
          },
        ]),
    figures.add(
      lorenz({ view: result }, figureFrame(460, 330)),
      460,
      330,
      `Lorenz curve of the known ${weight} by ${stamp.by}. ${formatStamp(stamp)}`,
      rankingCsv,
    ),
    {
      type: 'table',
      id: `Table G${index + 1}`,
      caption: `Largest ${dimensionNoun(stamp.by, 2)} by ${weight}`,
      columns: [
        { label: 'Rank', align: 'right', width: 'auto' },
        { label: stamp.by, align: 'left', width: 'wide' },
        { label: weight, align: 'right', width: 'auto' },
        { label: 'Share', align: 'right', width: 'auto' },
        { label: 'Cumulative', align: 'right', width: 'auto' },
        { label: 'Records', align: 'right', width: 'auto' },
      ],
      rows: [
        ...result.top
          .slice(0, LISTED_GROUPS)
          .map((group, position) => [
            String(position + 1),
            group.key,
            formatQuantity(group.value),
            formatShare(group.share),
            formatShare(group.cumulative),
            formatCount(group.rows),
          ]),
        ...otherRow(result),
        ...(unknown.rows === 0
          ? []
          : [['', 'Unknown', formatQuantity(unknown.value), formatShare(unknown.share), '', formatCount(unknown.rows)]]),
      ],
      source: rankingCsv,
    },
  ];
}

function sourcesSection(input: ReportInput, csv: string): Section {
  const findings = input.datasets.flatMap((dataset) => dataset.findings.map((finding) => ({ dataset, finding })));
  return {
    title: 'Sources and supply base',
    blocks: [
      {
        type: 'paragraph',
        text: 'Files are kept as received inside the case, with the hash of their bytes. Records that could not be read are kept aside with their reason and counted here; nothing was dropped or filled in.',
      },
      {
        type: 'table',
        id: 'Table S',
        caption: 'Source files and the datasets made from them',
        columns: [
          { label: 'Id', align: 'left', width: 'auto' },
          { label: 'File', align: 'left', width: 'wide' },
          { label: 'Size', align: 'right', width: 'auto' },
          { label: 'SHA-256', align: 'left', width: 'auto' },
          { label: 'Records', align: 'right', width: 'auto' },
          { label: 'Rejected', align: 'right', width: 'auto' },
          { label: 'Base', align: 'left', width: 'auto' },
          { label: 'As of', align: 'left', width: 'auto' },
        ],
        rows: input.datasets.map((dataset) => {
          const source = input.sources.find(({ id }) => id === dataset.sourceId);
          return [
            `${dataset.sourceId}, ${dataset.id}`,
            source?.fileName ?? '—',
            source ? formatBytes(source.bytes) : '—',
            source ? `${source.sha256.slice(0, 12)}…` : '—',
            formatCount(dataset.rows),
            formatCount(dataset.rejected),
            dataset.base === null ? 'not stated' : baseWords(dataset.base),
            formatAsOf(dataset.asOf),
          ];
        }),
        source: csv,
      },
      ...(findings.length === 0 ? [] : [{ type: 'heading' as const, text: 'Findings of the import' }]),
      ...findings.map(
        ({ dataset, finding }): Block => ({ type: 'paragraph', text: `${dataset.name}: ${finding.message} ${finding.advice}` }),
      ),
    ],
  };
}

function answers(input: ReportInput): string[] {
  return [
    ...input.removals.slice(0, 2).map(({ result }) => result.sentence),
    ...input.views.slice(0, 3).map(({ result }) => `${result.finding} (HHI ${formatBound(result.metrics.hhi, formatHhi)}).`),
  ];
}

/**
 * Composes the report of a case: answer, findings, removal results, concentration, sources, method.
 *
 * @param input the case's views, removal tests and sources; texts must be printable with the report's fonts
 */
export function composeReport(input: ReportInput): ComposedReport {
  const figures = figureList(input.case.sample);
  const csvNames = dataTables(input).map(({ name }) => `${name}.csv`);
  const csv = (start: string): string => csvNames.find((name) => name.replace(/^SAMPLE-/, '').startsWith(start)) ?? '';
  const claims = claimsOf(input);
  const facts: Fact[] = input.datasets.map((dataset) => ({
    label: dataset.name,
    value: `${dataset.base === null ? 'supply base not stated' : baseWords(dataset.base)}, ${plural(dataset.rows, 'record')}, as of ${formatAsOf(dataset.asOf)}${dataset.rejected > 0 ? `, ${plural(dataset.rejected, 'record')} rejected` : ''}`,
  }));
  const sections: Section[] = [
    {
      title: 'Findings',
      blocks: [
        {
          type: 'paragraph',
          text: 'Each number stands with its unit, base, date and the range that the unknown mass leaves. Ids refer to claims.json, which is attached to this file.',
        },
        ...claimGroups(claims),
      ],
    },
    ...input.removals.map((removal, index) => ({
      title: `Removal test: ${removal.name}`,
      blocks: removalBlocks(removal, index, figures, csv(`removal-${index + 1}-`)),
    })),
    ...input.views.map((view, index) => ({
      title: `Concentration: ${view.name}`,
      blocks: viewBlocks(view, index, figures, csv(`view-${index + 1}-`), csv(`view-${index + 1}-metrics`)),
    })),
    sourcesSection(input, csv('sources')),
    methodSection(input),
  ];
  return {
    document: {
      title: input.case.title,
      subtitle: input.case.sample ? 'SAMPLE of a fictional network' : 'Concentration and removal-resilience report',
      date: reportDate(input),
      dated: reportDateWords(input),
      sample: input.case.sample,
      paper: input.paper,
      version: input.version,
      cover: { question: input.case.question, answers: answers(input), facts },
      sections,
    },
    figures: figures.map,
  };
}
