import { intervalBounds, type WeightInterval } from '../../../shared/bounds/intervals.ts';
import { type MarkedBounds, setValuedBounds } from '../../../shared/bounds/set-valued.ts';
import { type Grouping, groupBy } from '../../../shared/columns/group.ts';
import type { Column, TextColumn } from '../../../shared/columns/table.ts';

/** Weight of a value that may be one of several; `among` empty = of any. */
export type PartialGroup = { key: string; units: bigint; rows: number; among: readonly string[] };

/** Codes of a dimension that may be one of several values, with those values (none = any): their weight is of unknown group. */
export function openCodes(dimension: Column): ReadonlyMap<number, readonly string[]> {
  if (dimension.type !== 'text' || dimension.among === undefined) return new Map();
  return new Map(dimension.among.flatMap((values, code) => (values === null || values === undefined ? [] : [[code, values] as const])));
}

/** A grouping without the groups that may be one of several values: their weight is unknown, and stands beside. Largest first. */
export function splitPartial(grouping: Grouping, dimension: Column): { grouping: Grouping; partial: PartialGroup[] } {
  const codes = openCodes(dimension);
  if (codes.size === 0) return { grouping, partial: [] };
  const open = new Map([...codes].map(([code, values]) => [(dimension as TextColumn).dictionary[code] as string, values]));
  const places = grouping.keys.map((_, place) => place);
  const isOpen = (place: number) => open.has(grouping.keys[place] as string);
  const kept = places.filter((place) => !isOpen(place));
  const partial = places.filter(isOpen).map((place): PartialGroup => {
    const key = grouping.keys[place] as string;
    return { key, units: grouping.units[place] as bigint, rows: grouping.rows[place] as number, among: open.get(key) ?? [] };
  });
  partial.sort((a, b) => (a.units > b.units ? -1 : a.units < b.units ? 1 : a.key < b.key ? -1 : 1));
  return {
    grouping: {
      ...grouping,
      keys: kept.map((place) => grouping.keys[place] as string),
      codes: Int32Array.from(kept, (place) => grouping.codes[place] as number),
      units: kept.map((place) => grouping.units[place] as bigint),
      doubles: grouping.doubles && Float64Array.from(kept, (place) => grouping.doubles?.[place] as number),
      rows: Int32Array.from(kept, (place) => grouping.rows[place] as number),
      unknown: {
        units: partial.reduce((sum, { units }) => sum + units, grouping.unknown.units),
        rows: partial.reduce((sum, { rows }) => sum + rows, grouping.unknown.rows),
      },
    },
    partial,
  };
}

/** Ranges with the weight of partial values going to values that they may be. */
export function partialRanges(
  ranking: { keys: readonly string[]; units: readonly bigint[]; unknown: { units: bigint } },
  partial: readonly PartialGroup[],
  unit: bigint | null,
): MarkedBounds {
  const places = new Map(ranking.keys.map((key, place) => [key, place]));
  const known = [...ranking.units];
  let unknown = ranking.unknown.units;
  const open = partial.flatMap(({ units, among }) => {
    if (among.length === 0) return [];
    unknown -= units;
    const positions = among.map((value) => {
      const place = places.get(value) ?? known.push(0n) - 1;
      places.set(value, place);
      return place;
    });
    return [{ weight: units, among: positions }];
  });
  return setValuedBounds({ known, open, unknown, unit });
}

/** Ends of the weight of each group, and of the part without a group; `null` = without an upper end. */
export type BoundedWeights = {
  /** records that state bounds */
  rows: number;
  groups: Map<string, { low: bigint; high: bigint | null }>;
  unknown: { low: bigint; high: bigint | null };
  total: { low: bigint; high: bigint | null };
  /** decimal places of the units */
  scale: number;
};

/** Ends of the weights where selected records state bounds instead of a number; `null` where none does. */
export function weightBounds(dimension: Column, weight: Column, rows: Int32Array | null): BoundedWeights | null {
  if (weight.type === 'text' || weight.bounds === undefined) return null;
  const { low, high } = weight.bounds;
  const all = rows ?? Int32Array.from({ length: lengthOf(weight) }, (_, row) => row);
  const stating = all.filter((row) => isMissing(weight, row) && !(isMissing(low, row) && isMissing(high, row)));
  if (stating.length === 0) return null;
  const endless = stating.filter((row) => isMissing(high, row));
  const [least, most] = [groupBy(dimension, low, rows), groupBy(dimension, high, rows)];
  const scale = Math.max(scaleOf(weight), least.scale, most.scale);
  const [lows, highs] = [scaled(least, scale), scaled(most, scale)];
  const without = groupBy(dimension, null, endless);
  const openKeys = new Set(without.keys);
  const groups = new Map<string, { low: bigint; high: bigint | null }>();
  lows.keys.forEach((key, place) => {
    groups.set(key, { low: lows.units[place] as bigint, high: openKeys.has(key) ? null : (highs.units[place] as bigint) });
  });
  const unknown = { low: lows.unknown.units, high: without.unknown.rows > 0 ? null : highs.unknown.units };
  const sum = (end: Grouping) => end.units.reduce((total, units) => total + units, end.unknown.units);
  return { rows: stating.length, groups, unknown, total: { low: sum(lows), high: endless.length > 0 ? null : sum(highs) }, scale };
}

/** A weight that may be anything from 0 on where it is missing: what a record without a match in a joined dataset weighs is not known. */
export function openWhereMissing(weight: Column): Column {
  if (weight.type === 'text') return weight;
  if (weight.type === 'number') {
    const values = weight.values.map((value) => (Number.isNaN(value) ? 0 : value));
    return { ...weight, bounds: { low: { ...weight, values }, high: weight } };
  }
  const zero = weight.dictionary.length;
  const codes = weight.codes.map((code) => (code < 0 ? zero : code));
  return { ...weight, bounds: { low: { ...weight, codes, dictionary: [...weight.dictionary, '0'] }, high: weight } };
}

/**
 * Ranges over the ends of the weights; weight of values that are open counts as weight of any value.
 *
 * @param loose whether the ends may be wider than the records allow
 */
export function boundedRanges(
  ranking: Grouping,
  dimension: Column,
  bounded: BoundedWeights,
  unit: bigint | null,
  loose = false,
): MarkedBounds {
  const { keys, units } = scaled(ranking, bounded.scale);
  const stated = new Map(keys.map((key, place) => [key, units[place] as bigint]));
  const open = new Set([...openCodes(dimension).keys()].map((code) => (dimension as TextColumn).dictionary[code] as string));
  const weights: WeightInterval[] = [];
  let { low, high } = bounded.unknown;
  for (const [key, ends] of bounded.groups) {
    if (!open.has(key)) {
      weights.push({ ...ends, stated: stated.get(key) ?? 0n });
      continue;
    }
    low += ends.low;
    high = high === null || ends.high === null ? null : high + ends.high;
  }
  const ranges = intervalBounds(weights, { low, stated: 0n, high }, unit);
  if (open.size === 0 && !loose) return ranges;
  return {
    ...ranges,
    outer: [...new Set([...ranges.outer, 'hhi', 'cr1', 'cr4', 'nakamoto', ...(loose ? ['effectiveNumber'] : [])])].sort(),
  };
}

function lengthOf(column: Column): number {
  return column.type === 'number' ? column.values.length : column.codes.length;
}

function isMissing(column: Column, row: number): boolean {
  return column.type === 'number' ? Number.isNaN(column.values[row]) : (column.codes[row] as number) < 0;
}

function scaleOf(column: Column): number {
  return column.type === 'number' ? column.scale : 0;
}

function scaled(grouping: Grouping, scale: number): Grouping {
  if (grouping.scale >= scale) return grouping;
  const factor = 10n ** BigInt(scale - grouping.scale);
  return {
    ...grouping,
    units: grouping.units.map((units) => units * factor),
    doubles: null,
    unknown: { ...grouping.unknown, units: grouping.unknown.units * factor },
    scale,
  };
}
