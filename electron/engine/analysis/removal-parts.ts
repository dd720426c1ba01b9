import { ChokepointError } from '../../../shared/case/error.ts';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';

/** A part of the removal test that this version does not have: refused in words, never left out in silence. */
export function notYet(part: string): never {
  throw new ChokepointError(
    'removal-part-missing',
    `This version cannot compute ${part} yet.`,
    'The breaking point, the certificate and the curves of the test can be computed.',
    { part },
  );
}

/** Stops a test that asks for more than can be computed. @throws ChokepointError `removal-part-missing` */
export function refuseMissingParts(asked: RemovalSpec): void {
  const spec = wholeRemovalSpec(asked);
  if (spec.metric !== 'value') notYet('the worst class and classes served in full');
  if (Object.keys(spec.costs).length > 0) notYet('removals that cost');
}

/** Stops what is counted for classes asked alone where a test asks for competing placement. @throws ChokepointError `removal-part-missing` */
export function onlyIndependent({ mode }: RemovalSpec, part: string): void {
  if (mode === 'competing') notYet(`${part} with competing placement`);
}
