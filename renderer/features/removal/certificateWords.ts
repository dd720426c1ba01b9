import type { RemovalResult } from '../../../shared/case/removal.ts';
import { countOf, dimensionNoun, formatCount, formatThreshold, plural } from '../../../shared/format/index.ts';
import type { Preview } from './preview.ts';

type Raw = Readonly<Record<string, unknown>>;
/** A class that the attack makes scarce: instances wanted, and what it could be given alone before and after; `null` = without limit. */
export type ScarceClass = { name: string; wanted: number; before: number | null; after: number | null };
/** A certificate as a person reads it. */
export type CertificateWords = {
  /** what breaks the test, first unit by unit */
  set: readonly string[];
  setWords: string;
  reading: string | null;
  /** empty where the certificate names none, or where the model of the page does not hold its units one by one */
  classes: readonly ScarceClass[];
  /** why the set is enough, in amounts of the certificate */
  upper: string;
  /** why fewer units are not */
  lower: string;
};

const READINGS: Readonly<Record<string, string>> = {
  pessimistic: 'adverse: what is unknown does not count, records without a known unit are lost with the first removal',
  optimistic: 'favourable: what is unknown counts, each record without a known unit stands for itself',
};

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/**
 * The words of one certificate.
 *
 * @param preview model of the page: capacities of each class asked alone, in both readings
 * @param portfolio classes that the certificate speaks about
 */
export function certificateWords(certificate: Raw, { portfolio, by }: CertifiedBy, preview: CapacityModel): CertificateWords {
  const set = textsOf(certificate.R);
  const k = numberOf(certificate.k);
  return {
    set,
    setWords: setWords(set, k, by),
    reading: READINGS[String(certificate.unknowns)] ?? null,
    classes: scarceClasses(certificate, set, portfolio, preview),
    upper: upperWords(certificate, k, by),
    lower: lowerWords(certificate, k, by),
  };
}

export type CertifiedBy = Pick<RemovalResult, 'portfolio' | 'by'>;
export type CapacityModel = Pick<Preview, 'model' | 'indexOf' | 'capacity'>;

function setWords(set: readonly string[], k: number | null, by: string): string {
  if (k === null) return 'no set breaks the test';
  if (k === 0) return 'nothing: the test fails before any removal';
  if (set.length === 0) return `one ${dimensionNoun(by, 1)} that owned all records without a known one`;
  return countOf(set.length, by);
}

/** Capacity of the classes of the cut, each asked alone, before and after the attack. */
function scarceClasses(
  certificate: Raw,
  set: readonly string[],
  portfolio: CertifiedBy['portfolio'],
  preview: CapacityModel,
): ScarceClass[] {
  const { model, indexOf, capacity } = preview;
  const members = set.flatMap((id) => indexOf.get(id) ?? []);
  if (members.length < set.length) return [];
  const favourable = certificate.unknowns === 'optimistic';
  const amountOf = (unit: number, index: number): number | null => {
    const { low, high } = capacity(unit, index);
    return favourable ? high : low;
  };
  const lost = (index: number): number => members.reduce((sum, unit) => sum + (amountOf(unit, index) ?? 0), 0);
  return textsOf(certificate.Z).flatMap((name) => {
    const index = model.classes.findIndex((item) => item.name === name);
    const item = model.classes[index];
    if (item === undefined) return [];
    const before = favourable ? item.capacityHigh : item.capacityLow;
    // read adversely, what has no known unit goes with the first removal
    const owned = favourable || certificate.k === 0 ? before : model.units.reduce((sum, _, unit) => sum + (amountOf(unit, index) ?? 0), 0);
    const wanted = portfolio.classes.find((workload) => workload.name === name)?.quantity ?? item.quantity;
    return [{ name, wanted, before, after: owned === null ? null : owned - lost(index) }];
  });
}

function upperWords(certificate: Raw, k: number | null, by: string): string {
  const [num, den] = Array.isArray(certificate.theta) ? certificate.theta : [];
  const scale = numberOf(certificate.scale) ?? 1;
  const amount = (value: unknown): string => formatCount(Math.floor((numberOf(value) ?? 0) / scale));
  const demand = formatCount(numberOf(certificate.D) ?? 0);
  const needed = `${formatCount(numberOf(certificate.below) ?? 0)} of ${demand} are needed (${formatThreshold(`${num}/${den}`)})`;
  if (k === null)
    return certificate.never === 'no-demand'
      ? 'The portfolio asks for nothing.'
      : certificate.never === 'threshold-zero'
        ? 'The threshold is 0: serving nothing would still pass.'
        : `Even what is left at the end passes; ${needed}.`;
  const after = k === 0 ? 'Before any removal' : 'After the loss';
  // classes served in full are counted each once; their certificate holds no cut
  if (certificate.bound === undefined)
    return `${after}, classes worth ${formatCount(numberOf(certificate.served) ?? 0)} are served in full; ${needed}.`;
  const inside = numberOf(certificate.supplyAfter) ?? 0;
  const before = inside + (numberOf(certificate.removedRho) ?? 0);
  // read adversely, records without a known unit are lost with the first removal and stand in neither amount
  const known = certificate.unknowns === 'pessimistic' ? ` with known ${dimensionNoun(by, 2)}` : '';
  const prices = certificate.rho === 'shadow-prices' ? ' at the prices of a linear program' : '';
  return `The classes that fall short can have a value of at most ${amount(inside)}${prices}${k === 0 ? '' : `, of ${amount(before)}${known} before`}; all other classes ask for ${amount(certificate.demandOutsideZ)}. ${after} at most ${amount(certificate.bound)} can be served, and ${needed}.`;
}

function lowerWords(certificate: Raw, k: number | null, by: string): string {
  const low = numberOf(certificate.kLow);
  if (k === null || low === null) return 'Nothing smaller is left to show.';
  if (low === 0) return k === 0 ? 'No set is smaller than none.' : 'That the test is met before any removal is not shown.';
  const fewer: Fewer = { count: low - 1, noun: dimensionNoun(by, low - 1) };
  const open = low < k ? ` Between ${formatCount(low)} and ${formatCount(k)} the question is open.` : '';
  const lower = certificate.lower as Raw | undefined;
  const start = formatCount(numberOf(certificate.S0) ?? 0);
  return `${argument(lower, low, fewer, start)}${marginWords(lower, certificate)}${open}`;
}

/** One unit less than the lower end. */
type Fewer = { count: number; noun: string };

/** `no single operator does`, `no 5 operators do`; with nothing less to remove, that the start passes. */
const noneOf = ({ count, noun }: Fewer, does: string, together: string): string =>
  count === 0
    ? 'the test is met before any removal'
    : count === 1
      ? `no single ${noun} ${does}`
      : `no ${formatCount(count)} ${noun} ${together}`;

function argument(lower: Raw | undefined, low: number, fewer: Fewer, start: string): string {
  const placements = Array.isArray(lower?.placements) ? lower.placements.length : 0;
  const alone = fewer.count === 1;
  const those = alone ? `the ${fewer.noun} that hosts` : `the ${formatCount(fewer.count)} ${fewer.noun} that host`;
  switch (lower?.method) {
    case 'packing':
      return 'Whole jobs were placed before any removal, and they reach the threshold; the placement is stored and can be counted again.';
    case 'hitting-set':
      return `${plural(placements, 'placement')} of whole jobs, each reaching the threshold, ${placements === 1 ? 'is' : 'are'} stored. A set that breaks the test must break every one of them, and ${noneOf(fewer, 'does', 'do')}.`;
    case 'rounding':
    case 'padded-rounding':
      return `The GPUs that the classes share were counted as if jobs could be cut at will. Whole jobs lose at most ${formatCount(numberOf(lower.delta) ?? 0)} GPUs against that, and even so ${noneOf(fewer, 'breaks the test', 'break the test')}.`;
    case 'none':
      return 'That no smaller set does it is not shown.';
    default:
      break;
  }
  if (low === 1) return `With nothing removed ${start} are served, which meets the threshold.`;
  if (lower === undefined)
    return `For every set of classes whose loss would break the test, ${noneOf(fewer, 'takes all of them below their quantities', 'take all of them below their quantities')}.`;
  if (lower.method === 'order-statistic')
    return `Even if ${those} most of each class could be taken for all classes at once, other ones for each class, the threshold would still be met.`;
  return `For each of ${plural(numberOf(lower.subsets) ?? 0, 'set')} of classes, ${those} most of it ${alone ? 'was' : 'were'} taken away; the threshold is still met each time.`;
}

function marginWords(lower: Raw | undefined, { D }: Raw): string {
  const margin = lower?.margin as { k: number; S: number; slack: number } | null | undefined;
  if (!margin || margin.k === 0) return '';
  return ` The worst loss of ${formatCount(margin.k)} leaves ${formatCount(margin.S)} of ${formatCount(numberOf(D) ?? 0)}, ${formatCount(margin.slack)} more than it needs.`;
}
