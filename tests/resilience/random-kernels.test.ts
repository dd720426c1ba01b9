import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandomRemoval } from '../../shared/resilience/random.ts';
import { servedWithout } from '../../shared/resilience/service.ts';
import type { ServiceTerms, Supply } from '../../shared/resilience/terms.ts';
import { createCompiledWalk } from '../../shared/resilience/trials/kernel/compiled.ts';
import { identitiesOf, keyOf, seedBase } from '../../shared/resilience/trials/keys.ts';
import { sampleError } from '../../shared/resilience/trials/quantiles.ts';
import { trialTables } from '../../shared/resilience/trials/tables.ts';
import { tableProblem } from './build.ts';

const problem = fc.integer({ min: 1, max: 9 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 60 }),
    d: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 20 }),
    step: fc.integer({ min: 1, max: 7 }),
    seed: fc.integer(),
  }),
);
const every = (supply: Supply, step: number) => Array.from({ length: Math.floor(supply.units / step) + 1 }, (_, point) => point * step);

/** Trials written out from the definition: sort all units by key, remove them one by one. */
function trialsByHand(supply: Supply, terms: ServiceTerms, ks: readonly number[], seed: number, trials: number) {
  const identities = identitiesOf(supply.ids, supply.units);
  const base = seedBase(seed);
  return Array.from({ length: trials }, (_, trial) => {
    const keys = supply.ids.map((_, unit) => keyOf(base, trial, identities[unit] as number, identities[supply.units + unit] as number));
    const order = keys.map((_, unit) => unit).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
    const served = Array.from({ length: supply.units + 1 }, (_, k) => servedWithout(supply, terms, order.slice(0, k)));
    const last = ks[ks.length - 1] as number;
    const crossing = served.findIndex((value, k) => k <= last && value < terms.below);
    return { served: ks.map((k) => served[k] as number), crossing };
  });
}

describe('random removal', () => {
  it('has the failures, means and first crossings of trials written out by hand', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p, step, seed }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        supply.unattributed.fill(1);
        const ks = every(supply, step);
        const removal = createRandomRemoval(supply, terms, ks, seed);
        removal.run(20);
        const band = removal.band();
        const trials = trialsByHand(supply, terms, ks, seed, 20);
        ks.forEach((_, at) => {
          const served = trials.map((trial) => trial.served[at] as number);
          expect(band.failing[at]).toBe(served.filter((amount) => amount < terms.below).length / 20);
          expect(band.mean[at]).toBe(served.reduce((sum, amount) => sum + amount, 0) / 20);
        });
        const crossings = trials.map(({ crossing }) => (crossing < 0 ? Infinity : crossing)).sort((a, b) => a - b);
        const { p05, median, p95 } = band.crossing;
        expect([p05 ?? Infinity, median ?? Infinity, p95 ?? Infinity]).toEqual([crossings[0], crossings[9], crossings[18]]);
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it('gives the same numbers by TypeScript and by WebAssembly, bit for bit', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p, step, seed }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const [compiled, written] = (['compiled', 'typescript'] as const).map((kernel) => {
          const removal = createRandomRemoval(supply, terms, every(supply, step), seed, kernel);
          removal.run(37);
          return removal.band();
        });
        expect(compiled).toEqual(written);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('runs the compiled kernel here, and leaves capacities beyond 32 bits to TypeScript', () => {
    const small = tableProblem([[3], [4]], [5], [1], 1, 2);
    expect(createCompiledWalk(trialTables(small.supply, small.terms, [0, 1], 7))).not.toBeNull();
    const { supply, terms } = tableProblem([[0], [0]], [2 ** 32], [1], 1, 2);
    const large = { ...supply, capacity: Float64Array.of(2 ** 32, 2 ** 31) };
    expect(createCompiledWalk(trialTables(large, terms, [0, 1], 7))).toBeNull();
    const removal = createRandomRemoval(large, terms, [0, 1, 2], 7);
    removal.run(400);
    const { mean, failing } = removal.band();
    expect(mean[0]).toBe(2 ** 32);
    // either one is left, 2^32 or 2^31, and the threshold is 2^31: met exactly
    expect(Math.abs((mean[1] as number) / 2 ** 31 - 1.5)).toBeLessThan(5 * Math.sqrt(0.25 / 400));
    expect(failing).toEqual([0, 0, 1]);
  });

  it('states the error of Dvoretzky, Kiefer, Wolfowitz and Massart: 1.36 points at 10,000 trials, 2.0 points over 100 numbers', () => {
    const { pointwise, simultaneous } = sampleError(10_000, 100);
    expect(pointwise.toFixed(4)).toBe('0.0136');
    expect(simultaneous.toFixed(3)).toBe('0.020');
    expect(sampleError(0, 1).pointwise).toBe(1);
  });

  it('crosses where the hand-counted shares of example 1b cross one half and 5 and 95 %', () => {
    // capacities 40, 25, 10, 10, 5, 5, 5, demand 60: P(fail | k) = 0, 0, 2/7, 16/35, 29/35, 20/21, 1, 1
    const { supply, terms } = tableProblem(
      [40, 25, 10, 10, 5, 5, 5].map((amount) => [amount]),
      [60],
      [1],
      1,
      1,
    );
    const removal = createRandomRemoval(supply, terms, [0, 7], 7);
    removal.run(20_000);
    expect(removal.band().crossing).toEqual({ p05: 2, median: 4, p95: 5 });
  });
});
