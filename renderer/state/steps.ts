import { create } from 'zustand';

/** A change that lives only in the page (a removal by hand, a view edit) and can be taken back. */
export type LocalStep = { label: string; undo: () => void; redo: () => void };
type Step = LocalStep | 'case';

type StepsState = { past: Step[]; future: Step[] };

/** The order in which local steps and decisions of the case were made, so that one Ctrl+Z takes back the latest of either. */
export const useSteps = create<StepsState>()(() => ({ past: [], future: [] }));

const LIMIT = 200;

/** Records a local step after it was done. */
export function recordStep(step: LocalStep): void {
  useSteps.setState(({ past }) => ({ past: [...past, step].slice(-LIMIT), future: [] }));
}

/** Records that a command of the case ran; its inverse is stored with the case. */
export function markCaseStep(): void {
  useSteps.setState(({ past }) => ({ past: [...past, 'case' as const].slice(-LIMIT), future: [] }));
}

/** Forgets all steps, when another case is opened. */
export function clearSteps(): void {
  useSteps.setState({ past: [], future: [] });
}

/**
 * What one undo and one redo would do now.
 *
 * @param ofCase labels of the case's own undo and redo, `null` where there is none
 * @returns label of the latest step of either kind; `null` when there is nothing to take back or to do again
 */
export function nextSteps({ past, future }: StepsState, ofCase: { undo: string | null; redo: string | null }) {
  const label = (step: Step | undefined, own: string | null) => (step === undefined || step === 'case' ? own : step.label);
  return { undo: label(past.at(-1), ofCase.undo), redo: label(future.at(-1), ofCase.redo) };
}

/**
 * Takes the latest step back, or does it again.
 *
 * @returns the label of a local step, or `'case'` when the case's own undo or redo has to run
 */
export function stepBack(direction: 'undo' | 'redo'): { local: string } | 'case' {
  const { past, future } = useSteps.getState();
  const step = direction === 'undo' ? past.at(-1) : future.at(-1);
  if (!step) return 'case';
  if (direction === 'undo') useSteps.setState({ past: past.slice(0, -1), future: [...future, step] });
  else useSteps.setState({ past: [...past, step], future: future.slice(0, -1) });
  if (step === 'case') return 'case';
  step[direction]();
  return { local: step.label };
}
