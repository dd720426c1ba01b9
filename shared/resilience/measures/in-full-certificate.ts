import { type CertificateContext, type CertificateHead, certificateHead } from '../certificate.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { servedInFull } from './all-or-nothing.ts';
import { limitsOf } from './service-metric.ts';
import type { ClassMetricPoint } from './worst-class.ts';

/**
 * Data from which a breaking point of classes served in full, each asked alone, can be re-checked in integers. Amounts are values of classes,
 * each once; `R` is an attack of k units, `Z` the classes that are not served in full after it.
 */
export type InFullCertificate = CertificateHead & {
  mode: 'independent';
  metric: 'all-or-nothing';
  /** served in full after R */
  served: number;
};

/** Writes the certificate of one reading; the lower end needs nothing stored, since the checker goes through every set of classes itself. */
export function inFullCertificate(
  supply: Supply,
  terms: ServiceTerms,
  point: ClassMetricPoint,
  context: Pick<CertificateContext, 'inputs' | 'grouping' | 'capacity' | 'unknowns'>,
): InFullCertificate {
  const left = (removed: readonly number[], unattributed: boolean) =>
    terms.quantity.map((_, index) => {
      const gone = new Set(removed);
      let amount = unattributed ? (supply.unattributed[index] as number) : 0;
      for (let unit = 0; unit < supply.units; unit += 1)
        if (!gone.has(unit)) amount += supply.capacity[unit * supply.classes + index] as number;
      return amount;
    });
  const start = left([], true);
  const after = point.k === null ? start : left(point.members, point.k === 0);
  const { demand, below } = limitsOf('all-or-nothing', terms);
  return {
    ...certificateHead('independent', { threshold: terms.threshold, demand, below }, { ...context, metric: 'all-or-nothing' }),
    S0: servedInFull(terms, start),
    k: point.k,
    kLow: point.kLow,
    status: point.proven ? 'proven' : 'bracket',
    never: point.never,
    R: point.members.map((unit) => supply.ids[unit] as string),
    Z: terms.names.filter((_, index) => (after[index] as number) < (terms.quantity[index] as number)),
    served: servedInFull(terms, after),
  };
}
