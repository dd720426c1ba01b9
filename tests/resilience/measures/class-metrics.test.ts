import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOrNothingBreakingPoint } from '../../../shared/resilience/measures/all-or-nothing.ts';
import { headroomWithout, worstHeadroom } from '../../../shared/resilience/measures/headroom.ts';
import { resilienceIndex } from '../../../shared/resilience/measures/resilience-index.ts';
import { limitsOf, servedBy } from '../../../shared/resilience/measures/service-metric.ts';
import { worstClassBreakingPoint, worstClassCurve } from '../../../shared/resilience/measures/worst-class.ts';
import { tableProblem } from '../build.ts';

const problem = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    d: fc.array(fc.integer({ min: 0, max: 18 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 10 }),
  }),
);
const seeded = { numRuns: 1000, seed: 54 };

const subsets = (units: number) => Array.from({ length: 2 ** units }, (_, set) => set);
const sizeOf = (set: number) => [...set.toString(2)].filter((digit) => digit === '1').length;
const leftByHand = (kappa: number[][], w: number, set: number) =>
  kappa.reduce((sum, row, u) => sum + ((set >> u) & 1 ? 0 : (row[w] as number)), 0);

/** Smallest subset that fails, over all of them; null = none. */
function smallest(kappa: number[][], fails: (set: number) => boolean): number | null {
  const sizes = subsets(kappa.length)
    .filter(fails)
    .map((set) => sizeOf(set));
  return sizes.length === 0 ? null : Math.min(...sizes);
}

const setOf = (members: readonly number[]) => members.reduce((set, unit) => set | (1 << unit), 0);

describe('the worst class', () => {
  const fails = (kappa: number[][], d: number[], p: number) => (set: number) =>
    d.some((wanted, w) => 10 * Math.min(wanted, leftByHand(kappa, w, set)) < p * wanted);

  it('has the breaking point of brute force over all subsets, with an attack of that size', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const point = worstClassBreakingPoint(supply, terms);
        expect(point.k).toBe(smallest(kappa, fails(kappa, d, p)));
        expect(point.k === null).toBe(point.never !== null);
        if (point.k !== null) expect([point.members.length, fails(kappa, d, p)(setOf(point.members))]).toEqual([point.k, true]);
      }),
      seeded,
    );
  });

  it('has the worst share at every k of brute force', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value }) => {
        const { supply, terms } = tableProblem(kappa, d, value, 1, 1);
        worstClassCurve(supply, terms).forEach((service, k) => {
          const shares = subsets(kappa.length)
            .filter((set) => sizeOf(set) === k)
            .flatMap((set) => d.flatMap((wanted, w) => (wanted === 0 ? [] : [Math.min(wanted, leftByHand(kappa, w, set)) / wanted])));
          expect(service && service.share.num / service.share.den).toBe(shares.length === 0 ? null : Math.min(...shares));
        });
      }),
      { numRuns: 300, seed: 55 },
    );
  });
});

describe('all or nothing', () => {
  const fails = (kappa: number[][], d: number[], value: number[], p: number) => (set: number) => {
    const asking = [...d.keys()].filter((w) => (d[w] as number) > 0);
    const worthOf = (list: number[]) => list.reduce((sum, w) => sum + (value[w] as number), 0);
    return 10 * worthOf(asking.filter((w) => leftByHand(kappa, w, set) >= (d[w] as number))) < p * worthOf(asking);
  };

  it('has the breaking point of brute force over all subsets, with an attack of that size', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const point = allOrNothingBreakingPoint(supply, terms);
        expect(point).toMatchObject({ k: smallest(kappa, fails(kappa, d, value, p)), proven: true, kLow: point.k });
        if (point.k !== null) {
          expect(point.members.length).toBe(point.k);
          expect(fails(kappa, d, value, p)(setOf(point.members))).toBe(true);
        }
      }),
      seeded,
    );
  });

  it('gives a bracket that holds the answer where the steps run out', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const truth = smallest(kappa, fails(kappa, d, value, p));
        const point = allOrNothingBreakingPoint(supply, terms, { mostSteps: 0 });
        if (truth === null) expect(point.k).toBeNull();
        else {
          expect(point.kLow).toBeLessThanOrEqual(truth);
          expect(point.k).toBeGreaterThanOrEqual(truth);
          expect(point.proven).toBe(point.k === point.kLow);
        }
      }),
      { numRuns: 500, seed: 56 },
    );
  });

  // Only the class of quantity 10 and value 1 asks for anything: half of 1 needs it, so losing either unit of 5 breaks the test.
  it('leaves out a class that asks for nothing, whatever its value', () => {
    const { supply, terms } = tableProblem(
      [
        [9, 5],
        [9, 5],
      ],
      [0, 10],
      [8, 1],
      1,
      2,
    );
    expect(limitsOf('all-or-nothing', terms)).toEqual({ demand: 1, below: 1 });
    expect(servedBy('all-or-nothing', terms, Float64Array.of(18, 10))).toBe(1);
    expect(servedBy('all-or-nothing', terms, Float64Array.of(18, 5))).toBe(0);
    expect(allOrNothingBreakingPoint(supply, terms)).toMatchObject({ k: 1, kLow: 1, proven: true, never: null, classes: [1] });
  });

  it('has nothing to break where no class asks for anything', () => {
    const { supply, terms } = tableProblem([[9], [9]], [0], [8], 1, 2);
    expect(allOrNothingBreakingPoint(supply, terms)).toMatchObject({ k: null, never: 'no-demand' });
  });

  it('is no monotone share of capacity: two units of 1 with demand 2 serve nothing after one loss (removal-test.md 3)', () => {
    const { supply, terms } = tableProblem([[1], [1]], [2], [1], 1, 2);
    expect(allOrNothingBreakingPoint(supply, terms)).toMatchObject({ k: 1, proven: true });
  });
});

describe('headroom', () => {
  it('is 6/5 for capacities of 60 and 24 where 50 and 10 are wanted, and falls with the largest units', () => {
    const { supply, terms } = tableProblem(
      [
        [40, 4],
        [20, 20],
      ],
      [50, 10],
      [1, 1],
      1,
      1,
    );
    expect(headroomWithout(supply, terms, [])).toEqual({ factor: { num: 6, den: 5 }, class: 0 });
    expect(headroomWithout(supply, terms, [0])).toEqual({ factor: { num: 2, den: 5 }, class: 0 });
    expect(worstHeadroom(supply, terms).map((least) => least?.factor)).toEqual([
      { num: 6, den: 5 },
      { num: 2, den: 5 },
      { num: 0, den: 1 },
    ]);
  });

  it('is the smallest over all sets of k units, and below 1 exactly where the whole demand is not served', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value }) => {
        const { supply, terms } = tableProblem(kappa, d, value, 1, 1);
        worstHeadroom(supply, terms).forEach((least, k) => {
          const factors = subsets(kappa.length)
            .filter((set) => sizeOf(set) === k)
            .flatMap((set) => d.flatMap((wanted, w) => (wanted === 0 ? [] : [leftByHand(kappa, w, set) / wanted])));
          expect(least && least.factor.num / least.factor.den).toBe(factors.length === 0 ? null : Math.min(...factors));
        });
      }),
      { numRuns: 300, seed: 57 },
    );
  });
});

describe('the resilience index', () => {
  it('is the mean of 16, 15, 6, 5, 4, 3, 2, 1, 0 over 16 (worst case of removal-test.md 9.2, example 2)', () => {
    const served = [16, 15, 6, 5, 4, 3, 2, 1, 0];
    const index = resilienceIndex([...served.keys()], served, 16, 8);
    expect(index).toEqual({ low: { num: 13, den: 36 }, high: { num: 13, den: 36 } });
  });

  it('is a range where points are missing: (16 + 6 to 16 + 6 + 0) / 64', () => {
    expect(resilienceIndex([0, 2, 3], [16, 6, 0], 16, 3)).toEqual({ low: { num: 7, den: 16 }, high: { num: 19, den: 32 } });
  });

  it('has no value without demand', () => {
    expect(resilienceIndex([0], [0], 0, 3)).toBeNull();
  });
});
