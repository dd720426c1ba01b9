import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalInputs } from '../../shared/resilience/canonical.ts';
import type { IndependentCertificate } from '../../shared/resilience/certificate.ts';
import { certificateOf } from '../../shared/resilience/certificate.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf, tableCase } from './build.ts';

/** Example 2 of removal-test.md 9.2. */
const kappa = [...Array.from({ length: 6 }, () => [1, 0]), [0, 10], [0, 10]];
const { inventory, portfolio } = tableCase(kappa, [6, 10], [1, 1], ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2']);
const certificate = removalTest(inventory, portfolio, { threshold: '0.8', by: 'operator' }).certificate as IndependentCertificate;
const check = (change: Partial<IndependentCertificate>) => checkCertificate({ ...certificate, ...change }, inventory, portfolio);

describe('a certificate', () => {
  it('is accepted as it was written, also after a trip through JSON', () => {
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)), inventory, portfolio)).toEqual({ valid: true, findings: [] });
  });

  it.each<[string, Partial<IndependentCertificate>]>([
    ['another format', { format: 2 as 1 }],
    ['another threshold', { theta: [70, 100] }],
    ['a threshold above 1', { theta: [3, 2] }],
    ['another demand', { D: 17 }],
    ['another limit', { below: 12 }],
    ['another start', { S0: 15 }],
    ['a smaller attack', { k: 1, kLow: 1, R: ['B1'] }],
    ['a larger breaking point', { k: 3, kLow: 3, R: ['A1', 'B1', 'B2'] }],
    ['a bracket called proven', { kLow: 1 }],
    ['a bracket upside down', { kLow: 3, status: 'bracket' }],
    ['a unit that is not there', { R: ['B1', 'B3'] }],
    ['a unit named twice', { R: ['B1', 'B1'] }],
    ['other members', { R: ['A1', 'B1'] }],
    ['another cut', { Z: ['class 0'] }],
    ['a class that is not there', { Z: ['class 1', 'class 9'] }],
    ['less demand outside', { demandOutsideZ: 5 }],
    ['less supply left', { supplyAfter: -1 }],
    ['a lower bound of service', { bound: 5 }],
    ['another served value', { served: 5 }],
    ['another need', { need: 12 }],
    ['another removed capacity', { removedRho: 21 }],
    ['never', { k: null, kLow: null }],
    ['a reason for never', { never: 'no-demand' }],
    ['another metric', { metric: 'workload' }],
    ['a reading that does not fit', { R: [], k: 1, kLow: 1, unknowns: 'pessimistic' }],
    ['another number of subsets', { lower: { ...certificate.lower, subsets: 4 } }],
    ['another delta', { lower: { ...certificate.lower, delta: 1 as 0 } }],
    ['another margin', { lower: { ...certificate.lower, margin: { k: 1, S: 16, slack: 3 } } }],
    ['no method', { lower: { ...certificate.lower, method: 'none' } }],
    ['no alternative at all', { alternatives: { count: 0, complete: true, inEvery: [] } }],
    ['an unneeded unit as needed', { alternatives: { count: 1, complete: true, inEvery: ['A1'] } }],
  ])('is refused with %s', (_, change) => {
    const { valid, findings } = check(change);
    expect(valid).toBe(false);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('is refused where it is consistent but a smaller attack exists', () => {
    const prepared = prepareRemoval(inventory, portfolio, { threshold: '0.8' });
    const point = { k: 3, kLow: 3, proven: true, never: null, members: [0, 6, 7], method: 'enumeration' as const, subsets: 3 };
    const context = {
      inputs: null,
      metric: 'stated values',
      grouping: 'operator',
      capacity: 'total',
      unknowns: 'none' as const,
      worstBefore: null,
      alternatives: null,
    };
    const larger = certificateOf(prepared.pessimistic, prepared.terms, point, context);
    expect(checkCertificate(larger, inventory, portfolio).findings).toEqual(['some 2 units break the limit already']);
    const bySums = { ...larger, lower: { ...larger.lower, method: 'order-statistic' as const } };
    expect(checkCertificate(bySums, inventory, portfolio).findings).toEqual([
      'sums of the largest capacities leave room for an attack of 2 units',
    ]);
  });

  it('is refused for other data, another portfolio or another hash', () => {
    const rows = kappa.map((_, index) => ({ unit: certificate.R[index] ?? `A${index}`, gpus: 1, model: 'm1' }));
    expect(checkCertificate(certificate, inventoryOf(rows), portfolio).valid).toBe(false);
    const other = portfolioOf([{ name: 'class 0', models: ['m0'], a: 1, d: 6, value: 1 }]);
    expect(checkCertificate(certificate, inventory, other).valid).toBe(false);
    expect(checkCertificate(certificate, inventory, portfolio, 'a1b2').valid).toBe(false);
  });

  it('that speaks of no unknowns is refused where there are some', () => {
    const rows = [
      { unit: 'a', gpus: 1, country: 'DE' },
      { unit: 'b', gpus: 1, country: null },
    ];
    const wanted = portfolioOf([{ name: 'c', countries: ['DE'], a: 1, d: 1 }]);
    const result = removalTest(inventoryOf(rows), wanted, { threshold: '1', by: 'unit' });
    expect(result.breakingPoint).toMatchObject({ low: 1, high: 2 });
    expect(checkCertificate({ ...result.certificate, unknowns: 'none' }, inventoryOf(rows), wanted).valid).toBe(false);
  });
});

describe('the canonical inputs', () => {
  const hash = (rows: Parameters<typeof inventoryOf>[0], by = 'operator') => {
    const sum = createHash('sha256');
    for (const piece of canonicalInputs(inventoryOf(rows), portfolio, by)) sum.update(piece);
    return sum.digest('hex');
  };
  const rows = [
    { unit: 'b', gpus: 8, model: 'H100' },
    { unit: 'a', gpus: 4, model: null },
  ];

  it('do not depend on the order of rows', () => {
    expect(hash([...rows].reverse())).toBe(hash(rows));
  });

  it('change with any value and with the grouping', () => {
    expect(hash([{ unit: 'b', gpus: 7, model: 'H100' }, rows[1] as (typeof rows)[0]])).not.toBe(hash(rows));
    expect(hash(rows, 'country')).not.toBe(hash(rows));
  });
});

describe('the sentence', () => {
  const sentence = (capacities: number[], quantity: number, threshold: string, maxCutClasses?: number) => {
    const built = tableCase(
      capacities.map((value) => [value]),
      [quantity],
      [1],
    );
    return removalTest(built.inventory, built.portfolio, { threshold, by: 'provider', maxCutClasses }).sentence;
  };

  it('says that a test fails before any removal', () => {
    expect(sentence([3, 2], 10, '0.9')).toBe(
      'Already without removals, workload class class 0 can use at most 5 GPUs but needs 10; at most 50.0 % of the portfolio can be served (threshold 90 %).',
    );
  });

  it('shows a share below the threshold as below it, with the decimals that takes', () => {
    expect(sentence([8999, 1001], 10_000, '0.9')).toMatch(/at most 10.0 % of the portfolio can be served \(threshold 90 %\)/);
    expect(sentence([8999], 10_000, '9/10')).toMatch(/at most 89.99 % of the portfolio can be served \(threshold 90 %\)/);
    expect(sentence([2], 3, '0.667')).toMatch(/at most 66.67 % of the portfolio can be served \(threshold 66.7 %\)/);
  });

  it('says why nothing can break a test', () => {
    expect(sentence([3, 2], 5, '0')).toMatch(/threshold is 0/);
    expect(sentence([3, 2], 0, '0.9')).toMatch(/asks for nothing/);
  });

  it('names an interval from unknown values before the proof', () => {
    const rows = [
      { unit: 'a', gpus: 2 },
      { unit: 'b', gpus: 2 },
      { unit: null, gpus: 2 },
    ];
    const result = removalTest(inventoryOf(rows), portfolioOf([{ name: 'c', a: 1, d: 3 }]), { threshold: '1', by: 'provider' });
    expect(result.breakingPoint).toMatchObject({ low: 1, high: 2, members: ['a'] });
    expect(result.sentence).toMatch(/^Depending on values that are unknown in the data, k\* is between 1 and 2\./);
  });
});
