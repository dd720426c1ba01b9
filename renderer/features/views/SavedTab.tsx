import { Bookmark, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { SavedView, ViewSpec } from '../../../shared/case/view.ts';
import type { ViewFileFormat } from '../../../shared/contract/views.ts';
import { plural } from '../../../shared/format/index.ts';
import { ActionMenu, Button, DataTable, EmptyState, IconButton, Panel, SaveDialog, ScreenHead } from '../../app/controls/index.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { openView } from '../../state/view.ts';
import { ImportViewDialog } from './ImportViewDialog.tsx';
import { PinsPanel } from './Pins.tsx';
import { suggestedViews } from './proposals.ts';
import { viewTitle } from './spec.ts';
import { TabActions } from './TabActions.tsx';
import { EXPORTS, savedAs, usePinCommands, usePins, useSavedViewCommands, useSavedViews, useViewFiles } from './useSavedViews.ts';
import styles from './views.module.css';

/** The views and pinned results that are kept in the case, of all its datasets. */
export function SavedTab({ dataset }: { dataset: Dataset }) {
  const saved = useSavedViews().data;
  const pins = usePins().data ?? [];
  const [importing, setImporting] = useState(false);
  if (!saved) return null;
  const suggested = suggestedViews(dataset).filter((spec) => !savedAs(saved, spec));
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={saved.length === 0 ? 'No view is saved yet' : plural(saved.length, 'saved view')}
        subtitle="Saved views are part of the report. Pins keep a result as it was."
      />
      <TabActions>
        <Button onPress={() => setImporting(true)}>Import a view</Button>
      </TabActions>
      <div className={styles.columns}>
        <div className={styles.main}>
          {saved.length === 0 ? <NothingSaved /> : <SavedTable saved={saved} />}
          {suggested.length > 0 && (
            <Panel title="Suggested for this dataset" className={styles.natural}>
              <div className={styles.records}>
                {suggested.map((spec) => (
                  <Button key={spec.by} size="small" onPress={() => openView(spec, `Open the view "${viewTitle(spec)}"`)}>
                    {viewTitle(spec)}
                  </Button>
                ))}
              </div>
            </Panel>
          )}
        </div>
        <aside className={styles.aside} aria-label="Pinned results">
          <PinsPanel pins={pins} spec={null} result={null} />
        </aside>
      </div>
      <ImportViewDialog isOpen={importing} onClose={() => setImporting(false)} />
    </div>
  );
}

function NothingSaved() {
  const setViewsTab = useUi((state) => state.setViewsTab);
  return (
    <Panel className={styles.natural}>
      <EmptyState
        icon={<Bookmark size={28} />}
        title="Views that you save stand here"
        actions={<Button onPress={() => setViewsTab('builder')}>Go to the builder</Button>}
      >
        A saved view keeps rows, measure, filter and policies under a name, and becomes part of the report.
      </EmptyState>
    </Panel>
  );
}

/** What a view is made of beside rows and measure. */
function detailsOf(spec: ViewSpec): string {
  return spec.where === '' ? 'all records' : spec.where;
}

function SavedTable({ saved }: { saved: readonly SavedView[] }) {
  const datasets = useDatasets().data ?? [];
  const { rename, duplicate, remove } = useSavedViewCommands();
  const { pin } = usePinCommands();
  const { exportView, copySpec } = useViewFiles();
  const [renamed, setRenamed] = useState<SavedView | null>(null);
  const [name, setName] = useState<string | null>(null);
  const act = (view: SavedView, action: string) => {
    if (action === 'rename') {
      setRenamed(view);
      setName(view.name);
    } else if (action === 'duplicate') duplicate(view);
    else if (action === 'pin') pin(view.spec);
    else if (action === 'copy') void copySpec(view.spec);
    else if (action === 'delete') remove(view);
    else void exportView(view.name, view.spec, action as ViewFileFormat);
  };
  const open = (view: SavedView) => openView(view.spec, `Open the view "${view.name}"`);
  return (
    <Panel flush className={styles.natural}>
      <DataTable
        label="Saved views"
        rows={saved}
        rowKey={(view) => view.id}
        columns={[
          {
            id: 'name',
            header: 'Name',
            rowHeader: true,
            wrap: true,
            cell: (view) => (
              <Button variant="link" size="small" onPress={() => open(view)}>
                {view.name}
              </Button>
            ),
          },
          { id: 'what', header: 'View', wrap: true, cell: ({ spec }) => viewTitle(spec) },
          { id: 'where', header: 'Filter and policies', wrap: true, cell: ({ spec }) => detailsOf(spec) },
          {
            id: 'dataset',
            header: 'Dataset',
            cell: ({ spec }) => datasets.find(({ id }) => id === spec.dataset)?.name ?? 'excluded from the case',
          },
          {
            id: 'actions',
            header: <span className="visually-hidden">Actions</span>,
            align: 'right',
            width: 44,
            cell: (view) => (
              <ActionMenu
                label={`Actions for ${view.name}`}
                trigger={<IconButton label={`Actions for ${view.name}`} icon={<Ellipsis size={16} />} />}
                sections={[
                  {
                    id: 'view',
                    actions: [
                      { id: 'rename', label: 'Rename' },
                      { id: 'duplicate', label: 'Duplicate' },
                      { id: 'pin', label: 'Pin its result' },
                    ],
                  },
                  { id: 'export', title: 'Take out', actions: [...EXPORTS, { id: 'copy', label: 'Copy view spec' }] },
                  { id: 'delete', actions: [{ id: 'delete', label: 'Delete' }] },
                ]}
                onAction={(action) => act(view, action)}
              />
            ),
          },
        ]}
      />
      <SaveDialog
        what="view"
        title="Rename view"
        name={name}
        onName={setName}
        taken={saved.filter(({ id }) => id !== renamed?.id).map((view) => view.name)}
        description="Undo brings the old name back."
        onSave={(wanted) => renamed && wanted !== renamed.name && rename(renamed, wanted)}
      />
    </Panel>
  );
}
