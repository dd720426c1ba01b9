import { orderByWeight } from '../orders.ts';
import { servedAtStart, singleLosses } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

/** Loss of one unit: what is served after it, and what it costs. */
export type SingleLoss = { id: string; served: number; lost: number; breaks: boolean };

/** N-1: every unit lost in turn, everything placed again on the others (NERC TPL-001 P1). */
export type SingleLosses = {
  served0: number;
  below: number;
  /** value served after each unit alone is lost, in unit order */
  served: Float64Array;
  /** units by descending loss, ties by id */
  order: Int32Array;
  /** the first of that order; `null` without units */
  worst: SingleLoss | null;
  /** units whose loss alone breaks the test */
  breaking: number;
  /** units whose loss changes nothing */
  harmless: number;
  /** value lost at the shares 0, 5, 25, 50, 75, 95 and 100 % of the units, by nearest rank; empty without units */
  quantiles: { share: number; lost: number }[];
  /** the test holds before any loss and after each single one; the same as a breaking point of at least 2 */
  secure: boolean;
};

const SHARES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

/**
 * Loses every unit in turn, in independent mode.
 *
 * @returns values of service, exact integers; nodes without an owner are lost with whichever unit goes (adverse reading)
 */
export function loseEachUnit(supply: Supply, terms: ServiceTerms): SingleLosses {
  const served0 = servedAtStart(supply, terms);
  return summariseLosses(
    supply.ids,
    served0,
    terms.below,
    singleLosses(supply, terms).map((lost) => served0 - lost),
  );
}

/**
 * The same for served values of any mode, such as the upper or the lower end of a competing placement.
 *
 * @param served value served after each unit alone is lost, in unit order, at most `served0`
 */
export function summariseLosses(ids: readonly string[], served0: number, below: number, served: Float64Array): SingleLosses {
  const losses = served.map((value) => served0 - value);
  const order = orderByWeight(losses);
  const ascending = losses.slice().sort();
  const breaking = served.reduce((count, value) => count + (value < below ? 1 : 0), 0);
  const first = order[0];
  return {
    served0,
    below,
    served,
    order,
    worst: first === undefined ? null : singleLoss(ids, served0, below, served, first),
    breaking,
    harmless: losses.reduce((count, lost) => count + (lost === 0 ? 1 : 0), 0),
    quantiles:
      ascending.length === 0
        ? []
        : SHARES.map((share) => ({ share, lost: ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] as number })),
    secure: served0 >= below && breaking === 0,
  };
}

function singleLoss(ids: readonly string[], served0: number, below: number, served: Float64Array, unit: number): SingleLoss {
  const left = served[unit] as number;
  return { id: ids[unit] as string, served: left, lost: served0 - left, breaks: left < below };
}
