import { codesOf } from '../columns/group.ts';
import type { Column } from '../columns/table.ts';
import { plural } from '../format/words.ts';
import { type Check, fieldColumn, named, nameOf, needs, numbersOf, ofRecords, textsOf } from './check.ts';

/** How often each code occurs. */
function occurrences(codes: Int32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return counts;
}

const repeatedNodes: Check = {
  id: 'node-repeated',
  title: 'Every machine stands once',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'node_id');
    if (!column) return needs('node_id');
    if (input.dataset.grain === 'day') return needs('records that are no observations of several days');
    const { codes, dictionary } = codesOf(column);
    const counts = occurrences(codes, dictionary.length);
    const offers = input.dataset.grain === 'offer';
    return ofRecords(
      codes.length,
      [nameOf(input, 'node_id')],
      (row) => (counts[codes[row] as number] as number) > 1,
      (failed, first) => ({
        message: `A machine stands in several records (${plural(failed, 'record')} in all), such as "${dictionary[codes[first] as number]}"${offers ? ': one machine in several offers' : ''}.`,
        advice: offers
          ? 'Count the largest offer of each machine, not their sum: choose a preset or leave slices out.'
          : 'Check whether these are one machine; a sum counts it more than once.',
      }),
      (row) => (codes[row] as number) >= 0,
    );
  },
};

const repeatedProviders: Check = {
  id: 'provider-repeated',
  title: 'Every provider stands once in a list of providers',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C1', 'C2', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'provider');
    if (!column || input.dataset.grain !== 'provider') return needs(column ? 'records that are providers' : 'provider');
    const { codes, dictionary } = codesOf(column);
    const counts = occurrences(codes, dictionary.length);
    return ofRecords(
      codes.length,
      [nameOf(input, 'provider')],
      (row) => (counts[codes[row] as number] as number) > 1,
      (failed, first) => ({
        message: `A provider stands more than once (${plural(failed, 'record')} in all), such as "${dictionary[codes[first] as number]}".`,
        advice: 'Totals of a provider must not be added to each other: check the grain.',
      }),
      (row) => (codes[row] as number) >= 0,
    );
  },
};

/** Values that a text column has at most; numbers are not counted. */
const valuesOf = (column: Column): number => (column.type === 'number' ? 0 : column.dictionary.length);

/** Classes of rows that are equal in their class so far and in one more column, numbered as they come; an open hash table in place of nested maps. */
function refined(classes: Int32Array, cells: Int32Array | Float64Array): { classes: Int32Array; count: number } {
  const rows = classes.length;
  // both words of a number; adding 0 makes one zero of two
  const wide = cells instanceof Float64Array ? new Int32Array(cells.map((value) => value + 0).buffer) : null;
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2))) - 1;
  /** row that stands for a class, by slot; -1 = free */
  const slots = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const group = classes[row] as number;
    const low = wide ? (wide[2 * row] as number) : (cells[row] as number);
    const high = wide ? (wide[2 * row + 1] as number) : 0;
    let hash = Math.imul(group, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const other = slots[slot] as number;
      if (other < 0) {
        slots[slot] = row;
        next[row] = count++;
        break;
      }
      const same = wide ? wide[2 * other] === low && wide[2 * other + 1] === high : cells[other] === low;
      if (same && classes[other] === group) {
        next[row] = next[other] as number;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { classes: next, count };
}

const equalRecords: Check = {
  id: 'records-equal',
  title: 'No two records are equal',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run({ table }) {
    // columns with the most values first: they tell most rows apart, and where all are apart the others need no look
    const sorted = [...table.columns.values()].sort((a, b) => valuesOf(b) - valuesOf(a));
    const columns = sorted.map((column) => (column.type === 'number' ? column.values : column.codes));
    if (columns.length === 0) return needs('columns');
    // rows are put into classes column by column: rows of one class are equal in all columns seen so far
    let classes: Int32Array = new Int32Array(table.rows);
    let count = 1;
    for (const cells of columns) {
      if (count === table.rows) break;
      ({ classes, count } = refined(classes, cells));
    }
    const counts = occurrences(classes, count);
    return ofRecords(
      table.rows,
      [],
      (row) => (counts[classes[row] as number] as number) > 1,
      (failed) => ({
        message: `Equal to another one in every column: ${plural(failed, 'record')}.`,
        advice: 'Without an identifier nobody can tell copies from equal machines; all of them are counted.',
      }),
    );
  },
};

const spellings: Check = {
  id: 'host-spellings',
  title: 'Hosting companies are spelled in one way',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C7', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'host_org');
    if (!column) return needs('host_org');
    const { codes, dictionary } = codesOf(column);
    const bySpelling = new Map<string, number[]>();
    dictionary.forEach((text, code) => {
      const plain = text
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '')
        .replace(/(inc|llc|ltd|gmbh|limited|corp|co|sa|bv|uab)$/u, '');
      bySpelling.set(plain, [...(bySpelling.get(plain) ?? []), code]);
    });
    const several = [...bySpelling.values()].filter((same) => same.length > 1);
    const doubtful = new Set(several.flat());
    return ofRecords(
      codes.length,
      [nameOf(input, 'host_org')],
      (row) => doubtful.has(codes[row] as number),
      (failed) => ({
        message: `Hosting companies spelled in several ways, in ${plural(failed, 'record')}: ${named(several.map((same) => same.map((code) => dictionary[code]).join(' / ')))}.`,
        advice: 'Confirm on the Entities screen that they are one.',
      }),
      (row) => (codes[row] as number) >= 0,
    );
  },
};

const validatorsWithoutStake: Check = {
  id: 'validator-stake',
  title: 'Every validator has a stake',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C8'],
  run(input) {
    const [validator, stake] = [fieldColumn(input, 'validator'), fieldColumn(input, 'stake')];
    if (!validator || !stake) return needs(validator ? 'stake' : 'validator');
    const [who, amount] = [textsOf(validator), textsOf(stake)];
    return ofRecords(
      input.table.rows,
      [nameOf(input, 'validator'), nameOf(input, 'stake')],
      (row) => amount(row) === null,
      (failed, first) => ({
        message: `Without a stake: ${plural(failed, 'validator')}, such as "${who(first)}"; it counts as 0.`,
        advice: 'Ask for the stake, or say that the cell means 0.',
      }),
      (row) => who(row) !== null,
    );
  },
};

const stakeUnits: Check = {
  id: 'stake-units',
  title: 'Stakes are in one unit',
  scope: 'cross-record',
  effect: 'block',
  claims: ['C8'],
  run(input) {
    const column = fieldColumn(input, 'stake');
    if (!column) return needs('stake');
    const values = numbersOf(column);
    const sorted = values.filter((value) => value > 0).sort();
    // base units beside whole tokens leave a gap of many powers of ten in the middle of the range
    let gap = 0;
    for (let at = 1; at < sorted.length; at++) gap = Math.max(gap, (sorted[at] as number) / (sorted[at - 1] as number));
    const fractions = sorted.some((value) => !Number.isInteger(value)) && sorted.some((value) => value >= 1e15);
    return {
      tested: sorted.length,
      failed: gap > 1e6 || fractions ? 1 : 0,
      unit: 'values',
      rows: null,
      columns: [nameOf(input, 'stake')],
      message:
        gap > 1e6 || fractions
          ? 'Some stakes are a million times larger than the next smaller one: whole tokens and base units seem to be mixed.'
          : '',
      advice: 'Import the file again with one unit for all stakes.',
    };
  },
};

/** What only shows when records are seen together. */
export const crossRowChecks: readonly Check[] = [
  repeatedNodes,
  repeatedProviders,
  equalRecords,
  spellings,
  validatorsWithoutStake,
  stakeUnits,
];
