import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { SavedView, ViewSpec } from '../../../shared/case/view.ts';
import { dimensionNoun, formatCount, shorten, weightNoun } from '../../../shared/format/index.ts';
import { ActionMenu, Button, ChipMenu, ChipPopover, IconButton, SaveDialog, Toolbar } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { SHOWN, useUi } from '../../state/ui.ts';
import { changeShown, changeView } from '../../state/view.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { dimensionsOf, suggestedViews, weightsOf } from './proposals.ts';
import { useSavedViews } from './useView.ts';
import styles from './views.module.css';

type ShelfProps = {
  dataset: Dataset;
  spec: ViewSpec;
  filterError: ErrorValue | null;
};

const sameSpec = (a: ViewSpec, b: ViewSpec): boolean =>
  a.dataset === b.dataset && a.by === b.by && a.weight === b.weight && a.where === b.where && a.entities === b.entities;
const nameOf = (spec: ViewSpec): string => `${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}`;

/** What a view is made of, as pills; every change is a step of undo. */
export function Shelf({ dataset, spec, filterError }: ShelfProps) {
  const shown = useUi((state) => state.shown);
  const shelf = useRef<HTMLDivElement>(null);
  const saved = useSavedViews().data?.filter((view) => view.spec.dataset === dataset.id) ?? [];
  const current = saved.find((view) => sameSpec(view.spec, spec)) ?? null;
  const column = (name: string) => dataset.columns.find((candidate) => candidate.name === name);

  useCommandHandler('view.editFilter', () => shelf.current?.querySelector<HTMLElement>('[data-filter] button')?.click());
  return (
    <div ref={shelf}>
      <Toolbar label="View" className={styles.shelf}>
        <SavedViews dataset={dataset} saved={saved} current={current} />
        <ChipMenu
          label="rows"
          selected={spec.by}
          items={dimensionsOf(dataset).map((name) => ({ id: name, label: name, hint: formatCount(column(name)?.distinct ?? 0) }))}
          onSelect={(by) => changeView({ ...spec, by })}
        />
        <ChipMenu
          label="measure"
          value={spec.weight === 'count' ? 'number of records' : `sum of ${weightNoun(spec.weight)}`}
          selected={spec.weight}
          items={weightsOf(dataset).map((name) => ({ id: name, label: name === 'count' ? 'number of records' : `sum of ${name}` }))}
          onSelect={(weight) => changeView({ ...spec, weight })}
        />
        <span data-filter className={filterError ? styles.wrong : undefined}>
          <ChipPopover label="filter" value={spec.where === '' ? 'all records' : shorten(spec.where, 38)}>
            {(close) => (
              <FilterEditor
                dataset={dataset}
                where={spec.where}
                error={filterError}
                onApply={(where) => changeView({ ...spec, where })}
                onClose={close}
              />
            )}
          </ChipPopover>
        </span>
        <ChipMenu
          label="show"
          value={`top ${shown} + Other`}
          selected={shown}
          items={SHOWN.map((count) => ({ id: count, label: `top ${count} + Other` }))}
          onSelect={changeShown}
        />
      </Toolbar>
    </div>
  );
}

function SavedViews(props: { dataset: Dataset; saved: SavedView[]; current: SavedView | null }) {
  const suggested = suggestedViews(props.dataset);
  const items = [
    ...props.saved.map((view) => ({
      id: view.id,
      label: view.name,
      description: view.spec.where === '' ? undefined : shorten(view.spec.where, 60),
      hint: 'saved',
    })),
    ...suggested.map((spec, index) => ({ id: `suggested-${index}`, label: nameOf(spec), hint: 'suggested' })),
  ];
  const choose = (id: string) => {
    const spec = props.saved.find((view) => view.id === id)?.spec ?? suggested[Number(id.replace('suggested-', ''))];
    if (spec) changeView(spec);
  };
  return (
    <ChipMenu
      label="view"
      value={props.current?.name ?? 'not saved'}
      items={items}
      selected={props.current?.id ?? null}
      onSelect={choose}
    />
  );
}

type ActionsProps = { dataset: Dataset; spec: ViewSpec; selected: number; onRemoveThese: () => void };

/** What can be done with the view on show. */
export function ViewActions({ dataset, spec, selected, onRemoveThese }: ActionsProps) {
  const client = useClient();
  const saved = useSavedViews().data?.filter((view) => view.spec.dataset === dataset.id) ?? [];
  const current = saved.find((view) => sameSpec(view.spec, spec)) ?? null;
  const [naming, setNaming] = useState<string | null>(null);
  const save = useCommand((input: { id?: string; name: string; spec: ViewSpec }) => client.views.save(input), { title: 'Save the view' });
  const remove = useCommand((input: { id: string }) => client.views.remove(input), { title: 'Delete the saved view' });
  const { tell, fail } = useNotices.getState();

  useCommandHandler('view.save', () => setNaming(current?.name ?? nameOf(spec)));
  useCommandHandler('view.removeThese', onRemoveThese, { enabled: selected > 0 });

  const store = (name: string) => {
    const same = saved.find((view) => view.name === name);
    save.mutate({ id: same?.id, name, spec }, { onSuccess: () => tell(`View saved as "${name}"`) });
  };
  const act = async (action: string) => {
    if (action === 'save') setNaming(current?.name ?? nameOf(spec));
    else if (action === 'duplicate') setNaming(`${current?.name ?? nameOf(spec)}, copy`);
    else if (action === 'copy') {
      try {
        await navigator.clipboard.writeText(JSON.stringify(spec, null, 2));
        tell('View spec copied');
      } catch (error) {
        fail('Copy the view spec', error);
      }
    } else if (action === 'delete' && current) {
      remove.mutate({ id: current.id }, { onSuccess: () => tell(`Saved view "${current.name}" deleted. Undo brings it back`) });
    }
  };
  return (
    <>
      <ActionMenu
        label="More for this view"
        trigger={<IconButton label="More for this view" icon={<Ellipsis size={16} />} />}
        sections={[
          {
            id: 'view',
            actions: [
              { id: 'duplicate', label: 'Duplicate view' },
              { id: 'copy', label: 'Copy view spec' },
              { id: 'delete', label: 'Delete saved view', disabled: current === null },
            ],
          },
        ]}
        onAction={(action) => void act(action)}
      />
      <Button onPress={() => void act('save')}>Save view</Button>
      <Button variant="primary" isDisabled={selected === 0} onPress={onRemoveThese}>
        {selected === 0 ? 'Remove these' : `Remove these ${formatCount(selected)}`}
      </Button>
      <SaveDialog
        what="view"
        name={naming}
        onName={setNaming}
        taken={saved.map(({ name }) => name)}
        description="Saved views are part of the report."
        onSave={store}
      />
    </>
  );
}
