import { Table2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button, EmptyState, Tabs } from '../../app/controls/index.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { ActionsPlace } from './TabActions.tsx';
import { VIEWS_TABS } from './tabs.tsx';
import styles from './views.module.css';

/** Views: the daily instrument, a tab for each way to look at a dataset. */
export function ViewsScreen() {
  const id = useUi((state) => state.dataset);
  const viewsTab = useUi((state) => state.viewsTab);
  const setViewsTab = useUi((state) => state.setViewsTab);
  const go = useUi((state) => state.go);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const dataset = useDatasets().data?.find((candidate) => candidate.id === id) ?? null;
  if (!dataset)
    return (
      <EmptyState
        icon={<Table2 size={28} />}
        title="Choose a dataset to look at"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        A view ranks who holds the capacity: add a file under Sources, or open the sample case.
      </EmptyState>
    );
  return (
    <ActionsPlace value={actions}>
      <Tabs
        label="Views"
        className={styles.tabs}
        selected={viewsTab}
        onSelect={setViewsTab}
        actions={<div ref={setActions} className={styles.actions} />}
        items={VIEWS_TABS.map(({ id: tab, label, Content }) => ({
          id: tab,
          label,
          content: (
            <Suspense fallback={<p className={styles.quiet}>Opening {label}</p>}>
              <Content key={dataset.id} dataset={dataset} />
            </Suspense>
          ),
        }))}
      />
    </ActionsPlace>
  );
}
