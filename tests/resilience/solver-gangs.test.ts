import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSolver, solveWithHighs } from '../../electron/engine/solver/highs.ts';
import type { CompetingCertificate } from '../../shared/resilience/certificate.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { findCompetingPoint } from '../../shared/resilience/competing/breaking-point.ts';
import type { Placement } from '../../shared/resilience/competing/placement.ts';
import { type CompetingSupply, competingSupply } from '../../shared/resilience/competing/supply.ts';
import { closeBracket } from '../../shared/resilience/programs/close-bracket.ts';
import { closedCertificate } from '../../shared/resilience/programs/closed-certificate.ts';
import { exactService } from '../../shared/resilience/programs/exact-service.ts';
import type { Solve } from '../../shared/resilience/programs/linear-program.ts';
import { prepareRemoval } from '../../shared/resilience/removal-test.ts';
import type { ServiceTerms } from '../../shared/resilience/terms.ts';
import { gangCase } from './competing-build.ts';
import { bestService, competingBreakingPoint, type Gang, type Node } from './competing-oracle.ts';

let solve: Solve;
beforeAll(async () => {
  const solver = await loadSolver();
  solve = (program, limits) => solveWithHighs(solver, program, limits, () => {});
});

const UNITS = 4;
const models = fc.subarray([0, 1, 2], { minLength: 1 });
const gangs = (sizes: number[]) =>
  fc.record({
    nodes: fc.array(
      fc.record({
        unit: fc.nat(UNITS - 1),
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
          value: fc.integer({ min: 1, max: 9 }),
          priced: fc.boolean(),
        })
        .map(({ value, priced, ...gang }): Gang => ({ ...gang, value: priced ? value : gang.a * gang.b })),
      { minLength: 1, maxLength: 3 },
    ),
    p: fc.integer({ min: 1, max: 20 }),
  });

function prepared(nodes: Node[], jobs: Gang[], p: number): { supply: CompetingSupply; terms: ServiceTerms } {
  const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
  const { counts, terms, pessimistic, portfolio: whole } = prepareRemoval(inventory, portfolio, { threshold: `${p}/20` });
  return { supply: competingSupply(inventory, whole, counts, terms, pessimistic, 'pessimistic'), terms };
}

/** Value of a stored placement, from node sizes and models alone; `null` where it does not fit. Rows of units come before those of nodes. */
function valueByHand(placement: Placement, nodes: Node[], jobs: Gang[]): number | null {
  const slots = jobs.map(() => new Map<string, number>());
  const used = new Map<number, number>();
  for (const { row, nodes: count, slots: taken } of placement) {
    const node = nodes[row - UNITS] as Node;
    used.set(row, (used.get(row) ?? 0) + count);
    if (taken.reduce((sum, number, w) => sum + number * (jobs[w] as Gang).a, 0) > node.gpus) return null;
    taken.forEach((number, w) => {
      const { models: allowed, b = 1, site } = jobs[w] as Gang;
      if (number > 0 && !allowed.includes(node.model)) used.set(row, Infinity);
      const pile = b === 1 ? '' : `${node.unit} ${site ? node.site : ''}`;
      const piles = slots[w] as Map<string, number>;
      piles.set(pile, (piles.get(pile) ?? 0) + number * count);
    });
  }
  if ([...used.values()].some((count) => count > 1)) return null;
  return jobs.reduce((sum, { b = 1, d, value }, w) => {
    const instances = [...(slots[w] as Map<string, number>).values()].reduce((all, number) => all + Math.floor(number / b), 0);
    return sum + value * Math.min(d, instances);
  }, 0);
}

describe.each([
  ['that divide one another', [1, 2, 4, 8]],
  ['that do not', [2, 3, 5]],
])('gangs of sizes %s', (_, sizes) => {
  it('are served exactly what every way to place them gives', () => {
    fc.assert(
      fc.property(gangs(sizes), fc.nat(2 ** UNITS - 1), ({ nodes, gangs: jobs, p }, set) => {
        const { supply, terms } = prepared(nodes, jobs, p);
        const removed = Array.from({ length: UNITS }, (_unused, unit) => unit).filter((unit) => (set >> unit) & 1);
        const expected = bestService(nodes, jobs, set);
        expect(exactService(supply, terms, removed, solve, { seconds: 20 })).toMatchObject({ low: expected, high: expected, exact: true });
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  it('have the breaking point of all subsets of units, with placements that force the lower end', () => {
    let closed = 0;
    let stored = 0;
    fc.assert(
      fc.property(gangs(sizes), ({ nodes, gangs: jobs, p }) => {
        const { supply, terms } = prepared(nodes, jobs, p);
        const point = findCompetingPoint(supply, terms);
        const found = closeBracket(supply, terms, point, solve, { seconds: 60, clock: () => 0 });
        const expected = competingBreakingPoint(nodes, jobs, UNITS, p, 20);
        expect(found.solverAttack?.k ?? found.k).toBe(expected);
        expect(found.kLow).toBe(expected);
        expect(found).toMatchObject({ proven: true, stopped: false });
        if (point.proven) return;
        closed += 1;
        const context = { inputs: null, metric: 'stated values', grouping: 'provider', capacity: 'total', unknowns: 'none' as const };
        const written = closedCertificate(supply, terms, point, found, { ...context, worstBefore: null, alternatives: null });
        if ((found.kLow as number) > (point.kLow as number)) {
          expect(found.standsAlone).toBe(true);
          const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
          expect(checkCertificate(written?.certificate as CompetingCertificate, inventory, portfolio).findings).toEqual([]);
          expect(written?.certificate.kLow).toBe(found.kLow);
          stored += 1;
        }
        for (const placement of found.placements) expect(valueByHand(placement, nodes, jobs) ?? 0).toBeGreaterThanOrEqual(terms.below);
      }),
      { numRuns: 400, seed: 22 },
    );
    expect(closed).toBeGreaterThan(0);
    expect(stored).toBeGreaterThan(0);
  });
});

// removal-test.md 4.6 and 9.2 example 9: A takes 2 GPUs of T1 or T2, B one of T1, C one of T2, one node of 2 GPUs each; LP 4, whole jobs 3
it('serves 3 of 4 where the flow says 4, and so fails before any removal', () => {
  const nodes = [
    { unit: 0, model: 1, gpus: 2 },
    { unit: 1, model: 2, gpus: 2 },
  ];
  const jobs = [
    { models: [1, 2], a: 2, d: 1, value: 2 },
    { models: [1], a: 1, d: 1, value: 1 },
    { models: [2], a: 1, d: 1, value: 1 },
  ];
  const { supply, terms } = prepared(nodes, jobs, 20);
  expect(exactService(supply, terms, [], solve, { seconds: 20 })).toMatchObject({ low: 3, high: 3 });
  const point = findCompetingPoint(supply, terms);
  expect([point.kLow, point.k]).toEqual([0, 1]);
  expect(closeBracket(supply, terms, point, solve, { seconds: 20, clock: () => 0 })).toMatchObject({
    kLow: 0,
    k: 1,
    proven: true,
    solverAttack: { k: 0, members: [], served: 3 },
  });
});

it('keeps the bracket as it was when there is no time', () => {
  const { supply, terms } = prepared(
    [
      { unit: 0, model: 1, gpus: 2 },
      { unit: 1, model: 2, gpus: 2 },
    ],
    [
      { models: [1, 2], a: 2, d: 1, value: 2 },
      { models: [1], a: 1, d: 1, value: 1 },
      { models: [2], a: 1, d: 1, value: 1 },
    ],
    20,
  );
  const late: Solve = () => ({ status: 'limit', objective: null, bound: Infinity, values: null, duals: null });
  const point = findCompetingPoint(supply, terms);
  expect(closeBracket(supply, terms, point, late, { seconds: 0, clock: () => 0 })).toMatchObject({
    kLow: 0,
    k: 1,
    proven: false,
    stopped: true,
  });
});
