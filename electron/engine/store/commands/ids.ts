import { notInCase } from '../../../../shared/case/missing.ts';
import { type CaseFile, nextId } from '../case-file.ts';

/**
 * The id under which a thing is saved: the wanted one when the case has given it out before, else the next of its kind.
 *
 * @throws ChokepointError `view-missing`, `scenario-missing` ... for an id that this case never gave out
 */
export function chosenId(
  file: CaseFile,
  letter: 'V' | 'R' | 'G' | 'J' | 'M' | 'P' | 'T' | 'K' | 'X',
  kind: string,
  wanted: string | undefined,
): { id: string; number: number } {
  if (wanted === undefined) return nextId(file, letter);
  const number = /^[VRGJMPTKX][1-9]\d*$/.test(wanted) && wanted.startsWith(letter) ? Number(wanted.slice(1)) : Number.POSITIVE_INFINITY;
  const last = (file.prepare('SELECT last FROM counter WHERE kind = ?').pluck().get(letter) as number | undefined) ?? 0;
  if (number > last) throw notInCase(kind, wanted);
  return { id: wanted, number };
}
