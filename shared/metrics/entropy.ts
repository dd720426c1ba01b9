import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import type { Ranking, Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import type { Runs } from './scan.ts';
import { entropyOfWords, MOST_WORDS } from './word-entropy.ts';

/** Unit of an entropy: 2 = bits (default), e = nats. */
export type LogBase = 2 | 'e';

/** From how many different weights on logarithms come from a table. */
const MANY = 2048;

const inBase = (nats: number, base: LogBase): number => (base === 2 ? nats / Math.LN2 : nats);

/** Logarithm in the given base without passing through nats. */
export function logarithm(value: number, base: LogBase): number {
  return base === 2 ? Math.log2(value) : Math.log(value);
}

/** True when all entities of a ranking weigh the same. */
export function allEqual(ranking: Ranking): boolean {
  const { weights } = ranking.exact;
  return ranking.count > 0 && weights[0] === weights[weights.length - 1];
}

/** Sum with what rounding took from it (Neumaier 1974). */
type Compensated = { sum: number; lost: number };

function addTerm(to: Compensated, term: number): void {
  const next = to.sum + term;
  to.lost += to.sum >= term ? to.sum - next + term : term - next + to.sum;
  to.sum = next;
}

/** Entropy in nats of equal weights in runs, summed from the largest weight on with compensation. */
function entropyOfRuns({ weights, counts }: Runs, total: number): number {
  const nats = { sum: 0, lost: 0 };
  for (let run = 0; run < weights.length; run++) {
    const share = (weights[run] as number) / total;
    if (share > 0) addTerm(nats, -(counts[run] as number) * share * Math.log(share));
  }
  return nats.sum + nats.lost;
}

/** Shannon entropy of a ranking with weight, in nats: equal weights are one term, so that a run of them has no rounding of its own. */
export function entropyNats(ranking: Ranking): number {
  if (allEqual(ranking)) return Math.log(ranking.count);
  if (ranking.exact.kind === 'runs') return entropyOfRuns(ranking.exact, ranking.doubleTotal);
  const { doubles, doubleTotal, count } = ranking;
  if (ranking.exact.kind === 'doubles' && count > MANY && count <= MOST_WORDS && (doubles[0] as number) < 2 ** 32)
    return entropyOfWords(doubles, doubleTotal, count);
  const nats = { sum: 0, lost: 0 };
  for (let first = 0, next = 1; next <= doubles.length; next++) {
    if (next < doubles.length && doubles[next] === doubles[first]) continue;
    const share = (doubles[first] as number) / doubleTotal;
    if (share > 0) addTerm(nats, -(next - first) * share * Math.log(share));
    first = next;
  }
  return nats.sum + nats.lost;
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
