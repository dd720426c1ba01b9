import type { ServedRange } from '../../case/contingencies.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { Meter } from './meter.ts';
import { isOpen, servedAfter } from './meter.ts';

/** Every pair of units removed in turn, by any metric and placement. */
export type MeteredPairs = {
  /** units * (units - 1) / 2, and those that were looked at */
  pairs: number;
  examined: number;
  /** pairs without which the limit is missed for certain, and those without which it may be */
  breaking: { certain: number; possible: number };
  /** the pairs that lose most, least served first, ties by the indices; pairs that lose nothing are not listed */
  worst: { units: [number, number]; served: ServedRange }[];
};

/** Steps of all pairs together, some seconds. */
const WORK = 2e9;
/** Kinds of units that are told apart at most. */
const MOST_KINDS = 3000;
/** Pairs that are placed job by job where the quick bounds leave the verdict open. */
const MOST_PLACED = 300;

/**
 * Every pair of units (removal-test.md 5, N-2). Units that add the same leave the same bounds, so pairs of kinds are looked at and counted;
 * where there are too many, those of the units that cost most alone, and the others stay open unless one of them fails the test alone.
 *
 * @param options.cap pairs that are listed at most
 */
export function pairsMetered(meter: Meter, options: { cap: number; work?: number; checkpoint?: Checkpoint }): MeteredPairs {
  const { units, totals, limits } = meter;
  const pairs = (units * (units - 1)) / 2;
  if (units < 2) return { pairs: 0, examined: 0, breaking: { certain: 0, possible: 0 }, worst: [] };
  const kinds = kindsOf(meter);
  const most = Math.max(
    2,
    Math.min(MOST_KINDS, Math.floor(Math.sqrt((2 * (options.work ?? WORK)) / Math.max(1, meter.steps + totals.length)))),
  );
  const looked = kinds.slice(0, most);
  const nothing = meter.bounds(totals.slice());
  const found: { first: number; second: number; served: ServedRange }[] = [];
  let certain = 0;
  let possible = 0;
  let examined = 0;
  looked.forEach((kind, place) => {
    options.checkpoint?.(place, looked.length);
    const left = totals.slice();
    meter.take(left, kind.units[0] as number);
    for (let other = place; other < looked.length; other += 1) {
      const second = looked[other] as (typeof looked)[number];
      const count = other === place ? (kind.units.length * (kind.units.length - 1)) / 2 : kind.units.length * second.units.length;
      if (count === 0) continue;
      examined += count;
      const both = left.slice();
      meter.take(both, second.units[0] as number);
      const served = meter.bounds(both);
      if (served.high < limits.below) certain += count;
      if (served.low < limits.below) possible += count;
      if (served.high < nothing.high || served.low < nothing.low) found.push({ first: place, second: other, served });
    }
  });
  // Losing one more never helps, so a pair with a unit that fails the test alone fails it as well.
  const rest = pairs - examined;
  if (rest > 0) {
    const breaksAlone = (list: typeof kinds) => list.reduce((sum, kind) => sum + (kind.high < limits.below ? kind.units.length : 0), 0);
    const among = looked.reduce((sum, kind) => sum + kind.units.length, 0);
    const sound = (all: number, breaking: number) => (all * (all - 1)) / 2 - ((all - breaking) * (all - breaking - 1)) / 2;
    certain += sound(units, breaksAlone(kinds)) - sound(among, breaksAlone(looked));
    possible += rest;
  }
  found.sort((a, b) => a.served.low - b.served.low || a.served.high - b.served.high || a.first - b.first || a.second - b.second);
  const worst: MeteredPairs['worst'] = [];
  const room = Math.max(options.cap, MOST_PLACED);
  let placed = 0;
  for (const { first, second, served } of found) {
    const open = meter.placed !== undefined && isOpen(meter, served) && placed < MOST_PLACED;
    if (worst.length >= room && !open) continue;
    for (const pair of pairsOf(looked[first]?.units ?? [], looked[second]?.units ?? [], first === second)) {
      if (worst.length >= room && placed >= MOST_PLACED) break;
      let own = served;
      if (open && placed < MOST_PLACED) {
        placed += 1;
        own = servedAfter(meter, pair);
        if (own.low >= limits.below) possible -= 1;
      }
      if (worst.length < room) worst.push({ units: pair, served: own });
    }
  }
  worst.sort((a, b) => a.served.low - b.served.low || a.served.high - b.served.high || a.units[0] - b.units[0] || a.units[1] - b.units[1]);
  return { pairs, examined, breaking: { certain, possible }, worst: worst.slice(0, options.cap) };
}

type Kind = { units: number[]; high: number };

/** Units that add the same, those whose loss costs most alone first. */
function kindsOf(meter: Meter): Kind[] {
  const { units, totals } = meter;
  const kinds = new Map<string, number[]>();
  const own = new Float64Array(totals.length);
  for (let unit = 0; unit < units; unit += 1) {
    own.fill(0);
    meter.take(own, unit);
    const key = own.join();
    const known = kinds.get(key);
    if (known) known.push(unit);
    else kinds.set(key, [unit]);
  }
  const lists = [...kinds.values()];
  const served = Float64Array.from(lists, ([unit]) => {
    const left = totals.slice();
    meter.take(left, unit as number);
    return meter.bounds(left).high;
  });
  return Array.from(orderByWeight(served.map((high) => meter.limits.demand - high)), (place) => ({
    units: lists[place] as number[],
    high: served[place] as number,
  }));
}

function* pairsOf(a: readonly number[], b: readonly number[], same: boolean): Generator<[number, number]> {
  for (let first = 0; first < a.length; first += 1)
    for (let second = same ? first + 1 : 0; second < b.length; second += 1) {
      const [one, two] = [a[first] as number, b[second] as number];
      yield one < two ? [one, two] : [two, one];
    }
}
