import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonMode } from '../../../shared/resilience/contingencies/common-mode.ts';
import { loseSecondUnitStaying } from '../../../shared/resilience/contingencies/competing-losses.ts';
import { factorOfColumn } from '../../../shared/resilience/contingencies/factors.ts';
import { loseUnit, runningValue, startAll } from '../../../shared/resilience/contingencies/running-jobs.ts';
import type { CodedColumn } from '../../../shared/resilience/inventory.ts';
import { loseEachMetered } from '../../../shared/resilience/meters/losses.ts';
import { leftMetered } from '../../../shared/resilience/meters/rows.ts';
import { sharedMeter } from '../../../shared/resilience/meters/shared-meter.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import { gangCase } from '../competing-build.ts';
import type { Gang, Node } from '../competing-oracle.ts';
import { bestService } from '../competing-oracle.ts';

const settle = (nodes: Node[], gangs: Gang[], units: number) => {
  const { inventory, portfolio } = gangCase(nodes, gangs, units);
  const prepared = prepareRemoval(inventory, portfolio, { threshold: '1/2', mode: 'competing' });
  return { inventory, prepared, competing: prepared.competing as NonNullable<PreparedRemoval['competing']> };
};

const UNITS = 4;
const node = fc.record({
  unit: fc.integer({ min: 0, max: UNITS - 1 }),
  model: fc.integer({ min: 0, max: 1 }),
  gpus: fc.integer({ min: 1, max: 4 }),
  site: fc.constantFrom('s1', 's2'),
});
const gang: fc.Arbitrary<Gang> = fc.oneof(
  fc.record({
    models: fc.constantFrom<number[]>([0], [1], [0, 1]),
    a: fc.constantFrom(1, 2, 4),
    d: fc.integer({ min: 1, max: 3 }),
    value: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    models: fc.constantFrom<number[]>([0], [0, 1]),
    a: fc.constantFrom(1, 2),
    b: fc.constant(2),
    site: fc.constant(true),
    d: fc.integer({ min: 1, max: 2 }),
    value: fc.integer({ min: 2, max: 8 }),
  }),
);
const cases = fc.record({
  nodes: fc.array(node, { minLength: 2, maxLength: 6 }),
  gangs: fc.array(gang, { minLength: 1, maxLength: 3 }),
});

describe('losing each unit in turn where classes compete', () => {
  it('holds the exact service between its ends', () => {
    fc.assert(
      fc.property(cases, ({ nodes, gangs }) => {
        const { prepared, competing } = settle(nodes, gangs, UNITS);
        const { low, high } = loseEachMetered(
          sharedMeter('value', competing.pessimistic, prepared.terms),
          sharedMeter('value', competing.optimistic, prepared.terms),
        );
        prepared.pessimistic.ids.forEach((_, unit) => {
          const exact = bestService(nodes, gangs, 1 << unit);
          expect(low.served[unit]).toBeLessThanOrEqual(exact);
          expect(high.served[unit]).toBeGreaterThanOrEqual(exact);
        });
      }),
      { numRuns: 200, seed: 64 },
    );
  });
});

describe('losing a shared factor where classes compete', () => {
  it('holds the exact service of the nodes that are left between its ends', () => {
    fc.assert(
      fc.property(cases, ({ nodes, gangs }) => {
        const { inventory, prepared } = settle(nodes, gangs, UNITS);
        const { terms, portfolio } = prepared;
        const left = leftMetered('value', inventory, prepared);
        const factors = [factorOfColumn('site', inventory.site as CodedColumn)];
        const { losses } = commonMode(inventory, portfolio.classes, terms, factors, { left });
        for (const { value, served } of losses) {
          const kept = nodes.filter(({ site }) => site !== value);
          const exact = bestService(kept, gangs, 0);
          expect(served.low).toBeLessThanOrEqual(exact);
          expect(served.high).toBeGreaterThanOrEqual(exact);
        }
      }),
      { numRuns: 150, seed: 65 },
    );
  });
});

describe('losing a second unit where running jobs stay', () => {
  // On paper. A: two jobs of 1 GPU; B: one job of 2 GPUs, worth 2. Best fit puts A on the two small nodes and B on the first large one.
  const nodes: Node[] = [
    { unit: 0, model: 0, gpus: 1 },
    { unit: 1, model: 0, gpus: 1 },
    { unit: 2, model: 0, gpus: 2 },
    { unit: 3, model: 0, gpus: 2 },
  ];
  const gangs: Gang[] = [
    { models: [0], a: 1, d: 2, value: 1 },
    { models: [0], a: 2, d: 1, value: 2 },
  ];

  it('blocks a large job: without a small and a large unit 2 of 4 run, where placing anew would serve 3', () => {
    const { competing } = settle(nodes, gangs, 4);
    const { pairs, policy, equalToPairs } = loseSecondUnitStaying(competing.pessimistic, { below: 3 });
    expect([policy, equalToPairs]).toEqual(['stay', null]);
    // First a small unit: its job starts on the free large node and stays there. Then the large unit with B: B finds no room.
    const ids = competing.pessimistic.alone.ids;
    expect(pairs.find(({ first }) => first === ids[0])).toEqual({
      first: ids[0],
      second: ids[2],
      servedAfterFirst: 4,
      served: 2,
      breaks: true,
    });
    expect(bestService(nodes, gangs, 0b0101)).toBe(3);
  });

  it('finds the worst second loss without trying them all', () => {
    fc.assert(
      fc.property(cases, ({ nodes: list, gangs: wanted }) => {
        const { competing } = settle(list, wanted, UNITS);
        const { groups, jobs, alone } = competing.pessimistic;
        const start = startAll(groups, jobs, alone.units);
        const { pairs } = loseSecondUnitStaying(competing.pessimistic, { below: 1 });
        alone.ids.forEach((id, unit) => {
          const after = loseUnit(groups, jobs, start, unit);
          const served = alone.ids.flatMap((_, other) =>
            other === unit ? [] : [runningValue(jobs, loseUnit(groups, jobs, after, other)) / jobs.scale],
          );
          expect(pairs.find(({ first }) => first === id)?.served).toBe(Math.min(...served));
        });
      }),
      { numRuns: 150, seed: 67 },
    );
  });

  it('never serves more than the best placement of all jobs anew, and keeps what runs elsewhere', () => {
    fc.assert(
      fc.property(cases, ({ nodes: list, gangs: wanted }) => {
        const { competing } = settle(list, wanted, UNITS);
        const { alone } = competing.pessimistic;
        const { pairs, firsts } = loseSecondUnitStaying(competing.pessimistic, { below: 1 });
        expect(firsts.all).toBe(alone.units);
        const unitOf = new Map(alone.ids.map((id, unit) => [id, unit]));
        for (const { first, second, served, servedAfterFirst } of pairs) {
          const set = (1 << (unitOf.get(first) as number)) | (1 << (unitOf.get(second) as number));
          expect(served).toBeLessThanOrEqual(bestService(list, wanted, set));
          expect(servedAfterFirst).toBeLessThanOrEqual(bestService(list, wanted, 1 << (unitOf.get(first) as number)));
          expect(served).toBeLessThanOrEqual(servedAfterFirst);
          expect(served).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 150, seed: 66 },
    );
  });
});
