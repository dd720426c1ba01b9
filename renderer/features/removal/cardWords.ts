import type { RemovalResult } from '../../../shared/case/removal.ts';
import { formatCount } from '../../../shared/format/index.ts';

/** How many sets of the size of the breaking point break the test beside the one that is named, and what they are called; `null` = no other. */
export function otherSets(
  result: Pick<RemovalResult, 'alternatives' | 'certificate' | 'breakingPoint'>,
): { label: string; value: string } | null {
  const { alternatives, certificate, breakingPoint } = result;
  if (alternatives.length === 0) return null;
  const known = certificate.alternatives as { complete?: boolean } | null | undefined;
  const smallest = certificate.status !== 'bracket';
  return {
    label: smallest ? 'Other smallest sets' : `Other sets of ${formatCount(breakingPoint.members.length)} found`,
    value: `${known?.complete === false ? 'at least ' : ''}${formatCount(alternatives.length)}`,
  };
}

/**
 * What the set of the sentence leaves, where the worst set of the same size leaves less.
 *
 * @param worst value that the worst set of `k` leaves
 */
export function sentenceSetLeaves({ certificate }: Pick<RemovalResult, 'certificate'>, k: number, worst: number): number | null {
  const { served, k: size } = certificate as { served?: number | null; k?: number | null };
  return size === k && typeof served === 'number' && served > worst ? served : null;
}
