import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { hardestPlacement } from '../../shared/resilience/competing/loads.ts';
import { servedBounds } from '../../shared/resilience/competing/supply.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { gangCase } from './competing-build.ts';
import { bestService, competingBreakingPoint, type Gang, type Node } from './competing-oracle.ts';

const UNITS = 3;
const node = fc.record({
  unit: fc.integer({ min: 0, max: UNITS - 1 }),
  model: fc.constantFrom(0, 1),
  gpus: fc.constantFrom(1, 2, 4),
  cpu: fc.integer({ min: 0, max: 10 }),
  memory: fc.integer({ min: 0, max: 10 }),
});
const gang = fc
  .record({
    models: fc.subarray([0, 1], { minLength: 1 }),
    a: fc.constantFrom(1, 2, 4),
    b: fc.constantFrom(1, 1, 1, 2),
    cpu: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    memory: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    d: fc.integer({ min: 1, max: 3 }),
  })
  .map((one): Gang => ({ ...one, value: one.a * one.b }));
const network = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 5 }),
  gangs: fc.array(gang, { minLength: 1, maxLength: 3 }),
  p: fc.integer({ min: 1, max: 20 }),
});

describe('classes that compete for GPUs, CPU and memory, against every placement', () => {
  it('are served between placed jobs and a bound, whatever is removed', () => {
    fc.assert(
      fc.property(network, fc.integer({ min: 0, max: 2 ** UNITS - 1 }), ({ nodes, gangs }, removed) => {
        const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
        const { competing, terms } = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: '1' });
        const units = [0, 1, 2].filter((unit) => (removed >> unit) & 1);
        const { low, high } = servedBounds(competing?.pessimistic as never, terms, units);
        const exact = bestService(nodes, gangs, removed);
        expect(low).toBeLessThanOrEqual(exact);
        expect(high).toBeGreaterThanOrEqual(exact);
      }),
      { numRuns: 500, seed: 61 },
    );
  });

  it('have their breaking point inside the bracket, with a certificate that holds', () => {
    fc.assert(
      fc.property(network, ({ nodes, gangs, p }) => {
        const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
        const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: `${p}/20`, by: 'unit' });
        const exact = competingBreakingPoint(nodes, gangs, UNITS, p, 20);
        const { low, high, proven } = result.breakingPoint;
        expect(low as number).toBeLessThanOrEqual(exact as number);
        expect(high as number).toBeGreaterThanOrEqual(exact as number);
        if (proven) expect(low).toBe(exact);
        expect(checkCertificate(result.certificate, inventory, result.portfolio, null)).toEqual({ valid: true, findings: [] });
      }),
      { numRuns: 500, seed: 62 },
    );
  });

  it('need as many units to break the hardest placement as its certificate says', () => {
    // by hand: six units of one node with 4 GPUs and 4 CPUs; 24 jobs of 1 GPU and 1 CPU fill them; at 1/2 a loss of 4 of 6 units is needed
    const nodes: Node[] = Array.from({ length: 6 }, (_, unit) => ({ unit, model: 0, gpus: 4, cpu: 4 }));
    const gangs: Gang[] = [
      { models: [0], a: 1, cpu: 1, d: 22, value: 1 },
      { models: [0], a: 2, cpu: 3, d: 1, value: 2 },
    ];
    const { inventory, portfolio } = gangCase(nodes, gangs, 6);
    const { competing } = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: '1/2' });
    expect(hardestPlacement(competing?.pessimistic as never)?.units).toBeGreaterThanOrEqual(3);
    const result = removalTest(inventory, portfolio, { mode: 'competing', threshold: '1/2', by: 'unit' });
    expect(result.certificate).toMatchObject({ mode: 'competing', lower: { method: 'hitting-set', delta: null } });
    expect(result.notes.join(' ')).toContain('Heuristic placement');
    expect(checkCertificate(result.certificate, inventory, result.portfolio, null)).toEqual({ valid: true, findings: [] });
  });

  it('are proven as before where GPUs run out first on every node', () => {
    const plenty: Node[] = Array.from({ length: 6 }, (_, unit) => ({ unit, model: 0, gpus: 4, cpu: 64, memory: 64 }));
    const gangs: Gang[] = [{ models: [0], a: 1, cpu: 4, memory: 16, d: 20, value: 1 }];
    const run = (all: Node[]) => {
      const { inventory, portfolio } = gangCase(all, gangs, 6);
      return removalTest(inventory, portfolio, { mode: 'competing', threshold: '9/10', by: 'unit' });
    };
    const bare = run(plenty.map(({ unit, model, gpus }) => ({ unit, model, gpus })));
    expect(run(plenty).breakingPoint).toEqual(bare.breakingPoint);
    expect(bare.breakingPoint.proven).toBe(true);
  });

  it('make a certificate worthless when a placement takes more CPU or memory than there is', () => {
    const nodes: Node[] = [0, 1, 2].map((unit) => ({ unit, model: 0, gpus: 4, cpu: 3, memory: 9 }));
    const gangs: Gang[] = [
      { models: [0], a: 1, cpu: 1, memory: 1, d: 6, value: 1 },
      { models: [0], a: 1, cpu: 2, memory: 8, d: 3, value: 1 },
    ];
    const { inventory, portfolio } = gangCase(nodes, gangs, 3);
    const { certificate } = removalTest(inventory, portfolio, { mode: 'competing', threshold: '1/2', by: 'unit' });
    if (certificate.mode !== 'competing') throw new Error('a competing certificate was expected');
    const { placements } = certificate.lower;
    expect(placements.length).toBeGreaterThan(0);
    const overfull = placements.map((placement) => placement.map((part) => ({ ...part, slots: [0, 3] })));
    const { findings } = checkCertificate(
      { ...certificate, lower: { ...certificate.lower, placements: overfull } },
      inventory,
      portfolio,
      null,
    );
    expect(findings.join()).toContain('takes more CPU');
  });
});

it('refuses to weigh a class without GPUs against others', () => {
  const { inventory } = gangCase([{ unit: 0, model: 0, gpus: 1, cpu: 4 }], [{ models: [0], a: 1, d: 1, value: 1 }], 1);
  const portfolio = {
    metric: 'workload' as const,
    classes: [{ name: 'web', gpus_per_node: 0, cpu_milli_per_node: 1, nodes: 1, quantity: 1 }],
  };
  expect(() => prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: '1' })).toThrow('asks for no GPUs');
});
