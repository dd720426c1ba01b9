import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { type SavedView, type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { dimensionsOf, weightsOf } from '../../../shared/case/view-columns.ts';
import { dimensionNoun, formatCount, shorten, weightNoun } from '../../../shared/format/index.ts';
import { ChipMenu, ChipPopover, Toolbar } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { changeView } from '../../state/view.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { FormulaDialog } from './FormulaDialog.tsx';
import { suggestedViews } from './proposals.ts';
import { SHELVES, type ShelfId, shelfMoved, viewTitle } from './spec.ts';
import { savedAs, useSavedViews } from './useSavedViews.ts';
import { useChangeView } from './useView.ts';
import styles from './views.module.css';

type ShelfProps = {
  dataset: Dataset;
  spec: ViewSpec;
  filterError: ErrorValue | null;
  weightError: ErrorValue | null;
};

const TOPS = [5, 10, 20, 50];
const NONE = ':none';
const FORMULA = ':formula';

/** What a column is, where its name does not say so. */
const inWords = (name: string, words: string): string | undefined => (words === name ? undefined : words);

/** What a view is made of, as pills; every change is a step of undo. */
export const Shelf = memo(function Shelf({ dataset, spec, filterError, weightError }: ShelfProps) {
  const { top } = wholeSpec(spec);
  const change = useChangeView();
  const shelf = useRef<HTMLDivElement>(null);
  const [formula, setFormula] = useState(false);
  const saved = useSavedViews().data?.filter((view) => view.spec.dataset === dataset.id) ?? [];
  const current = savedAs(saved, spec);
  const weights = weightsOf(dataset);

  useCommandHandler('view.editFilter', () => shelf.current?.querySelector<HTMLElement>('[data-filter] button')?.click());
  return (
    <div ref={shelf}>
      <Toolbar label="View" className={styles.shelf}>
        <SavedViews dataset={dataset} saved={saved} current={current} />
        {SHELVES.map(({ id }) => (
          <DimensionChip key={id} id={id} dataset={dataset} spec={spec} />
        ))}
        <span className={weightError ? styles.wrong : undefined}>
          <ChipMenu
            label="measure"
            value={spec.weight === 'count' ? 'number of records' : `sum of ${shorten(weightNoun(spec.weight), 24)}`}
            selected={weights.includes(spec.weight) ? spec.weight : FORMULA}
            items={[
              ...weights.map((name) => ({
                id: name,
                label: name === 'count' ? 'number of records' : `sum of ${name}`,
                description: name === 'count' ? undefined : inWords(name, weightNoun(name)),
              })),
              {
                id: FORMULA,
                label: 'sum of a formula…',
                description: weights.includes(spec.weight) ? 'e.g. gpu_count * price_usd_per_gpu_hour' : spec.weight,
              },
            ]}
            onSelect={(weight) => (weight === FORMULA ? setFormula(true) : change({ ...spec, weight }))}
          />
        </span>
        <span data-filter className={filterError ? styles.wrong : undefined}>
          <ChipPopover label="filter" value={spec.where === '' ? 'all records' : shorten(spec.where, 30)}>
            {(close) => (
              <FilterEditor
                dataset={dataset}
                where={spec.where}
                error={filterError}
                onApply={(where) => change({ ...spec, where })}
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
          onSelect={(count) => change({ ...spec, top: Number(count) })}
        />
      </Toolbar>
      {formula && (
        <FormulaDialog
          dataset={dataset}
          weight={weights.includes(spec.weight) ? '' : spec.weight}
          error={weightError}
          onApply={(weight) => change({ ...spec, weight })}
          onClose={() => setFormula(false)}
        />
      )}
    </div>
  );
});

/** A place for a dimension. Alt+Up and Alt+Down move it to the place before or after, Delete empties a place that may be empty. */
function DimensionChip({ id, dataset, spec }: { id: ShelfId; dataset: Dataset; spec: ViewSpec }) {
  const whole = wholeSpec(spec);
  const place = SHELVES.findIndex((shelf) => shelf.id === id);
  const label = SHELVES[place]?.label ?? id;
  const chosen = whole[id];
  const change = useChangeView();
  const chip = useRef<HTMLSpanElement>(null);
  const others = SHELVES.filter((shelf) => shelf.id !== id).map((shelf) => whole[shelf.id]);
  const column = (name: string) => dataset.columns.find((candidate) => candidate.name === name);
  const items = [
    ...(id === 'by' ? [] : [{ id: NONE, label: 'none' }]),
    ...dimensionsOf(dataset)
      .filter((name) => id === 'by' || !others.includes(name))
      .map((name) => ({
        id: name,
        label: name,
        description: inWords(name, dimensionNoun(name, 1)),
        hint: formatCount(column(name)?.distinct ?? 0),
      })),
  ];
  const choose = (name: string) => {
    const value = name === NONE ? '' : name;
    // rows may take the dimension of another place, which is empty then
    const freed = Object.fromEntries(
      SHELVES.filter((shelf) => shelf.id !== id && whole[shelf.id] === value).map((shelf) => [shelf.id, '']),
    );
    change({ ...spec, ...(value === '' ? {} : freed), [id]: value });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && step !== 0) {
      event.preventDefault();
      event.stopPropagation();
      const moved = shelfMoved(spec, id, step);
      const { announce } = useNotices.getState();
      if (!moved) return announce(`${chosen || label} stays in ${label}`);
      flushSync(() => changeView(moved));
      chip.current?.parentElement?.querySelectorAll<HTMLElement>('[data-shelf] button')[place + step]?.focus();
      announce(`${chosen} is in ${SHELVES[place + step]?.label} now`);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && id !== 'by' && chosen !== '') {
      event.preventDefault();
      changeView({ ...spec, [id]: '' });
    }
  };
  return (
    <span ref={chip} data-shelf={id} onKeyDownCapture={onKeyDown} role="presentation">
      <ChipMenu
        label={label}
        value={chosen === '' ? 'none' : chosen}
        selected={chosen === '' ? NONE : chosen}
        items={items}
        onSelect={choose}
      />
    </span>
  );
}

function SavedViews(props: { dataset: Dataset; saved: SavedView[]; current: SavedView | null }) {
  const change = useChangeView();
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
    if (spec) change(spec);
  };
  return (
    <ChipMenu
      label="view"
      value={props.current ? shorten(props.current.name, 28) : 'not saved'}
      items={items}
      selected={props.current?.id ?? null}
      onSelect={choose}
    />
  );
}
