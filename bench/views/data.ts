import type { Dataset } from '../../shared/case/dataset.ts';
import type { Column, ColumnTable } from '../../shared/columns/table.ts';

/** Providers and countries that the generated records name. */
export const PROVIDERS = 20_000;
const COUNTRIES = 60;

/**
 * Record `i` in whole numbers below 2^53, the same in SQL and here: providers are skewed towards the first ones, counts are powers of two.
 */
const MIXED = 'CAST(i AS BIGINT) * 48271 % 2147483647 % 1000003';
export const SQL = {
  provider: `'provider-' || CAST((${MIXED}) * (${MIXED}) / 50000300 AS BIGINT)`,
  country: `'C' || CAST(CAST(i AS BIGINT) * 69621 % 2147483647 % ${COUNTRIES} AS BIGINT)`,
  gpus: `CAST(1 << (CAST(i AS BIGINT) * 16807 % 2147483647 % 6) AS BIGINT)`,
};

/** The filter of all questions, as the program and as SQL read it. */
export const WHERE = `gpu_count >= 2 and country in (${Array.from({ length: 45 }, (_, at) => `'C${at}'`).join(', ')})`;

const mixed = (i: number) => ((i * 48271) % 2147483647) % 1000003;
export const record = (i: number) => ({
  provider: Math.floor((mixed(i) * mixed(i)) / 50000300),
  country: ((i * 69621) % 2147483647) % COUNTRIES,
  gpus: 1 << (((i * 16807) % 2147483647) % 6),
});

/** The records as the columns that the reader lane holds. */
export function columnsOf(rows: number): ColumnTable {
  const [providers, countries, gpus] = [new Int32Array(rows), new Int32Array(rows), new Float64Array(rows)];
  for (let i = 0; i < rows; i++) {
    const { provider, country, gpus: count } = record(i);
    providers[i] = provider;
    countries[i] = country;
    gpus[i] = count;
  }
  const text = (name: string, codes: Int32Array, word: string, values: number): [string, Column] => [
    name,
    { type: 'text', name, codes, dictionary: Array.from({ length: values }, (_, at) => `${word}${at}`) },
  ];
  return {
    rows,
    columns: new Map([
      text('provider', providers, 'provider-', PROVIDERS + 1),
      text('country', countries, 'C', COUNTRIES),
      ['gpu_count', { type: 'number', name: 'gpu_count', values: gpus, scale: 0 }],
    ]),
  };
}

/** What a view knows of the dataset. */
export function datasetOf(rows: number): Dataset {
  const column = (name: 'provider' | 'country' | 'gpu_count', type: 'text' | 'number') => ({
    name,
    header: name,
    field: name,
    type,
    filled: rows,
    distinct: 1,
    sum: null,
  });
  return {
    id: 'D1',
    name: 'Generated',
    sourceId: 'S1',
    rows,
    rejected: 0,
    grain: 'provider',
    base: 'registered',
    asOf: '2026-11-20',
    sample: true,
    importedAt: '2026-11-20T00:00:00.000Z',
    columns: [column('provider', 'text'), column('country', 'text'), column('gpu_count', 'number')],
    findings: [],
  };
}
