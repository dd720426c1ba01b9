import { ChokepointError } from './error.ts';

/** No case is open. */
export function noCase(): ChokepointError {
  return new ChokepointError('no-case-open', 'No case is open.', 'Open a case, make a new one, or open the sample case.');
}

/** A thing of the case that was named is not there. */
export function notInCase(kind: string, id: string): ChokepointError {
  return new ChokepointError(
    `${kind}-missing`,
    `There is no ${kind} "${id}" in this case; it may have been removed.`,
    `Choose one from the list, or undo its removal in the history.`,
    { [kind]: id },
  );
}
