import { type ViewSpec, wholeSpec } from '../../shared/case/view.ts';
import { recordStep } from './steps.ts';
import { type CompareChoice, useUi } from './ui.ts';

function showChoice(choice: CompareChoice | null): void {
  const { setCompare, go } = useUi.getState();
  setCompare(choice);
  go('compare');
}

/**
 * Changes what is compared, as one step that undo takes back.
 *
 * @param label what undo will say, e.g. `Swap A and B`
 */
export function changeCompare(after: CompareChoice, label: string): void {
  const { compare: before, setCompare } = useUi.getState();
  setCompare(after);
  recordStep({ label, undo: () => showChoice(before), redo: () => showChoice(after) });
}

/**
 * Opens the comparison of views from anywhere (two pins, two datasets), A first, as one step that undo takes back to the screen before.
 *
 * @param sides two or more
 */
export function openCompare(...sides: readonly [ViewSpec, ViewSpec, ...ViewSpec[]]): void {
  const { compare: before, screen, setCompareTab } = useUi.getState();
  const after = { sides: sides.map(wholeSpec), to: 1, anyway: false };
  setCompareTab('change');
  showChoice(after);
  const back = () => {
    const { setCompare, go } = useUi.getState();
    setCompare(before);
    go(screen);
  };
  recordStep({ label: 'Compare', undo: back, redo: () => showChoice(after) });
}
