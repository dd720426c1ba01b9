import type { ExactNumber, ViewResult, ViewRow } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { codesOf, sumByCode } from '../../../shared/columns/group.ts';
import { nestCodes } from '../../../shared/columns/nest.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { type BoundedWeights, openCodes, weightBounds } from './open-weight.ts';
import { endsAt, lineEnds } from './view-ends.ts';
import { groupsAt, type Ranking, ratio } from './view-ranking.ts';

/** Columns of a pivot that are listed; the other values count together. */
const LISTED_COLUMNS = 30;

/** Dimensions beside the one that is ranked. */
export type FurtherDimensions = { split: Column | null; columns: Column | null };

/** What the lines of a table are worked out from. */
export type TableSource = FurtherDimensions & {
  ranking: Ranking;
  /** position in the ranking of each row of the table, -1 = of unknown group */
  positions: Int32Array;
  /** selected row numbers, `null` = all */
  rows: Int32Array | null;
  weight: Column | null;
};

/** Position in the ranking per row of the table. */
export function positionsOf(ranking: Ranking, codes: Int32Array, values: number): Int32Array {
  const places = new Int32Array(values + 1).fill(-1);
  for (let place = 0; place < ranking.codes.length; place++) places[(ranking.codes[place] as number) + 1] = place;
  return codes.map((code) => places[code + 1] as number);
}

/** Codes of a column with -1 for values that are named in part: which value they are is not known. */
function settledCodes(column: Column): { codes: Int32Array; dictionary: readonly string[] } {
  const { codes, dictionary } = codesOf(column);
  const open = openCodes(column);
  return { codes: open.size === 0 ? codes : codes.map((code) => (open.has(code) ? -1 : code)), dictionary };
}

/** Values of `split` inside the groups. */
export type Nest = {
  start: Int32Array;
  pairOf: Int32Array;
  /** `null` = without a value */
  keys: (string | null)[];
  units: bigint[];
  rows: Int32Array;
  /** by the number of the pair as text; `null` where no record states bounds */
  ends: BoundedWeights | null;
};

/** The values of `split` inside each group, with their exact weight. */
export function nestOf({ ranking, positions, rows, weight, split }: TableSource): Nest | null {
  if (split === null) return null;
  const { codes, dictionary } = settledCodes(split);
  const { pairOf, start, inner } = nestCodes(positions, ranking.keys.length, codes, dictionary.length, rows);
  const { sums, rows: counts } = sumByCode(pairOf, inner.length, weight, rows);
  return {
    start,
    pairOf,
    keys: Array.from(inner, (code) => (code < 0 ? null : (dictionary[code] as string))),
    units: sums.slice(1),
    rows: counts.subarray(1),
    ends: ranking.ends && weight && weightBounds(pairColumn(pairOf, inner.length), weight, rows),
  };
}

const pairColumn = (codes: Int32Array, pairs: number): Column => ({
  type: 'text',
  name: 'pair',
  codes,
  dictionary: Array.from({ length: pairs }, (_, pair) => String(pair)),
});

/** Pairs of a group from the largest weight on, ties by name; the one without a value last. */
export function childrenOf(nest: Nest, group: number): number[] {
  const [from, to] = [nest.start[group] as number, nest.start[group + 1] as number];
  const pairs = Array.from({ length: to - from }, (_, index) => from + index);
  return pairs.sort((a, b) => {
    const [left, right] = [nest.keys[a] as string | null, nest.keys[b] as string | null];
    if (left === null || right === null) return left === null ? 1 : -1;
    const [more, less] = [nest.units[a] as bigint, nest.units[b] as bigint];
    return more === less ? (left < right ? -1 : 1) : more > less ? -1 : 1;
  });
}

/** The values of `columns`, and the column of the table in which each record counts. */
export type Pivot = { facts: Omit<NonNullable<ViewResult['pivot']>, 'unknownCells'>; places: Int32Array; width: number };

/** Columns of a pivot: the largest values, then the other ones together, then records without a value. */
export function pivotOf({ ranking, rows, weight, columns }: TableSource): Pivot | null {
  if (columns === null) return null;
  const { codes, dictionary } = settledCodes(columns);
  const { sums, rows: counts } = sumByCode(codes, dictionary.length, weight, rows);
  const present = dictionary.map((_, code) => code).filter((code) => (counts[code + 1] as number) > 0);
  const key = (code: number) => dictionary[code] as string;
  const units = (code: number) => sums[code + 1] as bigint;
  present.sort((a, b) => (units(a) === units(b) ? (key(a) < key(b) ? -1 : 1) : units(a) > units(b) ? -1 : 1));
  const listed = present.slice(0, LISTED_COLUMNS);
  const others = present.slice(LISTED_COLUMNS);
  const value = (amount: bigint) => ({
    value: decimalToJson({ units: amount, scale: ranking.scale }),
    share: ratio(amount, ranking.total),
  });
  const columnOfCode = new Int32Array(dictionary.length + 1).fill(listed.length);
  columnOfCode[0] = listed.length + 1;
  listed.forEach((code, place) => {
    columnOfCode[code + 1] = place;
  });
  return {
    facts: {
      columns: listed.map((code) => ({ key: key(code), ...value(units(code)), rows: counts[code + 1] as number })),
      other: {
        groups: others.length,
        ...value(others.reduce((sum, code) => sum + units(code), 0n)),
        rows: others.reduce((sum, code) => sum + (counts[code + 1] as number), 0),
      },
      unknown: { ...value(sums[0] as bigint), rows: counts[0] as number },
    },
    places: codes.map((code) => columnOfCode[code + 1] as number),
    width: listed.length + 2,
  };
}

/**
 * Cells of some lines of the table.
 *
 * @param lineOf line of each row of the table, 0 to lines - 1, -1 = none of them
 */
function cellsOf({ weight, rows, ranking }: TableSource, { places, width }: Pivot, lineOf: Int32Array, lines: number) {
  const codes = lineOf.map((line, row) => (line < 0 ? -1 : line * width + (places[row] as number)));
  const { sums, rows: counts } = sumByCode(codes, lines * width, weight, rows);
  return Array.from({ length: lines }, (_, line) =>
    Array.from({ length: width }, (_, column): ExactNumber | null => {
      const at = line * width + column + 1;
      return (counts[at] as number) === 0 ? null : decimalToJson({ units: sums[at] as bigint, scale: ranking.scale });
    }),
  );
}

/** Cells of the records of unknown group. */
export function unknownCells(source: TableSource, pivot: Pivot): (ExactNumber | null)[] {
  const lineOf = source.positions.map((position) => (position < 0 ? 0 : -1));
  return cellsOf(source, pivot, lineOf, 1)[0] as (ExactNumber | null)[];
}

/** A line of the table: a position of the ranking, or, below zero, the pair `-line - 1`. */
type Line = number;

const pairOfLine = (line: Line): number => -line - 1;
export const lineOfPair = (pair: number): Line => -pair - 1;

/** What windows of a table are made from. */
export type Lines = { source: TableSource; nest: Nest | null; pivot: Pivot | null; held: readonly bigint[] };

/** Lines as rows of the table, in the order given. */
export function rowsAt({ source, nest, pivot, held }: Lines, lines: readonly Line[]): ViewRow[] {
  const { ranking } = source;
  const groups = new Map(
    groupsAt(
      ranking,
      lines.filter((line) => line >= 0),
      held,
    ).map((row) => [row.rank - 1, row]),
  );
  const cells = pivot === null ? null : cellsOfLines(source, nest, pivot, lines);
  const siblings = new Map<number, { place: number; cumulative: bigint }>();
  return lines.map((line, index) => {
    const across = cells === null ? {} : { cells: cells[index] as (ExactNumber | null)[] };
    if (line >= 0 || nest === null) {
      const row = groups.get(line) as ViewRow;
      if (nest === null) return { ...row, ...across };
      const children = (nest.start[line + 1] as number) - (nest.start[line] as number);
      return { ...row, level: 0, parent: null, children, ...across };
    }
    return { ...childRow(ranking, nest, pairOfLine(line), siblings), ...across };
  });
}

function childRow(ranking: Ranking, nest: Nest, pair: number, siblings: Map<number, { place: number; cumulative: bigint }>): ViewRow {
  const group = groupOfPair(nest, pair);
  if (!siblings.has(pair)) {
    let cumulative = 0n;
    childrenOf(nest, group).forEach((sibling, place) => {
      cumulative += nest.units[sibling] as bigint;
      siblings.set(sibling, { place, cumulative });
    });
  }
  const { place, cumulative } = siblings.get(pair) as { place: number; cumulative: bigint };
  const units = nest.units[pair] as bigint;
  const key = nest.keys[pair] as string | null;
  return {
    rank: place + 1,
    key: key ?? '',
    value: decimalToJson({ units, scale: ranking.scale }),
    share: ratio(units, ranking.total),
    cumulative: ratio(cumulative, ranking.total),
    rows: nest.rows[pair] as number,
    level: 1,
    parent: ranking.keys[group] as string,
    ofParent: ratio(units, ranking.units[group] as bigint),
    unknown: key === null,
    ...(ranking.ends && nest.ends && lineEnds(ranking.ends, endsAt(nest.ends, String(pair)))),
  };
}

function groupOfPair({ start }: Nest, pair: number): number {
  let [low, high] = [0, start.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((start[middle] as number) <= pair) low = middle;
    else high = middle;
  }
  return low;
}

function cellsOfLines(source: TableSource, nest: Nest | null, pivot: Pivot, lines: readonly Line[]): (ExactNumber | null)[][] {
  const cells: (ExactNumber | null)[][] = new Array(lines.length);
  const fill = (chosen: readonly number[], count: number, of: Int32Array, place: (line: Line) => number) => {
    if (chosen.length === 0) return;
    const slots = new Int32Array(count + 1).fill(-1);
    chosen.forEach((index, slot) => {
      slots[place(lines[index] as Line) + 1] = slot;
    });
    const found = cellsOf(
      source,
      pivot,
      of.map((place) => slots[place + 1] as number),
      chosen.length,
    );
    chosen.forEach((index, slot) => {
      cells[index] = found[slot] as (ExactNumber | null)[];
    });
  };
  const places = lines.map((_, index) => index);
  fill(
    places.filter((index) => (lines[index] as Line) >= 0),
    source.ranking.keys.length,
    source.positions,
    (line) => line,
  );
  if (nest !== null)
    fill(
      places.filter((index) => (lines[index] as Line) < 0),
      nest.keys.length,
      nest.pairOf,
      pairOfLine,
    );
  return cells;
}
