import type { ViewSpec } from '../../shared/case/view.ts';
import { dimensionNoun, entityWords, shorten, weightNoun } from '../../shared/format/index.ts';
import { recordStep } from './steps.ts';
import { type Shown, useUi } from './ui.ts';

/** What was changed from one view to another, in words for the button that takes it back; `null` = nothing. */
export function viewChange(before: ViewSpec, after: ViewSpec): string | null {
  const changes = [
    before.by === after.by ? null : `rows by ${dimensionNoun(after.by, 1)}`,
    before.weight === after.weight ? null : `measure ${weightNoun(after.weight)}`,
    before.where === after.where ? null : after.where === '' ? 'all records' : `filter ${shorten(after.where, 40)}`,
    before.entities === after.entities ? null : entityWords(after.entities, 0),
  ].filter((change) => change !== null);
  return changes.length > 0 ? `View: ${changes.join(', ')}` : null;
}

/** Shows a view again that was on show before, on its screen and with its dataset. */
function showView(view: ViewSpec): void {
  const { setDataset, setView, setViewsTab, go } = useUi.getState();
  setDataset(view.dataset);
  setView(view);
  setViewsTab('builder');
  go('views');
}

/**
 * Opens a view in the builder from anywhere (a claim, a saved view, a pin), as one step that undo takes back to the view before.
 *
 * @param label what undo will say, e.g. `Open the view "Operators"`
 */
export function openView(after: ViewSpec, label: string): void {
  const { view: before, screen, viewsTab } = useUi.getState();
  showView(after);
  const back = () => {
    const { setDataset, setView, setViewsTab, go } = useUi.getState();
    if (before) setDataset(before.dataset);
    setView(before);
    setViewsTab(viewsTab);
    go(screen);
  };
  recordStep({ label, undo: back, redo: () => showView(after) });
}

/** Changes the view on show, as one step that undo takes back. */
export function changeView(after: ViewSpec): void {
  const { view: before, setView } = useUi.getState();
  setView(after);
  const label = before && viewChange(before, after);
  if (label) recordStep({ label, undo: () => showView(before), redo: () => showView(after) });
}

/** Changes how many groups the chart names, as one step that undo takes back. */
export function changeShown(after: Shown): void {
  const { shown: before, setShown } = useUi.getState();
  if (before === after) return;
  const show = (shown: Shown) => {
    setShown(shown);
    useUi.getState().go('views');
  };
  setShown(after);
  recordStep({ label: `View: top ${after} + Other`, undo: () => show(before), redo: () => show(after) });
}
