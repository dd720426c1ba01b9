import { ArrowLeftRight, X } from 'lucide-react';
import { useRef } from 'react';
import type { Base, Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { UnknownPolicy, WholeViewSpec } from '../../../shared/case/view.ts';
import { dimensionsOf, weightsOf } from '../../../shared/case/view-columns.ts';
import { baseWords, dimensionNoun, formatAsOf, plural, shorten, weightNoun } from '../../../shared/format/index.ts';
import { Button, type ChipItem, ChipMenu, ChipPopover, IconButton, Toolbar } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { changeCompare } from '../../state/compare.ts';
import type { CompareChoice } from '../../state/ui.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import styles from './compare.module.css';
import { POLICY_PAIRS, policyPairOf } from './policies.ts';
import { lacking, letterOf } from './proposals.ts';

const MOST = 24;

const UNKNOWN: readonly ChipItem<UnknownPolicy>[] = [
  { id: 'bounds', label: 'bounds', description: 'low spreads it thinly, high gives it to the largest' },
  { id: 'known-only', label: 'known only', description: 'left out above and below the line, and said so' },
  { id: 'own-entity', label: 'each record its own', description: 'every record without an entity counts as one' },
  { id: 'one-entity', label: 'one entity', description: 'all of it together' },
];

const BASES: readonly ChipItem<Base | 'stated'>[] = [
  { id: 'stated', label: 'as stated', description: 'the rung that each dataset states' },
  ...(['online', 'verified', 'online+verified'] as const).map((base) => ({
    id: base,
    label: baseWords(base),
    description: 'records that a column says to be so',
  })),
];

type ShelfProps = {
  datasets: readonly Dataset[];
  choice: CompareChoice;
  filterError: ErrorValue | null;
};

/** What is compared, as pills: the sides, then what all of them are looked at by. Every change is a step of undo. */
export function CompareShelf({ datasets, choice, filterError }: ShelfProps) {
  const { sides } = choice;
  const shelf = useRef<HTMLDivElement>(null);
  const first = sides[0] as WholeViewSpec;
  const datasetOf = (spec: WholeViewSpec) => datasets.find(({ id }) => id === spec.dataset);
  const here = datasetOf(first);
  const set = (next: readonly WholeViewSpec[], label: string) =>
    changeCompare({ sides: next, to: Math.min(choice.to, next.length - 1), anyway: choice.anyway }, label);
  const all = (change: Partial<WholeViewSpec>, label: string) =>
    set(
      sides.map((side) => ({ ...side, ...change })),
      label,
    );
  const one = (index: number, change: Partial<WholeViewSpec>, label: string) =>
    set(
      sides.map((side, at) => (at === index ? { ...side, ...change } : side)),
      label,
    );
  const swap = () => set([sides[1] as WholeViewSpec, first, ...sides.slice(2)], 'Swap A and B');
  const add = (id: string) => set([...sides, { ...first, dataset: id }], `Compare: ${letterOf(sides.length)} added`);

  useCommandHandler('compare.swap', swap);
  useCommandHandler('compare.addSide', () => shelf.current?.querySelector<HTMLElement>('[data-add] button')?.click(), {
    enabled: sides.length < MOST,
  });
  useCommandHandler('view.editFilter', () => shelf.current?.querySelector<HTMLElement>('[data-filter] button')?.click());

  const datasetItems = datasets.map((item) => ({
    id: item.id,
    label: item.name,
    description: `${plural(item.rows, 'record')}, as of ${formatAsOf(item.asOf)}`,
  }));
  const addItems = datasets.map((dataset, index) => {
    const column = lacking(dataset, first);
    return { ...(datasetItems[index] as ChipItem), hint: column === null ? undefined : `no column ${column}` };
  });
  const has = (names: (dataset: Dataset) => string[], name: string) =>
    sides.every((side) => names(datasetOf(side) as Dataset).includes(name));
  const choicesOf = (names: (dataset: Dataset) => string[], say: (name: string) => string) =>
    here ? names(here).map((name) => ({ id: name, label: say(name), hint: has(names, name) ? undefined : 'not on every side' })) : [];
  return (
    <div ref={shelf} className={styles.shelves}>
      <Toolbar label="Sides" className={styles.shelf}>
        {sides.map((side, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is its position, and one dataset may stand twice
          <span key={index} className={styles.side}>
            <ChipMenu
              label={letterOf(index)}
              items={datasetItems}
              selected={side.dataset}
              onSelect={(dataset) =>
                one(index, { dataset }, `Compare: ${letterOf(index)} is ${datasets.find(({ id }) => id === dataset)?.name}`)
              }
            />
            {index >= 2 && (
              <IconButton
                label={`Take ${letterOf(index)} out`}
                icon={<X size={14} />}
                onPress={() =>
                  set(
                    sides.filter((_, at) => at !== index),
                    `Compare: ${letterOf(index)} taken out`,
                  )
                }
              />
            )}
            {index === 0 && <IconButton label="Swap A and B (Ctrl+Shift+X)" icon={<ArrowLeftRight size={14} />} onPress={swap} />}
          </span>
        ))}
        {sides.length < MOST && (
          <span data-add>
            <ChipMenu label="add" value="another side" items={addItems} selected={null} onSelect={add} />
          </span>
        )}
      </Toolbar>
      <Toolbar label="What the sides are looked at by" className={styles.shelf}>
        <ChipMenu
          label="rows"
          value={first.by}
          selected={first.by}
          items={choicesOf(dimensionsOf, (name) => name)}
          onSelect={(by) => all({ by }, `Compare: rows by ${dimensionNoun(by, 1)}`)}
        />
        <ChipMenu
          label="measure"
          value={first.weight === 'count' ? 'number of records' : weightNoun(first.weight)}
          selected={first.weight}
          items={choicesOf(weightsOf, (name) => (name === 'count' ? 'number of records' : name))}
          onSelect={(weight) => all({ weight }, `Compare: measure ${weightNoun(weight)}`)}
        />
        {here && (
          <span data-filter className={filterError ? styles.wrong : undefined}>
            <ChipPopover label="filter" value={first.where === '' ? 'all records' : shorten(first.where, 38)}>
              {(close) => (
                <FilterEditor
                  dataset={here}
                  where={first.where}
                  error={filterError}
                  onApply={(where) => all({ where }, 'Compare: filter')}
                  onClose={close}
                />
              )}
            </ChipPopover>
          </span>
        )}
        <ChipMenu
          label="entities"
          selected={policyPairOf(sides)}
          items={POLICY_PAIRS}
          onSelect={(id) => {
            const pair = POLICY_PAIRS.find((item) => item.id === id);
            if (!pair) return;
            const next = sides.map((side, index) => ({ ...side, entities: index === 0 ? pair.a : pair.b }));
            set(next, `Compare: entities ${pair.label}`);
          }}
        />
        <ChipMenu
          label="base"
          value={first.base === '' ? 'as stated' : baseWords(first.base)}
          selected={first.base === '' ? 'stated' : first.base}
          items={BASES}
          onSelect={(base) => all({ base: base === 'stated' ? '' : base }, 'Compare: supply base')}
        />
        <ChipMenu
          label="unknown"
          selected={first.unknown}
          items={UNKNOWN}
          onSelect={(unknown) => all({ unknown }, 'Compare: unknown weight')}
        />
        {sides.slice(1).map((side, at) => {
          const dataset = datasetOf(side);
          if (!dataset) return null;
          const letter = letterOf(at + 1);
          const lacks = (names: (of: Dataset) => string[], name: string) => !names(dataset).includes(name);
          return [
            ...(side.by !== first.by || lacks(dimensionsOf, side.by)
              ? [
                  <ChipMenu
                    key={`${letter} rows`}
                    label={`rows of ${letter}`}
                    value={side.by}
                    selected={side.by}
                    items={dimensionsOf(dataset).map((name) => ({ id: name, label: name }))}
                    onSelect={(by) => one(at + 1, { by }, `Compare: rows of ${letter}`)}
                  />,
                ]
              : []),
            ...(side.weight !== first.weight || lacks(weightsOf, side.weight)
              ? [
                  <ChipMenu
                    key={`${letter} measure`}
                    label={`measure of ${letter}`}
                    value={weightNoun(side.weight)}
                    selected={side.weight}
                    items={weightsOf(dataset).map((name) => ({ id: name, label: name === 'count' ? 'number of records' : name }))}
                    onSelect={(weight) => one(at + 1, { weight }, `Compare: measure of ${letter}`)}
                  />,
                ]
              : []),
          ];
        })}
      </Toolbar>
    </div>
  );
}

/** Buttons of the head: the comparison as text for a note or a mail. */
export function CompareActions({ onCopy, onAdd }: { onCopy: () => void; onAdd: () => void }) {
  return (
    <>
      <Button onPress={onCopy}>Copy as text</Button>
      <Button onPress={onAdd}>Add to report</Button>
    </>
  );
}
