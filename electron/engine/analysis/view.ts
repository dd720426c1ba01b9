import type { StandardThreshold } from '../../../shared/bounds/bounds-of.ts';
import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import type { Bound, Group, Metrics, Stamp, ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { type Grouping, groupBy } from '../../../shared/columns/group.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { countOf, formatCount, weightNoun } from '../../../shared/format/index.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { type ConcentrationProfile, concentrationProfile } from '../../../shared/metrics/profile.ts';
import { byEnds, certainDetail, certainHolder, certainLeaders, type MemberDetail, mayHold } from './certain.ts';
import { requireColumn } from './columns.ts';
import { type CountedDimension, columnBehind } from './entities.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { type BoundedWeights, boundedRanges, openWhereMissing, partialRanges, splitPartial, weightBounds } from './open-weight.ts';

/** Weight name that always stands for the number of records; the import gives a column of that name another one. */
export const COUNT = 'count';

const TOP_GROUPS = 20;
const LORENZ_POINTS = 400;

/** A computed view: what the page shows at once, and the ranking that its table windows read from. */
export type ViewModel = { result: Omit<ViewResult, 'handle'>; ranking: Ranking };

/** Groups by descending weight, where records state bounds by what a group holds at least; ties by key in code unit order. */
export type Ranking = Grouping & { total: bigint; ends: BoundedWeights | null };

/**
 * Names of the columns that a view reads.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`
 */
export function columnsOfView(spec: ViewSpec, dataset: Dataset): string[] {
  const weight = spec.weight === COUNT ? null : requireColumn(dataset, spec.weight, [COUNT]).name;
  const wanted = [
    spec.by,
    ...guardColumns(dataset, weight),
    ...(spec.weight === COUNT ? [] : [spec.weight]),
    ...columnsOfWhere(parseWhere(spec.where)),
  ];
  return [...new Set(wanted.map((name) => requireColumn(dataset, columnBehind(dataset, name), name === spec.weight ? [COUNT] : []).name))];
}

/**
 * What every number of this dataset, dimension, weight and filter is relative to.
 *
 * @param read names of the columns that are read: those taken from other datasets are named with their dates
 */
export function stampOf(
  dataset: Dataset,
  by: string,
  weight: string,
  where: string,
  { entities, merged }: Pick<Stamp, 'entities' | 'merged'>,
  read: readonly string[] = [],
): Stamp {
  const joined = dataset.columns.flatMap(({ name, joined: from }) => {
    if (!from || !read.includes(name)) return [];
    const { made, dataset: other, asOf, spreadHours, unmatched } = from;
    return [{ column: name, made, dataset: other, asOf, spreadHours, unmatched }];
  });
  return {
    dataset: dataset.name,
    base: dataset.base,
    asOf: dataset.asOf,
    by,
    weight,
    where,
    unknownPolicy: 'bounds',
    entities,
    merged,
    sample: dataset.sample,
    ...(joined.length === 0 ? {} : { joined }),
  };
}

/** The smallest amount in which unknown weight can be held: one GPU, one node, one record; `null` where the weight has no such unit. */
function indivisibleUnit(weight: ColumnInfo | null, scale: number): bigint | null {
  const counted = weight === null || weight.field === 'gpu_count' || weight.field === 'gpu_free' || weight.field === 'node_count';
  return counted && scale === 0 ? 1n : null;
}

function rank(grouping: Grouping, ends: BoundedWeights | null): Ranking {
  const { units, keys } = grouping;
  const order = keys.map((_, group) => group);
  order.sort((a, b) => {
    const sides = ends && byEnds(endsAt(ends, keys[a] as string), endsAt(ends, keys[b] as string));
    if (sides) return sides;
    const [left, right] = [units[a] as bigint, units[b] as bigint];
    if (left !== right) return left > right ? -1 : 1;
    return (keys[a] as string) < (keys[b] as string) ? -1 : 1;
  });
  return {
    ...grouping,
    keys: order.map((group) => keys[group] as string),
    units: order.map((group) => units[group] as bigint),
    rows: Int32Array.from(order, (group) => grouping.rows[group] as number),
    total: units.reduce((sum, value) => sum + value, grouping.unknown.units),
    ends,
  };
}

/** Ends of the weight of a ranked group. */
function endsAt(ends: BoundedWeights, key: string): { low: bigint; high: bigint | null } {
  return ends.groups.get(key) ?? { low: 0n, high: 0n };
}

const ratio = (part: bigint, total: bigint): number => (total === 0n ? 0 : toNumber({ num: part, den: total }));

/**
 * A window of the ranking as table rows.
 *
 * @param ranking groups in descending order
 * @param indices positions in the ranking, in the order wanted
 * @param held cumulative units before each position, from `cumulativeUnits`
 */
export function groupsAt(ranking: Ranking, indices: readonly number[], held: readonly bigint[]): (Group & { rank: number })[] {
  return indices.map((index) => ({
    rank: index + 1,
    key: ranking.keys[index] as string,
    value: decimalToJson({ units: ranking.units[index] as bigint, scale: ranking.scale }),
    share: ratio(ranking.units[index] as bigint, ranking.total),
    cumulative: ratio(held[index] as bigint, ranking.total),
    rows: ranking.rows[index] as number,
    ...endsOf(ranking, ranking.keys[index] as string),
  }));
}

/** Ends of a group's weight, where they differ. */
function endsOf({ ends }: Ranking, key: string): Pick<Group, 'ends'> {
  const found = ends?.groups.get(key);
  if (!ends || !found || found.low === found.high) return {};
  const end = (units: bigint) => decimalToJson({ units, scale: ends.scale });
  return { ends: { low: end(found.low), high: found.high === null ? null : end(found.high) } };
}

/** Units of the groups up to and with each position. */
export function cumulativeUnits(ranking: Ranking): bigint[] {
  let held = 0n;
  return ranking.units.map((units) => {
    held += units;
    return held;
  });
}

/** Lorenz curve of the positive groups: at most 401 of its exact points, both ends included. */
function lorenzPoints(ranking: Ranking): [number, number][] {
  const ascending = ranking.units.filter((units) => units > 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const known = ascending.reduce((sum, units) => sum + units, 0n);
  const every = Math.max(1, Math.ceil(ascending.length / LORENZ_POINTS));
  const points: [number, number][] = [[0, 0]];
  let held = 0n;
  ascending.forEach((units, index) => {
    held += units;
    if ((index + 1) % every === 0 || index === ascending.length - 1) points.push([(index + 1) / ascending.length, ratio(held, known)]);
  });
  return points;
}

const FRACTION_WORDS = { '1/3': 'a third', '1/2': 'half', '2/3': 'two thirds' } as const;

const boundOf = ({ low, stated, high }: Bound): Bound => ({ low, stated, high });

/** The numbers of a profile as they cross a port: doubles, without their exact fractions. */
function metricsOf({ hhi, cr1, cr4, nakamoto, gini, theil, shannonBits, effectiveNumber }: ConcentrationProfile): Metrics {
  return {
    hhi: boundOf(hhi),
    cr1: boundOf(cr1),
    cr4: boundOf(cr4),
    nakamoto: { '1/3': boundOf(nakamoto['1/3']), '1/2': boundOf(nakamoto['1/2']), '2/3': boundOf(nakamoto['2/3']) },
    gini: boundOf(gini),
    theil: boundOf(theil),
    shannonBits: boundOf(shannonBits),
    effectiveNumber: {
      q0: boundOf(effectiveNumber.q0),
      q1: boundOf(effectiveNumber.q1),
      q2: boundOf(effectiveNumber.q2),
      qInf: boundOf(effectiveNumber.qInf),
    },
  };
}

/** Why numbers of a profile are `null`, by metric; metrics without a `null` are left out. */
function reasonsOf({ hhi, cr1, cr4, nakamoto, gini, theil, shannonBits, effectiveNumber }: ConcentrationProfile): ViewResult['reasons'] {
  const named = { hhi, cr1, cr4, gini, theil, shannonBits };
  const nested = [
    ...Object.entries(nakamoto).map(([threshold, bound]) => [`nakamoto.${threshold}`, bound] as const),
    ...Object.entries(effectiveNumber).map(([order, bound]) => [`effectiveNumber.${order}`, bound] as const),
  ];
  return Object.fromEntries(
    [...Object.entries(named), ...nested]
      .filter(([, { reasons }]) => Object.keys(reasons).length > 0)
      .map(([name, { reasons }]) => [name, { ...reasons }]),
  );
}

/** What is known of the groups, over all weights that records with bounds allow. */
type Settled = { entities: number; leaders: readonly number[]; details: Record<StandardThreshold, MemberDetail | null> };

function settledOf(profile: ConcentrationProfile, ranking: Ranking): Settled {
  const { ends } = ranking;
  if (ends === null) return { entities: profile.entities, leaders: profile.leaders, details: profile.nakamotoDetail };
  const groups = ranking.keys.map((key) => endsAt(ends, key));
  const detail = (threshold: StandardThreshold) => certainDetail(groups, threshold, ends.unknown.high);
  return {
    entities: groups.filter(mayHold).length,
    leaders: certainLeaders(groups),
    details: { '1/3': detail('1/3'), '1/2': detail('1/2'), '2/3': detail('2/3') },
  };
}

/** The view's finding in one sentence, for the title of chart and figure: it holds over all weights that records with bounds allow. */
function findingOf(profile: ConcentrationProfile, { entities, leaders }: Settled, ranking: Ranking, spec: ViewSpec, rows: number): string {
  const { ends } = ranking;
  const isPart = ranking.unknown.units > 0n || (ends !== null && ends.unknown.high !== 0n);
  const what = `${isPart ? 'known ' : ''}${weightNoun(spec.weight)}`;
  if (rows === 0) return spec.where === '' ? 'There is no record to rank' : 'No record passes the filter';
  if (entities === 0) return `No ${what} to rank by ${spec.by}`;
  if (ends !== null) return boundedFinding(profile, entities, ranking, ends, spec, what);
  for (const threshold of THRESHOLDS_DOWN) {
    if (profile.nakamoto[threshold].stated !== 1) continue;
    const who =
      leaders.length === 1
        ? `${ranking.keys[0]} alone holds`
        : `Each of ${leaders.map((leader) => ranking.keys[leader]).join(' and ')} holds`;
    return `${who} more than ${FRACTION_WORDS[threshold]} of the ${what}`;
  }
  return `${formatCount(profile.nakamoto['1/2'].stated)} of ${countOf(entities, spec.by)} hold more than half of the ${what}`;
}

const THRESHOLDS_DOWN = ['2/3', '1/2', '1/3'] as const;

function boundedFinding(
  { nakamoto }: ConcentrationProfile,
  entities: number,
  ranking: Ranking,
  ends: BoundedWeights,
  spec: ViewSpec,
  what: string,
): string {
  const groups = ranking.keys.map((key) => endsAt(ends, key));
  for (const threshold of THRESHOLDS_DOWN) {
    const holder = certainHolder(groups, threshold);
    if (holder !== null) return `${ranking.keys[holder]} alone holds more than ${FRACTION_WORDS[threshold]} of the ${what}`;
  }
  const { low, high } = nakamoto['1/2'];
  const [many, weight] = [countOf(entities, spec.by), weightNoun(spec.weight)];
  if (low !== null && low === high && low > 1) return `${formatCount(low)} of ${many} hold more than half of the ${weight}`;
  if (low === 1 && high === 1) return `One of ${many} holds more than half of the ${weight}; which one is undetermined`;
  const range = high === null ? `at least ${formatCount(low ?? 1)}` : `${formatCount(low ?? 1)} to ${formatCount(high)}`;
  return `Undetermined how many of ${many} hold more than half of the ${weight}: ${range}`;
}

/**
 * Computes a view: groups, shares, metrics with bounds for unknown mass, chart points and finding.
 *
 * @param table columns of `columnsOfView`, `withHeaders`
 * @param counted the dimension as the entity policy counts it
 * @throws ChokepointError for an unknown column, a filter that cannot be read, a weight that is text or negative
 */
export function computeView(table: ColumnTable, dataset: Dataset, spec: ViewSpec, counted: CountedDimension): ViewModel {
  const rows = selectRows(table, parseWhere(spec.where));
  const counting = spec.weight === COUNT;
  const weightInfo = counting ? null : requireColumn(dataset, spec.weight);
  refuseWrongSum(table, dataset, rows, weightInfo?.name ?? null);
  const dimension = counted.column ?? columnOf(table, spec.by);
  const stored = counting ? null : columnOf(table, spec.weight);
  const weight = stored !== null && weightInfo?.joined ? openWhereMissing(stored) : stored;
  const { grouping, partial } = splitPartial(groupBy(dimension, weight, rows), dimension);
  const bounded = weight === null ? null : weightBounds(dimension, weight, rows);
  const ranking = rank(grouping, bounded);
  const selected = rows === null ? table.rows : rows.length;
  const unit = indivisibleUnit(weightInfo, ranking.scale);
  const plain = concentrationProfile({ known: ranking.units, unknownMass: ranking.unknown.units, unknownUnit: unit });
  const ranges =
    bounded !== null ? boundedRanges(ranking, dimension, bounded, unit) : partial.length > 0 ? partialRanges(ranking, partial, unit) : null;
  const profile = ranges === null ? plain : { ...plain, ...ranges };
  const settled = settledOf(profile, ranking);
  const { entities } = settled;
  const partialUnits = partial.reduce((sum, { units }) => sum + units, 0n);
  const shown = Math.min(TOP_GROUPS, entities);
  const held = cumulativeUnits(ranking);
  const rest = ranking.total - ranking.unknown.units - (shown === 0 ? 0n : (held[shown - 1] as bigint));
  return {
    ranking,
    result: {
      stamp: stampOf(dataset, spec.by, spec.weight, spec.where, counted, columnsOfView(spec, dataset)),
      rows: selected,
      entities,
      total: decimalToJson({ units: ranking.total, scale: ranking.scale }),
      unknown: {
        rows: ranking.unknown.rows,
        value: decimalToJson({ units: ranking.unknown.units, scale: ranking.scale }),
        share: ratio(ranking.unknown.units, ranking.total),
      },
      partial: partial.slice(0, TOP_GROUPS).map(({ key, units, rows: count, among }) => ({
        key,
        value: decimalToJson({ units, scale: ranking.scale }),
        rows: count,
        among: among.length === 0 ? null : among.length,
        fits: among.slice(0, TOP_GROUPS),
      })),
      partialTotal: {
        groups: partial.length,
        rows: partial.reduce((sum, group) => sum + group.rows, 0),
        value: decimalToJson({ units: partialUnits, scale: ranking.scale }),
        share: ratio(partialUnits, ranking.total),
      },
      weightBounds: bounded && {
        rows: bounded.rows,
        low: decimalToJson({ units: bounded.total.low, scale: bounded.scale }),
        high: bounded.total.high === null ? null : decimalToJson({ units: bounded.total.high, scale: bounded.scale }),
      },
      outer: ranges === null ? [] : [...ranges.outer],
      weightMissing: ranking.weightMissing - (bounded?.rows ?? 0),
      metrics: metricsOf(profile),
      reasons: reasonsOf(profile),
      leaders: settled.leaders.slice(0, TOP_GROUPS).map((leader) => ranking.keys[leader] as string),
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
        held,
      ),
      other: { groups: entities - shown, value: decimalToJson({ units: rest, scale: ranking.scale }), share: ratio(rest, ranking.total) },
      lorenz: lorenzPoints(ranking),
      finding: findingOf(profile, settled, ranking, spec, selected),
    },
  };
}
