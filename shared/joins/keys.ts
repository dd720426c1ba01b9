import { codesOf } from '../columns/group.ts';
import type { Column } from '../columns/table.ts';

/** One number per distinct combination of values: `here` and `there` hold it per row, -1 where a value is missing. */
export type MatchedKeys = {
  here: Int32Array;
  there: Int32Array;
  /** how many combinations there are in both tables together */
  count: number;
};

type Pair = { here: Column; there: Column };

/** Texts that are equal get one number, on both sides. */
function together({ here, there }: Pair): { here: Int32Array; there: Int32Array; count: number } {
  const numbers = new Map<string, number>();
  const side = (column: Column) => {
    const { codes, dictionary } = codesOf(column);
    const own = dictionary.map((text) => {
      const known = numbers.get(text) ?? numbers.size;
      numbers.set(text, known);
      return known;
    });
    return Int32Array.from(codes, (code) => (code < 0 ? -1 : (own[code] as number)));
  };
  const [left, right] = [side(here), side(there)];
  return { here: left, there: right, count: numbers.size };
}

/**
 * Numbers the keys of two tables so that equal keys have equal numbers.
 *
 * @param pairs columns that must be equal, at least one; text is compared as it is, numbers by their plain decimal text
 */
export function matchKeys(pairs: readonly Pair[]): MatchedKeys {
  const [first, ...more] = pairs.map(together);
  if (first === undefined) throw new RangeError('a join needs a key');
  return more.reduce((keys, next) => {
    const numbers = new Map<number, number>();
    const combine = (before: Int32Array, after: Int32Array) =>
      before.map((key, row) => {
        const code = after[row] as number;
        if (key < 0 || code < 0) return -1;
        const pair = key * next.count + code;
        const known = numbers.get(pair) ?? numbers.size;
        numbers.set(pair, known);
        return known;
      });
    const [here, there] = [combine(keys.here, next.here), combine(keys.there, next.there)];
    return { here, there, count: numbers.size };
  }, first);
}

/** Which keys occur: 1 = in the rows. */
function present(keys: Int32Array, count: number): Uint8Array {
  const seen = new Uint8Array(count);
  for (const key of keys) if (key >= 0) seen[key] = 1;
  return seen;
}

/** Distinct keys in both tables, and in one of them only. */
export function overlap({ here, there, count }: MatchedKeys): { both: number; onlyHere: number; onlyThere: number } {
  const [left, right] = [present(here, count), present(there, count)];
  const found = { both: 0, onlyHere: 0, onlyThere: 0 };
  for (let key = 0; key < count; key++) {
    if (left[key] && right[key]) found.both += 1;
    else if (left[key]) found.onlyHere += 1;
    else if (right[key]) found.onlyThere += 1;
  }
  return found;
}

/** Rows of each key, one key after the other: those of key k are `order[starts[k] .. starts[k + 1]]`, ascending. */
export function rowsByKey(keys: Int32Array, count: number): { starts: Int32Array; order: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const key of keys) if (key >= 0) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let key = 0; key < count; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const next = starts.slice(0, count);
  const order = new Int32Array(starts[count] as number);
  keys.forEach((key, row) => {
    if (key < 0) return;
    order[next[key] as number] = row;
    next[key] = (next[key] as number) + 1;
  });
  return { starts, order };
}
