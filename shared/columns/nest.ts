/** Pairs of an outer and an inner code that occur together, the pairs of one outer code side by side. */
export type Nested = {
  /** pair of each row of the table; -1 = not selected, or without outer code */
  pairOf: Int32Array;
  /** first pair of each outer code, and the number of all pairs behind the last */
  start: Int32Array;
  /** inner code of each pair, -1 = no value */
  inner: Int32Array;
};

/**
 * Finds the pairs of two coded dimensions in one pass over the rows, after sorting them by their outer code.
 *
 * @param outer code per row of the table, 0 to groups - 1, -1 = none
 * @param inner code per row, -1 = no value, which makes a pair of its own
 * @param values number of inner codes
 * @param rows selected row numbers, `null` = all
 */
export function nestCodes(outer: Int32Array, groups: number, inner: Int32Array, values: number, rows: Int32Array | null): Nested {
  const count = rows === null ? outer.length : rows.length;
  const ends = new Int32Array(groups + 1);
  for (let index = 0; index < count; index++) {
    const group = outer[rows === null ? index : (rows[index] as number)] as number;
    if (group >= 0) ends[group + 1] = (ends[group + 1] as number) + 1;
  }
  for (let group = 0; group < groups; group++) ends[group + 1] = (ends[group + 1] as number) + (ends[group] as number);
  const sorted = new Int32Array(ends[groups] as number);
  const next = ends.slice();
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const group = outer[row] as number;
    if (group < 0) continue;
    sorted[next[group] as number] = row;
    next[group] = (next[group] as number) + 1;
  }
  const pairOf = new Int32Array(outer.length).fill(-1);
  const start = new Int32Array(groups + 1);
  const found = new Int32Array(sorted.length);
  const seenIn = new Int32Array(values + 1).fill(-1);
  const pairAt = new Int32Array(values + 1);
  let pairs = 0;
  for (let group = 0; group < groups; group++) {
    start[group] = pairs;
    for (let place = ends[group] as number; place < (ends[group + 1] as number); place++) {
      const row = sorted[place] as number;
      const value = (inner[row] as number) + 1;
      if (seenIn[value] !== group) {
        seenIn[value] = group;
        pairAt[value] = pairs;
        found[pairs] = value - 1;
        pairs += 1;
      }
      pairOf[row] = pairAt[value] as number;
    }
  }
  start[groups] = pairs;
  return { pairOf, start, inner: found.slice(0, pairs) };
}
