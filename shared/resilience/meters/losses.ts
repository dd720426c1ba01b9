import type { SecondLoss, SecondLosses } from '../contingencies/second-loss.ts';
import { PLACED_AGAIN_WORDS, worstFirst } from '../contingencies/second-loss.ts';
import type { SingleLosses } from '../contingencies/single-loss.ts';
import { summariseLosses } from '../contingencies/single-loss.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { Meter } from './meter.ts';
import { isOpen, servedAfter } from './meter.ts';

/** Units whose loss is placed job by job where the quick bounds leave the verdict open. */
const MOST_PLACED = 200;

/** What a second loss means where everything is placed again on the same nodes. */
const AT_MOST_WORDS =
  'Everything is placed again after each loss, so it is the same as losing both at once; what is served is an upper bound, since classes share nodes.';

/** Loses every unit in turn: what is served for certain in the adverse reading (`low`), and at most in the favourable one (`high`). */
export function loseEachMetered(
  low: Meter,
  high: Meter,
  options: { placed?: number; checkpoint?: Checkpoint } = {},
): { low: SingleLosses; high: SingleLosses } {
  const { units, ids } = low;
  const least = new Float64Array(units);
  const most = new Float64Array(units);
  let placed = 0;
  for (let unit = 0; unit < units; unit += 1) {
    options.checkpoint?.(unit, units);
    const adverse = servedAfter(low, [unit], false);
    least[unit] = adverse.low;
    most[unit] = Math.max(adverse.high, servedAfter(high, [unit], false).high);
    if (!isOpen(low, adverse) || placed >= (options.placed ?? MOST_PLACED)) continue;
    placed += 1;
    least[unit] = servedAfter(low, [unit]).low;
  }
  const start = { low: servedAfter(low, []).low, high: servedAfter(high, []).high };
  const { below } = low.limits;
  return {
    low: summariseLosses(
      ids,
      start.low,
      below,
      least.map((served) => Math.min(served, start.low)),
    ),
    high: summariseLosses(ids, Math.max(start.low, start.high), below, most),
  };
}

/**
 * N-1-1 with everything placed again: the worst second loss after each of the worst first ones, in the adverse reading; what is served at
 * most, which is exact with each class asked alone.
 *
 * @param firsts first losses to look at, the worst single ones
 */
export function loseSecondMetered(meter: Meter, firsts: number, checkpoint?: Checkpoint): SecondLosses {
  const { units, ids, totals, limits } = meter;
  const after = (unit: number): Float64Array => {
    const left = totals.slice();
    meter.take(left, unit);
    return left;
  };
  const single = Float64Array.from({ length: units }, (_, unit) => meter.bounds(after(unit)).high);
  const order = orderByWeight(single.map((served) => limits.demand - served));
  const examined = units < 2 ? 0 : Math.min(firsts, units);
  const pairs: SecondLoss[] = [];
  for (let place = 0; place < examined; place += 1) {
    checkpoint?.(place, examined);
    const first = order[place] as number;
    const left = after(first);
    let second = -1;
    let served = Infinity;
    for (let unit = 0; unit < units; unit += 1) {
      if (unit === first) continue;
      const both = left.slice();
      meter.take(both, unit);
      const { high } = meter.bounds(both);
      if (high >= served) continue;
      served = high;
      second = unit;
    }
    pairs.push({
      first: ids[first] as string,
      second: ids[second] as string,
      servedAfterFirst: single[first] as number,
      served,
      breaks: served < limits.below,
    });
  }
  return {
    pairs: worstFirst(pairs),
    firsts: { examined, all: units },
    policy: 'place-again',
    equalToPairs: meter.exact ? PLACED_AGAIN_WORDS : AT_MOST_WORDS,
  };
}
