import { Ellipsis } from 'lucide-react';
import { memo, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import type { ViewFileFormat } from '../../../shared/contract/views.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { ActionMenu, Button, IconButton, SaveDialog } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { useAddToReport } from '../../state/report-add.ts';
import { ImportViewDialog } from './ImportViewDialog.tsx';
import { viewTitle } from './spec.ts';
import { EXPORTS, savedAs, usePinCommands, useSavedViewCommands, useSavedViews, useViewFiles } from './useSavedViews.ts';

type ActionsProps = { dataset: Dataset; spec: ViewSpec; selected: number; onRemoveThese: () => void; onFilterThese: () => void };

/** What can be done with the view on show. */
export const ViewActions = memo(function ViewActions({ dataset, spec, selected, onRemoveThese, onFilterThese }: ActionsProps) {
  const all = useSavedViews().data ?? [];
  const saved = all.filter((view) => view.spec.dataset === dataset.id);
  const current = savedAs(saved, spec);
  const [naming, setNaming] = useState<string | null>(null);
  /** the view goes into the report once it has a name */
  const [reporting, setReporting] = useState(false);
  const [importing, setImporting] = useState(false);
  const { save, duplicate, remove } = useSavedViewCommands();
  const { pin } = usePinCommands();
  const { addView } = useAddToReport();
  const { exportView, copySpec } = useViewFiles();
  const title = current?.name ?? viewTitle(spec);

  useCommandHandler('view.save', () => setNaming(title));
  useCommandHandler('view.pin', () => pin(spec));
  useCommandHandler('view.import', () => setImporting(true));
  useCommandHandler('view.removeThese', onRemoveThese, { enabled: selected > 0 });
  useCommandHandler('view.filterThese', onFilterThese, { enabled: selected > 0 });

  const addToReport = () => {
    if (current) return void addView(current.id, current.name);
    setReporting(true);
    setNaming(title);
  };
  useCommandHandler('view.addToReport', addToReport);

  const act = (action: string) => {
    if (action === 'duplicate') duplicate(current ?? { id: '', name: title, spec });
    else if (action === 'import') setImporting(true);
    else if (action === 'copy') void copySpec(spec);
    else if (action === 'delete') current && remove(current);
    else void exportView(title, spec, action as ViewFileFormat);
  };
  return (
    <>
      <ActionMenu
        label="More for this view"
        trigger={<IconButton label="More for this view" icon={<Ellipsis size={16} />} />}
        sections={[
          { id: 'export', title: 'Take out', actions: [...EXPORTS, { id: 'copy', label: 'Copy view spec' }] },
          {
            id: 'view',
            title: 'Saved views',
            actions: [
              { id: 'duplicate', label: 'Duplicate view' },
              { id: 'import', label: 'Import a view' },
              { id: 'delete', label: 'Delete saved view', disabled: current === null },
            ],
          },
        ]}
        onAction={act}
      />
      <Button onPress={() => pin(spec)}>Pin</Button>
      <Button onPress={addToReport}>Add to report</Button>
      <Button onPress={() => setNaming(title)}>Save view</Button>
      <Button isDisabled={selected === 0} onPress={onFilterThese}>
        Filter to these
      </Button>
      <Button variant="primary" isDisabled={selected === 0} onPress={onRemoveThese}>
        {selected === 0 ? 'Remove these' : `Remove these ${formatCount(selected)}`}
      </Button>
      <SaveDialog
        what="view"
        name={naming}
        onName={(name) => {
          setNaming(name);
          if (name === null) setReporting(false);
        }}
        taken={saved.map(({ name }) => name)}
        description="Saved views are part of the report."
        onSave={(name) => {
          const add = reporting;
          save(name, spec, saved.find((view) => view.name === name)?.id, (kept) => {
            if (add) void addView(kept.id, kept.name);
          });
        }}
      />
      <ImportViewDialog isOpen={importing} onClose={() => setImporting(false)} />
    </>
  );
});
