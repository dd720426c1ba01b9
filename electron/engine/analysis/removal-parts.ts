import { ChokepointError } from '../../../shared/case/error.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';

/** A part of the removal test that cannot be had, with the reason: refused in words, never left out in silence. */
export function cannot(part: string, reason: string): never {
  throw new ChokepointError(
    'removal-part-missing',
    `${part} cannot be computed for this test: ${reason}.`,
    'The breaking point, its bracket and the curves of the test can be computed.',
    { part },
  );
}

/** Stops what classes served in full do not have. @throws ChokepointError `removal-part-missing` */
export function notInFull({ metric = 'value' }: RemovalSpec, part: string, reason: string): void {
  if (metric === 'all-or-nothing') cannot(part, reason);
}
