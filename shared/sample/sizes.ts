import { ChokepointError } from '../case/error.ts';

/** Size of a sample: provider accounts, GPUs (planted total row and duplicates not counted) and countries. */
export type SampleSize = { providers: number; gpus: number; countries: number };

const KNOTS: readonly SampleSize[] = [
  { providers: 60, gpus: 250, countries: 18 },
  { providers: 240, gpus: 1_500, countries: 36 },
  { providers: 1_000, gpus: 9_500, countries: 55 },
  { providers: 5_000, gpus: 75_000, countries: 76 },
  { providers: 20_000, gpus: 440_000, countries: 94 },
];

function between(from: number, to: number, part: number, whole: number): number {
  return from + Math.floor(((to - from) * part) / whole);
}

/**
 * Size of a sample with the given number of provider accounts: straight lines between five knots, in integers.
 *
 * @param providers whole number from 60 to 20,000
 * @throws ChokepointError `sample-size-out-of-range`
 */
export function sampleSize(providers: number): SampleSize {
  for (let i = 1; i < KNOTS.length; i += 1) {
    const low = KNOTS[i - 1];
    const high = KNOTS[i];
    if (!low || !high || !Number.isInteger(providers) || providers < low.providers || providers > high.providers) continue;
    const part = providers - low.providers;
    const whole = high.providers - low.providers;
    return {
      providers,
      gpus: between(low.gpus, high.gpus, part, whole),
      countries: between(low.countries, high.countries, part, whole),
    };
  }
  throw new ChokepointError(
    'sample-size-out-of-range',
    `A sample network cannot have ${providers} providers.`,
    'Ask for a whole number of providers from 60 to 20000.',
    { providers, smallest: 60, largest: 20_000 },
  );
}

/**
 * Splits whole units in proportion to weights, by largest remainder, ties to the lower index.
 *
 * @param units whole number, at least `weights.length`; every part gets at least one unit
 * @param weights positive whole numbers
 */
export function apportion(units: number, weights: readonly number[]): number[] {
  const spare = units - weights.length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const parts = weights.map((weight) => 1 + Math.floor((spare * weight) / sum));
  const left = units - parts.reduce((total, part) => total + part, 0);
  const order = weights.map((weight, index) => ({ index, remainder: (spare * weight) % sum }));
  order.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
