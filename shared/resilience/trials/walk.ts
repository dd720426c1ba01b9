import { keyOf } from './keys.ts';
import type { Amounts, TrialTables } from './tables.ts';
import { BINS } from './tables.ts';

/** Counts trials `from` to `from + count - 1` into the tables. */
export type Walk = (from: number, count: number) => void;

/**
 * Random removal in TypeScript, the reference for the compiled kernel: in each trial units fall in the order of their keys, ties by index.
 *
 * Units are put into buckets by the leading bits of their keys (counting sort). Who falls before a recorded number of removals does not
 * depend on the order inside a bucket, except in the one that holds that number, so only those are sorted. The first number of removals
 * below the limit is found by going once more, step by step, through the block where the limit is crossed.
 */
export function createWalk(tables: TrialTables): Walk {
  const { units, stride, base, identities, capacity, totals, quantity, value, start, demand, below } = tables;
  const { ks, shift, buckets, bins, sums, failures, crossings } = tables;
  const second = identities.length / 2;
  const keys = new Uint32Array(units);
  const order = new Int32Array(units);
  const ends = new Int32Array(buckets);
  const available: Amounts = totals.slice();
  const before: Amounts = totals.slice();

  const record = (position: number, served: number) => {
    const bin = demand === 0 ? BINS - 1 : Math.floor((served / demand) * (BINS - 1));
    bins[position * BINS + bin] = (bins[position * BINS + bin] as number) + 1;
    sums[position] = (sums[position] as number) + served;
    if (served < below) failures[position] = (failures[position] as number) + 1;
  };
  const servedNow = (): number => {
    let served = 0;
    for (let column = 0; column < stride; column += 1)
      served += (value[column] as number) * Math.min(quantity[column] as number, available[column] as number);
    return served;
  };
  const fillBuckets = (trial: number) => {
    ends.fill(0);
    for (let unit = 0; unit < units; unit += 1) {
      const key = keyOf(base, trial, identities[unit] as number, identities[second + unit] as number);
      keys[unit] = key;
      ends[key >>> shift] = (ends[key >>> shift] as number) + 1;
    }
    for (let bucket = 0, sum = 0; bucket < buckets; bucket += 1) {
      const count = ends[bucket] as number;
      ends[bucket] = sum;
      sum += count;
    }
    for (let unit = 0; unit < units; unit += 1) {
      const bucket = (keys[unit] as number) >>> shift;
      const place = ends[bucket] as number;
      order[place] = unit;
      ends[bucket] = place + 1;
    }
  };
  const sort = (from: number, end: number) => {
    for (let place = from + 1; place < end; place += 1) {
      const unit = order[place] as number;
      const key = keys[unit] as number;
      let hole = place;
      for (; hole > from && (keys[order[hole - 1] as number] as number) > key; hole -= 1) order[hole] = order[hole - 1] as number;
      order[hole] = unit;
    }
  };
  /** Makes sure that the first k places hold the k smallest keys. */
  const settle = (k: number) => {
    if (k === units) return;
    const bucket = (keys[order[k] as number] as number) >>> shift;
    const from = bucket === 0 ? 0 : (ends[bucket - 1] as number);
    if (from < k) sort(from, ends[bucket] as number);
  };
  const remove = (from: number, end: number) => {
    for (let column = 0; column < stride; column += 4) {
      let first = 0;
      let next = 0;
      let third = 0;
      let fourth = 0;
      for (let place = from; place < end; place += 1) {
        const cell = (order[place] as number) * stride + column;
        first += capacity[cell] as number;
        next += capacity[cell + 1] as number;
        third += capacity[cell + 2] as number;
        fourth += capacity[cell + 3] as number;
      }
      available[column] = (available[column] as number) - first;
      available[column + 1] = (available[column + 1] as number) - next;
      available[column + 2] = (available[column + 2] as number) - third;
      available[column + 3] = (available[column + 3] as number) - fourth;
    }
  };
  const crossingIn = (from: number, end: number): number => {
    sort(from, end);
    available.set(before);
    for (let k = from; k < end; k += 1) {
      remove(k, k + 1);
      if (servedNow() < below) return k + 1;
    }
    return end;
  };

  const walkTrial = (trial: number) => {
    fillBuckets(trial);
    available.set(totals);
    let crossing = start < below ? 0 : crossings.length - 1;
    let crossed = start < below;
    let done = 0;
    for (let position = 0; position < ks.length; position += 1) {
      const k = ks[position] as number;
      if (k === 0) {
        record(position, start);
        continue;
      }
      settle(k);
      if (!crossed) before.set(available);
      remove(done, k);
      const served = servedNow();
      record(position, served);
      if (!crossed && served < below) {
        crossed = true;
        crossing = crossingIn(done, k);
        // The walk goes on behind the block.
        remove(crossing, k);
      }
      done = k;
    }
    crossings[crossing] = (crossings[crossing] as number) + 1;
  };
  return (from, count) => {
    for (let trial = from; trial < from + count; trial += 1) walkTrial(trial);
  };
}
