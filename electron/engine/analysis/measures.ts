import { allocationOf } from '../../../shared/bounds/allocation.ts';
import { atRecordGrain, overClosedList, type Refinement } from '../../../shared/bounds/refined.ts';
import { metricCards, nakamotoMeasures, type ViewWeights } from '../../../shared/cards/index.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { MeasuresAsk, MeasuresResult, MetricCard, RefinementResult } from '../../../shared/case/measures.ts';
import { NAKAMOTO_THRESHOLDS, type WholeViewSpec } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { formatHhi, formatRange, plural } from '../../../shared/format/index.ts';
import { presetResult } from '../../../shared/metrics/preset-result.ts';
import { compatibilityPreset, PRESET_IDS } from '../../../shared/metrics/presets.ts';
import { rank } from '../../../shared/metrics/ranking.ts';
import { censusResult, type SampledUnits, samplingResult } from '../../../shared/metrics/sampling.ts';
import { theilSplit } from '../../../shared/metrics/theil.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { countedDimension, withGroupNames } from './entities.ts';
import { openCodes } from './open-weight.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { reference } from './reference.ts';
import type { ViewModel } from './view.ts';
import { selectedOf } from './view-base.ts';
import { columnsOfView } from './view-stamp.ts';
import { planWeight, weightOf } from './view-weight.ts';

/** Seed of the bootstrap: printed with every interval. */
const SEED = 20_240_321;
const SEVERAL = -2;

/** What the measures read beyond the view itself: the coded dimension of the selected rows, and any other column. */
function selectedRows(state: ReaderState, spec: WholeViewSpec, further: readonly string[]) {
  const dataset = datasetOf(state, spec.dataset);
  const others = further.map((name) => requireColumn(dataset, name).name);
  const stored = withHeaders(tableOf(state, spec.dataset, [...new Set([...columnsOfView(spec, dataset), ...others])]), dataset);
  const table = withGroupNames(state, stored, dataset, columnsOfWhere(parseWhere(spec.where)), spec.entities);
  const counted = countedDimension(state, stored, dataset, requireColumn(dataset, spec.by), spec.entities);
  const dimension = counted.column ?? columnOf(table, spec.by);
  const { rows: selected } = selectedOf(table, dataset, spec);
  const rows = selected ?? Int32Array.from({ length: table.rows }, (_, row) => row);
  return { table, dimension, rows, others };
}

/** The one group of each entity by name, `null` where it has none or several. */
function groupsOfEntities(state: ReaderState, spec: WholeViewSpec, groupsOf: string): ReadonlyMap<string, number | null> {
  const { table, dimension, rows, others } = selectedRows(state, spec, [groupsOf]);
  const entities = codesOf(dimension);
  const groups = codesOf(columnOf(table, others[0] as string));
  const found = new Int32Array(entities.dictionary.length).fill(-1);
  for (const row of rows) {
    const entity = entities.codes[row] as number;
    if (entity < 0) continue;
    const group = groups.codes[row] as number;
    const before = found[entity] as number;
    found[entity] = group < 0 || (before !== -1 && before !== group) ? SEVERAL : group;
  }
  return new Map(entities.dictionary.map((name, entity) => [name, (found[entity] as number) < 0 ? null : (found[entity] as number)]));
}

function splitOf(view: ViewModel, state: ReaderState, spec: WholeViewSpec, groupsOf: string): MeasuresResult['theilSplit'] {
  if (groupsOf === '') return null;
  const groups = groupsOfEntities(state, spec, groupsOf);
  const { keys, units } = view.ranking;
  try {
    const { value, reason } = theilSplit(
      units,
      keys.map((key) => groups.get(key) ?? null),
    );
    return { groupsOf, refused: reason === null ? null : 'No entity has a weight above 0.', split: value };
  } catch (error) {
    if (!(error instanceof ChokepointError) || error.value.code !== 'group-missing') throw error;
    const example = keys[(error.value.details.positions as number[])[0] as number] ?? '';
    return { groupsOf, refused: `${error.value.message} One of them: ${example}. ${error.value.advice}`, split: null };
  }
}

/** A missing weight counts as 0, as in the view. */
const knownWeight = (value: number): number => (Number.isNaN(value) ? 0 : value);

/** Sampled records with a known entity; records that may be of several entities are left out like those of unknown entity. */
function sampledUnits(state: ReaderState, spec: WholeViewSpec): SampledUnits {
  const { table, dimension, rows } = selectedRows(state, spec, []);
  const { codes, dictionary } = codesOf(dimension);
  const open = openCodes(dimension);
  const known = rows.filter((row) => (codes[row] as number) >= 0 && !open.has(codes[row] as number));
  const { column: weight } = weightOf(table, planWeight(spec.weight, datasetOf(state, spec.dataset)));
  if (weight !== null && weight.type !== 'number')
    throw new ChokepointError(
      'sample-weight',
      `The bootstrap draws records with their weight as doubles, and "${spec.weight}" does not fit them.`,
      'Choose "count" or another numeric column as weight.',
      { column: spec.weight },
    );
  return {
    entities: Int32Array.from(known, (row) => codes[row] as number),
    weights: weight === null ? null : Float64Array.from(known, (row) => knownWeight(weight.values[row] as number)),
    entityCount: dictionary.length,
  };
}

function presetOf(id: string, view: ViewModel, ownEntities: () => ViewModel): MeasuresResult['preset'] {
  if (id === '') return null;
  const preset = compatibilityPreset(id);
  if (preset === null)
    throw new ChokepointError('preset-unknown', `There is no compatibility preset "${id}".`, `Presets: ${PRESET_IDS.join(', ')}.`, {
      preset: id,
    });
  const { ranking } = view;
  return presetResult(preset, {
    known: rank(ranking.units),
    unknown: ranking.unknown.units,
    ownEntities: rank(ownEntities().ranking.units),
  });
}

const rangesOf = ({ hhi, cr1, cr4, nakamoto, shannonBits, effectiveNumber }: Refinement['ranges']): RefinementResult['ranges'] =>
  Object.fromEntries(
    Object.entries({
      hhi,
      cr1,
      cr4,
      ...Object.fromEntries(Object.entries(nakamoto).map(([threshold, range]) => [`nakamoto.${threshold}`, range])),
      shannonBits,
      ...Object.fromEntries(Object.entries(effectiveNumber).map(([order, range]) => [`effectiveNumber.${order}`, range])),
    }).map(([id, { low, stated, high }]) => [id, { low, stated, high }]),
  );

/**
 * Uncertainty of the records: none for a census, intervals for a sample of events, as the ask says or else the dataset. What only the dataset says
 * never refuses the other numbers: where a sample has no interval the answer says why.
 */
function samplingOf(state: ReaderState, spec: WholeViewSpec, ask: MeasuresAsk, rows: number): MeasuresResult['sampling'] {
  const { sampling: described, sampledDays } = datasetOf(state, spec.dataset);
  if ((ask.sampling ?? described ?? 'census') === 'census') return censusResult(rows);
  try {
    const thresholds = [...NAKAMOTO_THRESHOLDS, ...ask.thresholds];
    return samplingResult(sampledUnits(state, spec), thresholds, ask.windowDays ?? sampledDays ?? null, SEED);
  } catch (error) {
    if (ask.sampling !== undefined || !(error instanceof ChokepointError) || !error.value.code.startsWith('sample-')) throw error;
    const method = `A sample of events without an interval. ${error.value.message} ${error.value.advice}`;
    return { kind: 'sample', method, replicates: 0, seed: SEED, sampled: 0, intervals: [], nakamoto: [] };
  }
}

/** What else is known of the unknown weight: records are of one entity each, and codes of countries are a closed list. */
function refinementsOf(view: ViewModel, country: boolean, ownEntities: () => ViewModel): RefinementResult[] {
  const { keys, units, unknown } = view.ranking;
  const known = new Set(keys);
  const own = ownEntities().ranking;
  const records = own.units.filter((_, place) => !known.has(own.keys[place] as string));
  const size = reference.countries.table.countries.length;
  const list = country ? overClosedList(units, unknown.units, size) : null;
  return [
    {
      kind: 'record-grain',
      words: `Record grain: each of the ${plural(records.length, 'unknown record')} belongs to one holder.`,
      ranges: rangesOf(atRecordGrain(units, records).ranges),
    },
    ...(list === null
      ? []
      : [
          {
            kind: 'closed-list' as const,
            words: `Closed list: the unknown weight lies in some of the ${size} countries of the reference table.`,
            ranges: rangesOf(list.ranges),
          },
        ]),
  ];
}

/** The card of HHI with the narrower ranges named beside it. */
function withRefinements(cards: readonly MetricCard[], refinements: readonly RefinementResult[]): MetricCard[] {
  return cards.map((card) => {
    const lines = refinements.flatMap(({ words, ranges }) => {
      const range = ranges[card.id];
      if (range === undefined || card.id !== 'hhi') return [];
      return [`${words} Then ${formatRange(range.low, range.high, formatHhi)}.`];
    });
    return lines.length === 0 ? card : { ...card, notes: [...card.notes, ...lines] };
  });
}

/**
 * Everything about the numbers of a view beyond the numbers themselves: a card for each, Nakamoto sets, Theil split, a preset, uncertainty of a sample.
 *
 * @param viewOf computes a view of the same lane, or takes it from those it keeps
 * @throws ChokepointError `preset-unknown`, `unknown-column`, `not-a-fraction`, `threshold-negative`, `sample-empty`, `sample-weight`
 */
export function measuresOf(
  state: ReaderState,
  ask: MeasuresAsk,
  spec: WholeViewSpec,
  viewOf: (spec: WholeViewSpec) => ViewModel,
): MeasuresResult {
  const view = viewOf(spec);
  const { ranking, profile, unit, result } = view;
  const partial = result.partialTotal?.groups ?? 0;
  const weights: ViewWeights = {
    profile,
    allocation: allocationOf(rank(ranking.units, ranking.keys), ranking.unknown.units, unit),
    names: ranking.keys,
    scale: ranking.scale,
    outer: result.outer ?? [],
    bounded: ranking.ends !== null,
    constrained: partial > 0 && ranking.unknown.units > 0n,
    weight: spec.weight,
    ...(result.stamp.weightUnit === undefined ? {} : { weightUnit: result.stamp.weightUnit }),
    by: spec.by,
  };
  const ownEntities = () => viewOf({ ...spec, unknown: 'own-entity' });
  const country = requireColumn(datasetOf(state, spec.dataset), spec.by).derived?.kind === 'country';
  const divisible = ranking.unknown.units > 0n && !weights.bounded && !weights.constrained;
  const refinements = divisible ? refinementsOf(view, country, ownEntities) : [];
  return {
    stamp: result.stamp,
    weightTotal: decimalToJson({ units: ranking.total, scale: ranking.scale }),
    cards: withRefinements(metricCards(weights, ask), refinements),
    nakamoto: nakamotoMeasures(weights, ask.thresholds),
    theilSplit: splitOf(view, state, spec, ask.groupsOf),
    preset: presetOf(ask.preset, view, ownEntities),
    refinements,
    sampling: samplingOf(state, spec, ask, result.rows),
  };
}
