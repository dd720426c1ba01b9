import type { SectionKind } from '../../../shared/case/report.ts';
import type { Bound } from '../../../shared/case/view.ts';
import { statusOf } from '../../../shared/claims/statements.ts';
import { formatStamp, isOuter } from '../../../shared/format/index.ts';
import { type Claim, claimsOf } from './claims.ts';
import { shownSections } from './claims-places.ts';
import { dataDecisionTables } from './data-decisions.ts';
import type { DataTable } from './document.ts';
import type { ReportInput, ReportRemoval, ReportView } from './input.ts';
import { joinsTable } from './joins.ts';
import { PAGES } from './pages/index.ts';
import { scorecardTables } from './pages/scorecard.ts';
import { rankingTable } from './ranking-table.ts';
import { amountSlug, slug } from './slug.ts';

const TABLE_STATUS: Record<Claim['status'], string> = {
  computed: 'ok',
  bounded: 'bounded',
  'known-part': 'known_part',
  'not-computed': 'not_applicable',
};

/** All indices of a view, with their ranges. */
export function metricsTable(view: Pick<ReportView, 'name' | 'label' | 'result'>): DataTable {
  const { metrics, stamp } = view.result;
  const row = (name: string, key: string, unit: string, { low, stated, high }: Bound): (string | number | null)[] => [
    name,
    unit,
    stated,
    low,
    high,
    isOuter(view.result, key) && low !== high ? 'outer_bound' : TABLE_STATUS[statusOf({ low, stated, high })],
    Object.entries(view.result.reasons[key] ?? {})
      .map(([end, reason]) => `${end}: ${reason}`)
      .join('; ') || null,
  ];
  return {
    name: `view-${view.label}-metrics`,
    title: `${view.name}, metrics: ${formatStamp(stamp)}`,
    columns: [
      { name: 'metric', description: 'name' },
      { name: 'unit', description: 'unit of the three values' },
      { name: 'value_stated', description: 'of the known weight alone' },
      { name: 'value_low', description: 'smallest over all ways in which the unknown mass could be held; empty = no bound' },
      { name: 'value_high', description: 'largest over all ways in which the unknown mass could be held; empty = no bound' },
      {
        name: 'value_status',
        description:
          'ok, bounded, outer_bound (the true range lies inside), known_part (no range: speaks of the known weight only) or not_applicable',
      },
      { name: 'empty_because', description: 'why a value is empty' },
    ],
    rows: [
      row('hhi', 'hhi', 'points_0_to_10000', metrics.hhi),
      row('cr1', 'cr1', 'share_fraction', metrics.cr1),
      row('cr4', 'cr4', 'share_fraction', metrics.cr4),
      row('nakamoto_1/3', 'nakamoto.1/3', 'entities', metrics.nakamoto['1/3']),
      row('nakamoto_1/2', 'nakamoto.1/2', 'entities', metrics.nakamoto['1/2']),
      row('nakamoto_2/3', 'nakamoto.2/3', 'entities', metrics.nakamoto['2/3']),
      row('gini', 'gini', 'population_gini', metrics.gini),
      row('theil', 'theil', 'nats', metrics.theil),
      row('shannon', 'shannonBits', 'bits', metrics.shannonBits),
      row('effective_number_q0', 'effectiveNumber.q0', 'entities', metrics.effectiveNumber.q0),
      row('effective_number_q1', 'effectiveNumber.q1', 'entities', metrics.effectiveNumber.q1),
      row('effective_number_q2', 'effectiveNumber.q2', 'entities', metrics.effectiveNumber.q2),
      row('effective_number_q_inf', 'effectiveNumber.qInf', 'entities', metrics.effectiveNumber.qInf),
    ],
  };
}

/** What is named in part, with all that it may be as far as it is listed; `null` where nothing is. */
function partialTable({ name, label, result }: ReportView): DataTable | null {
  const { partial = [], partialTotal: total, stamp } = result;
  if (!total || total.groups === 0) return null;
  const listed = partial.map(({ key, value, rows, among, fits = [] }) => [key, value, rows, among, fits.join(' | ')]);
  const rest = total.groups - partial.length;
  const restRows = total.rows - partial.reduce((sum, { rows }) => sum + rows, 0);
  return {
    name: `view-${label}-named-in-part`,
    title: `${name}, named in part: ${formatStamp(stamp)}`,
    columns: [
      { name: slug(stamp.by).replaceAll('-', '_'), description: 'value as far as it is named; empty = smaller ones that are not listed' },
      { name: amountSlug(stamp), description: 'sum of the weight: in the ranges for every value that fits, in no stated value' },
      { name: 'records', description: 'number of records' },
      { name: 'may_be_count', description: 'number of values that fit; empty = any' },
      { name: 'may_be', description: 'values that fit, at most 20 of them' },
    ],
    rows: rest > 0 ? [...listed, [null, null, restRows, null, `${rest} more`]] : listed,
  };
}

/** Served value of every curve at every k that any of them has. */
function curvesTable(removal: ReportRemoval): DataTable {
  const { curves, by } = removal.result;
  const byOrder = curves.map(({ order, k, served }) => ({
    order,
    at: new Map(k.map((step, position) => [step, served[position] as number])),
  }));
  const steps = [...new Set(curves.flatMap(({ k }) => k))].sort((a, b) => a - b);
  return {
    name: `removal-${removal.label}-curves`,
    title: `${removal.name}: served value by number of ${by} removed`,
    columns: [
      { name: 'removed', description: `number of ${by} removed` },
      ...byOrder.map(({ order }) => ({
        name: `served_${order.replaceAll('-', '_')}`,
        description: `served value, order ${order}; empty = not computed at this k`,
      })),
    ],
    rows: steps.map((k) => [k, ...byOrder.map(({ at }) => at.get(k) ?? null)]),
  };
}

function claimsTable(input: ReportInput): DataTable {
  return {
    name: 'claims',
    title: 'Claims of the report',
    columns: [
      { name: 'claim', description: 'id' },
      { name: 'measure', description: 'what is measured' },
      { name: 'unit', description: 'unit of the values' },
      { name: 'value_stated', description: 'of the known weight alone; empty for a breaking point' },
      { name: 'value_low', description: 'lower end' },
      { name: 'value_high', description: 'upper end' },
      { name: 'value_status', description: 'ok, bounded, known_part or not_applicable' },
      { name: 'context', description: 'dataset, base, date, weight, filter, unknown policy' },
      { name: 'display', description: 'the value as the report prints it' },
      { name: 'statement', description: 'the claim in the words of the report' },
      { name: 'standing', description: 'robust, conditional or fragile; empty = nothing was declared that could turn it' },
    ],
    rows: claimsOf(input).map(({ id, measure, unit, value, status, context, display, statement, standing }) => [
      id,
      measure,
      unit,
      'stated' in value ? value.stated : null,
      value.low,
      value.high,
      TABLE_STATUS[status],
      context,
      display,
      statement,
      standing?.word ?? null,
    ]),
  };
}

function sourcesTable(input: ReportInput): DataTable {
  return {
    name: 'sources',
    title: 'Source files and datasets',
    columns: [
      { name: 'source', description: 'id of the file' },
      { name: 'file_name', description: 'name as received' },
      { name: 'size_bytes', description: 'size' },
      { name: 'sha256', description: 'hash of the bytes as received' },
      { name: 'dataset', description: 'id and name of the dataset made from it' },
      { name: 'records_imported', description: 'records in the dataset' },
      { name: 'records_rejected', description: 'records kept aside with a reason' },
      { name: 'grain', description: 'what one record is' },
      { name: 'base', description: 'rung of the supply ladder; empty = not stated' },
      { name: 'as_of', description: 'date of the facts; empty = not stated' },
      { name: 'sampling', description: 'census, or sample of events; empty = not stated, counts as a census' },
      { name: 'sampled_days', description: 'days that a sample covers; empty = not stated' },
      { name: 'records_corrected', description: 'records of the dataset that were rejected, corrected and taken in' },
    ],
    rows: input.datasets.map(({ id, name, sourceId, rows, rejected, grain, base, asOf, sampling = null, sampledDays = null }) => {
      const source = input.sources.find((candidate) => candidate.id === sourceId);
      return [
        sourceId,
        source?.fileName ?? null,
        source?.bytes ?? null,
        source?.sha256 ?? null,
        `${id} ${name}`,
        rows,
        rejected,
        grain,
        base,
        asOf,
        sampling,
        sampledDays,
        input.corrections.filter(({ dataset }) => dataset === id).length,
      ];
    }),
  };
}

/** Standing of the claims; none where no claim has one. */
function standingTables(input: ReportInput): DataTable[] {
  const rows = claimsOf(input).flatMap(({ id, standing }) => (standing ? [[id, standing.word, standing.because.join('; ') || null]] : []));
  if (rows.length === 0) return [];
  return [
    {
      name: 'standing',
      title: 'Standing of each claim',
      columns: [
        { name: 'claim', description: 'id' },
        { name: 'standing', description: 'robust, conditional or fragile' },
        { name: 'turned_by', description: 'alternatives that turn the conclusion; empty = none that was asked' },
      ],
      rows,
    },
  ];
}

/** Every table of the report as data, in the order of the report; file names of a sample say SAMPLE. */
export function dataTables(input: ReportInput): DataTable[] {
  const shown = shownSections(input.layout.sections);
  const tables = [
    claimsTable(input),
    ...input.removals.map(curvesTable),
    ...input.views.flatMap((view) => [rankingTable(view), metricsTable(view), partialTable(view)].filter((table) => table !== null)),
    sourcesTable(input),
    ...[joinsTable(input)].filter((table) => table !== null),
    ...dataDecisionTables(input),
    ...scorecardTables(input),
    ...Object.entries(PAGES).flatMap(([kind, { tables: own }]) => (shown.has(kind as SectionKind) ? (own?.(input) ?? []) : [])),
    ...standingTables(input),
  ];
  return input.case.sample ? tables.map((table) => ({ ...table, name: `SAMPLE-${table.name}` })) : tables;
}
