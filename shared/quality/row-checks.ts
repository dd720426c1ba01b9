import type { Field } from '../case/dataset.ts';
import { codesOf } from '../columns/group.ts';
import { plural, recordsWords } from '../format/words.ts';
import { type Check, type Claim, type Effect, fieldColumn, named, nameOf, needs, numbersOf, ofRecords, textsOf } from './check.ts';

const MOST_GPUS = 100_000;

const rejectedCounts: Check = {
  id: 'counts-refused',
  title: 'Counts are whole and not negative',
  scope: 'record',
  effect: 'reject',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run({ dataset, rejected }) {
    const refused = rejected.filter(({ code }) => ['negative-count', 'negative-value', 'not-whole', 'not-a-number'].includes(code));
    const count = refused.reduce((sum, group) => sum + group.count, 0);
    return {
      tested: dataset.rows + dataset.rejected,
      failed: count,
      unit: 'records',
      rows: null,
      columns: [...new Set(refused.flatMap(({ column }) => (column === null ? [] : [column])))],
      message: count === 0 ? '' : `Rejected for a count or number that cannot be one: ${count} of ${recordsWords(dataset)}.`,
      advice: 'Open the rejected records, correct and re-admit them, or leave them out.',
    };
  },
};

const rejectedOthers: Check = {
  id: 'records-refused',
  title: 'Records can be read',
  scope: 'record',
  effect: 'reject',
  claims: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9'],
  run({ dataset, rejected }) {
    const refused = rejected.filter(
      ({ code }) => !['negative-count', 'negative-value', 'not-whole', 'not-a-number', 'left-out'].includes(code),
    );
    const count = refused.reduce((sum, group) => sum + group.count, 0);
    return {
      tested: dataset.rows + dataset.rejected,
      failed: count,
      unit: 'records',
      rows: null,
      columns: [],
      message:
        count === 0 ? '' : `Rejected: ${count} of ${recordsWords(dataset)}, for ${named([...new Set(refused.map(({ code }) => code))])}.`,
      advice: 'Open the rejected records, correct and re-admit them, or leave them out.',
    };
  },
};

const largeCounts: Check = {
  id: 'counts-large',
  title: 'No record has more than 100,000 GPUs',
  scope: 'record',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'gpu_count');
    if (!column) return needs('gpu_count');
    const counts = numbersOf(column);
    return ofRecords(
      counts.length,
      [nameOf(input, 'gpu_count')],
      (row) => (counts[row] as number) > MOST_GPUS,
      (failed, first) => ({
        message: `More than 100,000 GPUs in ${plural(failed, 'record')}, the first of them with ${counts[first]}.`,
        advice: 'Check whether it is a total, or another unit.',
      }),
      (row) => !Number.isNaN(counts[row] as number),
    );
  },
};

/** No record has more of the part than of the whole. */
function within(id: string, part: Field, whole: Field, title: string): Check {
  return {
    id,
    title,
    scope: 'record',
    effect: 'bound',
    claims: ['C1', 'C2', 'C9'],
    run(input) {
      const [small, large] = [fieldColumn(input, part), fieldColumn(input, whole)];
      if (!small || !large) return needs(small ? whole : part);
      const [parts, wholes] = [numbersOf(small), numbersOf(large)];
      return ofRecords(
        parts.length,
        [nameOf(input, part), nameOf(input, whole)],
        (row) => (parts[row] as number) > (wholes[row] as number),
        (failed, first) => ({
          message: `In ${plural(failed, 'record')} there is more in "${nameOf(input, part)}" than in "${nameOf(input, whole)}" (${parts[first]} of ${wholes[first]}).`,
          advice: 'One of the two columns counts something else; map another one, or ask the network.',
        }),
        (row) => !Number.isNaN(parts[row] as number) && !Number.isNaN(wholes[row] as number),
      );
    },
  };
}

/** Cells with a text that got no canonical value. */
function mapped(id: string, field: Field, title: string, effect: Effect, claims: readonly Claim[]): Check {
  return {
    id,
    title,
    scope: 'record',
    effect,
    claims,
    run(input) {
      const read = fieldColumn(input, field);
      if (!read) return needs(field);
      const given = input.given(field);
      const after = codesOf(read).codes;
      const before = given ? codesOf(given).codes : after;
      const text = given ? textsOf(given) : () => null;
      return ofRecords(
        after.length,
        [nameOf(input, field)],
        (row) => (after[row] as number) < 0,
        (failed, first) => ({
          message: `In ${plural(failed, 'record')} the text in "${nameOf(input, field)}" is no known value, such as "${text(first) ?? ''}".`,
          advice: 'Give these texts their value on the Mapping screen; until then their weight counts as unknown.',
        }),
        (row) => (before[row] as number) >= 0,
      );
    },
  };
}

/** Cells without any text. */
function disclosed(field: Field, title: string, claims: readonly Claim[]): Check {
  return {
    id: `undisclosed-${field}`,
    title,
    scope: 'record',
    effect: 'bound',
    claims,
    run(input) {
      const column = fieldColumn(input, field);
      if (!column) return needs(field);
      const { codes } = codesOf(input.given(field) ?? column);
      return ofRecords(
        codes.length,
        [nameOf(input, field)],
        (row) => (codes[row] as number) < 0,
        (failed) => ({
          message: `Not stated in ${plural(failed, 'record')}: ${nameOf(input, field)}. That weight is unknown mass and makes the bounds wider.`,
          advice: 'Ask the network for it. Nothing is filled in or left out.',
        }),
      );
    },
  };
}

const partialModels: Check = {
  id: 'gpu-partial',
  title: 'GPU names tell form factor and memory',
  scope: 'record',
  effect: 'bound',
  claims: ['C3', 'C6', 'C7', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'gpu_model');
    if (!column) return needs('gpu_model');
    const text = textsOf(column);
    const partial = (row: number) => /^[^/]*\/.*\?/.test(text(row) ?? '');
    return ofRecords(
      input.table.rows,
      [nameOf(input, 'gpu_model')],
      partial,
      (failed, first) => ({
        message: `In ${plural(failed, 'record')} the GPU is named in part only, such as "${text(first)}", and counts for every GPU that fits.`,
        advice: 'Ask the network for form factor and memory, or give the text its value where you have evidence.',
      }),
      (row) => text(row) !== null,
    );
  },
};

/** What can be wrong with counts, names and missing cells of one record. */
export const rowChecks: readonly Check[] = [
  rejectedCounts,
  rejectedOthers,
  largeCounts,
  within('free-within-count', 'gpu_free', 'gpu_count', 'No record has more free GPUs than GPUs'),
  disclosed('provider', 'Provider is stated', ['C1', 'C2', 'C9']),
  disclosed('operator', 'Operator is stated', ['C1', 'C2', 'C9']),
  disclosed('owner', 'Owner is stated', ['C1', 'C2', 'C9']),
  disclosed('gpu_count', 'GPU count is stated', ['C1', 'C2', 'C3', 'C9']),
  disclosed('gpu_model', 'GPU model is stated', ['C3', 'C6', 'C7', 'C9']),
  disclosed('country', 'Country is stated', ['C5', 'C9']),
  disclosed('host_org', 'Hosting company is stated', ['C7', 'C9']),
  disclosed('uptime', 'Uptime is stated', ['C4', 'C9']),
  mapped('gpu-unmapped', 'gpu_model', 'GPU names are known', 'bound', ['C3', 'C6', 'C7', 'C9']),
  partialModels,
  mapped('country-unmapped', 'country', 'Countries are known', 'bound', ['C5', 'C9']),
  mapped('price-unread', 'price_usd_per_gpu_hour', 'Prices have a known unit and currency', 'reject', ['C6']),
];
