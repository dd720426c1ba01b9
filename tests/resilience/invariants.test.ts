import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { curvesOf } from '../../shared/resilience/curves.ts';
import { crossingOf, curveOf, greedyOrder, improveAttack, orderByWeight, staticOrders } from '../../shared/resilience/orders.ts';
import { createRemovalState } from '../../shared/resilience/removal-state.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { servedWithout, singleLosses } from '../../shared/resilience/service.ts';
import { prefixTable } from '../support/prefixTable.ts';
import { inventoryOf, portfolioOf, tableProblem } from './build.ts';

/** Laws of removal-test.md 9.4 on instances too large for brute force. */
const problem = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: width, maxLength: width }), { minLength: 2, maxLength: 30 }),
    d: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 1, max: 20 }),
  }),
);
const breaking = (kappa: number[][], d: number[], value: number[], p: number) => {
  const { supply, terms } = tableProblem(kappa, d, value, p, 20);
  return findBreakingPoint(supply, terms).k as number;
};
const runs = { numRuns: 1000 };

describe('the breaking point', () => {
  it('does not change with the names or the order of units', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        expect(breaking([...kappa].reverse(), d, value, p)).toBe(breaking(kappa, d, value, p));
      }),
      runs,
    );
  });

  it('never rises when two units merge or the threshold rises, and never falls when a unit gets more', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const k = breaking(kappa, d, value, p);
        const [first, second, ...rest] = kappa as [number[], number[], ...number[][]];
        expect(breaking([first.map((amount, w) => amount + (second[w] as number)), ...rest], d, value, p)).toBeLessThanOrEqual(k);
        if (p < 20) expect(breaking(kappa, d, value, p + 1)).toBeLessThanOrEqual(k);
        expect(breaking([first.map((amount) => amount + 5), second, ...rest], d, value, p)).toBeGreaterThanOrEqual(k);
      }),
      runs,
    );
  });

  it('keeps when supply and demand are scaled alike, and doubles at most when every unit is cloned', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const k = breaking(kappa, d, value, p);
        const scaled = kappa.map((row) => row.map((amount) => 3 * amount));
        expect(
          breaking(
            scaled,
            d.map((wanted) => 3 * wanted),
            value,
            p,
          ),
        ).toBe(k);
        const cloned = breaking(
          [...kappa, ...kappa],
          d.map((wanted) => 2 * wanted),
          value,
          p,
        );
        expect(cloned).toBeLessThanOrEqual(2 * k);
        expect(cloned).toBeGreaterThanOrEqual(Math.max(0, 2 * k - 1));
      }),
      runs,
    );
  });

  it('is the Nakamoto coefficient where one class demands the whole supply', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        (sizes, p) => {
          const total = sizes.reduce((sum, size) => sum + size, 0);
          let held = 0;
          const expected = [...sizes]
            .sort((a, b) => b - a)
            .findIndex((size) => {
              held += size;
              return held * 20 > total * (20 - p);
            });
          expect(
            breaking(
              sizes.map((size) => [size]),
              [total],
              [1],
              p,
            ),
          ).toBe(expected + 1);
        },
      ),
      runs,
    );
  });

  it('is not above any heuristic attack', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const k = findBreakingPoint(supply, terms).k as number;
        fc.pre(k > 0);
        const orders = [greedyOrder(supply, terms, supply.units), ...staticOrders(supply, terms)];
        for (const order of orders) {
          const crossing = crossingOf(curveOf(supply, terms, order), terms.below) as number;
          expect(crossing).toBeGreaterThanOrEqual(k);
          const improved = improveAttack(supply, terms, Array.from(order.subarray(0, crossing)));
          expect(servedWithout(supply, terms, improved)).toBeLessThan(terms.below);
          expect(improved.length).toBeLessThanOrEqual(crossing);
          expect(improved.length).toBeGreaterThanOrEqual(k);
        }
      }),
      runs,
    );
  });
});

describe('curves', () => {
  it('fall, and the worst case lies under every attack and crosses the limit at the breaking point', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const { k } = findBreakingPoint(supply, terms);
        const order = orderByWeight(kappa.map((row) => row.reduce((sum, amount) => sum + amount, 0)));
        const { curves } = curvesOf(supply, terms, order, k, { maxCutClasses: 20, random: { seed: 1, trials: 20 } });
        const [largest, found, worst, median, p05, p95] = curves.map(
          ({ k: ks, served }) =>
            (at: number) =>
              served[ks.indexOf(at)] ?? 0,
        );
        for (const { served } of curves)
          for (let at = 1; at < served.length; at += 1) expect(served[at]).toBeLessThanOrEqual(served[at - 1] as number);
        for (let at = 0; at <= supply.units; at += 1) {
          expect(worst?.(at)).toBeLessThanOrEqual(found?.(at) as number);
          expect(found?.(at)).toBeLessThanOrEqual(largest?.(at) as number);
          expect(p05?.(at)).toBeLessThanOrEqual(median?.(at) as number);
          expect(median?.(at)).toBeLessThanOrEqual(p95?.(at) as number);
        }
        const worstCurve = curves[2] as (typeof curves)[0];
        expect(worstCurve.k[worstCurve.served.findIndex((served) => served < terms.below)]).toBe(k);
      }),
      runs,
    );
  });
});

describe('removal by hand', () => {
  const steps = fc.array(fc.oneof(fc.nat(29), fc.record({ prefix: fc.nat(30), largest: fc.boolean() })), { maxLength: 40 });

  it('equals a fresh computation after any steps, and its marginals are true differences', () => {
    fc.assert(
      fc.property(problem, steps, ({ kappa, d, value, p }, moves) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        supply.unattributed.fill(2);
        const orders = [orderByWeight(kappa.map((row) => row[0] as number)), greedyOrder(supply, terms, 5)] as const;
        const state = createRemovalState(supply, terms);
        let removed = new Set<number>();
        for (const move of moves) {
          if (typeof move === 'number') {
            const unit = move % supply.units;
            if (!removed.delete(unit)) removed.add(unit);
            const before = state.served();
            const marginal = state.marginal(unit);
            state.toggle(unit);
            expect(Math.abs(state.served() - before)).toBe(marginal);
          } else {
            const order = orders[move.largest ? 0 : 1];
            state.setPrefix(order, move.prefix);
            removed = new Set(order.subarray(0, move.prefix));
          }
          expect(state.served()).toBe(servedWithout(supply, terms, removed));
          expect(state.removedCount()).toBe(removed.size);
        }
        state.reset();
        expect(state.served()).toBe(servedWithout(supply, terms, []));
      }),
      runs,
    );
  });

  it('reads prefix tables and single losses as the same numbers', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const order = greedyOrder(supply, terms, 5);
        const table = prefixTable(supply, order);
        const curve = curveOf(supply, terms, order);
        for (let k = 0; k <= supply.units; k += 1) {
          const row = table.subarray(k * supply.classes, (k + 1) * supply.classes);
          expect(row.reduce((sum, left, w) => sum + (value[w] as number) * Math.min(d[w] as number, left), 0)).toBe(curve[k]);
        }
        singleLosses(supply, terms).forEach((loss, unit) => {
          expect(loss).toBe(servedWithout(supply, terms, []) - servedWithout(supply, terms, [unit]));
        });
      }),
      runs,
    );
  });
});

it('splitting accounts of one operator changes nothing when grouped by operator', () => {
  const rows = [5, 3, 3, 2, 1].map((gpus, index) => ({ unit: `op ${index % 3}`, gpus }));
  const split = rows.flatMap((row) => Array.from({ length: row.gpus }, () => ({ ...row, gpus: 1 })));
  const portfolio = portfolioOf([{ name: 'c', a: 1, d: 12 }]);
  const run = (list: typeof rows) => removalTest(inventoryOf(list), portfolio, { threshold: '0.9', by: 'operator' });
  expect(run(split).breakingPoint).toEqual(run(rows).breakingPoint);
  expect(run(split).certificate).toEqual(run(rows).certificate);
});
