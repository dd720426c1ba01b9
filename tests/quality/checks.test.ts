import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../shared/columns/table.ts';
import type { CheckInput } from '../../shared/quality/check.ts';
import { NOTICED_CODES } from '../../shared/quality/file-checks.ts';
import { CHECKS, runChecks } from '../../shared/quality/run.ts';
import { isVerified } from '../../shared/quality/verified.ts';
import { inputOf } from './support.ts';

/** Result of one check. */
function check(id: string, input: CheckInput) {
  const result = runChecks(input).results.find((candidate) => candidate.id === id);
  if (!result) throw new Error(`no check "${id}"`);
  return result;
}
const failing = (id: string, input: CheckInput) => [...(check(id, input).rows ?? [])];

describe('the checks', () => {
  it('have ids of their own, and each says what it touches', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
    expect(CHECKS.length).toBeGreaterThanOrEqual(48);
  });

  it('are all listed, also those that pass and those that cannot be made', () => {
    const { results } = runChecks(inputOf({ provider: ['a', 'b'], gpu_count: [8, 4] }));
    expect(results).toHaveLength(CHECKS.length);
    expect(results.find(({ id }) => id === 'uptime-range')).toMatchObject({ state: 'not-applicable', message: 'Needs uptime.' });
    expect(results.find(({ id }) => id === 'undisclosed-provider')).toMatchObject({
      state: 'passed',
      tested: 2,
      passed: 2,
      failed: 0,
      affected: 0,
    });
  });

  it('that break themselves are named and do not count as passed', () => {
    const broken = {
      ...CHECKS[0],
      id: 'breaks',
      run: () => {
        throw new Error('no disk');
      },
    } as (typeof CHECKS)[number];
    const { results } = runChecks(inputOf({ provider: ['a'] }), [broken]);
    expect(results[0]).toMatchObject({ id: 'breaks', state: 'broken', passed: 0, message: 'The check itself failed: no disk' });
  });

  it('are ordered: what blocks a claim, then by affected weight', () => {
    const input = inputOf({ provider: ['a', null, 'c'], operator: [null, 'x', 'y'], gpu_count: [10, 30, 60] }, { asOf: null });
    const failed = runChecks(input).results.filter(({ state }) => state === 'failed');
    expect(failed.findIndex(({ id }) => id === 'as-of')).toBeLessThan(failed.findIndex(({ id }) => id === 'undisclosed-provider'));
    expect(failed.findIndex(({ id }) => id === 'undisclosed-provider')).toBeLessThan(
      failed.findIndex(({ id }) => id === 'undisclosed-operator'),
    );
    // 30 of 100 GPUs, 10 of 100 GPUs
    expect(check('undisclosed-provider', input).affected).toBeCloseTo(0.3, 12);
    expect(check('undisclosed-operator', input).affected).toBeCloseTo(0.1, 12);
  });
});

describe('what the import noticed', () => {
  const files = readdirSync('electron/engine', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `electron/engine/${file}`);
  const sources = [...files, 'shared/quality/reject-findings.ts'].map((file) => readFileSync(file, 'utf8')).join('\n');

  it.each(NOTICED_CODES)('%s is a finding that some import gives, and fails a check', (code) => {
    expect(sources).toContain(`'${code}'`);
    const finding = { code, message: 'seen', advice: 'look', details: {} };
    const { results } = runChecks(inputOf({ provider: ['a'] }, { findings: [finding] }));
    expect(results.filter(({ scope, state }) => scope === 'file' && state === 'failed').map(({ message }) => message)).toEqual(['seen']);
  });
});

describe('columns', () => {
  it('that a claim needs are asked for by name', () => {
    const input = inputOf({ provider: ['a', 'b'], gpu_count: [1, 2], country: [null, null] });
    expect(check('columns-C1', input).state).toBe('passed');
    expect(check('columns-C5', input)).toMatchObject({ state: 'failed', effect: 'block', columns: ['country'] });
    expect(check('columns-C3', input).message).toContain('gpu_model');
  });

  it('fail as a whole when more than 5 % of their cells cannot be read', () => {
    const cells = (lost: number) => Array.from({ length: 100 }, (_, at) => (at < lost ? null : 'DE'));
    const given = { country: Array.from({ length: 100 }, () => 'Germany') };
    expect(check('parsed-columns', inputOf({ country: cells(5) }, { given })).state).toBe('passed');
    expect(check('parsed-columns', inputOf({ country: cells(6) }, { given }))).toMatchObject({ state: 'failed', columns: ['country'] });
  });

  it('of counts are read where a cell states bounds', () => {
    const input = inputOf({ gpu_count: [8, null] }, { given: { gpu_count: ['8', '>=100'] } });
    expect(check('parsed-columns', input).state).toBe('failed');
    const count = input.table.columns.get('gpu_count') as Extract<Column, { type: 'number' }>;
    const low = { ...count, values: Float64Array.of(8, 100) };
    const columns = new Map([['gpu_count', { ...count, bounds: { low, high: count } }]]);
    expect(check('parsed-columns', { ...input, table: { rows: 2, columns } }).state).toBe('passed');
  });

  it.each([
    ['Verified', true],
    [' audited ', true],
    ['T', true],
    ['0', false],
    ['unaudited', false],
    ['pending', null],
    [null, null],
  ])('of verification say %s: %s', (text, expected) => {
    expect(isVerified(text)).toBe(expected);
  });

  it('that are constant or empty are noted', () => {
    const input = inputOf({ provider: ['a', 'a'], notes: [null, null] });
    expect(check('constant-columns', input).columns).toEqual(['provider']);
    expect(check('empty-columns', input).columns).toEqual(['notes']);
  });
});

describe('single records', () => {
  it('with more free than there is', () => {
    expect(failing('free-within-count', inputOf({ gpu_count: [8, 8, 8, null], gpu_free: [8, 9, null, 1] }))).toEqual([1]);
  });

  it('with more than 100,000 GPUs', () => {
    expect(failing('counts-large', inputOf({ gpu_count: [100_000, 100_001] }))).toEqual([1]);
  });

  it('whose text has no known value', () => {
    const input = inputOf({ country: ['DE', null, null] }, { given: { country: ['Germany', 'Atlantis', null] } });
    expect(failing('country-unmapped', input)).toEqual([1]);
    expect(check('country-unmapped', input).message).toContain('Atlantis');
    expect(failing('undisclosed-country', input)).toEqual([2]);
  });

  it('whose GPU is named in part only', () => {
    expect(failing('gpu-partial', inputOf({ gpu_model: ['nvidia/h100-sxm-80', 'nvidia/h100-?-?', null] }))).toEqual([1]);
  });

  it('with an uptime outside its range, or none while online', () => {
    expect(failing('uptime-range', inputOf({ uptime: [0, 1, 1.2, null] }))).toEqual([2]);
    expect(failing('uptime-range', inputOf({ uptime: [0, 1, null, null] }, { given: { uptime: [0, 1, 1.2, null] } }))).toEqual([2]);
    expect(failing('uptime-zero-online', inputOf({ uptime: [0, 0, 0.5], status: ['online', 'offline', 'online'] }))).toEqual([0]);
  });

  it('with a price of zero, or 50 times the median of its GPU', () => {
    const input = inputOf({ gpu_model: ['a', 'a', 'a', 'a', 'b'], price_usd_per_gpu_hour: [1, 2, 3, 126, 0] });
    expect(failing('price-positive', input)).toEqual([4]);
    // median of 1, 2, 3, 126 is 2.5: 125 is the limit
    expect(failing('price-far-above', input)).toEqual([3]);
    expect(failing('price-far-above', inputOf({ gpu_model: ['a', 'a', 'a', 'a'], price_usd_per_gpu_hour: [1, 2, 3, 125] }))).toEqual([]);
  });

  it('of a dataset without a date, or from the future', () => {
    expect(check('as-of', inputOf({ provider: ['a'] })).state).toBe('passed');
    expect(check('as-of', inputOf({ provider: ['a'] }, { asOf: null })).state).toBe('failed');
    expect(check('as-of', inputOf({ provider: ['a'] }, { asOf: '2026-11-23' })).state).toBe('failed');
  });

  it('with two countries that differ', () => {
    const input = inputOf({ country: ['DE', 'FR'], ip_country: ['DE', 'NL'] });
    expect(failing('country-methods', input)).toEqual([1]);
  });

  it('that were rejected', () => {
    const input = inputOf(
      { provider: ['a'] },
      {
        rejected: 3,
        rejects: [
          { code: 'negative-count', column: 'gpus', count: 2 },
          { code: 'ragged-record', column: null, count: 1 },
        ],
      },
    );
    expect(check('counts-refused', input)).toMatchObject({ failed: 2, tested: 4, columns: ['gpus'] });
    expect(check('records-refused', input)).toMatchObject({ failed: 1 });
  });
});

describe('records together', () => {
  it('one machine twice', () => {
    expect(failing('node-repeated', inputOf({ node_id: ['n1', 'n2', 'n1', null] }))).toEqual([0, 2]);
    expect(check('node-repeated', inputOf({ node_id: ['n1', 'n1'] }, { grain: 'offer' })).message).toContain('several offers');
  });

  it('one provider twice in a list of providers', () => {
    expect(failing('provider-repeated', inputOf({ provider: ['a', 'b', 'a'] }, { grain: 'provider' }))).toEqual([0, 2]);
    expect(check('provider-repeated', inputOf({ provider: ['a', 'a'] })).state).toBe('not-applicable');
  });

  it('equal in every column', () => {
    expect(failing('records-equal', inputOf({ provider: ['a', 'a', 'a', 'b'], gpu_count: [1, 2, 1, 1] }))).toEqual([0, 2]);
  });

  it('equal in every column, whatever the columns are: as their cells written down would be', () => {
    const cell = fc.constantFrom('a', 'b', 'c', null);
    const number = fc.constantFrom(1, 2, 2 ** 40, -3, null);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, number, cell), { minLength: 1, maxLength: 40 }), (rows) => {
        const columns = {
          provider: rows.map(([text]) => text),
          gpu_count: rows.map(([, count]) => count),
          country: rows.map(([, , text]) => text),
        };
        const texts = rows.map((each) => JSON.stringify(each));
        const equal = texts.flatMap((text, row) => (texts.indexOf(text) !== texts.lastIndexOf(text) ? [row] : []));
        expect(failing('records-equal', inputOf(columns))).toEqual(equal);
      }),
    );
  });

  it('of one company spelled in two ways', () => {
    const input = inputOf({ host_org: ['Amazon.com  Inc.', 'Amazon.com, Inc.', 'Hetzner', 'OVH'] });
    expect(failing('host-spellings', input)).toEqual([0, 1]);
  });

  it('stakes in two units', () => {
    expect(check('stake-units', inputOf({ validator: ['a', 'b', 'c'], stake: [1, 20, 300] })).state).toBe('passed');
    expect(
      check('stake-units', inputOf({ validator: ['a', 'b', 'c', 'd'], stake: [120, 300, 5_000_000_000_000, 9_000_000_000_000] })).state,
    ).toBe('failed');
    expect(failing('validator-stake', inputOf({ validator: ['a', 'b'], stake: [1, null] }))).toEqual([1]);
  });
});

describe('accounts', () => {
  const many = (count: number, name: (at: number) => string) => Array.from({ length: count }, (_, at) => name(at));

  it('that share a wallet', () => {
    const input = inputOf({ provider: ['a', 'b', 'c'], payout_wallet: ['0x1', '0x1', '0x2'] });
    expect(failing('accounts-share-contact', input)).toEqual([0, 1]);
    expect(check('accounts-share-contact', input).message).toContain('0x1 (2 accounts)');
  });

  it('with equal uptime to the last digit; full uptime is no sign', () => {
    const provider = many(10, (at) => `p${at}x`);
    expect(
      check('accounts-equal-uptime', inputOf({ provider, uptime: provider.map((_, at) => (at < 5 ? 0.9731 : 0.9 + at / 1000)) })).failed,
    ).toBe(5);
    expect(check('accounts-equal-uptime', inputOf({ provider, uptime: provider.map(() => 1) })).failed).toBe(0);
  });

  it('numbered one after the other with the same machines', () => {
    const provider = many(6, (at) => `node-op-${at + 1}`);
    expect(
      check('accounts-consecutive', inputOf({ provider, gpu_model: provider.map(() => 'a'), gpu_count: provider.map(() => 8) })).failed,
    ).toBe(6);
    expect(
      check('accounts-consecutive', inputOf({ provider, gpu_model: provider.map(() => 'a'), gpu_count: provider.map((_, at) => at) }))
        .failed,
    ).toBe(0);
  });

  it('whose totals are heaped on round numbers', () => {
    const provider = many(20, (at) => `p${at}`);
    expect(check('accounts-round-totals', inputOf({ provider, gpu_count: provider.map((_, at) => (at < 11 ? 100 : 33)) })).failed).toBe(11);
    expect(check('accounts-round-totals', inputOf({ provider, gpu_count: provider.map((_, at) => (at < 10 ? 100 : 33)) })).failed).toBe(0);
  });
});

describe('datasets together and what the field knows', () => {
  it('more than a day apart', () => {
    const other = inputOf({ provider: ['a'] }, { name: 'Older', asOf: '2026-11-18' }).dataset;
    expect(check('as-of-spread', inputOf({ provider: ['a'] }, { others: [other] })).message).toContain('Older, 2026-11-18');
    expect(check('as-of-spread', inputOf({ provider: ['a'] }, { others: [{ ...other, asOf: '2026-11-19' }] })).state).toBe('passed');
  });

  it('the same day stated twice in different ways', () => {
    const other = inputOf({ provider: ['a'], gpu_count: [9] }, { name: 'First edition' }).dataset;
    expect(check('history-restated', inputOf({ provider: ['a'], gpu_count: [8] }, { others: [other] })).state).toBe('failed');
    expect(check('history-restated', inputOf({ provider: ['a'], gpu_count: [9] }, { others: [other] })).state).toBe('passed');
  });

  it('prices without a supply', () => {
    expect(check('prices-without-supply', inputOf({ gpu_model: ['a'], price_usd_per_gpu_hour: [1] })).state).toBe('failed');
  });

  it('planned records in the base, words that mean unknown, one model only', () => {
    expect(failing('not-supply-today', inputOf({ status: ['Existing', 'Planned', 'Decommissioned'] }))).toEqual([1, 2]);
    expect(failing('words-for-unknown-gpu_model', inputOf({ gpu_model: ['Gen1', 'GenUnknown', 'Other cloud', 'Otherside'] }))).toEqual([
      1, 2,
    ]);
    expect(check('all-one-gpu_model', inputOf({ gpu_model: ['a', 'a', null] })).state).toBe('failed');
    expect(check('base-stated', inputOf({ provider: ['a'] }, { base: null })).state).toBe('failed');
    expect(failing('verified-gap', inputOf({ verified: ['true', 'false', null] }))).toEqual([1, 2]);
  });
});
