import { Scissors } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import {
  axisEnd,
  type ChartFrame,
  type RemovalCurveChart,
  removalCurve,
  removalsOfMark,
  removalTitle,
} from '../../../shared/charts/index.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatCount,
  formatQuantity,
  formatShare,
  joinedWords,
} from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Notice, Panel, SaveDialog, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { errorValue } from '../../state/errors.ts';
import { useCase } from '../../state/queries.ts';
import { recordsOf } from '../../state/records.ts';
import { useUi } from '../../state/ui.ts';
import { FilterProblem } from '../views/FilterEditor.tsx';
import { BreakingPointCard, ProofCard } from './BreakingPointCard.tsx';
import { CountryMap } from './CountryMap.tsx';
import { DeclarationGate, useDeclarations } from './DeclarationPart.tsx';
import type { Evaluation, Preview } from './preview.ts';
import { RemovalShelf } from './RemovalShelf.tsx';
import { RemovalSlider } from './RemovalSlider.tsx';
import { NowLine, NowMark, RemovedCard } from './RemovedNow.tsx';
import styles from './removal.module.css';
import { ScenarioActions } from './ScenarioActions.tsx';
import { SupplierTable } from './SupplierTable.tsx';
import { showing, testKey, useSeen } from './seen.ts';
import { unitsWithoutGpus } from './served.ts';
import { CommonModeTab } from './tabs/CommonModeTab.tsx';
import { DatasetsTab } from './tabs/DatasetsTab.tsx';
import { HeadroomTab } from './tabs/HeadroomTab.tsx';
import { SensitivityTab } from './tabs/SensitivityTab.tsx';
import { SingleLossTab } from './tabs/SingleLossTab.tsx';
import { WorkloadsTab } from './tabs/WorkloadsTab.tsx';
import { usePlacement } from './usePlacement.ts';
import { type RemovalState, useRemoval } from './useRemoval.ts';
import { useRemovedUnits } from './useRemovedUnits.ts';
import { useVerification } from './useVerification.ts';

const NONE: readonly string[] = [];

type DetailTab = 'suppliers' | 'workloads' | 'single' | 'common' | 'headroom' | 'sensitivity' | 'datasets';

const FILTER_CODES = new Set(['filter-syntax', 'filter-type', 'unknown-column']);

/** Removal test: remove suppliers by rule or by hand and see which workloads stop being servable. */
export function RemovalScreen() {
  const state = useRemoval();
  const { dataset, spec, missing, preview, error } = state;
  const { setRemoval, go } = useUi();
  const by = spec?.by ?? '';
  const units = useRemovedUnits(preview, by);
  const [editing, setEditing] = useState(false);
  const declarations = useDeclarations(dataset?.id ?? null);
  const declaration = declarations && (declarations.find(({ declared }) => declared.by === by) ?? null);
  const explored = useUi((ui) => ui.removal.explored);
  const caseId = useCase().data?.id ?? null;
  const testOnShow = caseId && spec ? testKey(caseId, spec.dataset, by) : null;
  const shown = showing({
    declared: declaration === undefined ? undefined : declaration !== null,
    explored,
    seen: useSeen(({ keys }) => testOnShow !== null && keys.includes(testOnShow)),
  });
  const answered = shown === 'result' && preview !== null && testOnShow !== null;
  useEffect(() => {
    if (answered && testOnShow !== null) useSeen.getState().see(testOnShow);
  }, [answered, testOnShow]);

  if (!dataset)
    return (
      <EmptyState
        icon={<Scissors size={28} />}
        title="Choose a dataset to test"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        The test removes suppliers from a dataset and asks which workloads the rest can still serve.
      </EmptyState>
    );
  if (!spec && state.choosing) return <p className={styles.quiet}>Reading what this dataset can serve…</p>;
  if (!spec) return <EmptyState icon={<Scissors size={28} />} title="Choose a workload; the test has no meaning without one" />;

  const problem: ErrorValue | null = error ? errorValue(error) : null;
  const filterError = problem && FILTER_CODES.has(problem.code) ? problem : null;
  const onSpec = (next: RemovalSpec) =>
    setRemoval(next.by === spec.by && next.where === spec.where ? { spec: next } : { spec: next, removed: [], k: 0 });
  return (
    <div className={styles.screen}>
      <RemovalShelf
        dataset={dataset}
        spec={spec}
        removed={units.removed}
        missing={missing}
        filterError={filterError}
        editing={editing}
        declaration={declaration}
        shown={shown === 'result'}
        onEditing={setEditing}
        onSpec={onSpec}
        onScenario={(scenario) => setRemoval({ spec: scenario.spec, removed: scenario.removed, k: scenario.removed.length })}
      />
      {missing.length > 0 && (
        <Notice
          tone="warning"
          title={`This template leaves a choice to you: ${missing.map((item) => item.field.replaceAll('_', ' ')).join(', ')}`}
          choices={
            <Button size="small" onPress={() => setEditing(true)}>
              Set it
            </Button>
          }
        >
          The test runs as soon as it is set; no value is assumed.
        </Notice>
      )}
      {filterError ? (
        <FilterProblem text={spec.where} problem={filterError} />
      ) : (
        problem && <ErrorNotice error={error} effect="No result is shown for this test." />
      )}
      {preview && shown === 'gate' && <DeclarationGate spec={spec} onExplore={() => setRemoval({ explored: true })} />}
      {shown === 'result' && preview && units.evaluation && (
        <Test key={spec.by} state={state} spec={spec} preview={preview} evaluation={units.evaluation} units={units} onSpec={onSpec} />
      )}
    </div>
  );
}

type TestProps = {
  state: RemovalState;
  spec: RemovalSpec;
  preview: Preview;
  evaluation: Evaluation;
  units: ReturnType<typeof useRemovedUnits>;
  onSpec: (spec: RemovalSpec) => void;
};

function Test({ state, spec, preview, evaluation: counted, units, onSpec }: TestProps) {
  const solver = useVerification(spec, state.result);
  const { checking } = state;
  const result = solver.closed ?? state.result;
  const { removed, toggle, add, move, gesture, reset } = units;
  const { model } = preview;
  const [tab, setTab] = useState<DetailTab>('suppliers');
  const [naming, setNaming] = useState<string | null>(null);
  const { combinations, costs } = useMemo(() => wholeRemovalSpec(spec), [spec]);
  const { evaluation, placing } = usePlacement(spec, preview, counted, removed);
  const combine = (name: string) => {
    // A group that is combined again brings its members along.
    const parts = removed.flatMap((id) => combinations.find((group) => group.name === id)?.members ?? [id]);
    onSpec({ ...spec, combinations: [...combinations.filter((group) => !removed.includes(group.name)), { name, members: parts }] });
    reset();
  };
  const focused = useRef<string | null>(null);
  const focus = useCallback((id: string) => {
    focused.current = id;
  }, []);
  const { setFooter, showRecords } = useUi.getState();
  const records = useCallback(
    (id: string) => {
      const { dataset, by, where, entities } = spec;
      showRecords(recordsOf({ dataset, by, where, entities, weight: 'count' }, id));
    },
    [spec, showRecords],
  );
  const noun = dimensionNoun(spec.by, 2);

  useCommandHandler('lineage.records', () => focused.current !== null && records(focused.current));
  useCommandHandler('removal.toggle', () => focused.current !== null && toggle(focused.current));

  const shownResult = useMemo(
    () =>
      result ?? {
        stamp: model.stamp,
        by: spec.by,
        threshold: model.threshold,
        units: model.units.length,
        demand: model.demand,
        served0: preview.servedByAll.low,
        below: model.below,
        breakingPoint: { low: null, high: preview.candidate, proven: false, members: [] },
        curves: [{ order: 'largest-first' as const, ...preview.largestFirst }],
      },
    [result, model, preview, spec.by],
  );
  // The axis grows in doublings, so that moving the slider redraws nothing.
  let most = axisEnd(shownResult);
  while (most < Math.min(removed.length, model.units.length)) most = Math.min(model.units.length, most * 2);
  const input = useMemo(
    () => ({
      result: shownResult,
      checking,
      unservable: preview.model.unservable,
      baseRemoved: Array.from(preview.baseRemoved.subarray(0, most + 1)),
      kMost: most,
    }),
    [shownResult, checking, preview, most],
  );
  const build = useCallback((frame: ChartFrame) => removalCurve(input, frame), [input]);

  const without = unitsWithoutGpus(model);
  useEffect(() => {
    setFooter([
      { value: formatCount(model.units.length), label: without > 0 ? `${noun}, ${formatCount(without)} without GPUs` : noun },
      { value: formatCount(evaluation.count), label: 'removed' },
      {
        value: `${formatQuantity(evaluation.gpus)} of ${formatQuantity(preview.totalGpus)}`,
        label: `GPUs (${formatShare(evaluation.baseShare)})`,
      },
    ]);
  }, [setFooter, model, noun, without, evaluation, preview]);

  // Counts of a test that is not on show any more belong to no dataset.
  useEffect(() => () => setFooter([]), [setFooter]);

  const removeUpTo = useCallback(
    (mark: string) => {
      gesture('start');
      move(removalsOfMark(mark));
      gesture('end');
    },
    [gesture, move],
  );
  const hint = useMemo(() => <NowLine preview={preview} costs={costs} />, [preview, costs]);
  const overlay = useCallback((chart: RemovalCurveChart) => <NowMark chart={chart} preview={preview} />, [preview]);
  return (
    <>
      <ScreenHead
        title={removalTitle(input)}
        subtitle={subtitleOf(preview, spec)}
        actions={state.dataset && <ScenarioActions dataset={state.dataset} spec={spec} removed={removed} missing={state.missing} />}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <section className={styles.chartPanel} aria-label="Removal curve">
            <Chart build={build} height={312} overlay={overlay} hint={hint} onSelect={removeUpTo} />
            <RemovalSlider most={most} units={model.units.length} noun={noun} onMove={move} onGesture={gesture} onReset={reset} />
          </section>
          <section className={styles.tablePanel} aria-label="Details">
            <Tabs
              label="Details"
              selected={tab}
              onSelect={setTab}
              className={styles.tabs}
              items={[
                {
                  id: 'suppliers',
                  label: 'Suppliers',
                  content: (
                    <>
                      {spec.by === 'country' && <CountryMap preview={preview} removed={removed} onToggle={toggle} />}
                      <SupplierTable
                        preview={preview}
                        by={spec.by}
                        removed={removed}
                        onToggle={toggle}
                        onFocus={focus}
                        onRecords={records}
                      />
                    </>
                  ),
                },
                {
                  id: 'workloads',
                  label: 'Workloads',
                  content: (
                    <WorkloadsTab
                      spec={spec}
                      preview={preview}
                      evaluation={evaluation}
                      removed={removed}
                      breaking={result?.breakingPoint.members ?? NONE}
                    />
                  ),
                },
                { id: 'single', label: 'Single loss', content: <SingleLossTab spec={spec} model={model} onRemove={add} /> },
                { id: 'common', label: 'Common mode', content: <CommonModeTab spec={spec} model={model} onSpec={onSpec} /> },
                { id: 'headroom', label: 'Headroom', content: <HeadroomTab spec={spec} model={model} removed={removed} /> },
                { id: 'sensitivity', label: 'Sensitivity', content: <SensitivityTab spec={spec} /> },
                { id: 'datasets', label: 'Datasets', content: <DatasetsTab spec={spec} removed={removed} /> },
              ]}
            />
          </section>
        </div>
        <aside className={styles.aside} aria-label="Breaking point">
          <BreakingPointCard preview={preview} result={result} checking={checking} by={spec.by} closed={solver.closed !== null} />
          <ProofCard spec={spec} preview={preview} result={result} checking={checking} solver={solver} />
          <RemovedCard
            removed={removed}
            evaluation={evaluation}
            preview={preview}
            costs={costs}
            placing={placing}
            onRestore={toggle}
            onCombine={removed.length > 1 ? () => setNaming(`Group ${formatCount(combinations.length + 1)}`) : undefined}
          />
          <SaveDialog
            what="group"
            name={naming}
            onName={setNaming}
            taken={[]}
            description={`The ${countOf(removed.length, spec.by)} removed now become one unit that is lost at once. “options” takes the group apart.`}
            onSave={combine}
          />
          {model.notes.length > 0 && (
            <Panel title="How the data were read">
              <ul className={styles.notes}>
                {model.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Panel>
          )}
        </aside>
      </div>
    </>
  );
}

function subtitleOf({ model, totalGpus }: Preview, spec: RemovalSpec): string {
  const { stamp } = model;
  const without = unitsWithoutGpus(model);
  return [
    `Servable share of the demand (%) by ${dimensionNoun(spec.by, 2)} removed`,
    baseWords(stamp.base),
    formatAsOf(stamp.asOf),
    `n = ${countOf(model.units.length, spec.by)}${without > 0 ? ` (${formatCount(without)} without GPUs)` : ''}, ${formatQuantity(totalGpus)} GPUs`,
    `${wholeRemovalSpec(spec).mode} placement`,
    ...(stamp.joined ?? []).map(joinedWords),
  ].join(' · ');
}
