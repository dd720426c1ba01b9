import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { SavedView } from '../../../shared/case/view.ts';
import { dimensionNoun, plural, weightNoun } from '../../../shared/format/index.ts';
import { Button, DataTable, EmptyState, Panel, SaveDialog, ScreenHead } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { useCommand, useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { openView } from '../../state/view.ts';
import { useSavedViews } from './useView.ts';
import styles from './views.module.css';

/** The views that are kept in the case, of all its datasets. */
export function SavedTab(_: { dataset: Dataset }) {
  const saved = useSavedViews().data;
  const datasets = useDatasets().data ?? [];
  const client = useClient();
  const { setViewsTab } = useUi();
  const [renaming, setRenaming] = useState<SavedView | null>(null);
  const [name, setName] = useState<string | null>(null);
  const { tell } = useNotices.getState();
  const save = useCommand((input: { id?: string; name: string; spec: SavedView['spec'] }) => client.views.save(input), {
    title: 'Save the view',
  });
  const remove = useCommand((input: { id: string }) => client.views.remove(input), { title: 'Delete the saved view' });
  if (!saved) return null;
  if (saved.length === 0)
    return (
      <div className={styles.screen}>
        <ScreenHead title="No view is saved yet" />
        <EmptyState
          icon={<Bookmark size={28} />}
          title="Views that you save stand here"
          actions={<Button onPress={() => setViewsTab('builder')}>Go to the builder</Button>}
        >
          A saved view keeps rows, measure, filter and policies under a name, and becomes part of the report.
        </EmptyState>
      </div>
    );
  return (
    <div className={styles.screen}>
      <ScreenHead title={plural(saved.length, 'saved view')} subtitle="All of them are part of the report" />
      <Panel flush>
        <DataTable
          label="Saved views"
          rows={saved}
          rowKey={(view) => view.id}
          columns={[
            {
              id: 'name',
              header: 'Name',
              rowHeader: true,
              cell: (view) => (
                <Button variant="link" size="small" onPress={() => openView(view.spec, `Open the view "${view.name}"`)}>
                  {view.name}
                </Button>
              ),
            },
            { id: 'what', header: 'View', cell: ({ spec }) => `${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}` },
            { id: 'where', header: 'Filter', wrap: true, cell: ({ spec }) => spec.where || 'all records' },
            { id: 'dataset', header: 'Dataset', cell: ({ spec }) => datasets.find(({ id }) => id === spec.dataset)?.name ?? 'excluded' },
            {
              id: 'actions',
              header: '',
              align: 'right',
              cell: (view) => (
                <>
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={`Rename ${view.name}`}
                    onPress={() => {
                      setRenaming(view);
                      setName(view.name);
                    }}
                  >
                    Rename
                  </Button>
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={`Delete ${view.name}`}
                    onPress={() =>
                      remove.mutate({ id: view.id }, { onSuccess: () => tell(`Saved view "${view.name}" deleted. Undo brings it back`) })
                    }
                  >
                    Delete
                  </Button>
                </>
              ),
            },
          ]}
        />
      </Panel>
      <SaveDialog
        what="view"
        name={name}
        onName={setName}
        taken={saved.filter(({ id }) => id !== renaming?.id).map((view) => view.name)}
        description="Saved views are part of the report."
        onSave={(wanted) => renaming && save.mutate({ id: renaming.id, name: wanted, spec: renaming.spec })}
      />
    </div>
  );
}
