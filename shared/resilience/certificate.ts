import type { BreakingPoint, NeverReason } from './breaking-point.ts';
import type { CompetingMethod } from './competing/breaking-point.ts';
import type { Placement } from './competing/placement.ts';
import { excesses } from './cuts.ts';
import { servedAtStart, servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** Reading of the data that a certificate speaks about; `none` = nothing is unknown. */
export type UnknownsReading = 'none' | 'pessimistic' | 'optimistic';

/** What every certificate says, of whatever metric. Amounts are values of service. */
export type CertificateHead = {
  format: 1;
  /** SHA-256 of the text of `canonicalInputs`, as given by the caller */
  inputs: string | null;
  normalisation: 'demand';
  theta: [number, number];
  strict: 'fails iff S <= below-1';
  grouping: string;
  capacity: string;
  tieRule: 'weight desc, id asc';
  unknowns: UnknownsReading;
  D: number;
  below: number;
  /** served before any removal; in competing mode at most */
  S0: number;
  k: number | null;
  kLow: number | null;
  status: 'proven' | 'bracket';
  never: NeverReason | null;
  /** a smallest attack known; empty with k = 1 when one owner of all records without owner is enough */
  R: string[];
  /** the classes that R makes scarce */
  Z: string[];
};

/** What every certificate of what is served of the demand says. */
type CertificateBase = CertificateHead & {
  metric: string;
  demandOutsideZ: number;
  supplyAfter: number;
  /** demandOutsideZ + supplyAfter: no more than this can be served after R */
  bound: number;
  need: number;
  removedRho: number;
  /** in competing mode the minimum attacks that the bound shows: all there are only where it is exact, which `complete` says */
  alternatives: { count: number; complete: boolean; inEvery: string[] | null } | null;
};

/** Data from which a breaking point in independent mode can be re-checked in integers (removal-test.md 8). */
export type IndependentCertificate = CertificateBase & {
  mode: 'independent';
  /** served after R */
  served: number;
  lower: {
    method: BreakingPoint['method'];
    subsets: number;
    delta: 0;
    /** exact worst case one removal before the breaking point */
    margin: { k: number; S: number; slack: number } | null;
  };
};

/** The same in competing mode; `demandOutsideZ` to `removedRho` are values times `scale`. */
export type CompetingCertificate = CertificateBase & {
  mode: 'competing';
  /** served after R, where the bound is exact */
  served: number | null;
  scale: number;
  /** what `supplyAfter` counts: GPUs that the classes of Z share, instances of each class asked alone, or nodes at shadow prices */
  rho: 'shared-gpus' | 'instances' | 'shadow-prices';
  /**
   * `shadow-prices`: what a thousandth of a GPU, a thousandth of a core and a MiB are worth on nodes of a kind, in 2^-40 of value times scale;
   * nodes of other kinds are worth nothing. Weak duality: no placement has more value than its nodes cost, beyond what jobs bring above
   * their price (`demandOutsideZ`).
   */
  prices?: {
    /** places of the classes in the portfolio that may run there */
    classes: number[];
    gpus: number;
    cpuMilli: number;
    memoryMib: number;
    each: [gpu: string, cpu: string, memory: string];
  }[];
  lower: {
    /** `hitting-set`: every stored placement is one that an attack must break */
    method: CompetingMethod;
    /** non-empty subsets of the classes with demand and value */
    subsets: number;
    /** GPUs that whole jobs lose at most against the flow bound; `null` = no bound is known */
    delta: number | null;
    /** GPUs of one slot of each class in the lower end, in the order of the portfolio */
    sizes: number[];
    /** the test can fail only where the flow of GPUs falls below this; `null` = not shown by the flow */
    below: number | null;
    /** `packing`: one that reaches the limit before any removal; `hitting-set`: those that force kLow */
    placements: Placement[];
    /** worst case of the flow bound one removal before the breaking point, where that is exact */
    margin: { k: number; S: number; slack: number } | null;
  };
};

export type Certificate = IndependentCertificate | CompetingCertificate;

/** What stands in a certificate beside the search result. */
export type CertificateContext = {
  inputs: string | null;
  metric: string;
  grouping: string;
  capacity: string;
  unknowns: UnknownsReading;
  /** exact worst case at k - 1 where it was computed */
  worstBefore: number | null;
  alternatives: Certificate['alternatives'];
};

/** What a certificate is about, before what it proves: inputs, conventions, demand and limit. */
export const certificateHead = <Mode extends Certificate['mode'], Metric extends string>(
  mode: Mode,
  terms: Pick<ServiceTerms, 'threshold' | 'demand' | 'below'>,
  context: Pick<CertificateContext, 'inputs' | 'grouping' | 'capacity' | 'unknowns'> & { metric: Metric },
) =>
  ({
    format: 1,
    inputs: context.inputs,
    mode,
    metric: context.metric,
    normalisation: 'demand',
    theta: [terms.threshold.num, terms.threshold.den] as [number, number],
    strict: 'fails iff S <= below-1',
    grouping: context.grouping,
    capacity: context.capacity,
    tieRule: 'weight desc, id asc',
    unknowns: context.unknowns,
    D: terms.demand,
    below: terms.below,
  }) as const;

/** Writes the certificate of a breaking point: the cut is the set of classes that are short after the attack. */
export function certificateOf(
  supply: Supply,
  terms: ServiceTerms,
  point: BreakingPoint,
  context: CertificateContext,
): IndependentCertificate {
  const available = totalCapacity(supply);
  const untouched = point.k === null || point.k === 0;
  if (untouched) for (const [index, amount] of supply.unattributed.entries()) raise(available, index, amount);
  for (const unit of point.members)
    for (let index = 0; index < supply.classes; index += 1)
      raise(available, index, -(supply.capacity[unit * supply.classes + index] as number));
  const cut =
    point.k === null ? [] : [...terms.names.keys()].filter((index) => (available[index] as number) < (terms.quantity[index] as number));
  const inCut = new Set(cut);
  const excess = excesses(supply, terms);
  const weigh = (index: number, amounts: ArrayLike<number>) => (terms.value[index] as number) * (amounts[index] as number);
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const demandOutsideZ = sum([...terms.names.keys()].filter((index) => !inCut.has(index)).map((index) => weigh(index, terms.quantity)));
  const supplyAfter = sum(cut.map((index) => weigh(index, available)));
  const kept = untouched ? sum(cut.map((index) => weigh(index, supply.unattributed))) : 0;
  const need = terms.demand - terms.below + sum(cut.map((index) => excess[index] as number)) + kept;
  const { k } = point;
  return {
    ...certificateHead('independent', terms, context),
    S0: servedAtStart(supply, terms),
    k,
    kLow: point.kLow,
    status: point.proven ? 'proven' : 'bracket',
    never: point.never,
    R: point.members.map((unit) => supply.ids[unit] as string),
    Z: cut.map((index) => terms.names[index] as string),
    demandOutsideZ,
    supplyAfter,
    bound: demandOutsideZ + supplyAfter,
    served: servedValue(terms, available),
    need,
    removedRho: need + terms.below - (demandOutsideZ + supplyAfter),
    lower: {
      method: point.method,
      subsets: point.subsets,
      delta: 0,
      margin:
        context.worstBefore === null || k === null || k === 0
          ? null
          : { k: k - 1, S: context.worstBefore, slack: context.worstBefore - terms.below },
    },
    alternatives: context.alternatives,
  };
}

function raise(amounts: Float64Array, index: number, by: number): void {
  amounts[index] = (amounts[index] as number) + by;
}
