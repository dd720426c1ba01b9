import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBreakingPoint } from '../../../shared/resilience/breaking-point.ts';
import { loseSecondUnit } from '../../../shared/resilience/contingencies/second-loss.ts';
import { loseEachUnit } from '../../../shared/resilience/contingencies/single-loss.ts';
import { tableProblem } from '../build.ts';
import { envelopeByHand, serveByHand } from '../oracle.ts';

const problem = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }), { minLength: 2, maxLength: 8 }),
    d: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 1, max: 10 }),
  }),
);
const seeded = { numRuns: 500, seed: 51 };

describe('losing each unit in turn', () => {
  it('leaves 60 of 60 whichever of 40, 25, 10, 10, 5, 5, 5 goes (removal-test.md 9.2, example 1: S_1 = 60)', () => {
    const { supply, terms } = tableProblem(
      [40, 25, 10, 10, 5, 5, 5].map((capacity) => [capacity]),
      [60],
      [1],
      1,
      1,
    );
    const losses = loseEachUnit(supply, terms);
    expect(losses).toMatchObject({ served0: 60, breaking: 0, harmless: 7, secure: true });
    expect(losses.worst).toEqual({ id: 'unit 000', served: 60, lost: 0, breaks: false });
  });

  it('names the units that break the test alone, worst first (example 4: u2 leaves 36 of 44, below 40)', () => {
    const { supply, terms } = tableProblem(
      [
        [50, 0],
        [0, 1],
        [0, 1],
        [0, 1],
        [40, 0],
      ],
      [20, 3],
      [1, 8],
      9,
      10,
    );
    const losses = loseEachUnit(supply, terms);
    expect(losses).toMatchObject({ breaking: 3, harmless: 2, secure: false });
    expect(losses.worst).toEqual({ id: 'unit 001', served: 36, lost: 8, breaks: true });
    expect(Array.from(losses.order.subarray(0, 2), (unit) => [supply.ids[unit], losses.served[unit]])).toEqual([
      ['unit 001', 36],
      ['unit 002', 36],
    ]);
    expect(losses.quantiles.map(({ lost }) => lost)).toEqual([0, 0, 0, 8, 8, 8, 8]);
  });

  it('equals counting by hand, and N-1 security equals a breaking point of at least 2', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const losses = loseEachUnit(supply, terms);
        expect(Array.from(losses.served)).toEqual(kappa.map((_, u) => serveByHand(kappa, d, value, 1 << u)));
        expect(losses.secure).toBe((findBreakingPoint(supply, terms).k ?? 99) >= 2);
      }),
      seeded,
    );
  });
});

describe('losing a second unit after everything is placed again', () => {
  it('is worst at the exact worst pair, and says that it equals losing both at once', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 10);
        const { pairs, equalToPairs, firsts } = loseSecondUnit(supply, terms);
        expect(pairs[0]?.served).toBe(envelopeByHand(kappa, d, value)[2]);
        expect(firsts).toEqual({ examined: kappa.length, all: kappa.length });
        expect(equalToPairs).not.toBeNull();
        for (const { first, second, served } of pairs) {
          const lost = [first, second].reduce((set, id) => set | (1 << supply.ids.indexOf(id)), 0);
          expect(served).toBe(serveByHand(kappa, d, value, lost));
        }
      }),
      seeded,
    );
  });

  it('has no pair in a network of one unit', () => {
    const { supply, terms } = tableProblem([[3]], [2], [1], 1, 1);
    expect(loseSecondUnit(supply, terms)).toMatchObject({ pairs: [], firsts: { examined: 0, all: 1 } });
  });
});
