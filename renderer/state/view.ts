import { type ViewSpec, wholeSpec } from '../../shared/case/view.ts';
import { baseWords, dimensionNoun, entityWords, shorten, unknownWords, weightNoun } from '../../shared/format/index.ts';
import { recordStep } from './steps.ts';
import { useUi } from './ui.ts';

/** What was changed from one view to another, in words for the button that takes it back; `null` = nothing. */
export function viewChange(from: ViewSpec, to: ViewSpec): string | null {
  const [before, after] = [wholeSpec(from), wholeSpec(to)];
  const changes = [
    before.by === after.by ? null : `rows by ${dimensionNoun(after.by, 1)}`,
    before.split === after.split ? null : after.split === '' ? 'one level of rows' : `then by ${dimensionNoun(after.split, 1)}`,
    before.columns === after.columns ? null : after.columns === '' ? 'nothing across' : `${dimensionNoun(after.columns, 1)} across`,
    before.weight === after.weight ? null : `measure ${weightNoun(after.weight)}`,
    before.where === after.where ? null : after.where === '' ? 'all records' : `filter ${shorten(after.where, 40)}`,
    before.entities === after.entities ? null : entityWords(after.entities, 0),
    before.base === after.base ? null : after.base === '' ? 'supply base of the dataset' : baseWords(after.base),
    before.unknown === after.unknown ? null : unknownWords(after.unknown),
    before.top === after.top ? null : `top ${after.top} + Other`,
  ].filter((change) => change !== null);
  return changes.length > 0 ? `View: ${changes.join(', ')}` : null;
}

/** Shows a view again that was on show before, on its screen and with its dataset. */
function showView(view: ViewSpec, chart?: string | null): void {
  const { setDataset, setView, setViewsTab, setViewChart, go } = useUi.getState();
  setDataset(view.dataset);
  setView(view);
  if (chart !== undefined) setViewChart(chart);
  setViewsTab('builder');
  go('views');
}

/**
 * Opens a view in the builder from anywhere (a claim, a saved view, a pin), as one step that undo takes back to the view before.
 *
 * @param label what undo will say, e.g. `Open the view "Operators"`
 * @param chart kind of the chart to show; `null` = the first that fits
 */
export function openView(after: ViewSpec, label: string, chart: string | null = null): void {
  const { view: before, screen, viewsTab, viewChart } = useUi.getState();
  showView(after, chart);
  const back = () => {
    const { setDataset, setView, setViewsTab, setViewChart, go } = useUi.getState();
    if (before) setDataset(before.dataset);
    setView(before);
    setViewsTab(viewsTab);
    setViewChart(viewChart);
    go(screen);
  };
  recordStep({ label, undo: back, redo: () => showView(after, chart) });
}

/** Changes the view on show, as one step that undo takes back. */
export function changeView(after: ViewSpec): void {
  const { view: before, setView } = useUi.getState();
  setView(after);
  const label = before && viewChange(before, after);
  if (label) recordStep({ label, undo: () => showView(before), redo: () => showView(after) });
}
