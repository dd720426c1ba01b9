import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { servedAtStart, servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** Share of the demand, in thousandths: bands are counted into these bins, so their ends are exact to a tenth of a percent. */
const BINS = 1001;

/** Spread of the served value after k units are removed at random, each set of k equally likely. */
export type RandomBand = {
  trials: number;
  k: number[];
  /** served value at the lower edge of the bin that holds the quantile */
  p05: number[];
  median: number[];
  p95: number[];
  /** share of the trials that fall below the limit, per k */
  failing: number[];
  /** mean served value, per k */
  mean: number[];
};

export type RandomRemoval = {
  /** runs more trials; call in chunks to show the band as it sharpens */
  run: (trials: number) => void;
  band: () => RandomBand;
};

/**
 * Exact-k random removal by common random numbers: in each trial every unit gets a key that depends only on the seed, the trial and the
 * unit's id, and units fall in the order of their keys. Adding or dropping a unit leaves all other keys as they are, so two scenarios with
 * the same seed are compared pairwise. The same seed gives the same band, bit for bit, in chunks of any size.
 *
 * @param ks ascending numbers of removals to record, each at most the number of units
 */
export function createRandomRemoval(supply: Supply, terms: ServiceTerms, ks: readonly number[], seed: number): RandomRemoval {
  const { units, classes, capacity } = supply;
  const salts = xoroshiro128plus(seed);
  const names = Int32Array.from(supply.ids, hashOf);
  const totals = totalCapacity(supply);
  const start = servedAtStart(supply, terms);
  const available = new Float64Array(classes);
  const keys = new Float64Array(units);
  const bins = new Int32Array(ks.length * BINS);
  const sums = new Float64Array(ks.length);
  const failures = new Int32Array(ks.length);
  const last = ks[ks.length - 1] ?? 0;
  let trials = 0;

  const record = (position: number, served: number) => {
    const bin = terms.demand === 0 ? BINS - 1 : Math.floor((served / terms.demand) * (BINS - 1));
    const cell = position * BINS + bin;
    bins[cell] = (bins[cell] as number) + 1;
    sums[position] = (sums[position] as number) + served;
    if (served < terms.below) failures[position] = (failures[position] as number) + 1;
  };
  const trial = () => {
    const first = salts.next();
    const second = salts.next();
    // 32 bits of key above 20 bits of index in one double: the index breaks ties and comes back out after sorting.
    for (let unit = 0; unit < units; unit += 1) keys[unit] = mix(mix((names[unit] as number) ^ first) + second) * 2 ** 20 + unit;
    keys.sort();
    available.set(totals);
    let position = 0;
    if (ks[0] === 0) {
      record(0, start);
      position = 1;
    }
    for (let k = 1; k <= last; k += 1) {
      const cell = ((keys[k - 1] as number) % 2 ** 20) * classes;
      for (let index = 0; index < classes; index += 1) available[index] = (available[index] as number) - (capacity[cell + index] as number);
      if (ks[position] !== k) continue;
      record(position, servedValue(terms, available));
      position += 1;
    }
  };
  const quantile = (position: number, share: number): number => {
    const rank = Math.max(1, Math.ceil(share * trials));
    let seen = 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      seen += bins[position * BINS + bin] as number;
      if (seen >= rank) return (bin / (BINS - 1)) * terms.demand;
    }
    return terms.demand;
  };

  return {
    run: (count) => {
      for (let run = 0; run < count; run += 1) trial();
      trials += count;
    },
    band: () => ({
      trials,
      k: [...ks],
      p05: ks.map((_, position) => quantile(position, 0.05)),
      median: ks.map((_, position) => quantile(position, 0.5)),
      p95: ks.map((_, position) => quantile(position, 0.95)),
      failing: Array.from(failures, (count) => count / Math.max(1, trials)),
      mean: Array.from(sums, (sum) => sum / Math.max(1, trials)),
    }),
  };
}

/** FNV-1a over the code units of an id. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < id.length; place += 1) hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193);
  return hash;
}

/** Finaliser of MurmurHash3: a bijection of 32 bits, returned as an unsigned number. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
