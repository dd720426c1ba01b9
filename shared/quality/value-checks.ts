import { codesOf } from '../columns/group.ts';
import { plural } from '../format/words.ts';
import { type Check, fieldColumn, nameOf, needs, numbersOf, ofRecords, textsOf } from './check.ts';

/** A price this many times the median of its GPU model is doubtful. */
const FAR_ABOVE = 50;

const leased = new Set(['leased', 'rented']);
/** What is leased is online: the ladder nests it there (domain.md 1.2). */
const online = new Set([...leased, 'online', 'up', 'active', 'running', 'true', '1', 'yes', 'ready', 'existing']);
const offline = new Set(['offline', 'down', 'inactive', 'stopped', 'false', '0', 'no', 'decommissioned']);

/** `true` for words that mean online, `false` for those that mean the opposite, `null` for others. */
export function meansOnline(status: string | null): boolean | null {
  const word = status?.trim().toLowerCase() ?? '';
  return online.has(word) ? true : offline.has(word) ? false : null;
}

/** Whether a word of a status means under a paid lease. */
export const meansLeased = (status: string | null): boolean => leased.has(status?.trim().toLowerCase() ?? '');

const uptimeRange: Check = {
  id: 'uptime-range',
  title: 'Uptime lies between 0 and 1',
  scope: 'record',
  effect: 'reject',
  claims: ['C4', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'uptime');
    if (!column) return needs('uptime');
    const values = numbersOf(column);
    const given = input.given('uptime');
    const text = given ? textsOf(given) : () => null;
    // a value outside the range has no canonical value: what the file had tells it from a missing one
    return ofRecords(
      values.length,
      [nameOf(input, 'uptime')],
      (row) => Number.isNaN(values[row] as number) || (values[row] as number) < 0 || (values[row] as number) > 1,
      (failed, first) => ({
        message: `In ${plural(failed, 'record')} the uptime is not between 0 and 1 (100 %), such as ${text(first) ?? values[first]}; it counts as unknown.`,
        advice: 'Check the unit of the column.',
      }),
      (row) => !Number.isNaN(values[row] as number) || text(row) !== null,
    );
  },
};

const onlineWithoutUptime: Check = {
  id: 'uptime-zero-online',
  title: 'What is online has been up',
  scope: 'record',
  effect: 'bound',
  claims: ['C4', 'C9'],
  run(input) {
    const [uptime, status] = [fieldColumn(input, 'uptime'), fieldColumn(input, 'status')];
    if (!uptime || !status) return needs(uptime ? 'status' : 'uptime');
    const [values, text] = [numbersOf(uptime), textsOf(status)];
    return ofRecords(
      values.length,
      [nameOf(input, 'uptime'), nameOf(input, 'status')],
      (row) => values[row] === 0,
      (failed) => ({
        message: `Online with an uptime of 0: ${plural(failed, 'record')}.`,
        advice: 'Ask over which time the uptime was measured, and by whom.',
      }),
      (row) => meansOnline(text(row)) === true && !Number.isNaN(values[row] as number),
    );
  },
};

const pricePositive: Check = {
  id: 'price-positive',
  title: 'Prices are above zero',
  scope: 'record',
  effect: 'reject',
  claims: ['C6'],
  run(input) {
    const column = fieldColumn(input, 'price_usd_per_gpu_hour');
    if (!column) return needs('price_usd_per_gpu_hour');
    const values = numbersOf(column);
    return ofRecords(
      values.length,
      [nameOf(input, 'price_usd_per_gpu_hour')],
      (row) => (values[row] as number) <= 0,
      (failed) => ({
        message: `Price of zero or less in ${plural(failed, 'record')}: the price is set aside, the record stays for other claims.`,
        advice: 'Check whether it means "not for rent" or "not stated".',
      }),
      (row) => !Number.isNaN(values[row] as number),
    );
  },
};

const priceFar: Check = {
  id: 'price-far-above',
  title: 'Prices are near those of the same GPU',
  scope: 'record',
  effect: 'bound',
  claims: ['C6'],
  run(input) {
    const [price, model] = [fieldColumn(input, 'price_usd_per_gpu_hour'), fieldColumn(input, 'gpu_model')];
    if (!price || !model) return needs(price ? 'gpu_model' : 'price_usd_per_gpu_hour');
    const [values, { codes, dictionary }] = [numbersOf(price), codesOf(model)];
    const byModel: number[][] = dictionary.map(() => []);
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      if (value > 0) byModel[codes[row] as number]?.push(value);
    }
    const medians = byModel.map((prices) => {
      prices.sort((a, b) => a - b);
      const middle = prices.length >> 1;
      return prices.length < 3
        ? Number.NaN
        : prices.length % 2 === 1
          ? (prices[middle] as number)
          : ((prices[middle - 1] as number) + (prices[middle] as number)) / 2;
    });
    return ofRecords(
      values.length,
      [nameOf(input, 'price_usd_per_gpu_hour')],
      (row) => (values[row] as number) > FAR_ABOVE * (medians[codes[row] as number] as number),
      (failed, first) => ({
        message: `In ${plural(failed, 'record')} the price is more than ${FAR_ABOVE} times the median of their GPU model, such as ${values[first]}.`,
        advice: 'Check the unit: per month, or for the whole machine.',
      }),
      (row) => (codes[row] as number) >= 0 && (values[row] as number) > 0,
    );
  },
};

const asOf: Check = {
  id: 'as-of',
  title: 'Date of the facts is stated and not in the future',
  scope: 'record',
  effect: 'block',
  claims: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9'],
  run({ dataset, now }) {
    const late = dataset.asOf !== null && dataset.asOf.slice(0, 10) > now.slice(0, 10);
    const missing = dataset.asOf === null;
    return {
      tested: 1,
      failed: late || missing ? 1 : 0,
      unit: 'datasets',
      rows: null,
      columns: [],
      message: late
        ? `The facts are dated ${dataset.asOf}, after today.`
        : missing
          ? 'The date of the facts is not stated; the dataset cannot be compared with another.'
          : '',
      advice: 'State the date on the Sources screen.',
    };
  },
};

const observedAhead: Check = {
  id: 'observed-after-as-of',
  title: 'No record is newer than the date of the facts',
  scope: 'record',
  effect: 'note',
  claims: ['C4', 'C6'],
  run(input) {
    const column = fieldColumn(input, 'observed_at');
    const { asOf: date } = input.dataset;
    if (!column || date === null) return needs(column ? 'the date of the facts' : 'observed_at');
    const text = textsOf(column);
    const day = (row: number) => /^\d{4}-\d{2}-\d{2}/.exec(text(row) ?? '')?.[0] ?? null;
    return ofRecords(
      input.table.rows,
      [nameOf(input, 'observed_at')],
      (row) => (day(row) as string) > date.slice(0, 10),
      (failed, first) => ({
        message: `Observed after ${date.slice(0, 10)}, such as ${text(first)}: ${plural(failed, 'record')}.`,
        advice: 'Correct the date of the facts, or leave these records out with a filter.',
      }),
      (row) => day(row) !== null,
    );
  },
};

const countryMethods: Check = {
  id: 'country-methods',
  title: 'Country columns agree',
  scope: 'record',
  effect: 'bound',
  claims: ['C5', 'C9'],
  run(input) {
    const country = fieldColumn(input, 'country');
    if (!country) return needs('country');
    const own = nameOf(input, 'country');
    const isCode = /^[A-Z]{2}$/;
    const other = input.dataset.columns.find(({ name, field, header }) => {
      if (field !== null || name === own || !/country|geo|nation/i.test(header)) return false;
      const column = input.table.columns.get(name);
      return column?.type === 'text' && column.dictionary.length > 0 && column.dictionary.every((text) => isCode.test(text));
    });
    const second = other && input.table.columns.get(other.name);
    if (!other || !second) return needs('a second column of country codes');
    const [a, b] = [textsOf(country), textsOf(second)];
    return ofRecords(
      input.table.rows,
      [own, other.name],
      (row) => a(row) !== b(row),
      (failed, first) => ({
        message: `In ${plural(failed, 'record')} the two differ, such as "${a(first)}" in "${own}" and "${b(first)}" in "${other.name}".`,
        advice: 'Find out which is by address and which is self-declared; both are kept.',
      }),
      (row) => isCode.test(a(row) ?? '') && b(row) !== null,
    );
  },
};

/** What can be wrong with times, uptimes, prices and places of one record. */
export const valueChecks: readonly Check[] = [
  countryMethods,
  uptimeRange,
  onlineWithoutUptime,
  pricePositive,
  priceFar,
  asOf,
  observedAhead,
];
