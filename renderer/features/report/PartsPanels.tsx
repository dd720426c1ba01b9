import { X } from 'lucide-react';
import type { ReportLayout } from '../../../shared/case/report.ts';
import { movedTo, withoutPartsLeft } from '../../../shared/case/report-edits.ts';
import { dimensionNoun, formatCount, formatThreshold, weightNoun } from '../../../shared/format/index.ts';
import { Button, classes, IconButton, Panel } from '../../app/controls/index.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { OrderedList } from './OrderedList.tsx';
import styles from './report.module.css';
import { useAllScenarios, usePinsOfCase, useViewsOfCase } from './useParts.ts';

type Part = { id: string; name: string; note: string };

type ListProps = {
  title: string;
  /** what is said where the case has none */
  empty: string;
  parts: readonly Part[];
  /** `null` = all of the case */
  chosen: readonly string[] | null;
  /** with the ids of the parts that are left out now */
  onChange: (chosen: string[] | null, left: readonly string[]) => void;
  /** `false` where "all" is no choice */
  canBeAll?: boolean;
};

/** Which of the case's views, tests, pins or datasets are in the report, in their order. */
function PartList({ title, empty, parts, chosen, onChange, canBeAll = true }: ListProps) {
  const ids = chosen ?? parts.map(({ id }) => id);
  const inside = ids.flatMap((id) => parts.find((part) => part.id === id) ?? []);
  const outside = parts.filter(({ id }) => !ids.includes(id));
  const kept = inside.map(({ id }) => id);
  const set = (next: string[]) =>
    onChange(
      next,
      kept.filter((id) => !next.includes(id)),
    );
  return (
    <Panel
      title={title}
      flush
      aside={
        chosen === null ? (
          parts.length > 0 && 'all of the case'
        ) : canBeAll ? (
          <Button size="small" variant="link" onPress={() => onChange(null, [])}>
            Take all again
          </Button>
        ) : (
          formatCount(inside.length)
        )
      }
    >
      {inside.length + outside.length === 0 && <p className={classes(styles.quiet, styles.emptyPart)}>{empty}</p>}
      {inside.length > 0 && (
        <OrderedList
          label={`${title} in the report`}
          onMove={(from, to) => set(movedTo(kept, from, to))}
          items={inside.map(({ id, name, note }) => ({
            id,
            name,
            content: (
              <div className={styles.part}>
                <span>
                  {name} <span className={styles.quiet}>{note}</span>
                </span>
                <IconButton label={`Leave out ${name}`} icon={<X size={14} />} onPress={() => set(kept.filter((each) => each !== id))} />
              </div>
            ),
          }))}
        />
      )}
      {outside.length > 0 && (
        <ul className={styles.outside} aria-label={`${title} left out`}>
          {outside.map(({ id, name, note }) => (
            <li key={id}>
              <span>
                {name} <span className={styles.quiet}>{note}</span>
              </span>
              <Button size="small" aria-label={`Add ${name}`} onPress={() => set([...kept, id])}>
                Add
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What the sections are made of: saved views and tests, comparisons, pins, scorecards. */
export function PartsPanels({
  layout,
  onChange,
}: {
  layout: ReportLayout;
  onChange: (edit: (layout: ReportLayout) => ReportLayout) => void;
}) {
  const { go } = useUi();
  const datasets = useDatasets().data ?? [];
  const views = useViewsOfCase();
  const scenarios = useAllScenarios();
  const pins = usePinsOfCase();
  const comparisons = layout.comparisons.map(({ id = '', name, spec }) => ({
    id: id || name,
    name,
    note: `${formatCount(spec.sides.length)} sides`,
  }));
  return (
    <>
      <PartList
        title="Views"
        empty="No view is saved: the report shows the usual ones of each dataset."
        parts={views.map(({ id, name, spec }) => ({ id, name, note: `${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}` }))}
        chosen={layout.views}
        onChange={(chosen, left) => onChange((now) => withoutPartsLeft({ ...now, views: chosen }, left))}
      />
      <PartList
        title="Removal tests"
        empty="No scenario is saved: the report shows the usual test of each dataset."
        parts={scenarios.map(({ id, name, spec }) => ({
          id,
          name,
          note: `by ${dimensionNoun(spec.by, 1)}, threshold ${formatThreshold(spec.threshold)}`,
        }))}
        chosen={layout.scenarios}
        onChange={(chosen, left) => onChange((now) => withoutPartsLeft({ ...now, scenarios: chosen }, left))}
      />
      {comparisons.length === 0 ? (
        <Panel title="Comparisons">
          <p className={styles.quiet}>
            None yet.{' '}
            <Button size="small" variant="link" onPress={() => go('compare')}>
              Compare two datasets
            </Button>{' '}
            and add the result from there.
          </p>
        </Panel>
      ) : (
        <PartList
          title="Comparisons"
          empty=""
          canBeAll={false}
          parts={comparisons}
          chosen={comparisons.map(({ id }) => id)}
          onChange={(chosen, left) =>
            onChange((now) => {
              const comparisons = (chosen ?? []).flatMap((wanted) => now.comparisons.find(({ id, name }) => (id ?? name) === wanted) ?? []);
              return withoutPartsLeft({ ...now, comparisons }, left);
            })
          }
        />
      )}
      <PartList
        title="Pins"
        empty="Nothing is pinned. P in a chart or table of Views pins a result."
        canBeAll={false}
        parts={pins.map(({ id, finding }) => ({ id, name: finding, note: id }))}
        chosen={layout.pins}
        onChange={(chosen) => onChange((now) => ({ ...now, pins: chosen ?? [] }))}
      />
      <PartList
        title="Scorecards"
        empty="The case has no dataset."
        parts={datasets.map(({ id, name }) => ({ id, name, note: id }))}
        chosen={layout.scorecards}
        onChange={(chosen, left) => onChange((now) => withoutPartsLeft({ ...now, scorecards: chosen }, left))}
      />
    </>
  );
}
