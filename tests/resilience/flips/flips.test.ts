import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBreakingPoint } from '../../../shared/resilience/breaking-point.ts';
import { capacityFlips } from '../../../shared/resilience/flips/added-capacity.ts';
import { quantityTurns, valueTurns } from '../../../shared/resilience/flips/class-terms.ts';
import { orderCrossings } from '../../../shared/resilience/flips/order-weights.ts';
import { thresholdRange } from '../../../shared/resilience/flips/threshold.ts';
import { aloneMeter } from '../../../shared/resilience/meters/meter.ts';
import { tableProblem } from '../build.ts';
import { breakingPointByHand } from '../oracle.ts';

/** Every change is tried one by one with the brute force of `oracle.ts`, over all subsets of units. */
const problem = fc.integer({ min: 1, max: 3 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    d: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 1, max: 10 }),
  }),
);
/** `null` = never, which is more than any number. */
const rank = (k: number | null) => k ?? Infinity;
const first = (limit: number, holds: (size: number) => boolean) => {
  for (let size = 1; size <= limit; size += 1) if (holds(size)) return size;
  return null;
};

describe('capacity to add', () => {
  it('is the least of one new supplier, and of many that no removal meets, in every class', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const target = (findBreakingPoint(supply, terms).k as number) + 1;
        const { oneSupplier, spread } = capacityFlips(supply, terms, target);
        // Asked for the fewest GPUs only, it finds the same fewest (every instance here has `value` GPUs).
        const gpusOf = (list: readonly ({ gpus: number } | null)[]) => Math.min(...list.map((part) => part?.gpus ?? Infinity));
        const fewest = capacityFlips(supply, terms, target, { fewestOnly: true });
        expect([gpusOf(fewest.oneSupplier), gpusOf(fewest.spread)]).toEqual([gpusOf(oneSupplier), gpusOf(spread)]);
        d.forEach((wanted, w) => {
          const unit = (amount: number) => d.map((_, at) => (at === w ? amount : 0));
          const alone = first(wanted, (x) => rank(breakingPointByHand([...kappa, unit(x)], d, value, p, 10)) >= target);
          expect(oneSupplier[w]?.instances ?? null, `one supplier of class ${w}`).toBe(alone);
          // Safe capacity by its definition: so many units of 1 that every attack leaves x of them.
          const safe = first(wanted, (x) => {
            const served = (set: number) =>
              d.reduce((sum, want, at) => {
                const left = kappa.reduce((rest, row, u) => rest + ((set >> u) & 1 ? 0 : (row[at] as number)), at === w ? x : 0);
                return sum + (value[at] as number) * Math.min(want, left);
              }, 0);
            const sets = Array.from({ length: 2 ** kappa.length }, (_, set) => set);
            return sets.every(
              (set) => [...set.toString(2)].filter((digit) => digit === '1').length >= target || 10 * served(set) >= p * terms.demand,
            );
          });
          expect(spread[w]?.instances ?? null, `spread over class ${w}`).toBe(safe);
        });
      }),
      { numRuns: 400, seed: 60 },
    );
  });

  it('needs several classes where none alone is enough, and none of them less', () => {
    // Two classes of 2, each held by one unit; losing either unit leaves half of D = 4, and three quarters are wanted.
    const { supply, terms } = tableProblem(
      [
        [2, 0],
        [0, 2],
      ],
      [2, 2],
      [1, 1],
      3,
      4,
    );
    const flips = capacityFlips(supply, terms, 2);
    expect(flips.spread).toEqual([null, null]);
    expect(flips.together).toEqual([
      { class: 0, instances: 1, gpus: 1 },
      { class: 1, instances: 1, gpus: 1 },
    ]);
  });
});

describe('another threshold', () => {
  it('keeps the breaking point exactly within its range', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 1, max: 60 }), ({ kappa, d, value, p }, numerator) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const k = findBreakingPoint(supply, terms).k as number;
        const range = thresholdRange(supply, terms, k, 20);
        const inRange =
          range !== null &&
          numerator * range.above.den > 60 * range.above.num &&
          (range.upTo === null || numerator * range.upTo.den <= 60 * range.upTo.num);
        expect(breakingPointByHand(kappa, d, value, numerator, 60) === k).toBe(inRange);
      }),
      { numRuns: 1000, seed: 61 },
    );
  });

  it('is above 35/60 and up to 1 for 40, 25, 10, 10, 5, 5, 5 with demand 60 (removal-test.md 9.2, example 1: S = 60, 60, 35)', () => {
    const { supply, terms } = tableProblem(
      [40, 25, 10, 10, 5, 5, 5].map((capacity) => [capacity]),
      [60],
      [1],
      1,
      1,
    );
    expect(thresholdRange(supply, terms, 2, 20)).toEqual({ above: { num: 7, den: 12 }, upTo: { num: 1, den: 1 } });
  });
});

describe('another value or quantity of one class', () => {
  const nearest = (from: number, step: 1 | -1, last: number, differs: (at: number) => boolean) => {
    for (let at = from + step; step > 0 ? at <= last : at >= last; at += step) if (differs(at)) return at;
    return null;
  };

  it('turns the breaking point at the nearest value that does, both ways', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const k = findBreakingPoint(supply, terms).k as number;
        d.forEach((_, w) => {
          const differs = (amount: number) =>
            breakingPointByHand(
              kappa,
              d,
              value.map((old, at) => (at === w ? amount : old)),
              p,
              10,
            ) !== k;
          const turns = valueTurns(supply, terms, k, w);
          // No value above q x (value of the others) turns anything more: at most 10 x 2 x 36.
          expect(turns.up?.to ?? null).toBe(nearest(value[w] as number, 1, 730, differs));
          expect(turns.down?.to ?? null).toBe(nearest(value[w] as number, -1, 0, differs));
          expect(turns.undecided).toBe(false);
          // Turns that are further away than asked for are left out, and only those.
          const near = valueTurns(supply, terms, k, w, { within: 3 });
          expect(near.up).toEqual(turns.up && turns.up.to - turns.up.from <= 3 ? turns.up : null);
          expect(near.down).toEqual(turns.down && turns.down.from - turns.down.to <= 3 ? turns.down : null);
        });
      }),
      { numRuns: 60, seed: 62 },
    );
  });

  it('turns the breaking point at the nearest quantity that does, both ways', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const k = findBreakingPoint(supply, terms).k as number;
        d.forEach((_, w) => {
          const differs = (amount: number) =>
            breakingPointByHand(
              kappa,
              d.map((old, at) => (at === w ? amount : old)),
              value,
              p,
              10,
            ) !== k;
          const turns = quantityTurns(supply, terms, k, w);
          const up = nearest(d[w] as number, 1, 1100, differs);
          expect(turns.up?.to ?? null).toBe(up);
          expect(turns.down?.to ?? null).toBe(nearest(d[w] as number, -1, 0, differs));
          if (turns.up) expect(turns.up.k.high).not.toBe(k);
        });
      }),
      { numRuns: 60, seed: 63 },
    );
  });
});

it('another weight of largest-first: by GPUs 2 removals, by the second class 1 (removal-test.md 9.2, example 4)', () => {
  const kappa = [
    [50, 0],
    [0, 1],
    [0, 1],
    [0, 1],
    [40, 0],
  ];
  const { supply, terms } = tableProblem(kappa, [20, 3], [1, 8], 9, 10);
  const crossings = orderCrossings(aloneMeter('value', supply, terms), [
    { name: 'GPUs', weights: kappa.map(([a, b]) => (a as number) + 8 * (b as number)) },
    { name: 'second class', weights: kappa.map(([, b]) => b as number) },
  ]);
  expect(crossings).toEqual([
    { name: 'GPUs', k: 2 },
    { name: 'second class', k: 1 },
  ]);
});
