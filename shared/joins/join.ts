import type { Aggregation, JoinOutcome } from '../case/join.ts';
import { type Decimal, formatDecimal, parseDecimal, rescale } from '../columns/decimal.ts';
import { numericColumnOf, textColumnOf } from '../columns/derive.ts';
import { codesOf } from '../columns/group.ts';
import type { Column } from '../columns/table.ts';
import { aggregate } from './aggregate.ts';
import { matchKeys, overlap, rowsByKey } from './keys.ts';
import { momentText, spreadHours, type TimeWindow, windowOf } from './window.ts';

const EXAMPLES = 5;

/** What a join reads: columns of both tables, and the dates of their facts. */
export type JoinInput = {
  name: string;
  on: readonly { here: Column; there: Column }[];
  /** `null` with `count` */
  take: Column | null;
  /** time of each record of the side table as ISO text; `null` = it has none */
  times: Column | null;
  how: Aggregation;
  window: number | null;
  asOf: string | null;
  withAsOf: string | null;
};

/** The joined column, and how it turned out; weight is up to the caller. */
export type Joined = { column: Column; outcome: Omit<JoinOutcome, 'share' | 'weight'> };

/** Value of a key: `null` with the reason why there is none. */
type Found = { decimal: Decimal | null; text: string | null; reason: 'noValue' | 'conflict' | null; records: number };

/** Why a record has no value, in words. */
const REASONS: Readonly<Record<keyof JoinOutcome['unmatched'], string>> = {
  noKey: 'no key',
  absent: 'not in the side table',
  noValue: 'no value in the window',
  conflict: 'several latest values',
};

/** Instants of rows in milliseconds, NaN = unknown. */
function instantsOf(times: Column): Float64Array {
  const { codes, dictionary } = codesOf(times);
  const instants = dictionary.map((text) => Date.parse(text));
  return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : (instants[code] as number)));
}

/** Value of a row as integer units at one scale of the column; `null` = none. */
function unitsOf(column: Column): { scale: number; at: (row: number) => bigint | null } {
  if (column.type === 'number') {
    const { values, scale } = column;
    return { scale, at: (row) => (Number.isNaN(values[row]) ? null : BigInt(values[row] as number)) };
  }
  const decimals = column.dictionary.map((text) => parseDecimal(text) as Decimal);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  const units = decimals.map((decimal) => rescale(decimal, scale));
  return { scale, at: (row) => units[column.codes[row] as number] ?? null };
}

/** Whether rows have a value, and whether two of them have the same. */
function cellsOf(column: Column): { has(row: number): boolean; same(one: number, other: number): boolean } {
  const cells: ArrayLike<number> = column.type === 'number' ? column.values : column.codes;
  const has = column.type === 'number' ? (row: number) => !Number.isNaN(cells[row]) : (row: number) => (cells[row] as number) >= 0;
  return { has, same: (one, other) => cells[one] === cells[other] };
}

/** Row of the latest value: of the last instant where there are times, else of the only value that occurs. */
function latest(
  rows: readonly number[],
  cells: ReturnType<typeof cellsOf>,
  instants: Float64Array | null,
): number | 'noValue' | 'conflict' {
  let found = -1;
  let last = Number.NEGATIVE_INFINITY;
  let conflict = false;
  for (const row of rows) {
    const instant = instants === null ? 0 : (instants[row] as number);
    if (instant < last || !cells.has(row)) continue;
    conflict = instant === last && (conflict || !cells.same(row, found));
    last = instant;
    found = row;
  }
  return found < 0 ? 'noValue' : conflict ? 'conflict' : found;
}

/**
 * Takes one value per record from a side table. Keys are compared as they stand; a record without a match, without a value or between
 * several latest values stays unknown and is counted by its reason. Sums are exact beyond 2^53.
 */
export function joinTables(input: JoinInput): Joined {
  const { name, on, take, times, how, asOf, withAsOf } = input;
  const keys = matchKeys(on);
  const instants = times === null ? null : instantsOf(times);
  const timed = instants !== null && (input.window !== null || how === 'latest');
  // a window without its end holds nothing: all is unknown then
  const span: TimeWindow | null =
    input.window === null ? null : asOf === null || instants === null ? { start: 0, end: 0 } : windowOf(asOf, input.window);
  const usable = (row: number) => {
    if (!timed && span === null) return true;
    const instant = instants?.[row] ?? Number.NaN;
    return !Number.isNaN(instant) && (span === null || (instant >= span.start && instant < span.end));
  };
  const { starts, order } = rowsByKey(keys.there, keys.count);
  const { scale, at } = take === null || take.type === 'text' ? { scale: 0, at: () => null } : unitsOf(take);
  const cells = take === null ? null : cellsOf(take);
  const asked = new Uint8Array(keys.count);
  for (const key of keys.here) if (key >= 0) asked[key] = 1;
  let used = 0;
  let outside = 0;
  let last = Number.NEGATIVE_INFINITY;

  function foundFor(key: number): Found {
    const rows: number[] = [];
    for (let place = starts[key] as number; place < (starts[key + 1] as number); place++) {
      const row = order[place] as number;
      if (usable(row)) rows.push(row);
      else outside += 1;
    }
    used += rows.length;
    if (instants !== null) for (const row of rows) last = Math.max(last, Number.isNaN(instants[row]) ? last : (instants[row] as number));
    const none = { decimal: null, text: null, records: rows.length };
    if (how === 'count') return { ...none, decimal: { units: BigInt(rows.length), scale: 0 }, reason: null };
    if (cells === null || take === null) return { ...none, reason: 'noValue' };
    if (how === 'latest') {
      const row = latest(rows, cells, instants);
      if (typeof row === 'string') return { ...none, reason: row };
      if (take.type === 'text') return { ...none, text: take.dictionary[take.codes[row] as number] as string, reason: null };
      return { ...none, decimal: { units: at(row) as bigint, scale }, reason: null };
    }
    const units = rows.flatMap((row) => at(row) ?? []);
    return units.length === 0 ? { ...none, reason: 'noValue' } : { ...none, decimal: aggregate(units, scale, how), reason: null };
  }

  const found = Array.from({ length: keys.count }, (_, key) =>
    asked[key] && (starts[key + 1] as number) > (starts[key] as number) ? foundFor(key) : null,
  );
  const unmatched = { noKey: 0, absent: 0, noValue: 0, conflict: 0 };
  const reasonAt = (row: number): keyof typeof unmatched | null => {
    const key = keys.here[row] as number;
    if (key < 0) return 'noKey';
    const value = found[key];
    return value ? value.reason : 'absent';
  };
  const codes = new Int32Array(keys.here.length);
  for (let row = 0; row < codes.length; row++) {
    const reason = reasonAt(row);
    if (reason !== null) unmatched[reason] += 1;
    codes[row] = reason === null ? (keys.here[row] as number) : -1;
  }
  const column =
    take?.type === 'text' && how !== 'count'
      ? textColumnOf(
          name,
          codes,
          found.map((value) => value?.text ?? null),
        )
      : numericColumnOf(
          name,
          codes,
          found.map((value) => value?.decimal ?? null),
        );
  const facts = last === Number.NEGATIVE_INFINITY ? withAsOf : momentText(last);
  const matched = codes.length - Object.values(unmatched).reduce((sum, rows) => sum + rows, 0);
  return {
    column,
    outcome: {
      rows: codes.length,
      matched,
      unmatched,
      ids: overlap(keys),
      used,
      outside,
      asOf: facts,
      spreadHours: spreadHours(asOf, facts),
      examples: examplesOf(),
    },
  };

  /** Some records with a value and, where there are, some without, one a key. */
  function examplesOf(): JoinOutcome['examples'] {
    const texts = on.map(({ here }) => codesOf(here));
    const shown = { matched: [] as number[], unmatched: [] as number[] };
    const seen = new Set<number>();
    for (let row = 0; row < codes.length && shown.matched.length + shown.unmatched.length < 2 * EXAMPLES; row++) {
      const key = keys.here[row] as number;
      const list = (codes[row] as number) >= 0 ? shown.matched : shown.unmatched;
      if (key < 0 || seen.has(key) || list.length === EXAMPLES) continue;
      seen.add(key);
      list.push(row);
    }
    const least = Math.min(2, shown.unmatched.length);
    const rows = [...shown.matched.slice(0, EXAMPLES - least), ...shown.unmatched].slice(0, EXAMPLES);
    return rows.map((row) => {
      const key = keys.here[row] as number;
      const value = found[key];
      const reason = reasonAt(row);
      return {
        key: texts.map(({ codes: own, dictionary }) => dictionary[own[row] as number] ?? ''),
        value: value ? (value.text ?? (value.decimal && formatDecimal(value.decimal))) : null,
        records: value?.records ?? 0,
        reason: reason === null ? null : REASONS[reason],
      };
    });
  }
}
