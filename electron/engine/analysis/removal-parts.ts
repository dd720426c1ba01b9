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
  const costs = Object.keys(spec.costs).length > 0;
  if (spec.mode === 'competing' && spec.metric !== 'value') notYet('the worst class and classes served in full with competing placement');
  if (spec.mode === 'competing' && costs) notYet('removals that cost with competing placement');
  if (spec.metric !== 'value' && costs) notYet('removals that cost with another metric than the value of the portfolio');
}

/** Stops what is counted for the value of the portfolio where a test asks for another metric. @throws ChokepointError `removal-part-missing` */
export function onlyValue({ metric = 'value' }: RemovalSpec, part: string): void {
  if (metric !== 'value') notYet(`${part} with another metric than the value of the portfolio`);
}

/** Stops what is counted for the value of classes asked alone. @throws ChokepointError `removal-part-missing` */
export function onlyIndependent(spec: RemovalSpec, part: string): void {
  if (spec.mode === 'competing') notYet(`${part} with competing placement`);
  onlyValue(spec, part);
}
