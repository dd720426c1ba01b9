import { memo, useCallback, useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { type ViewResult, type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { sumsWords } from '../../../shared/claims/sums.ts';
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
import { Button, Notice, ScreenHead } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { recordsOf } from '../../state/records.ts';
import { testWithout } from '../../state/removal.ts';
import { useUi } from '../../state/ui.ts';
import { changeView } from '../../state/view.ts';
import { conditionOf, quotedColumn, withCondition } from './FilterEditor.tsx';
import { RankedTable } from './RankedTable.tsx';
import { StaleScope, useLate } from './Stale.tsx';
import { TabActions } from './TabActions.tsx';
import type { TableRow } from './tableColumns.tsx';
import { ViewActions } from './ViewActions.tsx';
import { ViewAside } from './ViewAside.tsx';
import { ViewCharts } from './ViewCharts.tsx';
import styles from './views.module.css';

/** What the numbers of a view are: measure, unit, base, date, n, unknown. */
function subtitle({ stamp, entities, total, unknown }: ViewResult): string {
  const weight = weightNoun(stamp.weight);
  // a formula is a unit once
  const unit = stamp.weightIs === undefined ? ` ${weightNoun(stamp)}` : '';
  return [
    `Share of ${weight} by ${dimensionNoun(stamp.by, 1)} (%)`,
    baseWords(stamp.base),
    formatAsOf(stamp.asOf),
    `n = ${countOf(entities, stamp.by)}, ${formatQuantity(total)}${unit}`,
    unknown.share > 0 ? `${formatQuantity(unknown.value)}${unit} (${formatShare(unknown.share)}) unknown` : null,
    ...(stamp.joined ?? []).map(joinedWords),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

type NumbersProps = { dataset: Dataset; spec: ViewSpec; result: ViewResult; selected: readonly string[] };

/** Finding of a view and what its numbers are; says when new ones are on the way. */
function Finding({ result }: { result: ViewResult }) {
  const late = useLate();
  return <ScreenHead title={result.finding} subtitle={late ? `updating… ${subtitle(result)}` : subtitle(result)} />;
}

/** Charts, ranked table and indices of a view that has something to rank; drawn again for new numbers, not while they are on the way. */
export const ViewNumbers = memo(function ViewNumbers({ dataset, spec, result, selected }: NumbersProps) {
  const setSelection = useUi((state) => state.setSelection);
  const showRecords = useUi((state) => state.showRecords);
  const [metric, setMetric] = useState<string | null>(null);
  const { by } = spec;
  const select = useCallback((keys: readonly string[]) => setSelection(keys.length > 0 ? { by, keys } : null), [by, setSelection]);
  const focused = useRef<TableRow | null>(null);
  const focus = useCallback((row: TableRow) => {
    focused.current = row;
  }, []);
  const records = (key: string | null | undefined) => showRecords(recordsOf(spec, key));
  const recordsOfRow = (row: TableRow) => {
    if (row.total) return records(row.total === 'unknown' ? null : undefined);
    showRecords(row.level === 1 ? nestedRecords(dataset, spec, row) : recordsOf(spec, row.key));
  };
  // What has the focus is what is asked about: an index, a row of the table, else the selection or the whole view.
  useCommandHandler('lineage.records', () => {
    const active = document.activeElement;
    const index = active?.closest<HTMLElement>('[data-metric]')?.dataset.metric;
    if (index !== undefined) return setMetric(index);
    const inTable = active?.closest('[role="row"]') != null;
    const inCard = active?.closest('aside') != null;
    if (inTable && focused.current !== null) return recordsOfRow(focused.current);
    records(!inCard && selected.length === 1 ? selected[0] : undefined);
  });
  const latest = useRef({ recordsOfRow, records });
  latest.current = { recordsOfRow, records };
  const onRow = useCallback((row: TableRow) => latest.current.recordsOfRow(row), []);
  const onRecords = useCallback((key: string | null | undefined) => latest.current.records(key), []);
  const onRemoveThese = useCallback(
    () => testWithout(spec, selected, `Remove ${countOf(selected.length, spec.by)} in the test`),
    [spec, selected],
  );
  const onFilterThese = useCallback(() => changeView({ ...spec, where: filteredTo(dataset, spec, selected) }), [dataset, spec, selected]);
  const toggle = (id: string, extend: boolean) => {
    const others = selected.filter((key) => key !== id);
    select(extend ? (selected.includes(id) ? others : [...selected, id]) : selected.length === 1 && selected[0] === id ? [] : [id]);
  };
  return (
    <>
      <Finding result={result} />
      <TabActions>
        <ViewActions dataset={dataset} spec={spec} selected={selected.length} onRemoveThese={onRemoveThese} onFilterThese={onFilterThese} />
      </TabActions>
      <Notes spec={spec} result={result} />
      <StaleScope className={styles.columns}>
        <div className={styles.main}>
          <ViewCharts dataset={dataset} spec={spec} result={result} selected={selected} onSelect={toggle} />
          <RankedTable
            key={[spec.dataset, spec.by, result.stamp.split, result.stamp.columns].join(' ')}
            result={result}
            selected={selected}
            onSelect={select}
            onFocus={focus}
            onRecords={onRow}
          />
        </div>
        <ViewAside dataset={dataset} spec={spec} result={result} metric={metric} onMetric={setMetric} onRecords={onRecords} />
      </StaleScope>
    </>
  );
});

/** What has to be read before the numbers: lines of sums among the records, weight that is missing, or states bounds. */
function Notes({ spec, result }: { spec: ViewSpec; result: ViewResult }) {
  const { sums } = result;
  const isJoined = result.stamp.joined?.some(({ column }) => column === spec.weight) ?? false;
  return (
    <>
      {sums && (
        <Notice
          tone="warning"
          title={sumsWords(sums, 'counted')}
          choices={
            <Button size="small" onPress={() => changeView({ ...spec, where: sums.without })}>
              {sums.records === 1 ? 'Leave it out' : 'Leave them out'}
            </Button>
          }
        />
      )}
      {result.baseLeftOut && (
        <p className={styles.openNote} role="note">
          {`${plural(result.baseLeftOut.rows, 'record')} not stated to be ${baseWords(result.stamp.base)} left out, ${formatCount(result.baseLeftOut.unstated)} of them neither way`}
        </p>
      )}
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
    </>
  );
}

/** The filter of a view with its records kept to those of the groups selected in it. */
function filteredTo(dataset: Dataset, { by, where }: ViewSpec, selected: readonly string[]): string {
  const type = dataset.columns.find(({ name }) => name === by)?.type;
  return withCondition(where, conditionOf(by, selected, type !== 'text'));
}

/** The records of a nested line: those of its group that have its value. */
function nestedRecords(dataset: Dataset, spec: ViewSpec, { parent, key, unknown }: TableRow) {
  const { split, where } = wholeSpec(spec);
  const type = dataset.columns.find(({ name }) => name === split)?.type;
  const condition = unknown ? `${quotedColumn(split)} is null` : conditionOf(split, [key], type !== 'text');
  return recordsOf({ ...spec, split: '', where: where === '' ? condition : `(${where}) and ${condition}` }, parent);
}
