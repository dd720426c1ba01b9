// What the product answers to each vector of ../shared/vectors/metrics.json; vectors.test.ts compares.
import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { expect } from 'vitest';
import { cumulativeUnits, groupsAt, rank as rankGroups } from '../../electron/engine/analysis/view-ranking.ts';
import { allocationOf, allocationOfRecords } from '../../shared/bounds/allocation.ts';
import type { Bound } from '../../shared/bounds/bound.ts';
import { boundsOf } from '../../shared/bounds/bounds-of.ts';
import { nakamotoBounds } from '../../shared/bounds/nakamoto.ts';
import { parseLine, parseMetricLine, passes, verdict } from '../../shared/claims/line.ts';
import { lineOf, readPack } from '../../shared/claims/pack.ts';
import { groupBy } from '../../shared/columns/group.ts';
import { hhiChange } from '../../shared/compare/hhi-change.ts';
import { createMergePreview } from '../../shared/entities/merge-preview.ts';
import { lorenz } from '../../shared/metrics/curves.ts';
import { evenness, shannon } from '../../shared/metrics/entropy.ts';
import type { Fraction } from '../../shared/metrics/exact.ts';
import { compare, exactWeights, formatFraction, fraction, parseFraction, reduce, subtract, toNumber } from '../../shared/metrics/exact.ts';
import { finiteSampleEffectiveNumber, finiteSampleHhi } from '../../shared/metrics/finite-sample-hhi.ts';
import { gini, giniCorrected } from '../../shared/metrics/gini.ts';
import { hhi, hhiNormalised, toPoints } from '../../shared/metrics/hhi.ts';
import { hill, renyi } from '../../shared/metrics/hill.ts';
import type { Measured } from '../../shared/metrics/measured.ts';
import { deltaHhi } from '../../shared/metrics/merge.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { rosenbluth } from '../../shared/metrics/rosenbluth.ts';
import { concentrationRatio, maximumShare } from '../../shared/metrics/shares.ts';
import { theil, theilSplit } from '../../shared/metrics/theil.ts';
import { priceDispersion, sumOfParts, uptimeSummary, weightedPriceDispersion } from './records.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
type Grouping = {
  column: string;
  split?: string;
  part?: number;
  aliases?: string;
  aliases_after?: string;
  merge?: [string, string];
  unknown_values?: string[];
};
type Dataset = {
  file: string;
  before?: string;
  after?: string;
  filter: { column: string; equals: string } | null;
  group_by: Grouping;
  groups?: Grouping;
};
export type Vector = {
  id: string;
  metric: string;
  params?: JsonObject;
  input?: Json;
  dataset?: Dataset;
  expected: Json;
  tolerance: number;
  preset: string;
  flag?: string;
};
type VectorFile = {
  count: number;
  vectors: Vector[];
  alias_sets: Record<string, { groups: Record<string, string[]> }>;
  inline_data: Record<string, { columns: Record<string, number[]> }>;
};

export const HOME = '../shared/vectors/metrics.json';
export const present = existsSync(HOME);
export const file: VectorFile = present
  ? JSON.parse(readFileSync(HOME, 'utf8'))
  : { count: 0, vectors: [], alias_sets: {}, inline_data: {} };

const tables = new Map<string, Record<string, string>[]>();
function table(path: string): Record<string, string>[] {
  const known = tables.get(path);
  if (known) return known;
  const rows = Papa.parse<Record<string, string>>(readFileSync(`../${path}`, 'utf8'), { header: true, skipEmptyLines: true }).data;
  tables.set(path, rows);
  return rows;
}

const cell = (row: Record<string, string>, { column, split, part }: Grouping): string => {
  const text = (row[column] ?? '').trim();
  return split === undefined ? text : (text.split(split)[part ?? 0] ?? '').trim();
};

const aliasMap = (name: string | undefined): Map<string, string> =>
  new Map(
    Object.entries(name === undefined ? {} : (file.alias_sets[name]?.groups ?? {})).flatMap(([group, ids]) => ids.map((id) => [id, group])),
  );

type Counted = { groups: Map<string, bigint>; unknown: bigint };
function count(dataset: Dataset, path = dataset.file): Counted {
  const aliases = aliasMap(dataset.group_by.aliases);
  const unknownValues = dataset.group_by.unknown_values ?? [];
  const groups = new Map<string, bigint>();
  let unknown = 0n;
  for (const row of table(path)) {
    if (dataset.filter && row[dataset.filter.column] !== dataset.filter.equals) continue;
    const value = cell(row, dataset.group_by);
    if (unknownValues.includes(value)) {
      unknown += 1n;
      continue;
    }
    const key = aliases.get(value) ?? value;
    groups.set(key, (groups.get(key) ?? 0n) + 1n);
  }
  return { groups, unknown };
}

function inlineColumn(input: JsonObject, name: 'column' | 'group'): number[] {
  return file.inline_data[input.inline as string]?.columns[input[name] as string] ?? [];
}

function valuesOf({ input }: Vector): (number | string)[] {
  return Array.isArray(input) ? (input as (number | string)[]) : inlineColumn(input as JsonObject, 'column');
}

export const unitsOf = (vector: Vector): bigint[] => exactWeights(valuesOf(vector)).units;
const asNumber = (of: Measured<Fraction>): number | null => (of.reason === null ? toNumber(of.value) : null);
const asPoints = (of: Measured<Fraction>): number | null => (of.reason === null ? toNumber(toPoints(of.value)) : null);
const bigints = (json: Json | undefined): bigint[] => (json as number[]).map(BigInt);
const zerosOf = ({ params }: Vector) => (params?.zeros === 'keep' ? 'keep' : 'drop');
const baseOf = ({ params }: Vector) => (params?.base === 'e' ? 'e' : 2);
const orderOf = ({ params }: Vector) => (params?.q === 'inf' ? Number.POSITIVE_INFINITY : (params?.q as number));
const ends = ({ low, high, reasons }: Bound): Json => [low, high ?? reasons.high ?? null];

function nakamotoOf(vector: Vector) {
  const threshold = parseFraction(vector.params?.t as string);
  const passing = vector.params?.cmp as '>' | '>=';
  return nakamoto(unitsOf(vector), threshold, passing);
}

const detailOf = (vector: Vector): Json => {
  const found = nakamotoOf(vector).value;
  if (found === null) return null;
  return {
    k: found.count,
    share: formatFraction(found.share),
    over: formatFraction(found.over),
    short: formatFraction(found.short),
    over_weight: formatFraction(found.overWeight),
    tie: found.tie,
    unique: found.unique,
  };
};

function boundsJson(known: bigint[], unknown: bigint, unit: bigint | null): JsonObject {
  const allocation = allocationOf(known, unknown, unit);
  const all = boundsOf(allocation);
  const result: JsonObject = { hhi_points: ends(all.hhi), cr1: ends(all.cr1), stated_hhi_points: all.hhi.stated };
  for (const t of ['1/3', '1/2', '2/3', '4/5']) result[`nakamoto_${t}`] = ends(nakamotoBounds(allocation, parseFraction(t)));
  for (const t of ['1/3', '1/2', '2/3'] as const) expect(ends(all.nakamoto[t])).toEqual(result[`nakamoto_${t}`]);
  return result;
}

function recordBoundsJson(known: bigint[], records: bigint[]): JsonObject {
  const allocation = allocationOfRecords(known, records);
  const all = boundsOf(allocation);
  return {
    hhi_points: ends(all.hhi),
    n: ends(all.effectiveNumber.q0),
    'nakamoto_1/2': ends(all.nakamoto['1/2']),
    'nakamoto_4/5': ends(nakamotoBounds(allocation, parseFraction('4/5'))),
  };
}

function profileJson({ groups, unknown }: Counted): JsonObject {
  const units = [...groups.values()];
  const all = concentrationProfile({ known: units, unknownMass: 0n, unknownUnit: null });
  const largest = maximumShare(units).value;
  const result: JsonObject = {
    n: all.entities,
    total: Number(all.knownWeight),
    unknown: Number(unknown),
    hhi_exact: formatFraction(hhi(units).value as Fraction),
    hhi_points: all.hhi.stated,
    hhi_normalised: asNumber(hhiNormalised(units)),
    effective_number: all.effectiveNumber.q2.stated,
    hill_1: all.effectiveNumber.q1.stated,
    cr1: all.cr1.stated,
    cr3: asNumber(concentrationRatio(units, 3)),
    cr4: all.cr4.stated,
    cr8: asNumber(concentrationRatio(units, 8)),
    gini: all.gini.stated,
    gini_corrected: asNumber(giniCorrected(units)),
    shannon_bits: all.shannonBits.stated,
    theil: all.theil.stated,
    largest: { weight: Number(units[largest?.leaders[0] ?? -1]), tied: largest?.leaders.length ?? 0 },
  };
  for (const t of ['1/3', '1/2', '2/3'] as const) {
    const found = all.nakamotoDetail[t];
    result[`nakamoto_${t}`] = found && { k: found.count, share: formatFraction(found.share), tie: found.tie, unique: found.unique };
    expect(all.nakamoto[t]).toEqual({ low: found?.count, stated: found?.count, high: found?.count, reasons: {} });
  }
  return result;
}

function changeJson(vector: Vector): JsonObject {
  const weights = (json: Json | undefined): Map<string, bigint> =>
    new Map(Object.entries(json as Record<string, number>).map(([id, weight]) => [id, BigInt(weight)]));
  const { dataset } = vector;
  const input = vector.input as JsonObject | undefined;
  const merged = (input?.merge_in_after as string[][] | undefined) ?? [];
  const found = dataset
    ? hhiChange(
        count(dataset, dataset.before).groups,
        count(dataset, dataset.after).groups,
        new Map(),
        aliasMap(dataset.group_by.aliases_after),
      ).value
    : hhiChange(
        weights(input?.before),
        weights(input?.after),
        new Map(),
        new Map(merged.flatMap((ids) => ids.map((id) => [id, ids.join('+')]))),
      ).value;
  if (!found) throw new Error('no weight');
  expect(sumOfParts(found)).toEqual(found.total);
  return {
    before: toNumber(found.before),
    after: toNumber(found.after),
    re_attribution: toNumber(found.reAttribution),
    entry: toNumber(found.entry),
    exit: toNumber(found.exit),
    own_growth: toNumber(found.ownGrowth),
    total_effect: toNumber(found.totalEffect),
    total: toNumber(found.total),
    entities: { entered: found.entities.entered, left: found.entities.left },
  };
}

function mergeJson({ dataset }: Vector): JsonObject {
  const { groups } = count(dataset as Dataset);
  const [set, group] = (dataset as Dataset).group_by.merge as [string, string];
  const members = file.alias_sets[set]?.groups[group] ?? [];
  const positions = [...groups.keys()].flatMap((id, position) => (members.includes(id) ? [position] : []));
  const units = [...groups.values()];
  const preview = createMergePreview(units);
  const after = preview.afterGroup(positions);
  const pair = (t: string): Json => [preview.before.nakamoto[t] ?? null, after.nakamoto[t] ?? null];
  const rise = reduce({ num: preview.groupRise(positions), den: preview.total ** 2n });
  expect(subtract(after.hhi as Fraction, preview.before.hhi as Fraction)).toEqual(rise);
  return {
    // of the data, not of an answer
    members_present: positions.length,
    weights: positions.map((position) => Number(units[position])).sort((a, b) => b - a),
    delta_hhi_points: toNumber(toPoints(rise)),
    n: [preview.before.entities, after.entities],
    'nakamoto_1/3': pair('1/3'),
    'nakamoto_1/2': pair('1/2'),
    'nakamoto_2/3': pair('2/3'),
  };
}

/** The table of a view with one entity a weight, from the largest on. */
function linesOf(vector: Vector) {
  const values = Float64Array.from(unitsOf(vector), Number);
  const codes = Int32Array.from(values.keys());
  const entity = { type: 'text', name: 'entity', codes, dictionary: Array.from(codes, String) } as const;
  const ranking = rankGroups(groupBy(entity, { type: 'number', name: 'weight', values, scale: 0 }, null), null);
  return groupsAt(ranking, Array.from(codes), cumulativeUnits(ranking));
}

function splitJson({ dataset }: Vector): Json {
  const { file: path, group_by, groups } = dataset as Required<Dataset>;
  const sites = new Map<string, { weight: bigint; group: string }>();
  for (const row of table(path)) {
    const site = cell(row, group_by);
    sites.set(site, { weight: (sites.get(site)?.weight ?? 0n) + 1n, group: cell(row, groups) });
  }
  const entities = [...sites.values()];
  return theilSplit(
    entities.map(({ weight }) => weight),
    entities.map(({ group }) => group),
  ).value as Json;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const snakeKeys = (value: object): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([name, each]) => [snake(name), each as Json]));

const pack = readPack(JSON.parse(readFileSync('resources/reference/packs/us-mg-2023.json', 'utf8')));

/** What the product answers for each metric under test. */
export const answers: Record<string, (vector: Vector) => Json> = {
  total: (v) => {
    const { units, scale } = exactWeights(valuesOf(v));
    return formatFraction(reduce({ num: units.reduce((sum, unit) => sum + unit, 0n), den: 10n ** BigInt(scale) }));
  },
  shares: (v) => linesOf(v).map(({ share }) => share * 100),
  hhi: (v) => asNumber(hhi(unitsOf(v))),
  hhi_exact: (v) => formatFraction(hhi(unitsOf(v)).value as Fraction),
  hhi_points: (v) => asPoints(hhi(unitsOf(v))),
  hhi_normalised: (v) => asNumber(hhiNormalised(unitsOf(v))),
  hhi_finite_sample: (v) => asNumber(finiteSampleHhi(unitsOf(v))),
  effective_number_finite_sample: (v) => asNumber(finiteSampleEffectiveNumber(unitsOf(v))),
  hill: (v) => hill(unitsOf(v), orderOf(v)).value,
  renyi: (v) => renyi(unitsOf(v), orderOf(v), baseOf(v)).value,
  shannon: (v) => shannon(unitsOf(v), baseOf(v)).value,
  evenness: (v) => evenness(unitsOf(v)).value,
  cr: (v) => asNumber(concentrationRatio(unitsOf(v), v.params?.k as number)),
  nakamoto: (v) => nakamotoOf(v).value?.count ?? null,
  nakamoto_detail: detailOf,
  gini: (v) => asNumber(gini(unitsOf(v), zerosOf(v))),
  gini_corrected: (v) => asNumber(giniCorrected(unitsOf(v))),
  theil: (v) => theil(unitsOf(v), zerosOf(v)).value,
  theil_between: (v) => theilSplit(unitsOf(v), inlineColumn(v.input as JsonObject, 'group')).value?.between ?? null,
  theil_split: splitJson,
  rosenbluth: (v) => asNumber(rosenbluth(unitsOf(v))),
  lorenz: (v) => lorenz(unitsOf(v)).value as unknown as Json,
  // a chart of cumulative shares begins at the origin; the view gives the rest
  concentration_curve: (v) => [[0, 0], ...linesOf(v).map(({ rank, cumulative }) => [rank, cumulative])],
  delta_hhi_points: (v) => {
    const { weights, merge } = v.input as { weights: number[]; merge: number[] };
    return asPoints(deltaHhi(weights.map(BigInt), merge));
  },
  merge_impact: mergeJson,
  hhi_change: changeJson,
  unknown_bounds: (v) => {
    if (v.dataset) {
      const { groups, unknown } = count(v.dataset);
      const known = [...groups.values()];
      return { ...boundsJson(known, unknown, 1n), known: Number(known.reduce((sum, n) => sum + n, 0n)), unknown: Number(unknown) };
    }
    const { known, unknown, unit } = v.input as JsonObject;
    return boundsJson(bigints(known), BigInt(unknown as number), unit === null ? null : BigInt(unit as number));
  },
  unknown_bounds_records: (v) => recordBoundsJson(bigints((v.input as JsonObject).known), bigints((v.input as JsonObject).unknown_records)),
  verdict: (v) => {
    const { range, line } = v.input as { range: [number, number]; line: string };
    return verdict({ low: fraction(range[0]), high: fraction(range[1]) }, parseLine(line));
  },
  pack_line: (v) => {
    const line = parseMetricLine(v.params?.line as string);
    const offered = pack.lines
      .map(lineOf)
      .filter(({ metric, op, value }) => metric === line.metric && op === line.op && compare(value, line.value) === 0);
    expect(offered).toHaveLength(1);
    return passes(parseFraction((v.input as Record<string, string>)[line.metric] as string), line);
  },
  price_dispersion: (v) => snakeKeys(priceDispersion(valuesOf(v)).value ?? {}),
  price_dispersion_weighted: (v) => {
    const { values, weights } = v.input as { values: string[]; weights: number[] };
    return snakeKeys(weightedPriceDispersion(values, weights.map(BigInt)).value ?? {});
  },
  uptime: (v) => {
    const records = (v.input as { provider: string; gpus: number; uptime: string }[]).map(({ provider, gpus, uptime }) => ({
      provider,
      gpus: BigInt(gpus),
      uptime: parseFraction(uptime),
    }));
    return snakeKeys(uptimeSummary(records, parseFraction(v.params?.slo as string)).value ?? {});
  },
  profile: (v) => profileJson(count(v.dataset as Dataset)),
};
