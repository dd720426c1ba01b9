import { create } from 'zustand';

/**
 * Counts what happened to the case beside its report layout. The claims of a report take seconds; a change of order or words leaves them as they
 * are, so they are kept under this count instead of being worked out after every decision.
 */
export const useFactsEpoch = create<{ epoch: number }>()(() => ({ epoch: 0 }));

const LAYOUT_ONLY = new Set(['report', 'history']);

/** Takes note of what a command touched. */
export function noteTouched(touched: readonly string[]): void {
  if (touched.every((subject) => LAYOUT_ONLY.has(subject))) return;
  useFactsEpoch.setState(({ epoch }) => ({ epoch: epoch + 1 }));
}
