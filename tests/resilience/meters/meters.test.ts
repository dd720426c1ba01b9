import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompetingSupply } from '../../../shared/resilience/competing/supply.ts';
import { findCheapestCompeting } from '../../../shared/resilience/costs/cheapest-competing.ts';
import { cheapestMetricAttack, classMetricPoint, meterOf } from '../../../shared/resilience/meters/class-point.ts';
import { failureMetered } from '../../../shared/resilience/meters/failure.ts';
import { servedAfter } from '../../../shared/resilience/meters/meter.ts';
import { pairsMetered } from '../../../shared/resilience/meters/pairs.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import { gangCase } from '../competing-build.ts';
import type { Gang, Node } from '../competing-oracle.ts';
import { bestService } from '../competing-oracle.ts';

const UNITS = 4;
const SETS = [...Array(2 ** UNITS).keys()];
const membersOf = (set: number) => [0, 1, 2, 3].filter((unit) => (set >> unit) & 1);
const gangsOf = (sizes: number[]) =>
  fc.record({
    nodes: fc.array(
      fc.record({
        unit: fc.nat(UNITS - 1),
        model: fc.nat(2),
        gpus: fc.integer({ min: 1, max: 8 }),
        site: fc.constantFrom('s', 't'),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    gangs: fc.array(
      fc.record({
        models: fc.subarray([0, 1, 2], { minLength: 1 }),
        a: fc.constantFrom(...sizes),
        b: sizes.length === 1 ? fc.constant(1) : fc.constantFrom(1, 1, 1, 2),
        site: fc.boolean(),
        d: fc.integer({ min: 1, max: 4 }),
        value: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    p: fc.integer({ min: 1, max: 10 }),
    cost: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: UNITS, maxLength: UNITS }),
  });

/** Whether all of these instances can be served at once, by every placement there is. */
function inFull(nodes: Node[], gangs: Gang[], needs: number[], removed: number): boolean {
  const asked = gangs.map((gang, w) => ({ ...gang, d: needs[w] as number, value: 1 })).filter(({ d }) => d > 0);
  return bestService(nodes, asked, removed) === needs.reduce((sum, need) => sum + need, 0);
}

/** The largest share that every class can have at the same time. */
function worstShare(nodes: Node[], gangs: Gang[], removed: number): number {
  const shares = gangs
    .flatMap(({ d }) => [...Array(d + 1).keys()].map((served) => [served, d] as const))
    .sort((a, b) => b[0] / b[1] - a[0] / a[1]);
  const found = shares.find(([num, den]) =>
    inFull(
      nodes,
      gangs,
      gangs.map(({ d }) => Math.ceil((num * d) / den)),
      removed,
    ),
  );
  return found ? found[0] / found[1] : 0;
}

/** The largest value of classes that can all be served in full at the same time. */
function worthInFull(nodes: Node[], gangs: Gang[], removed: number): number {
  const worth = (set: number) => gangs.reduce((sum, { value }, w) => sum + ((set >> w) & 1 ? value : 0), 0);
  return Math.max(
    ...[...Array(2 ** gangs.length).keys()]
      .filter((set) =>
        inFull(
          nodes,
          gangs,
          gangs.map(({ d }, w) => ((set >> w) & 1 ? d : 0)),
          removed,
        ),
      )
      .map(worth),
  );
}

const ORACLES = { 'worst-class': worstShare, 'all-or-nothing': worthInFull } as const;

describe('meters of competing placement, against every placement on small networks', () => {
  it.each<[keyof typeof ORACLES, string, number[], number]>([
    ['worst-class', 'jobs of one GPU', [1], 250],
    ['worst-class', 'gangs that divide one another', [1, 2, 4], 120],
    ['worst-class', 'gangs that do not', [2, 3], 80],
    ['all-or-nothing', 'jobs of one GPU', [1], 250],
    ['all-or-nothing', 'gangs that divide one another', [1, 2, 4], 120],
    ['all-or-nothing', 'gangs that do not', [2, 3], 80],
  ])(
    '%s with %s: what is served lies in the range, the breaking point in the bracket, attacks break the test',
    (metric, _, sizes, numRuns) => {
      fc.assert(
        fc.property(gangsOf(sizes), ({ nodes, gangs, p, cost }) => {
          const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
          const prepared = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: `${p}/10` });
          const supply = prepared.competing?.pessimistic as CompetingSupply;
          const meter = meterOf(metric, supply, prepared.terms);
          const truth = SETS.map((set) => ORACLES[metric](nodes, gangs, set));
          for (const set of SETS) {
            const { low, high } = servedAfter(meter, membersOf(set));
            expect(low).toBeLessThanOrEqual(truth[set] as number);
            expect(high).toBeGreaterThanOrEqual(truth[set] as number);
            if (sizes.length === 1) expect(low).toBe(high);
            if (meter.exact) expect([low, high]).toEqual([truth[set], truth[set]]);
          }
          const limit = metric === 'worst-class' ? p / 10 : Math.ceil((p * gangs.reduce((sum, { value }) => sum + value, 0)) / 10);
          expect(meter.limits.below).toBe(limit);
          const breaking = SETS.filter((set) => (truth[set] as number) < limit);
          const price = (set: number, each: readonly number[]) => membersOf(set).reduce((sum, unit) => sum + (each[unit] as number), 0);
          const k = Math.min(...breaking.map((set) => price(set, [1, 1, 1, 1])));
          const point = classMetricPoint(metric, supply, prepared.terms);
          expect(point.kLow).toBeLessThanOrEqual(k);
          expect(point.k).toBeGreaterThanOrEqual(k);
          const setOf = (members: readonly number[]) => members.reduce((set, unit) => set | (1 << unit), 0);
          expect(breaking).toContain(setOf(point.members));
          if (point.proven) expect([point.kLow, point.k]).toEqual([k, k]);
          const cheapest = cheapestMetricAttack(metric, supply, prepared.terms, Float64Array.from(cost));
          const least = Math.min(...breaking.map((set) => price(set, cost)));
          expect(cheapest.costLow).toBeLessThanOrEqual(least);
          expect(cheapest.cost).toBeGreaterThanOrEqual(least);
          expect(breaking).toContain(setOf(cheapest.members));
          expect(price(setOf(cheapest.members), cost)).toBe(cheapest.cost);
          if (metric === 'worst-class' && sizes.length === 1) expect(cheapest).toMatchObject({ costLow: least, cost: least, proven: true });
        }),
        { numRuns, seed: 71 },
      );
    },
  );

  it.each<['value' | 'worst-class' | 'all-or-nothing', number[], number]>([
    ['value', [1], 100],
    ['value', [1, 2, 4], 80],
    ['worst-class', [1, 2], 60],
    ['all-or-nothing', [1, 2], 60],
  ])('%s with gangs of %j: pairs and draws are counted between bounds that hold the exact numbers', (metric, sizes, numRuns) => {
    fc.assert(
      fc.property(gangsOf(sizes), fc.constantFrom(0, 1), ({ nodes, gangs, p }, work) => {
        const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
        const { terms, competing } = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: `${p}/10` });
        const meter = meterOf(metric, competing?.pessimistic as CompetingSupply, terms);
        const served = (set: number) => (metric === 'value' ? bestService(nodes, gangs, set) : ORACLES[metric](nodes, gangs, set));
        const failing = SETS.filter((set) => membersOf(set).length === 2 && served(set) < meter.limits.below).length;
        // with no work allowed only the pairs of the two kinds that cost most are looked at
        const { pairs, breaking, worst } = pairsMetered(meter, { cap: 3, ...(work === 0 ? { work: 0 } : {}) });
        expect(pairs).toBe(6);
        expect(breaking.certain).toBeLessThanOrEqual(failing);
        expect(breaking.possible).toBeGreaterThanOrEqual(failing);
        if (meter.exact && work === 1) expect([breaking.certain, breaking.possible]).toEqual([failing, failing]);
        for (const { units, served: range } of worst) {
          const truth = served(units.reduce((set, unit) => set | (1 << unit), 0));
          expect(range.low).toBeLessThanOrEqual(truth);
          expect(range.high).toBeGreaterThanOrEqual(truth);
        }
        const drawn = failureMetered(meter, { all: [0, 0.5, 1] }, { seed: 3, trials: 20 });
        const ends = [drawn.failing[0], drawn.failing[2]];
        [0, 2 ** UNITS - 1].forEach((set, place) => {
          const fails = served(set) < meter.limits.below ? 1 : 0;
          expect(ends[place]?.low).toBeLessThanOrEqual(fails);
          expect(ends[place]?.high).toBeGreaterThanOrEqual(fails);
        });
        expect(drawn.failed).toEqual([0, drawn.failed[1], UNITS]);
      }),
      { numRuns, seed: 73 },
    );
  });

  it.each<[string, number[], number]>([
    ['jobs of one GPU', [1], 300],
    ['gangs that divide one another', [1, 2, 4], 150],
    ['gangs that do not', [2, 3], 80],
  ])('the cheapest removal lies in its bracket with %s', (_, sizes, numRuns) => {
    fc.assert(
      fc.property(gangsOf(sizes), ({ nodes, gangs: valued, p, cost }) => {
        const gangs = valued.map((gang) => ({ ...gang, value: gang.a * gang.b }));
        const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
        const { terms, competing } = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: `${p}/10` });
        const found = findCheapestCompeting(competing?.pessimistic as CompetingSupply, terms, cost);
        const demand = gangs.reduce((sum, { d, value }) => sum + d * value, 0);
        const breaking = SETS.filter((set) => bestService(nodes, gangs, set) * 10 < p * demand);
        const price = (set: number) => membersOf(set).reduce((sum, unit) => sum + (cost[unit] as number), 0);
        const least = Math.min(...breaking.map(price));
        expect(found.costLow).toBeLessThanOrEqual(least);
        expect(found.cost).toBeGreaterThanOrEqual(least);
        expect(breaking).toContain(found.members.reduce((set, unit) => set | (1 << unit), 0));
        if (sizes.length === 1) expect(found).toMatchObject({ cost: least, costLow: least, proven: true });
      }),
      { numRuns, seed: 72 },
    );
  });
});
