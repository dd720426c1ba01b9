import type { LogBase } from './entropy.ts';
import { allEqual, entropyNats, logarithm } from './entropy.ts';
import { toNumber } from './exact.ts';
import { effectiveNumber } from './hhi.ts';
import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import type { Ranking, Weights } from './ranking.ts';
import { rank, weightAt } from './ranking.ts';

/** Order of a Hill number or Renyi entropy: 0 and above, `Infinity` for the largest share alone. */
export type HillOrder = number;

/** log of sum (p / p(1))^q, compensated. */
function logPowerSum({ doubles }: Ranking, order: HillOrder): number {
  const largest = doubles[0] as number;
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < doubles.length; i++) {
    const term = ((doubles[i] as number) / largest) ** order;
    const next = sum + term;
    lost += sum >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  return Math.log(sum + lost);
}

/**
 * Hill number D_q: effective number of entities of order q, `(sum p^q)^(1/(1-q))`.
 *
 * D_0 = n, D_1 = exp(Shannon entropy), D_2 = 1/HHI, D_inf = 1/p(1). Zeros are ignored before any order is applied.
 *
 * @param order q >= 0 or `Infinity`
 * @returns effective number in [1, n]; `no-weight` when the total is 0
 * @throws RangeError for a negative order
 * Source: Hill 1973; domain 3.5.
 */
export function hill(weights: Weights, order: HillOrder): Measured<number> {
  if (!(order >= 0)) throw new RangeError(`order of a Hill number must be 0 or more, not ${order}`);
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  if (order === 0 || allEqual(ranking)) return measured(ranking.count);
  if (order === 1) return measured(Math.exp(entropyNats(ranking)));
  if (order === 2) return mapMeasured(effectiveNumber(ranking), toNumber);
  if (order === Number.POSITIVE_INFINITY) return measured(toNumber({ num: ranking.total, den: weightAt(ranking, 0) }));
  const largestShare = (ranking.doubles[0] as number) / ranking.doubleTotal;
  return measured(Math.exp((order * Math.log(largestShare) + logPowerSum(ranking, order)) / (1 - order)));
}

/**
 * Renyi entropy of order q: logarithm of the Hill number of that order.
 *
 * @returns bits (base 2) or nats (base e); `no-weight` when the total is 0
 * Source: Renyi 1961; domain 3.5.
 */
export function renyi(weights: Weights, order: HillOrder, base: LogBase = 2): Measured<number> {
  return mapMeasured(hill(weights, order), (entities) => logarithm(entities, base));
}

/**
 * Checks that Hill numbers do not rise with their order; a rise is a bug in the product, not in the data.
 *
 * @param numbers in rising order of q
 * @throws Error when a number exceeds the one before it by more than rounding
 */
export function assertHillOrder(numbers: readonly number[]): void {
  numbers.forEach((number, i) => {
    const before = numbers[i - 1];
    if (before !== undefined && number > before * (1 + 1e-9)) throw new Error(`Hill numbers rise with their order: ${numbers.join(', ')}`);
  });
}

/** Hill numbers of orders 0, 1, 2, 3, 4 and infinity, in that order, checked not to rise. */
export function hillProfile(weights: Weights): Measured<readonly number[]> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const numbers = [0, 1, 2, 3, 4, Number.POSITIVE_INFINITY].map((order) => hill(ranking, order).value as number);
  assertHillOrder(numbers);
  return measured(numbers);
}
