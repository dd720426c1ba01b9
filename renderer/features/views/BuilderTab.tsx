import { ListFilter } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { type ViewResult, type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { type ChartFrame, lorenz, rankedBars, rankedBarsHeight } from '../../../shared/charts/index.ts';
import {
  baseWords,
  boundsNote,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatCount,
  formatQuantity,
  formatShare,
  joinedWords,
  partialNote,
  plural,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Notice, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { errorValue } from '../../state/errors.ts';
import { recordsOf } from '../../state/records.ts';
import { recordStep } from '../../state/steps.ts';
import { useUi } from '../../state/ui.ts';
import { changeView } from '../../state/view.ts';
import { FilterProblem } from './FilterEditor.tsx';
import { IndexCard } from './IndexCard.tsx';
import { PinsPanel } from './Pins.tsx';
import { RankedTable } from './RankedTable.tsx';
import { Shelf } from './Shelf.tsx';
import { TabActions } from './TabActions.tsx';
import { usePins } from './useSavedViews.ts';
import { useView } from './useView.ts';
import { ViewActions } from './ViewActions.tsx';
import styles from './views.module.css';

const NONE: readonly string[] = [];
const FILTER_CODES = new Set(['filter-syntax', 'filter-type', 'unknown-column']);

/** What the numbers of a view are: measure, unit, base, date, n, unknown. */
function subtitle({ stamp, entities, total, unknown }: ViewResult): string {
  const weight = weightNoun(stamp.weight);
  return [
    `Share of ${weight} by ${dimensionNoun(stamp.by, 1)} (%)`,
    baseWords(stamp.base),
    formatAsOf(stamp.asOf),
    `n = ${countOf(entities, stamp.by)}, ${formatQuantity(total)} ${weight}`,
    unknown.share > 0 ? `${formatQuantity(unknown.value)} ${weight} (${formatShare(unknown.share)}) unknown` : null,
    ...(stamp.joined ?? []).map(joinedWords),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Builds one view: how concentrated, in what, for whom, always with bounds and rows. */
export function BuilderTab({ dataset }: { dataset: Dataset }) {
  const { spec, result, stale, error, retry } = useView();
  const { selection, setFooter } = useUi();
  const selected = selection && selection.by === spec?.by ? selection.keys : NONE;

  useEffect(() => {
    setFooter(result ? footerCounts(result, selected) : []);
    return () => setFooter([]);
  }, [result, selected, setFooter]);

  if (!spec)
    return (
      <EmptyState title="This dataset has no text column to group by">
        A view needs a dimension such as operator, provider or country.
      </EmptyState>
    );

  const problem: ErrorValue | null = error ? errorValue(error) : null;
  const filterError = problem && FILTER_CODES.has(problem.code) ? problem : null;
  return (
    <div className={styles.screen}>
      <Shelf dataset={dataset} spec={spec} filterError={filterError} />
      {problem && (
        <>
          <ScreenHead title="This view has no numbers" subtitle={`${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}`} />
          {filterError ? (
            <FilterProblem text={spec.where} problem={filterError} onText={(where) => changeView({ ...spec, where })} />
          ) : (
            <ErrorNotice
              error={error}
              effect="Nothing is shown for it."
              choices={
                <Button size="small" onPress={retry}>
                  Try again
                </Button>
              }
            />
          )}
        </>
      )}
      {result &&
        (isEmpty(result) ? (
          <NothingLeft dataset={dataset} result={result} spec={spec} />
        ) : (
          <Numbers dataset={dataset} spec={spec} result={result} stale={stale} selected={selected} />
        ))}
    </div>
  );
}

/** Counts of a view for the footer. */
function footerCounts({ stamp, entities, total, top }: ViewResult, selected: readonly string[]) {
  const counts = [
    { value: formatCount(entities), label: dimensionNoun(stamp.by, entities) },
    { value: formatQuantity(total), label: weightNoun(stamp.weight) },
  ];
  if (selected.length === 0) return counts;
  const share = top.filter((group) => selected.includes(group.key)).reduce((sum, group) => sum + group.share, 0);
  return [
    ...counts,
    { value: formatCount(selected.length), label: 'selected' },
    { value: formatShare(share), label: `of all ${weightNoun(stamp.weight)} in the selection` },
  ];
}

/** Whether a view has nothing to rank: no record, or no weight in any of them. */
const isEmpty = ({ entities, unknown }: ViewResult): boolean => entities === 0 && unknown.share === 0;

/** Says why a view is empty, and offers the way back. */
function NothingLeft({ dataset, result, spec }: { dataset: Dataset; result: ViewResult; spec: ViewSpec }) {
  const filtered = spec.where !== '';
  const none = result.rows === 0;
  return (
    <>
      <ScreenHead title={result.finding} />
      <EmptyState
        icon={<ListFilter size={28} />}
        title={
          none
            ? filtered
              ? `0 of ${plural(dataset.rows, 'record')} fit the filter`
              : 'The dataset is empty'
            : `None of ${plural(result.rows, 'record')} has ${weightNoun(spec.weight)}`
        }
        actions={
          <>
            {filtered && (
              <>
                <Button onPress={() => runCommand('view.editFilter')}>Edit filter</Button>
                <Button variant="primary" onPress={() => changeView({ ...spec, where: '' })}>
                  Clear filter
                </Button>
              </>
            )}
            {!none && spec.weight !== 'count' && (
              <Button onPress={() => changeView({ ...spec, weight: 'count' })}>Count records instead</Button>
            )}
          </>
        }
      >
        {filtered && <code>{spec.where}</code>}
      </EmptyState>
    </>
  );
}

type NumbersProps = { dataset: Dataset; spec: ViewSpec; result: ViewResult; stale: boolean; selected: readonly string[] };

/** Chart, ranked table and indices of a view that has something to rank. */
function Numbers({ dataset, spec, result, stale, selected }: NumbersProps) {
  const { setSelection, showRecords } = useUi();
  const { top } = wholeSpec(spec);
  const pins = usePins().data ?? [];
  const [tab, setTab] = useState<'pareto' | 'lorenz'>('pareto');
  const { by } = spec;
  const select = useCallback((keys: readonly string[]) => setSelection(keys.length > 0 ? { by, keys } : null), [by, setSelection]);
  const pareto = useCallback((frame: ChartFrame) => rankedBars({ view: result, shown: top, selected }, frame), [result, top, selected]);
  const curve = useCallback((frame: ChartFrame) => lorenz({ view: result }, frame), [result]);
  const isJoined = result.stamp.joined?.some(({ column }) => column === spec.weight) ?? false;
  const focused = useRef<string | null>(null);
  const focus = useCallback((key: string) => {
    focused.current = key;
  }, []);
  const records = (key: string | null | undefined) => showRecords(recordsOf(spec, key));
  // What has the focus is what is asked about: a row of the table, the index card, else the selection or the whole view.
  useCommandHandler('lineage.records', () => {
    const inTable = document.activeElement?.closest('[role="row"]') != null;
    const inCard = document.activeElement?.closest('aside') != null;
    records(inTable && focused.current !== null ? focused.current : !inCard && selected.length === 1 ? selected[0] : undefined);
  });
  const toggle = (id: string, extend: boolean) => {
    const others = selected.filter((key) => key !== id);
    select(extend ? (selected.includes(id) ? others : [...selected, id]) : selected.length === 1 && selected[0] === id ? [] : [id]);
  };
  return (
    <>
      <ScreenHead title={result.finding} subtitle={stale ? `updating… ${subtitle(result)}` : subtitle(result)} />
      <TabActions>
        <ViewActions dataset={dataset} spec={spec} selected={selected.length} onRemoveThese={() => testWithout(spec, selected)} />
      </TabActions>
      {result.weightMissing > 0 && (
        <Notice
          tone="warning"
          title={`${formatCount(result.weightMissing)} of ${formatCount(result.rows)} records have no ${weightNoun(spec.weight)} and count as 0`}
        />
      )}
      {result.weightBounds && isJoined && (
        <Notice
          tone="warning"
          title={`${formatCount(result.weightBounds.rows)} of ${formatCount(result.rows)} records have no match with a ${weightNoun(spec.weight)}; the ranges allow them any`}
        />
      )}
      {[partialNote(result), isJoined ? null : boundsNote(result)].map(
        (note) =>
          note && (
            <p key={note} className={styles.openNote} role="note">
              {note}
            </p>
          ),
      )}
      <div className={styles.columns}>
        <div className={styles.main}>
          <section className={styles.chartPanel} aria-label="Chart">
            <Tabs
              label="Chart"
              selected={tab}
              onSelect={setTab}
              items={[
                {
                  id: 'pareto',
                  label: 'Pareto',
                  content: (
                    <Chart
                      build={pareto}
                      height={rankedBarsHeight(result, top, top > 10 ? 18 : 21)}
                      stale={stale}
                      onSelect={toggle}
                      hint="Arrow keys read the bars, Enter selects, Ctrl+arrow visits the levels"
                    />
                  ),
                },
                {
                  id: 'lorenz',
                  label: 'Lorenz',
                  content: <Chart build={curve} height={310} stale={stale} hint="Arrow keys walk along the curve" />,
                },
              ]}
            />
          </section>
          <RankedTable
            key={`${spec.dataset} ${spec.by}`}
            result={result}
            stale={stale}
            selected={selected}
            onSelect={select}
            onFocus={focus}
            onRecords={records}
          />
        </div>
        <aside className={stale ? `${styles.aside} ${styles.stale}` : styles.aside} aria-label="Index card">
          <IndexCard result={result} onRecords={records} />
          <PinsPanel pins={pins} spec={spec} result={stale ? null : result} />
        </aside>
      </div>
    </>
  );
}

/** Opens the removal test on the records of a view, with the groups selected in it removed; one step of undo. */
function testWithout(spec: ViewSpec, selected: readonly string[]): void {
  const { removal: before, setRemoval, go } = useUi.getState();
  const asked = { by: spec.by, where: spec.where, entities: spec.entities };
  const after = {
    spec: before.spec && { ...before.spec, dataset: spec.dataset, ...asked },
    removed: [...selected],
    k: 0,
    asked: before.spec ? null : asked,
  };
  const show = () => {
    setRemoval(after);
    go('removal');
  };
  const back = () => {
    setRemoval(before);
    go('views');
  };
  show();
  recordStep({ label: `Remove ${countOf(selected.length, spec.by)} in the test`, undo: back, redo: show });
}
