import { codesOf } from '../columns/group.ts';
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

const equalRecords: Check = {
  id: 'records-equal',
  title: 'No two records are equal',
  scope: 'cross-record',
  effect: 'bound',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run({ table }) {
    const columns = [...table.columns.values()].map((column) => (column.type === 'number' ? column.values : column.codes));
    if (columns.length === 0) return needs('columns');
    // rows are put into classes column by column: rows of one class are equal in all columns seen so far
    let classes = new Int32Array(table.rows);
    let count = 1;
    for (const cells of columns) {
      if (count === table.rows) break;
      const next = new Map<number, Map<number, number>>();
      const refined = new Int32Array(table.rows);
      count = 0;
      for (let row = 0; row < table.rows; row++) {
        const group = classes[row] as number;
        let known = next.get(group);
        if (!known) {
          known = new Map();
          next.set(group, known);
        }
        let own = known.get(cells[row] as number);
        if (own === undefined) {
          own = count++;
          known.set(cells[row] as number, own);
        }
        refined[row] = own;
      }
      classes = refined;
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
