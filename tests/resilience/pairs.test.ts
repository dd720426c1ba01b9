import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairLosses } from '../../shared/resilience/pairs.ts';
import { servedWithout } from '../../shared/resilience/service.ts';
import { tableProblem } from './build.ts';

const problem = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({
    kappa: fc.array(
      fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })), { minLength: width, maxLength: width }),
      { minLength: 1, maxLength: 14 },
    ),
    d: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 20 }),
    cap: fc.integer({ min: 0, max: 12 }),
    unowned: fc.boolean(),
  }),
);

describe('every pair of units', () => {
  it('is counted, and the worst are listed, as by removing each pair in turn', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p, cap, unowned }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        if (unowned) supply.unattributed.fill(2);
        const all = kappa.flatMap((_, first) =>
          kappa.slice(first + 1).map((_, place) => {
            const units: [number, number] = [first, first + 1 + place];
            return { units, served: servedWithout(supply, terms, units) };
          }),
        );
        // what stands without any loss: nodes without an owner are gone with the first removal
        const nothingLost = d.reduce(
          (sum, wanted, w) =>
            sum +
            (value[w] as number) *
              Math.min(
                wanted,
                kappa.reduce((total, row) => total + (row[w] as number), 0),
              ),
          0,
        );
        const expected = all
          .filter(({ served }) => served < nothingLost)
          .sort((a, b) => a.served - b.served || a.units[0] - b.units[0] || a.units[1] - b.units[1])
          .slice(0, cap);
        expect(pairLosses(supply, terms, { cap })).toEqual({
          pairs: all.length,
          breaking: all.filter(({ served }) => served < terms.below).length,
          worst: expected,
        });
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('finds the pair that no ranking of single units shows: both B in example 2', () => {
    // six units of 1 for class A, two of 10 for class B (removal-test.md 9.2): losing one B of two loses 10 of 16
    const kappa = [...Array.from({ length: 6 }, () => [1, 0]), [0, 10], [0, 10]];
    const { supply, terms } = tableProblem(kappa, [6, 10], [1, 1], 4, 5);
    expect(pairLosses(supply, terms, { cap: 1 })).toEqual({ pairs: 28, breaking: 1, worst: [{ units: [6, 7], served: 6 }] });
  });
});
