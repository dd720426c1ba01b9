import { servedAtStart, totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { identitiesOf, seedBase } from './keys.ts';

/** Share of the demand, in thousandths: served values are counted into these bins, so quantiles are off by less than a tenth of a percent of it. */
export const BINS = 1001;

/** Integers of a table: Int32 where all sums fit, doubles otherwise. */
export type Amounts = Int32Array | Float64Array;

/** Everything that random removal reads and writes, in arrays that TypeScript and WebAssembly lay out alike. */
export type TrialTables = {
  units: number;
  /** columns of a row of `capacity`: the classes, filled up to a multiple of four */
  stride: number;
  /** of `seedBase` */
  base: number;
  /** of `identitiesOf`; a half is `units` filled up to a multiple of four long */
  identities: Int32Array;
  /** instances, row-major units x stride */
  capacity: Amounts;
  /** capacity of all units, per column */
  totals: Amounts;
  /** instances wanted, never more than `totals`, per column */
  quantity: Amounts;
  /** value of an instance, per column */
  value: Float64Array;
  /** served value before any removal */
  start: number;
  demand: number;
  below: number;
  /** ascending numbers of removals that are recorded */
  ks: Int32Array;
  /** right shift that takes a key to its bucket */
  shift: number;
  buckets: number;
  /** counted trials, row-major ks x BINS */
  bins: Int32Array;
  /** sum of the served values, per k */
  sums: Float64Array;
  /** trials below the limit, per k */
  failures: Int32Array;
  /** trials by the number of removals that first fell below the limit; the last entry counts those that never did */
  crossings: Int32Array;
};

/** Tables for random removal with nothing counted yet. */
export function trialTables(supply: Supply, terms: ServiceTerms, ks: readonly number[], seed: number): TrialTables {
  const { units, classes } = supply;
  const totals = totalCapacity(supply);
  const whole = supply.capacity instanceof Int32Array && totals.every((total) => total < 2 ** 31);
  const stride = Math.max(4, Math.ceil(classes / 4) * 4);
  const amounts = (length: number): Amounts => (whole ? new Int32Array(length) : new Float64Array(length));
  const capacity = amounts(units * stride);
  for (let unit = 0; unit < units; unit += 1)
    for (let index = 0; index < classes; index += 1) capacity[unit * stride + index] = supply.capacity[unit * classes + index] as number;
  const filled = (values: ArrayLike<number>, into: Amounts) => {
    into.set(Array.from(values));
    return into;
  };
  // About four keys fall into a bucket; only buckets that hold a recorded number of removals are sorted.
  const bits = Math.max(4, Math.min(16, 32 - Math.clz32(Math.max(1, units >> 2))));
  const last = ks[ks.length - 1] ?? 0;
  return {
    units,
    stride,
    base: seedBase(seed),
    identities: identitiesOf(supply.ids, Math.ceil(units / 4) * 4),
    capacity,
    totals: filled(totals, amounts(stride)),
    quantity: filled(
      totals.map((total, index) => Math.min(total, terms.quantity[index] as number)),
      amounts(stride),
    ),
    value: filled(terms.value, new Float64Array(stride)) as Float64Array,
    start: servedAtStart(supply, terms),
    demand: terms.demand,
    below: terms.below,
    ks: Int32Array.from(ks),
    shift: 32 - bits,
    buckets: 2 ** bits,
    bins: new Int32Array(ks.length * BINS),
    sums: new Float64Array(ks.length),
    failures: new Int32Array(ks.length),
    crossings: new Int32Array(last + 2),
  };
}
