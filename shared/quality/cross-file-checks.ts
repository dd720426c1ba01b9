import { type Check, fieldColumn, named, needs } from './check.ts';

const DAY = 86_400_000;

const asOfSpread: Check = {
  id: 'as-of-spread',
  title: 'Datasets are of the same day',
  scope: 'cross-file',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9'],
  run({ dataset, others }) {
    const own = dataset.asOf === null ? Number.NaN : Date.parse(dataset.asOf);
    const dated = others.filter(({ asOf }) => asOf !== null);
    if (Number.isNaN(own) || dated.length === 0) return needs('two datasets with a date of their facts');
    const far = dated.filter(({ asOf }) => Math.abs(Date.parse(asOf as string) - own) > DAY);
    return {
      tested: dated.length,
      failed: far.length,
      unit: 'datasets',
      rows: null,
      columns: [],
      message:
        far.length === 0 ? '' : `More than 24 hours apart from ${named(far.map(({ name, asOf }) => `${name}, ${asOf?.slice(0, 10)}`))}.`,
      advice: 'Snapshots of several days are compared, never added up.',
    };
  },
};

const pricesWithoutSupply: Check = {
  id: 'prices-without-supply',
  title: 'Prices stand beside a supply',
  scope: 'cross-file',
  effect: 'note',
  claims: ['C6', 'C9'],
  run(input) {
    if (!fieldColumn(input, 'price_usd_per_gpu_hour')) return needs('price_usd_per_gpu_hour');
    const hasCount =
      fieldColumn(input, 'gpu_count') !== null || input.others.some(({ columns }) => columns.some(({ field }) => field === 'gpu_count'));
    return {
      tested: 1,
      failed: hasCount ? 0 : 1,
      unit: 'datasets',
      rows: null,
      columns: ['price_usd_per_gpu_hour'],
      message: hasCount ? '' : 'There are prices but no counts: a price list says nothing about how much can be had.',
      advice: 'Add a dataset with the supply of the same network.',
    };
  },
};

const restated: Check = {
  id: 'history-restated',
  title: 'History was not restated',
  scope: 'cross-file',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C5'],
  run({ dataset, others }) {
    const twins = others.filter(
      ({ asOf, columns }) =>
        asOf !== null &&
        asOf === dataset.asOf &&
        columns.map(({ name }) => name).join('\n') === dataset.columns.map(({ name }) => name).join('\n'),
    );
    if (twins.length === 0) return needs('two datasets with the same columns and date');
    const different = twins.filter(
      ({ rows, columns }) => rows !== dataset.rows || columns.some(({ sum }, at) => sum !== dataset.columns[at]?.sum),
    );
    return {
      tested: twins.length,
      failed: different.length,
      unit: 'datasets',
      rows: null,
      columns: [],
      message: different.length === 0 ? '' : `The same day was stated otherwise before: ${named(different.map(({ name }) => name))}.`,
      advice: 'Compare the two datasets and ask why the numbers changed.',
    };
  },
};

/** What only shows when datasets are seen together. */
export const crossFileChecks: readonly Check[] = [asOfSpread, pricesWithoutSupply, restated];
