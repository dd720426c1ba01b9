import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import type { Ranking, Weights } from './ranking.ts';
import { rank } from './ranking.ts';

/** Unit of an entropy: 2 = bits (default), e = nats. */
export type LogBase = 2 | 'e';

const inBase = (nats: number, base: LogBase): number => (base === 2 ? nats / Math.LN2 : nats);

/** Logarithm in the given base without passing through nats. */
export function logarithm(value: number, base: LogBase): number {
  return base === 2 ? Math.log2(value) : Math.log(value);
}

/** True when all entities of a ranking weigh the same. */
export function allEqual(ranking: Ranking): boolean {
  return ranking.count > 0 && ranking.exact.weights[0] === ranking.exact.weights[ranking.count - 1];
}

/** Shannon entropy of a ranking with weight, in nats; summed from the largest share on with Neumaier's compensation. */
export function entropyNats(ranking: Ranking): number {
  if (allEqual(ranking)) return Math.log(ranking.count);
  const { doubles, doubleTotal } = ranking;
  let sum = 0;
  let lost = 0;
  let previous = -1;
  let term = 0;
  for (let i = 0; i < doubles.length; i++) {
    const weight = doubles[i] as number;
    if (weight !== previous) {
      const share = weight / doubleTotal;
      term = share > 0 ? -share * Math.log(share) : 0;
      previous = weight;
    }
    const next = sum + term;
    lost += sum >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/**
 * Shannon entropy: `-sum p log p`; zeros are ignored.
 *
 * @returns bits (base 2) or nats (base e) in [0, log n]; `no-weight` when the total is 0
 * Source: Shannon 1948; domain 3.5.
 */
export function shannon(weights: Weights, base: LogBase = 2): Measured<number> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  return measured(allEqual(ranking) ? logarithm(ranking.count, base) : inBase(entropyNats(ranking), base));
}

/**
 * Evenness: Shannon entropy over its maximum, `H / log n`.
 *
 * @returns ratio in [0, 1]; `too-few-entities` for one entity, `no-weight` when the total is 0
 * Source: Pielou 1966; domain 3.5.
 */
export function evenness(weights: Weights): Measured<number> {
  const ranking = rank(weights);
  if (ranking.count === 1) return notMeasured('too-few-entities');
  return mapMeasured(shannon(ranking, 'e'), (nats) => Math.min(1, nats / Math.log(ranking.count)));
}
