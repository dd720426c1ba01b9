import { useRef } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { type SavedView, type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { formatCount, shorten, weightNoun } from '../../../shared/format/index.ts';
import { ChipMenu, ChipPopover, Toolbar } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { changeView } from '../../state/view.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { dimensionsOf, suggestedViews, weightsOf } from './proposals.ts';
import { viewTitle } from './spec.ts';
import { savedAs, useSavedViews } from './useSavedViews.ts';
import styles from './views.module.css';

type ShelfProps = {
  dataset: Dataset;
  spec: ViewSpec;
  filterError: ErrorValue | null;
};

const TOPS = [5, 10, 20, 50];

/** What a view is made of, as pills; every change is a step of undo. */
export function Shelf({ dataset, spec, filterError }: ShelfProps) {
  const { top } = wholeSpec(spec);
  const shelf = useRef<HTMLDivElement>(null);
  const saved = useSavedViews().data?.filter((view) => view.spec.dataset === dataset.id) ?? [];
  const current = savedAs(saved, spec);
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
          value={`top ${top} + Other`}
          selected={String(top)}
          items={TOPS.map((count) => ({ id: String(count), label: `top ${count} + Other` }))}
          onSelect={(count) => changeView({ ...spec, top: Number(count) })}
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
    ...suggested.map((spec, index) => ({ id: `suggested-${index}`, label: viewTitle(spec), hint: 'suggested' })),
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
