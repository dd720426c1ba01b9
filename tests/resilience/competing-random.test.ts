import { describe, expect, it } from 'vitest';
import { competingRandom, mostCompetingTrials } from '../../shared/resilience/competing/random.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { randomNotes } from '../../shared/resilience/random.ts';
import { prepareRemoval } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf } from './build.ts';

// Example 1 of removal-test.md 9.2: 40, 25, 10, 10, 5, 5, 5 GPUs; two classes of single GPUs want 90 of the 100 together.
const GPUS = [40, 25, 10, 10, 5, 5, 5];
const prepared = (units: number, classes: number) => {
  const rows = Array.from({ length: units }, (_, unit) => ({ unit: `u${unit}`, gpus: GPUS[unit % 7] as number }));
  const wanted = Array.from({ length: classes }, (_, place) => ({ name: `c${place}`, a: 1, d: 90 / classes }));
  const { competing, terms } = prepareRemoval(inventoryOf(rows), portfolioOf(wanted), { mode: 'competing', threshold: '1' });
  return { supply: competing?.pessimistic as CompetingSupply, terms };
};

describe('random removal where classes compete', () => {
  it('draws as many trials as are asked for, and comes as close to the truth as so many must', () => {
    const { supply, terms } = prepared(7, 2);
    const band = competingRandom(supply, terms, [0, 1], { seed: 7, trials: 5000 }, 90);
    expect(band.trials).toBe(5000);
    // Losing one of seven: 60 and 75 are left without the two largest, 90 or more otherwise.
    expect(Math.abs((band.failing[1] as number) - 2 / 7)).toBeLessThan(band.error.pointwise);
    expect(Math.abs((band.mean[1] as number) - (60 + 75 + 5 * 90) / 7)).toBeLessThan(90 * band.error.pointwise);
    expect(band.error.pointwise).toBeLessThan(0.02);
    expect(randomNotes(band, 7, 5000)).toEqual(['Random removal: 5000 trials, seed 7, every set of k units equally likely.']);
  });

  it('draws fewer for more work, never fewer than 200, and says so where more were asked for', () => {
    const small = mostCompetingTrials(prepared(7, 2).supply, 8);
    const large = mostCompetingTrials(prepared(700, 2).supply, 41);
    const wide = mostCompetingTrials(prepared(700, 9).supply, 41);
    expect(small).toBeGreaterThan(100_000);
    expect(large).toBeLessThan(small);
    expect(wide).toBeLessThan(large);
    const { supply } = prepared(7, 2);
    expect(mostCompetingTrials({ ...supply, alone: { ...supply.alone, units: 1e7 } }, 41)).toBe(200);
    expect(randomNotes({ trials: 200 }, 7, 5000)[0]).toMatch(/200 trials.* 5,000 were asked for/);
    expect(randomNotes({ trials: 200 }, 7, 0)[0]).not.toMatch(/asked/);
  });
});
