import type { ThresholdPack } from './pack.ts';

/** A reason to read a pack with care: `blocking` = it is not in force on the day, so its lines carry a footnote. */
export type PackWarning = {
  readonly code: 'not-in-force-yet' | 'expired' | 'superseded' | 'not-law' | 'text-not-read';
  readonly message: string;
};

const NOT_LAW = { draft: 'a draft', proposed: 'a proposal' } as const;

/**
 * What is said beside a pack wherever its lines are shown.
 *
 * @param day YYYY-MM-DD on which its lines are used; `null` = not stated, so that dates decide nothing
 */
export function packWarnings(pack: ThresholdPack, day: string | null): PackWarning[] {
  const { status, valid_from: from, valid_to: to, text_read_on: read } = pack;
  const warnings: PackWarning[] = [];
  if (day !== null && from !== null && day < from)
    warnings.push({ code: 'not-in-force-yet', message: `Applies from ${from} on; the facts are of ${day}.` });
  if (day !== null && to !== null && day > to) warnings.push({ code: 'expired', message: `Applied until ${to}; the facts are of ${day}.` });
  if (status === 'superseded')
    warnings.push({ code: 'superseded', message: 'Superseded: for the reproduction of older papers, not for current use.' });
  if (status === 'draft' || status === 'proposed') warnings.push({ code: 'not-law', message: `This is ${NOT_LAW[status]}, not law.` });
  if (read === null && status !== 'custom')
    warnings.push({ code: 'text-not-read', message: 'The text of the source has not been read again for this edition.' });
  return warnings;
}
