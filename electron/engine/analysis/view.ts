import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ExactEnds, ViewResult, WholeViewSpec } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { codesOf, groupBy } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { type ConcentrationProfile, concentrationProfile } from '../../../shared/metrics/profile.ts';
import type { CountedDimension } from './entities.ts';
import { boundedRanges, partialRanges, splitPartial, weightBounds } from './open-weight.ts';
import { selectedOf } from './view-base.ts';
import { restOf, shareRangeOf, unknownEnds } from './view-ends.ts';
import { exactShares } from './view-exact-shares.ts';
import { findingOf } from './view-finding.ts';
import { exactOf, metricsOf, reasonsOf, settledOf } from './view-metrics.ts';
import { cumulativeUnits, groupsAt, lorenzPoints, type Ranking, rank, ratio } from './view-ranking.ts';
import { columnsOfView, stampOf } from './view-stamp.ts';
import { type FurtherDimensions, type Pivot, pivotOf, positionsOf, type TableSource, unknownCells } from './view-table.ts';
import { withUnknownEntities } from './view-unknown.ts';
import { guardWeight, planWeight, refuseNegative, type ViewWeight, type WeightPlan, weightOf } from './view-weight.ts';

/** Values named in part, and leaders, that a view lists at most. */
const LISTED = 20;

/**
 * A computed view: what the page shows at once, the ranking that its table windows read from, and the exact numbers with the smallest amount in which
 * unknown weight can be held (`null` = none is known).
 */
export type ViewModel = {
  result: Omit<ViewResult, 'handle'>;
  ranking: Ranking;
  profile: ConcentrationProfile;
  unit: bigint | null;
  source: TableSource;
  pivot: Pivot | null;
};

/** A column as codes, made once for all that groups by it. */
function coded(column: Column): Column {
  if (column.type === 'text') return column;
  const { codes, dictionary } = codesOf(column);
  return { type: 'text', name: column.name, codes, dictionary };
}

/** What the table of a view is made from beside its ranking; nothing is worked out where there is no further dimension. */
function sourceOf(ranking: Ranking, ranked: Column, parts: Omit<TableSource, 'ranking' | 'positions'>, knownOnly: boolean): TableSource {
  if (parts.split === null && parts.columns === null) return { ranking, positions: new Int32Array(0), ...parts };
  const { codes, dictionary } = codesOf(ranked);
  const positions = positionsOf(ranking, codes, dictionary.length);
  const all = parts.rows ?? Int32Array.from({ length: codes.length }, (_, row) => row);
  return { ranking, positions, ...parts, rows: knownOnly ? all.filter((row) => (positions[row] as number) >= 0) : parts.rows };
}

/** The smallest amount in which unknown weight can be held: one GPU, one node, one record; `null` where the weight has no such unit. */
function indivisibleUnit(plan: WeightPlan, scale: number): bigint | null {
  const field = plan.kind === 'column' ? plan.info.field : null;
  const counted = plan.kind === 'count' || field === 'gpu_count' || field === 'gpu_free' || field === 'node_count';
  return counted && scale === 0 ? 1n : null;
}

/**
 * Computes a view: groups, shares, metrics with bounds for unknown mass, chart points and finding.
 *
 * @param table columns of `columnsOfView`, `withHeaders`
 * @param counted the dimension as the entity policy counts it
 * @param recordOf number of the record of a row
 * @param weigh weight of all records, from where it is kept
 * @throws ChokepointError for an unknown column, a filter that cannot be read, a weight that is text or negative
 */
export function computeView(
  table: ColumnTable,
  dataset: Dataset,
  spec: WholeViewSpec,
  counted: CountedDimension,
  recordOf: (row: number) => number,
  further: FurtherDimensions = { split: null, columns: null },
  weigh: (plan: WeightPlan) => ViewWeight = (plan) => weightOf(table, plan),
): ViewModel {
  const { rows, base } = selectedOf(table, dataset, spec);
  const plan = planWeight(spec.weight, dataset);
  guardWeight(table, dataset, rows, plan);
  const dimension = coded(counted.column ?? columnOf(table, spec.by));
  const { column: weight, how, loose } = weigh(plan);
  refuseNegative(plan, weight, rows, recordOf);
  const { grouping, partial } = splitPartial(groupBy(dimension, weight, rows), dimension);
  const { unknown } = grouping;
  const asEntities = spec.unknown === 'own-entity' || spec.unknown === 'one-entity';
  const ranked = asEntities ? withUnknownEntities(dimension, rows, spec.unknown as 'own-entity', recordOf) : dimension;
  const bounded = weight === null || spec.unknown === 'known-only' ? null : weightBounds(ranked, weight, rows);
  const held = asEntities ? groupBy(ranked, weight, rows) : grouping;
  const ranking = rank(spec.unknown === 'known-only' ? { ...held, unknown: { units: 0n, rows: 0 } } : held, bounded);
  const selected = rows === null ? table.rows : rows.length;
  const source = sourceOf(ranking, ranked, { rows, weight, ...further }, spec.unknown === 'known-only');
  const pivot = pivotOf(source);
  const all = spec.unknown === 'known-only' ? ranking.total + unknown.units : ranking.total;
  const unit = indivisibleUnit(plan, ranking.scale);
  const plain = concentrationProfile({ known: ranking.doubles ?? ranking.units, unknownMass: ranking.unknown.units, unknownUnit: unit });
  const ranges =
    bounded !== null
      ? boundedRanges(ranking, ranked, bounded, unit, loose)
      : partial.length > 0 && spec.unknown === 'bounds'
        ? partialRanges(ranking, partial, unit)
        : null;
  const profile = ranges === null ? plain : { ...plain, ...ranges };
  const settled = settledOf(profile, ranking);
  const { entities } = settled;
  const partialUnits = partial.reduce((sum, { units }) => sum + units, 0n);
  const shown = Math.min(spec.top, entities);
  const exact = exactShares(ranking, shown, spec.unknown === 'bounds' ? partial : []);
  const cumulative = cumulativeUnits(ranking, shown);
  const rest = ranking.total - ranking.unknown.units - (shown === 0 ? 0n : (cumulative[shown - 1] as bigint));
  return {
    ranking,
    profile,
    unit,
    source,
    pivot,
    result: {
      stamp: stampOf(
        dataset,
        spec.by,
        spec.weight,
        spec.where,
        { ...counted, unknownPolicy: spec.unknown, how, split: spec.split, columns: spec.columns, base: spec.base },
        columnsOfView(spec, dataset),
      ),
      rows: selected,
      ...(base === null ? {} : { baseLeftOut: { rows: base.left, unstated: base.unstated } }),
      entities,
      total: decimalToJson({ units: ranking.total, scale: ranking.scale }),
      unknown: {
        rows: unknown.rows,
        value: decimalToJson({ units: unknown.units, scale: ranking.scale }),
        share: ratio(unknown.units, all),
        ...(ranking.ends && {
          shareRange: shareRangeOf(ranking.ends, ranking.ends.unknown),
          ends: unknownEnds(
            ranking.ends,
            partial.map(({ key }) => key),
          ),
        }),
      },
      partial: partial.slice(0, LISTED).map(({ key, units, rows: count, among }) => ({
        key,
        value: decimalToJson({ units, scale: ranking.scale }),
        rows: count,
        among: among.length === 0 ? null : among.length,
        fits: among.slice(0, LISTED),
      })),
      partialTotal: {
        groups: partial.length,
        rows: partial.reduce((sum, group) => sum + group.rows, 0),
        value: decimalToJson({ units: partialUnits, scale: ranking.scale }),
        share: ratio(partialUnits, all),
      },
      weightBounds: bounded && {
        rows: bounded.rows,
        low: decimalToJson({ units: bounded.total.low, scale: bounded.scale }),
        high: bounded.total.high === null ? null : decimalToJson({ units: bounded.total.high, scale: bounded.scale }),
      },
      outer: ranges === null ? [] : [...ranges.outer],
      weightMissing: ranking.weightMissing - (bounded?.rows ?? 0),
      metrics: metricsOf(profile),
      exact: exactOf(profile),
      reasons: reasonsOf(profile),
      leaders: settled.leaders.slice(0, LISTED).map((leader) => ranking.keys[leader] as string),
      nakamotoDetail: Object.fromEntries(
        Object.entries(settled.details).map(([threshold, detail]) => [
          threshold,
          detail && {
            members: detail.members.slice(0, 100).map((member) => ranking.keys[member] as string),
            over: toNumber(detail.over),
            tie: detail.tie,
            unique: detail.unique,
          },
        ]),
      ),
      top: groupsAt(
        ranking,
        Array.from({ length: shown }, (_, index) => index),
        cumulative,
      ).map((group, index) => ({ ...group, exact: exact[index] as ExactEnds })),
      other: {
        groups: entities - shown,
        value: decimalToJson({ units: rest, scale: ranking.scale }),
        share: ratio(rest, ranking.total),
        ...(ranking.ends && restOf(ranking.ends, shown)),
      },
      ...(pivot === null ? {} : { pivot: { ...pivot.facts, unknownCells: unknownCells(source, pivot) } }),
      lorenz: lorenzPoints(ranking),
      finding: findingOf(profile, settled, ranking, spec, selected, asEntities ? ranking.unknown : unknown),
    },
  };
}
