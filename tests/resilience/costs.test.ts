import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorValueOf } from '../../shared/case/error.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { findCheapestAttack } from '../../shared/resilience/costs/cheapest-attack.ts';
import { choiceAbove, fractionalWorth, itemsOf } from '../../shared/resilience/costs/knapsack.ts';
import { servedWithout } from '../../shared/resilience/service.ts';
import { tableProblem } from './build.ts';
import { serveByHand } from './oracle.ts';

const problem = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 })).chain(([width, units]) =>
  fc.record({
    kappa: fc.array(
      fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })), { minLength: width, maxLength: width }),
      { minLength: units, maxLength: units },
    ),
    d: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }),
    costs: fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.constant(Infinity)), {
      minLength: units,
      maxLength: units,
    }),
    p: fc.integer({ min: 1, max: 20 }),
  }),
);

/** Cheapest subset of units that breaks the limit, over all subsets; Infinity = none. */
function cheapestByHand(kappa: number[][], d: number[], value: number[], costs: number[], p: number): number {
  const demand = d.reduce((sum, wanted, w) => sum + wanted * (value[w] as number), 0);
  let cheapest = Infinity;
  for (let set = 0; set < 2 ** kappa.length; set += 1) {
    const cost = costs.reduce((sum, amount, u) => sum + ((set >> u) & 1 ? amount : 0), 0);
    if (cost < cheapest && serveByHand(kappa, d, value, set) * 20 < p * demand) cheapest = cost;
  }
  return cheapest;
}

describe('the cheapest attack', () => {
  it('costs what the cheapest of all subsets of units costs', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, costs, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const found = findCheapestAttack(supply, terms, costs);
        expect(found.proven).toBe(true);
        expect(found.cost ?? Infinity).toBe(cheapestByHand(kappa, d, value, costs, p));
        if (found.cost === null) return;
        expect(found.members.reduce((sum, unit) => sum + (costs[unit] as number), 0)).toBe(found.cost);
        expect(servedWithout(supply, terms, found.members)).toBe(found.served);
        expect(found.served).toBeLessThan(terms.below);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('is the breaking point where every removal costs 1, also with nodes without an owner', () => {
    fc.assert(
      fc.property(problem, fc.boolean(), ({ kappa, d, value, p }, unowned) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        if (unowned) supply.unattributed.fill(3);
        const point = findBreakingPoint(supply, terms);
        const found = findCheapestAttack(
          supply,
          terms,
          kappa.map(() => 1),
        );
        expect(found.cost).toBe(point.k);
        expect(found.never).toBe(point.never);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('stays within a bracket that holds where it may not weigh enough cuts', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 0, max: 3 }), ({ kappa, d, value, costs, p }, mostCuts) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const found = findCheapestAttack(supply, terms, costs, { mostCuts });
        const expected = cheapestByHand(kappa, d, value, costs, p);
        expect(found.cost ?? Infinity).toBeGreaterThanOrEqual(expected);
        expect(found.costLow ?? Infinity).toBeLessThanOrEqual(expected);
        if (found.proven) expect(found.cost ?? Infinity).toBe(expected);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('says that no removal that is allowed breaks the limit', () => {
    const { supply, terms } = tableProblem([[10], [1]], [11], [1], 1, 2);
    expect(findCheapestAttack(supply, terms, [Infinity, 1])).toMatchObject({ cost: null, never: 'cannot-be-removed', members: [] });
    expect(findCheapestAttack(supply, terms, [7, 1])).toMatchObject({ cost: 7, costLow: 7, members: [0] });
  });

  it.each([[[0, 1]], [[1.5, 1]], [[1, Number.NaN]], [[1]], [[2 ** 53, 2]]])('refuses costs %j', (costs) => {
    const { supply, terms } = tableProblem([[10], [1]], [11], [1], 1, 2);
    let code: string | undefined;
    try {
      findCheapestAttack(supply, terms, costs);
    } catch (error) {
      code = errorValueOf(error)?.code;
    }
    expect(code).toBe('costs-invalid');
  });
});

describe('choosing items', () => {
  const items = fc.array(fc.record({ worth: fc.integer({ min: 0, max: 60 }), cost: fc.integer({ min: 1, max: 25 }) }), {
    minLength: 1,
    maxLength: 11,
  });

  it('decides what all subsets decide, and the fractional bound is never below the best of them', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 120 }), fc.integer({ min: -1, max: 300 }), (list, budget, need) => {
        const sorted = itemsOf(
          Float64Array.from(list, ({ worth }) => worth),
          Float64Array.from(list, ({ cost }) => cost),
        );
        let best = 0;
        for (let set = 0; set < 2 ** list.length; set += 1) {
          const chosen = list.filter((_, place) => (set >> place) & 1);
          if (chosen.reduce((sum, { cost }) => sum + cost, 0) > budget) continue;
          best = Math.max(
            best,
            chosen.reduce((sum, { worth }) => sum + worth, 0),
          );
        }
        expect(fractionalWorth(sorted, budget)).toBeGreaterThanOrEqual(best);
        const choice = choiceAbove(sorted, budget, need);
        expect(choice !== null).toBe(best > need);
        if (choice === null || choice === 'open') return;
        expect(choice.cost).toBeLessThanOrEqual(budget);
        expect(choice.ids.reduce((sum, id) => sum + (list[id]?.worth ?? 0), 0)).toBeGreaterThan(need);
      }),
      { numRuns: 1000, seed: 11 },
    );
  });
});
