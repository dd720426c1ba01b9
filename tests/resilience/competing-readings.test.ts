import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf } from './build.ts';
import type { Gang, Node } from './competing-oracle.ts';
import { competingBreakingPoint } from './competing-oracle.ts';
import type { Class, Row } from './oracle.ts';
import { readings } from './oracle.ts';

const row: fc.Arbitrary<Row> = fc.record({
  unit: fc.constantFrom('x', 'y', 'z', null),
  gpus: fc.integer({ min: 1, max: 4 }),
  nodes: fc.constantFrom(1, 1, 2),
  country: fc.constantFrom('DE', 'US', null),
  site: fc.constantFrom('s', 't', null),
});
const fewUnknown = (rows: Row[]) =>
  rows.reduce((sum, { unit, nodes }) => sum + (unit === null ? (nodes ?? 1) : 0), 0) <= 2 &&
  rows.filter(({ country, site }) => country === null || site === null).length <= 2;

/** Every node of a full reading, with its country as the model of the oracle. */
function nodesOf(rows: Row[]): { nodes: Node[]; units: number } {
  const owners = [...new Set(rows.map(({ unit }) => unit))];
  const nodes = rows.flatMap(({ unit, gpus, nodes: count, country, site }) =>
    Array.from(
      { length: count ?? 1 },
      (): Node => ({
        unit: owners.indexOf(unit),
        model: country === 'DE' ? 0 : 1,
        gpus,
        site: site as string,
      }),
    ),
  );
  return { nodes, units: owners.length };
}

describe('competing mode where values are unknown, against every way to fill them in', () => {
  it.each<[string, (d: number) => Class[], (d: number) => Gang[]]>([
    [
      'jobs of one GPU',
      (d) => [
        { name: 'here', countries: ['DE'], a: 1, d },
        { name: 'any', a: 1, d: 2 },
      ],
      (d) => [
        { models: [0], a: 1, d, value: 1 },
        { models: [0, 1], a: 1, d: 2, value: 1 },
      ],
    ],
    [
      'gangs on one site beside single GPUs',
      (d) => [
        { name: 'pair', countries: ['DE'], a: 2, b: 2, domain: 'site', d: 1 },
        { name: 'any', a: 1, d },
      ],
      (d) => [
        { models: [0], a: 2, b: 2, site: true, d: 1, value: 4 },
        { models: [0, 1], a: 1, d, value: 1 },
      ],
    ],
  ])('has no breaking point outside its two ends: %s', (_, classesOf, gangsOf) => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 4 }).filter(fewUnknown),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 10 }),
        (rows, d, p) => {
          const [inventory, portfolio] = [inventoryOf(rows), portfolioOf(classesOf(d))];
          const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: `${p}/10`, by: 'provider' });
          for (const certificate of [result.certificate, result.certificateHigh])
            if (certificate) expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
          for (const reading of readings(rows, ['DE', 'US'], ['s', 't'])) {
            const { nodes, units } = nodesOf(reading);
            const k = competingBreakingPoint(nodes, gangsOf(d), units, p, 10) as number;
            expect(k).toBeGreaterThanOrEqual(result.breakingPoint.low as number);
            if (result.breakingPoint.high !== null) expect(k).toBeLessThanOrEqual(result.breakingPoint.high);
          }
        },
      ),
      { numRuns: 150, seed: 6 },
    );
  });

  it('lists nodes of unknown size as totals: single jobs in every reading, gangs only in the favourable one', () => {
    const rows = [
      { unit: 'a', gpus: 16 },
      { unit: 'b', gpus: 16 },
    ];
    const inventory = inventoryOf(rows, { nodeSizeKnown: new Uint8Array(2) });
    const portfolio = portfolioOf([
      { name: 'single', a: 1, d: 8 },
      { name: 'gang', a: 8, d: 1 },
    ]);
    const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: '1', by: 'provider' });
    expect([result.served0, result.served0High]).toEqual([8, 16]);
    expect(result.breakingPoint).toMatchObject({ low: 0, high: 2 });
    for (const certificate of [result.certificate, result.certificateHigh])
      if (certificate) expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
  });

  it('takes a node of unbounded size for all that could stand on it', () => {
    const open = { low: Float64Array.of(4, 2), high: Float64Array.of(Number.NaN, 2) };
    const inventory = inventoryOf(
      [
        { unit: 'a', gpus: 4 },
        { unit: 'b', gpus: 2 },
      ],
      { gpus: open },
    );
    const portfolio = portfolioOf([
      { name: 'gang', a: 4, d: 5 },
      { name: 'single', a: 1, d: 3 },
    ]);
    const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: '1/2', by: 'provider' });
    expect([result.served0, result.served0High]).toEqual([6, 23]);
    expect(result.breakingPoint).toMatchObject({ low: 0, high: 1 });
    expect(checkCertificate(result.certificateHigh as never, inventory, portfolio)).toEqual({ valid: true, findings: [] });
  });
});

describe('competing mode on odd inputs', () => {
  const rows = [{ unit: 'a', gpus: 2 }];
  const run = (classes: Class[], threshold: string, supply: Row[] = rows) => {
    const [inventory, portfolio] = [inventoryOf(supply), portfolioOf(classes)];
    const result = removalTest(inventory, portfolio, { mode: 'competing', threshold, by: 'provider', random: { seed: 7, trials: 20 } });
    expect(checkCertificate(result.certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
    return result;
  };

  it('never breaks where nothing is asked for, or the threshold is 0', () => {
    expect(run([{ name: 'none', a: 1, d: 0 }], '0.9')).toMatchObject({ never: 'no-demand', breakingPoint: { low: null, high: null } });
    expect(run([{ name: 'some', a: 1, d: 1 }], '0')).toMatchObject({ never: 'threshold-zero', breakingPoint: { low: null, high: null } });
    expect(run([{ name: 'free', a: 1, d: 3, value: 0 }], '1')).toMatchObject({ never: 'no-demand' });
  });

  it('fails before any removal where nothing is eligible, or there is no supply', () => {
    expect(run([{ name: 'far', countries: ['FR'], a: 1, d: 1 }], '1').breakingPoint).toMatchObject({ low: 0 });
    expect(run([{ name: 'any', a: 1, d: 1 }], '1', []).breakingPoint).toMatchObject({ low: 0, high: 0, proven: true });
  });

  it('passes where exactly the threshold is served, and counts one unit and ties', () => {
    expect(run([{ name: 'any', a: 1, d: 4 }], '1/2').breakingPoint).toMatchObject({ low: 1, high: 1 });
    const alike = ['d', 'c', 'b', 'a'].map((unit) => ({ unit, gpus: 2 }));
    expect(run([{ name: 'any', a: 2, d: 4 }], '3/4', alike)).toMatchObject({
      breakingPoint: { low: 2, high: 2, members: ['a', 'b'] },
      certificate: { alternatives: { count: 6, complete: true, inEvery: [] } },
    });
  });

  it('counts demand above 2^31 exactly, and refuses what passes 2^53', () => {
    const huge = [{ unit: 'a', gpus: 8, nodes: 2_000_000_000 }];
    expect(run([{ name: 'any', a: 8, d: 1_500_000_000 }], '1', huge)).toMatchObject({
      demand: 12_000_000_000,
      breakingPoint: { low: 1, high: 1 },
    });
    expect(() =>
      run(
        [
          { name: 'one', a: 7, d: 900_000_000_000_000, value: 1 },
          { name: 'two', a: 11, d: 900_000_000_000_000, value: 1 },
        ],
        '1',
      ),
    ).toThrow(/no common measure/);
  });

  it('still brackets where classes are too many to go through every subset', () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ name: `class ${index}`, a: 1, d: 1 }));
    const supply = ['a', 'b', 'c', 'd'].map((unit) => ({ unit, gpus: 8 }));
    const [inventory, portfolio] = [inventoryOf(supply), portfolioOf(many)];
    const { breakingPoint } = removalTest(inventory, portfolio, { mode: 'competing', threshold: '1', by: 'provider' });
    // 23 of 32 GPUs are wanted: one unit can go, the second may not.
    expect(breakingPoint.low).toBeLessThanOrEqual(2);
    expect(breakingPoint.high).toBe(2);
  });
});
