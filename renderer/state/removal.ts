import type { ViewSpec } from '../../shared/case/view.ts';
import { recordStep } from './steps.ts';
import { useUi } from './ui.ts';

/**
 * Opens the removal test from another screen with some units removed, as one step that undo takes back to that screen.
 *
 * @param asked dataset, unit, filter and entity policy that are tested
 * @param label what undo will say, e.g. `Remove Borealis in the test`
 */
export function testWithout(
  { dataset, by, where, entities }: Pick<ViewSpec, 'dataset' | 'by' | 'where' | 'entities'>,
  removed: readonly string[],
  label: string,
): void {
  const { removal: before, screen, setRemoval, go } = useUi.getState();
  const asked = { by, where, entities };
  const after = {
    spec: before.spec && { ...before.spec, dataset, ...asked },
    removed,
    k: 0,
    asked: before.spec ? null : asked,
  };
  const show = () => {
    setRemoval(after);
    go('removal');
  };
  const back = () => {
    setRemoval(before);
    go(screen);
  };
  show();
  recordStep({ label, undo: back, redo: show });
}
