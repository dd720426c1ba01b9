import { type ComponentType, lazy } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewsTab } from '../../state/ui.ts';
import { BuilderTab } from './BuilderTab.tsx';
import { SavedTab } from './SavedTab.tsx';

/** One way to look at a dataset. Its content has the only `h1` of the screen and may set the footer (and clears it when it leaves). */
export type ViewsTabDefinition = { id: ViewsTab; label: string; Content: ComponentType<{ dataset: Dataset }> };

/**
 * Tabs of the screen, in their order. A tab of another feature is one line here; load it with `lazy`:
 * `{ id: 'scorecard', label: 'Scorecard', Content: lazy(() => import('../claims/ScorecardTab.tsx')...) }`.
 */
export const VIEWS_TABS: readonly ViewsTabDefinition[] = [
  {
    id: 'scorecard',
    label: 'Scorecard',
    Content: lazy(() => import('../claims/ScorecardTab.tsx').then((module) => ({ default: module.ScorecardTab }))),
  },
  { id: 'builder', label: 'Builder', Content: BuilderTab },
  { id: 'saved', label: 'Saved', Content: SavedTab },
  { id: 'sql', label: 'SQL', Content: lazy(async () => ({ default: (await import('../sql/SqlTab.tsx')).SqlTab })) },
];
