import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorValueOf } from '../../shared/case/error.ts';
import { createRandomRemoval } from '../../shared/resilience/random.ts';
import { createIndependentFailure } from '../../shared/resilience/trials/failure.ts';
import { tableProblem, unitName } from './build.ts';

const capacities = [40, 25, 10, 10, 5, 5, 5].map((amount) => [amount]);
const { supply, terms } = tableProblem(capacities, [60], [1], 1, 1);
const TRIALS = 20_000;

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);

describe('independent failure', () => {
  it('is the binomial mixture of the shares counted by hand for exact numbers of removals', () => {
    const ps = [0, 0.1, 0.3, 0.5, 1];
    const failure = createIndependentFailure(supply, terms, { all: ps }, 7);
    failure.run(TRIALS);
    const band = failure.band();
    // example 1b of the removal test's design: P(fail | k); Newman and Ziff 2001 for the mixture
    const exact = [0, 0, 2 / 7, 16 / 35, 29 / 35, 20 / 21, 1, 1];
    ps.forEach((p, point) => {
      const mixed = exact.reduce((sum, share, k) => sum + choose(7, k) * p ** k * (1 - p) ** (7 - k) * share, 0);
      // five standard errors of a share
      expect(Math.abs((band.failing[point] as number) - mixed)).toBeLessThanOrEqual(5 * Math.sqrt(0.25 / TRIALS));
      expect(Math.abs((band.failed[point] as number) - 7 * p)).toBeLessThanOrEqual(5 * Math.sqrt((7 * p * (1 - p)) / TRIALS));
    });
    expect([band.median[0], band.median[4], band.failing[0], band.failing[4]]).toEqual([60, 0, 0, 1]);
  });

  it('fails each unit by its own probability, as by one probability where they are equal', () => {
    const each = createIndependentFailure(supply, terms, { each: capacities.map(() => 0.3) }, 7);
    const all = createIndependentFailure(supply, terms, { all: [0.3] }, 7);
    each.run(500);
    all.run(500);
    expect({ ...each.band(), p: [] }).toEqual({ ...all.band(), p: [] });
    const certain = createIndependentFailure(supply, terms, { each: [1, 0, 0, 0, 0, 0, 0] }, 7);
    certain.run(10);
    expect(certain.band()).toMatchObject({ mean: [60], failed: [1] });
  });

  it('changes nothing when a unit without capacity comes in, whatever its place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 }),
        fc.nat(20),
        fc.integer(),
        (amounts, at, seed) => {
          const kappa = amounts.map((amount) => [amount]);
          const small = tableProblem(kappa, [40], [1], 3, 4);
          const place = Math.min(at, amounts.length);
          const larger = tableProblem([...kappa.slice(0, place), [0], ...kappa.slice(place)], [40], [1], 3, 4);
          const names = amounts.map((_, unit) => unitName(unit));
          const ids = [...names.slice(0, place), 'empty', ...names.slice(place)];
          const [before, after] = [small.supply, { ...larger.supply, ids }].map((data) => {
            const failure = createIndependentFailure(data, small.terms, { all: [0.1, 0.4] }, seed);
            failure.run(30);
            return { ...failure.band(), failed: [] };
          });
          expect(after).toEqual(before);
        },
      ),
      { numRuns: 200, seed: 11 },
    );
  });

  it('lies within .002 of the mixture of exact-k removal for 2,000 units', () => {
    const kappa = Array.from({ length: 2000 }, (_, unit) => [Math.floor(2000 / (unit + 1)) + 1]);
    const large = tableProblem(kappa, [9000], [1], 9, 10);
    const failure = createIndependentFailure(large.supply, large.terms, { all: [0.2] }, 3);
    failure.run(4000);
    const ks = Array.from({ length: 161 }, (_, at) => 320 + at);
    const removal = createRandomRemoval(large.supply, large.terms, ks, 3);
    removal.run(4000);
    const logFactorials = new Float64Array(2001);
    for (let n = 1; n <= 2000; n += 1) logFactorials[n] = (logFactorials[n - 1] as number) + Math.log(n);
    const weight = (k: number) =>
      Math.exp(
        (logFactorials[2000] as number) -
          (logFactorials[k] as number) -
          (logFactorials[2000 - k] as number) +
          k * Math.log(0.2) +
          (2000 - k) * Math.log(0.8),
      );
    const { mean } = removal.band();
    const mixed = ks.reduce((sum, k, at) => sum + weight(k) * (mean[at] as number), 0) / ks.reduce((sum, k) => sum + weight(k), 0);
    expect(Math.abs((failure.band().mean[0] as number) - mixed) / large.terms.demand).toBeLessThan(0.002);
  });

  it('refuses probabilities that are none, and ones that fall', () => {
    const refusal = (all: number[]) => {
      try {
        createIndependentFailure(supply, terms, { all }, 7);
      } catch (error) {
        return errorValueOf(error)?.message;
      }
      return null;
    };
    expect(refusal([1.5])).toBe('The probability of failure 1.5 is not between 0 and 1.');
    expect(refusal([Number.NaN])).toBe('The probability of failure NaN is not between 0 and 1.');
    expect(refusal([0.2, 0.1])).toBe('The probability of failure 0.1 is smaller than the one before it.');
  });
});
