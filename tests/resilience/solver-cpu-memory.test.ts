import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { narrowed } from '../../electron/engine/analysis/removal-packing.ts';
import { loadSolver, solveWithHighs } from '../../electron/engine/solver/highs.ts';
import { createSolverState, solverOperations } from '../../electron/engine/solver/operations.ts';
import type { RemovalResult } from '../../shared/case/removal.ts';
import type { CompetingCertificate } from '../../shared/resilience/certificate.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { checkRemoval } from '../../shared/resilience/check-removal.ts';
import { findCompetingPoint } from '../../shared/resilience/competing/breaking-point.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { closeBracket } from '../../shared/resilience/programs/close-bracket.ts';
import { closedCertificate } from '../../shared/resilience/programs/closed-certificate.ts';
import type { Solve } from '../../shared/resilience/programs/linear-program.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { unitName } from './build.ts';
import { gangCase } from './competing-build.ts';
import { competingBreakingPoint, type Gang, type Node } from './competing-oracle.ts';

let solve: Solve;
beforeAll(async () => {
  const solver = await loadSolver();
  solve = (program, limits) => solveWithHighs(solver, program, limits, () => {});
});

const UNITS = 3;
const CONTEXT = {
  inputs: null,
  metric: 'stated values',
  grouping: 'unit',
  capacity: 'total',
  unknowns: 'none' as const,
  worstBefore: null,
  alternatives: null,
};

function closed(nodes: Node[], gangs: Gang[], units: number, threshold: string) {
  const { inventory, portfolio } = gangCase(nodes, gangs, units);
  const { competing, terms, portfolio: whole } = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold });
  const supply = competing?.pessimistic as CompetingSupply;
  const point = findCompetingPoint(supply, terms);
  let now = 0;
  const clock = () => {
    now += 0.01;
    return now;
  };
  const found = closeBracket(supply, terms, point, solve, { seconds: 20, clock });
  return { inventory, portfolio: whole, supply, point, found, written: closedCertificate(supply, terms, point, found, CONTEXT) };
}

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
    a: fc.constantFrom(1, 2),
    b: fc.constantFrom(1, 1, 2),
    cpu: fc.integer({ min: 1, max: 6 }),
    memory: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    d: fc.integer({ min: 1, max: 3 }),
  })
  .map((one): Gang => ({ ...one, value: one.a * one.b }));

describe('a bracket with CPU and memory after the solver', () => {
  it('holds the breaking point of every placement, and its certificate holds', () => {
    let byPrices = 0;
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1, maxLength: 5 }),
        fc.array(gang, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 20 }),
        (nodes, gangs, p) => {
          const { inventory, portfolio, point, found, written } = closed(nodes, gangs, UNITS, `${p}/20`);
          const exact = competingBreakingPoint(nodes, gangs, UNITS, p, 20) as number;
          const k = found.solverAttack?.k ?? (found.k as number);
          expect(found.kLow as number).toBeLessThanOrEqual(exact);
          expect(k).toBeGreaterThanOrEqual(exact);
          expect(k).toBeLessThanOrEqual(point.k as number);
          expect(found.kLow as number).toBeGreaterThanOrEqual(point.kLow as number);
          if (found.proven) expect(k).toBe(exact);
          if (written === null) return;
          if (written.certificate.rho === 'shadow-prices') byPrices += 1;
          const copy = JSON.parse(JSON.stringify({ ...written.certificate, inputs: 'abc' }));
          expect(checkRemoval(copy, { inventory, portfolio, by: 'unit', inputs: 'abc' })).toEqual({ valid: true, findings: [] });
        },
      ),
      { numRuns: 800, seed: 71 },
    );
    expect(byPrices).toBeGreaterThan(2);
  });
});

/**
 * Six units of 8 GPUs and 8 CPUs. 24 light jobs take 1 GPU, 24 heavy ones 1 GPU and 2 CPUs: 48 GPUs and 48 CPUs are there, and alone each
 * class fits. After k removals the heavy ones find 4 places a unit, so 24 + min(24, 4 (6 - k)) bounds each alone; but together, light jobs
 * take 1 CPU each, so n light and m heavy ones need n + 2 m <= 8 (6 - k).
 */
const nodes: Node[] = Array.from({ length: 6 }, (_, unit) => ({ unit, model: 0, gpus: 8, cpu: 8 }));
const gangs: Gang[] = [
  { models: [0], a: 1, cpu: 1, d: 24, value: 1 },
  { models: [0], a: 1, cpu: 2, d: 24, value: 1 },
];

describe('an attack that only GPUs and CPU together show', () => {
  it('is smaller than by GPUs or by each class alone, with prices that can be checked and changed prices that cannot', () => {
    // by hand: nothing removed serves 24 light and 12 heavy = 36 of 48; at 3/4 below = 36, so one removal (24 + 8 = 32) breaks it;
    // GPUs alone leave 40 after one and 32 after two; alone 24 + 20 after one, 24 + 16 after two, 24 + 12 after three
    const { inventory, portfolio, point, found, written } = closed(nodes, gangs, 6, '3/4');
    expect(point.k).toBe(2);
    expect(found).toMatchObject({ k: 1, kLow: 1, proven: true });
    const certificate = written?.certificate as CompetingCertificate;
    expect(certificate).toMatchObject({ rho: 'shadow-prices', k: 1, kLow: 1, status: 'proven', bound: 32 });
    expect(checkCertificate(certificate, inventory, portfolio, null)).toEqual({ valid: true, findings: [] });
    expect(written?.sentence).toContain('the GPUs, CPU and memory that are left have no room for all of class 0 and class 1');
    const [price] = certificate.prices as NonNullable<typeof certificate.prices>;
    if (!price) throw new Error('no price');
    for (const change of [
      { prices: [{ ...price, each: ['0', '0', '0'] as [string, string, string] }] },
      { prices: [{ ...price, cpuMilli: price.cpuMilli - 1 }] },
      { prices: [] },
      { bound: certificate.bound - 1 },
    ])
      expect(checkCertificate({ ...certificate, ...change }, inventory, portfolio, null).valid).toBe(false);
  });

  it('fails before any removal where prices show it', () => {
    const { found, written, inventory, portfolio } = closed(nodes, gangs, 6, '4/5');
    expect(found).toMatchObject({ k: 0, kLow: 0, proven: true });
    expect(written?.certificate).toMatchObject({ rho: 'shadow-prices', k: 0, R: [], bound: 36 });
    expect(checkCertificate(written?.certificate as CompetingCertificate, inventory, portfolio, null)).toEqual({
      valid: true,
      findings: [],
    });
  });

  it('stands in the answer of the test', async () => {
    const { inventory, portfolio } = gangCase(nodes, gangs, 6);
    const spec = {
      dataset: 'D1',
      by: 'unit',
      where: '',
      portfolio,
      threshold: '3/4',
      entities: 'confirmed' as const,
      mode: 'competing' as const,
    };
    const searched = removalTest(inventory, portfolio, { mode: 'competing', threshold: '3/4', by: 'unit' });
    expect(searched.breakingPoint).toMatchObject({ low: 1, high: 2, proven: false });
    expect(searched.sentence).toContain('lower end by a heuristic placement');
    const verdict = await solverOperations['solver.packing'](
      createSolverState(),
      { supply: { inventory, notes: [], stamp: {} } as never, spec, seconds: 20 },
      { checkpoint: () => {}, progress: () => {} } as never,
    );
    if (verdict === null) throw new Error('a verdict was expected');
    const result = narrowed({ ...searched, by: 'unit', inEvery: null } as unknown as RemovalResult, verdict);
    expect(result.breakingPoint).toEqual({ low: 1, high: 1, proven: true, members: [unitName(0)] });
    expect(result.certificate).toMatchObject({ rho: 'shadow-prices' });
    expect(result.notes.join(' ')).toContain('linear program of GPUs, CPU and memory (HiGHS');
  });

  it('is not asked for where GPUs run out first', async () => {
    const plenty = gangCase(
      nodes.map((one) => ({ ...one, cpu: 64 })),
      gangs,
      6,
    );
    const spec = {
      dataset: 'D1',
      by: 'unit',
      where: '',
      portfolio: plenty.portfolio,
      threshold: '3/4',
      entities: 'confirmed' as const,
      mode: 'competing' as const,
    };
    const verdict = await solverOperations['solver.packing'](
      createSolverState(),
      { supply: { inventory: plenty.inventory, notes: [], stamp: {} } as never, spec },
      { checkpoint: () => {}, progress: () => {} } as never,
    );
    expect(verdict).toBeNull();
  });
});
