import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLane } from '../../electron/engine/lanes/lane.ts';
import type { Lane } from '../../electron/engine/lanes/protocol.ts';
import { loadSolver, type Solver, solveWithHighs } from '../../electron/engine/solver/highs.ts';
import type { solverOperations } from '../../electron/engine/solver/operations.ts';
import { removalSpecSchema } from '../../shared/case/removal.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { programBuilder, type Solve } from '../../shared/resilience/programs/linear-program.ts';
import { smallestAttack } from '../../shared/resilience/programs/smallest-attack.ts';
import { tableCase, tableProblem, unitName } from './build.ts';
import { breakingPointByHand, serveByHand } from './oracle.ts';

let solver: Solver;
let solve: Solve;
beforeAll(async () => {
  solver = await loadSolver();
  solve = (program, limits) => solveWithHighs(solver, program, limits, () => {});
});

describe('HiGHS', () => {
  // the workshop of the package's own page: 10 chairs short of nothing, optimum 1100 at 20 chairs and 10 tables
  const workshop = (whole: boolean) => {
    const builder = programBuilder('maximise');
    const chairs = builder.column({ cost: 30, whole });
    const tables = builder.column({ cost: 50, whole });
    builder.row(-Infinity, 40, [
      [chairs, 1],
      [tables, 2],
    ]);
    builder.row(-Infinity, 50, [
      [chairs, 2],
      [tables, 1],
    ]);
    return builder.build();
  };

  it('solves a program in whole numbers, and the same in fractions with its duals', () => {
    const mixed = solve(workshop(true), { seconds: 10 });
    expect(mixed).toMatchObject({ status: 'optimal', objective: 1100, bound: 1100, duals: null });
    expect(Array.from(mixed.values ?? [])).toEqual([20, 10]);
    // 40 y1 + 50 y2 with y1 + 2 y2 = 30 and 2 y1 + y2 = 50 is 1100: strong duality by hand
    expect(Array.from(solve(workshop(false), { seconds: 10 }).duals ?? [])).toEqual([expect.closeTo(70 / 3, 9), expect.closeTo(10 / 3, 9)]);
  });

  it('says that a program has no solution', () => {
    const builder = programBuilder('minimise');
    const column = builder.column({ cost: 1, upper: 1, whole: true });
    builder.row(2, Infinity, [[column, 1]]);
    expect(solve(builder.build(), { seconds: 10 })).toMatchObject({ status: 'infeasible', values: null });
  });

  it('stops inside a solve when the caller leaves', () => {
    let asked = 0;
    const leave = () => {
      asked += 1;
      throw new Error('the caller has left');
    };
    expect(() => solveWithHighs(solver, workshop(true), { seconds: 10 }, leave)).toThrow('the caller has left');
    expect(asked).toBe(1);
  });
});

const problem = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    kappa: fc.array(
      fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })), { minLength: width, maxLength: width }),
      { minLength: 1, maxLength: 8 },
    ),
    d: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 20 }),
  }),
);

describe('the smallest attack as a mixed-integer program', () => {
  it('is the one that all subsets of units give', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const expected = breakingPointByHand(kappa, d, value, p, 20);
        const found = smallestAttack(supply, terms, solve, { seconds: 20 });
        expect(found).toMatchObject({ k: expected, kLow: expected, proven: true });
        if (expected === null) return;
        const removed = found.members.reduce((set, unit) => set | (1 << unit), 0);
        expect(found.members).toHaveLength(expected);
        expect(found.served).toBe(serveByHand(kappa, d, value, removed));
      }),
      { numRuns: 200, seed: 41 },
    );
  });

  it('is the cheapest one where removals have costs', () => {
    fc.assert(
      fc.property(problem, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 8, maxLength: 8 }), ({ kappa, d, value, p }, costs) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        let cheapest: number | null = null;
        for (let set = 0; set < 2 ** kappa.length; set += 1) {
          const cost = kappa.reduce((sum, _, unit) => sum + ((set >> unit) & 1 ? (costs[unit] as number) : 0), 0);
          if (serveByHand(kappa, d, value, set) * 20 < p * terms.demand) cheapest = Math.min(cheapest ?? Infinity, cost);
        }
        expect(smallestAttack(supply, terms, solve, { seconds: 20, costs })).toMatchObject({ k: cheapest, kLow: cheapest, proven: true });
      }),
      { numRuns: 100, seed: 42 },
    );
  });

  it('agrees with the enumeration on a network of 300 units and 8 classes', () => {
    // capacities of a long-tailed network from a fixed recurrence: provider u owns about 300/(u+1) nodes
    let state = 12345;
    const next = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const kappa = Array.from({ length: 300 }, (_, u) =>
      Array.from({ length: 8 }, () => (next() < 0.4 ? 0 : Math.floor((next() * 300) / (u + 1) ** 0.8))),
    );
    const d = Array.from({ length: 8 }, (_, w) => Math.floor(kappa.reduce((sum, row) => sum + (row[w] as number), 0) * 0.8));
    const { supply, terms } = tableProblem(kappa, d, [1, 2, 4, 8, 1, 8, 2, 1], 9, 10);
    const { k } = findBreakingPoint(supply, terms);
    expect(smallestAttack(supply, terms, solve, { seconds: 60 })).toMatchObject({ k, kLow: k, proven: true });
  });

  it('keeps to its deadline with a lower end that holds', () => {
    const { supply, terms } = tableProblem(
      [
        [4, 0],
        [3, 3],
        [0, 5],
        [2, 2],
      ],
      [7, 8],
      [1, 1],
      9,
      10,
    );
    const late: Solve = () => ({ status: 'limit', objective: null, bound: 0.3, values: null, duals: null });
    expect(smallestAttack(supply, terms, late, { seconds: 0 })).toEqual({ k: null, kLow: 1, proven: false, members: [], served: null });
  });
});

describe('the solver lane', () => {
  let lane: Lane<typeof solverOperations>;
  beforeAll(() => {
    lane = createLane<typeof solverOperations>({ name: 'solver' });
  });
  afterAll(() => lane.close());

  // worked example 2 of the removal test: six units of 1 and two of 10, k* = 2, both of the large ones
  const { inventory, portfolio } = tableCase(
    [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 10],
      [0, 10],
    ],
    [6, 10],
    [1, 1],
  );
  const spec = removalSpecSchema.parse({ dataset: 'd', by: 'provider', portfolio, threshold: '0.8' });
  const supply = { inventory, notes: [], stamp: {} } as never;

  it('verifies a breaking point in both readings', async () => {
    const found = await lane.call('solver.verify', { supply, spec });
    expect(found).toMatchObject({
      pessimistic: { k: 2, kLow: 2, proven: true, members: [unitName(6), unitName(7)], served: 6 },
      optimistic: null,
    });
    expect(found.solver).toMatch(/^HiGHS \d+\.\d+\.\d+$/);
  });

  it('takes 1 for a unit without a cost, whatever its name', async () => {
    // both are needed, so losing either breaks the test: "constructor" for 1 is cheaper than "b" for 5
    const two = tableCase([[10], [10]], [20], [1], ['constructor', 'b']);
    const asked = { ...spec, portfolio: two.portfolio, threshold: '1', costs: { b: 5 } };
    const found = await lane.call('solver.verify', { supply: { inventory: two.inventory, notes: [], stamp: {} } as never, spec: asked });
    expect(found).toMatchObject({ pessimistic: { k: 1, kLow: 1, proven: true, members: ['constructor'] } });
  });

  it('answers a caller who has left with a cancellation', async () => {
    const leaving = new AbortController();
    const call = lane.call('solver.verify', { supply, spec }, { signal: leaving.signal });
    leaving.abort();
    await expect(call).rejects.toMatchObject({ value: { code: 'cancelled' } });
  });
});
