import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { servedBounds } from '../../shared/resilience/competing/supply.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { unitName } from './build.ts';
import { gangCase } from './competing-build.ts';
import type { Gang } from './competing-oracle.ts';
import { bestService, competingBreakingPoint, fungibleService } from './competing-oracle.ts';

const UNITS = 6;
const models = fc.subarray([0, 1, 2], { minLength: 1 });
const fungible = fc.record({
  nodes: fc.array(fc.record({ unit: fc.nat(UNITS - 1), model: fc.nat(2), gpus: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 9,
  }),
  gangs: fc.array(fc.record({ models, d: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 4 }),
  p: fc.integer({ min: 1, max: 20 }),
});
const setOf = (names: readonly string[]) => names.reduce((set, name) => set | (1 << Number(name.slice(-3))), 0);

describe('competing mode with jobs of one GPU, against all subsets of units and a maximum flow', () => {
  it('finds the exact breaking point, an attack, all smallest attacks and the units in every one', () => {
    fc.assert(
      fc.property(fungible, ({ nodes, gangs, p }) => {
        const jobs = gangs.map((gang): Gang => ({ ...gang, a: 1, value: 1 }));
        const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
        const demand = jobs.reduce((sum, { d }) => sum + d, 0);
        const served = Array.from({ length: 2 ** UNITS }, (_, set) => fungibleService(nodes, jobs, set));
        const size = (set: number) => [...set.toString(2)].filter((digit) => digit === '1').length;
        const breaking = [...served.keys()].filter((set) => (served[set] as number) * 20 < p * demand);
        const k = Math.min(...breaking.map(size));
        const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: `${p}/20`, by: 'provider' });
        expect(result.breakingPoint).toMatchObject({ low: k, high: k, proven: true });
        expect([result.served0, result.served0High]).toEqual([served[0], served[0]]);
        expect(checkCertificate(result.certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
        if (k === 0) return;
        const smallest = breaking.filter((set) => size(set) === k);
        expect(smallest).toContain(setOf(result.breakingPoint.members));
        expect(result.alternatives.map(setOf).sort((a, b) => a - b)).toEqual(smallest.sort((a, b) => a - b));
        const inEvery = Array.from({ length: UNITS }, (_, unit) => unit).filter((unit) => smallest.every((set) => (set >> unit) & 1));
        expect(result.certificate.alternatives).toEqual({ count: smallest.length, complete: true, inEvery: inEvery.map(unitName) });
        for (const order of ['worst-case', 'worst-case-low']) {
          const curve = result.curves.find((one) => one.order === order);
          curve?.k.forEach((removals, index) => {
            const worst = Math.min(...[...served.keys()].filter((set) => size(set) === removals).map((set) => served[set] as number));
            expect(curve.served[index]).toBe(worst);
          });
        }
      }),
      { numRuns: 3000, seed: 46 },
    );
  });
});

const gangsOf = (sizes: number[], values: 'gpu-hour' | 'stated') =>
  fc.record({
    nodes: fc.array(
      fc.record({
        unit: fc.nat(3),
        model: fc.nat(2),
        gpus: fc.integer({ min: 1, max: 9 }),
        site: fc.constantFrom('s', 't'),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    gangs: fc.array(
      fc
        .record({
          models,
          a: fc.constantFrom(...sizes),
          b: fc.constantFrom(1, 1, 1, 2),
          site: fc.boolean(),
          d: fc.integer({ min: 1, max: 4 }),
          stated: fc.integer({ min: 1, max: 9 }),
        })
        .map(({ stated, ...gang }): Gang => ({ ...gang, value: values === 'stated' ? stated : gang.a * gang.b })),
      { minLength: 1, maxLength: 3 },
    ),
    p: fc.integer({ min: 1, max: 20 }),
  });

const bounds = (supply: CompetingSupply, terms: Parameters<typeof servedBounds>[1], set: number) =>
  servedBounds(
    supply,
    terms,
    [0, 1, 2, 3].filter((unit) => (set >> unit) & 1),
  );

describe('competing mode with gangs, against every placement', () => {
  it.each<[string, number[], 'gpu-hour' | 'stated', number]>([
    ['sizes that divide one another', [1, 2, 4, 8], 'gpu-hour', 400],
    ['sizes 1, 3 and 6', [1, 3, 6], 'gpu-hour', 100],
    ['sizes that do not divide one another', [2, 3, 4, 5], 'gpu-hour', 200],
    ['values of their own', [1, 2, 4], 'stated', 200],
  ])('brackets the service and the breaking point for %s', (_, sizes, values, numRuns) => {
    fc.assert(
      fc.property(gangsOf(sizes, values), ({ nodes, gangs, p }) => {
        const { inventory, portfolio } = gangCase(nodes, gangs, 4);
        const options = { mode: 'competing', threshold: `${p}/20`, by: 'provider' } as const;
        const prepared = prepareRemoval(inventory, portfolio, options);
        expect(prepared.exact).toBe(true);
        for (const set of [0, 1, 2, 5, 8]) {
          const exact = bestService(nodes, gangs, set);
          const { low, high } = bounds(prepared.competing?.pessimistic as CompetingSupply, prepared.terms, set);
          expect(low).toBeLessThanOrEqual(exact);
          expect(high).toBeGreaterThanOrEqual(exact);
        }
        const expected = competingBreakingPoint(nodes, gangs, 4, p, 20) as number;
        const { breakingPoint, certificate } = removalTest(inventory, portfolio, options);
        expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
        expect(breakingPoint.low).toBeLessThanOrEqual(expected);
        expect(breakingPoint.high).toBeGreaterThanOrEqual(expected);
        if (breakingPoint.proven) expect(breakingPoint.low).toBe(expected);
        const demand = gangs.reduce((sum, { d, value }) => sum + d * value, 0);
        if ((breakingPoint.high as number) > 0)
          expect(bestService(nodes, gangs, setOf(breakingPoint.members)) * 20).toBeLessThan(p * demand);
      }),
      { numRuns, seed: 47 },
    );
  });
});
