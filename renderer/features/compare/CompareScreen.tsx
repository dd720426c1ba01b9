import { ArrowLeftRight } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { Compared, ComparedSide, CompareResult } from '../../../shared/case/compare.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { alignedSpecs, notComparableMark } from '../../../shared/compare/comparability.ts';
import { formatChange, PART_WORDS, seriesHeadline, seriesSteps } from '../../../shared/compare/headline.ts';
import { NO_BOUND } from '../../../shared/compare/metric-rows.ts';
import { moveWords } from '../../../shared/compare/move-words.ts';
import { areOneSeries, isOneSeries } from '../../../shared/compare/series.ts';
import { formatAsOf, formatCount } from '../../../shared/format/index.ts';
import { Badge, Button, EmptyState, ErrorNotice, ScreenHead, Segments, Tabs } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { changeCompare } from '../../state/compare.ts';
import { errorValue } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { useDatasets } from '../../state/queries.ts';
import { useAddToReport } from '../../state/report-add.ts';
import { type CompareChoice, useUi } from '../../state/ui.ts';
import { FilterProblem } from '../views/FilterEditor.tsx';
import { ChangeTab } from './ChangeTab.tsx';
import { ClaimsTab } from './ClaimsTab.tsx';
import { ComparabilityPanel, Guard } from './ComparabilityPanel.tsx';
import { CompareActions, CompareShelf } from './CompareShelf.tsx';
import styles from './compare.module.css';
import { EntitiesTab } from './EntitiesTab.tsx';
import { answering, commonViews, lacking, latestPair, seriesOf, sideLabels } from './proposals.ts';
import { SeriesTab } from './SeriesTab.tsx';
import { SidesTab } from './SidesTab.tsx';
import { useCompare } from './useCompare.ts';
import { distanceWords, measureWords, sideWords } from './words.ts';

const FILTER_CODES = new Set(['filter-syntax', 'filter-type', 'unknown-column']);

/** Compare: like-for-like difference of snapshots, networks or entity policies, and the reason for it. */
export function CompareScreen() {
  const datasets = useDatasets().data ?? [];
  const { compare, setCompareTab, go } = useUi();
  const known = compare?.sides.every(({ dataset }) => datasets.some(({ id }) => id === dataset)) ? compare : null;
  const latest = latestPair(datasets);
  const series = latest ? seriesOf(datasets, latest[1]) : [];

  const choose = (chosen: readonly Dataset[], label: string): boolean => {
    const sides = commonViews(chosen, known?.sides[0] ?? null);
    if (sides) changeCompare({ sides, to: 1, anyway: false }, label);
    return sides !== null;
  };
  const takeSeries = () => {
    const of = datasets.find(({ id }) => id === known?.sides[0]?.dataset) ?? latest?.[1];
    if (of && choose(answering(seriesOf(datasets, of), known?.sides[0]), 'Compare all snapshots')) setCompareTab('series');
  };
  useCommandHandler('compare.series', takeSeries, { enabled: series.length > 1 });

  if (known) return <Comparison datasets={datasets} choice={known} />;
  if (!latest) {
    const [only] = datasets;
    const sides = only ? commonViews([only, only]) : null;
    return (
      <Proposal>
        <EmptyState
          icon={<ArrowLeftRight size={28} />}
          title="Two datasets are needed"
          actions={
            <>
              <Button variant="primary" onPress={() => go('sources')}>
                Go to Sources
              </Button>
              {sides && (
                <Button
                  onPress={() => {
                    const policies = sides.map((side, index) => ({
                      ...side,
                      entities: index === 0 ? ('none' as const) : ('confirmed' as const),
                    }));
                    changeCompare({ sides: policies, to: 1, anyway: false }, 'Compare entity policies');
                  }}
                >
                  Compare entity policies of {only?.name}
                </Button>
              )}
            </>
          }
        >
          A comparison puts two or more snapshots or networks side by side and splits what differs into its causes. Two entity policies of
          one dataset compare too.
        </EmptyState>
      </Proposal>
    );
  }
  const [before, after] = latest;
  return (
    <Proposal>
      <EmptyState
        icon={<ArrowLeftRight size={28} />}
        title={`Compare the two latest ${isOneSeries(before.name, after.name) ? 'snapshots' : 'datasets'}?`}
        actions={
          <>
            <Button variant="primary" autoFocus onPress={() => choose(latest, 'Compare the two latest snapshots') || openPlain(latest)}>
              Compare {before.name} with {after.name}
            </Button>
            {series.length > 2 && <Button onPress={takeSeries}>Compare all {formatCount(series.length)} as a series</Button>}
          </>
        }
      >
        {`${before.name} (${formatAsOf(before.asOf)}) and ${after.name} (${formatAsOf(after.asOf)}). What is alike is checked before any number is shown.`}
      </EmptyState>
    </Proposal>
  );
}

/** The screen before anything is compared. */
function Proposal({ children }: { children: ReactNode }) {
  return (
    <div className={styles.screen}>
      <ScreenHead title="Compare" subtitle="Snapshots, networks or entity policies side by side, and why they differ" />
      {children}
    </div>
  );
}

/** Two datasets without a common dimension, each by its own first one: the table of what is alike says what to choose. */
function openPlain(datasets: readonly Dataset[]): void {
  const sides = datasets.flatMap((dataset) => commonViews([dataset]) ?? []);
  if (sides.length === datasets.length) changeCompare({ sides, to: 1, anyway: false }, 'Compare');
}

function Comparison({ datasets, choice }: { datasets: readonly Dataset[]; choice: CompareChoice }) {
  const spec = useMemo(() => ({ sides: [...choice.sides], steps: 'from-first' as const, anyway: choice.anyway }), [choice]);
  const { result, stale, error, retry } = useCompare(spec);
  const setFooter = useUi((state) => state.setFooter);
  const change = result?.changes.find(({ to }) => to === choice.to) ?? result?.changes[0] ?? null;

  const set = (after: Partial<CompareChoice>, label: string) => changeCompare({ ...choice, ...after }, label);
  const align = (id: Compared) =>
    set(
      {
        sides: alignedSpecs(
          choice.sides,
          id,
          choice.sides.map(({ dataset }) => datasets.find((each) => each.id === dataset)?.base ?? null),
        ),
      },
      'Compare: aligned',
    );
  const anyway = (shown: boolean) => set({ anyway: shown }, shown ? 'Compare: shown anyway' : 'Compare: hidden again');
  useCommandHandler('compare.anyway', () => anyway(!choice.anyway), { enabled: result !== null && !result.comparable });

  const letter = result?.sides[choice.to]?.letter;
  useEffect(() => {
    setFooter(
      change
        ? [
            { value: formatCount(change.counts.matched), label: 'in both' },
            { value: formatCount(change.counts.entered), label: moveWords('entered', change.inTime, letter) },
            { value: formatCount(change.counts.left), label: moveWords('left', change.inTime, letter) },
          ]
        : [],
    );
    return () => setFooter([]);
  }, [change, letter, setFooter]);

  const problem = result?.sides.find((side) => side.problem !== null)?.problem ?? null;
  const filterError = problem && FILTER_CODES.has(problem.code) && choice.sides[0]?.where !== '' ? { ...problem, details: {} } : null;
  return (
    <div className={styles.screen}>
      <CompareShelf datasets={datasets} choice={choice} filterError={filterError} />
      {Boolean(error) && (
        <>
          <ScreenHead title="These sides have no comparison" />
          <ErrorNotice error={errorValue(error)} effect="Nothing is shown for them." onRetry={retry} />
        </>
      )}
      {result?.sides.map(
        (side) =>
          side.problem !== null &&
          !filterError &&
          (result.comparable || side.problem.code !== 'unknown-column') && (
            <ErrorNotice key={side.letter} error={{ ...side.problem, details: {} }} effect={`Side ${side.letter} has no numbers.`} />
          ),
      )}
      {filterError && <FilterProblem text={choice.sides[0]?.where ?? ''} problem={filterError} />}
      {!result && !error && <p className={styles.quiet}>Looking whether the sides are alike…</p>}
      {result && <Numbers datasets={datasets} choice={choice} result={result} stale={stale} onAlign={align} onAnyway={anyway} />}
    </div>
  );
}

/** The finding of all sides in the order of their dates. */
function seriesTitle({ sides, changes }: CompareResult): string {
  const ordered = [...sides].sort((x, y) => ((x.dataset.asOf ?? '9999') < (y.dataset.asOf ?? '9999') ? -1 : 1));
  return seriesHeadline(
    ordered.map(({ dataset, metrics }) => ({ name: dataset.name, hhi: metrics?.hhi ?? NO_BOUND })),
    areOneSeries(ordered.map(({ dataset }) => dataset.name)),
    seriesSteps({ sides, changes }),
  );
}

type NumbersProps = {
  datasets: readonly Dataset[];
  choice: CompareChoice;
  result: CompareResult;
  stale: boolean;
  onAlign: (id: Compared) => void;
  onAnyway: (anyway: boolean) => void;
};

function Numbers({ datasets, choice, result, stale, onAlign, onAnyway }: NumbersProps) {
  const { compareTab, setCompareTab } = useUi();
  const { sides, changes, mark, checks } = result;
  const labels = useMemo(() => sideLabels(sides.map(({ spec, dataset }) => ({ spec, name: dataset.name, asOf: dataset.asOf }))), [sides]);
  const change = changes.find(({ to }) => to === choice.to) ?? changes[0] ?? null;
  const a = sides[0] as ComparedSide;
  const b = sides[change?.to ?? 1] as ComparedSide;
  const pair = useMemo(() => [labels[0], labels[change?.to ?? 1]] as [string, string], [labels, change?.to]);
  const series = seriesOf(datasets, datasets.find(({ id }) => id === a.dataset.id) as Dataset);
  const further = series.filter(({ id }) => !choice.sides.some(({ dataset }) => dataset === id));
  const more = answering(further, a.spec).length;
  const lacks = further.flatMap((dataset) => {
    const column = lacking(dataset, a.spec);
    return column === null ? [] : [{ dataset: dataset.name, column }];
  });
  const blocked = notComparableMark(checks);
  const inSeries = compareTab === 'series' && (blocked === null || choice.anyway);
  const title = inSeries ? seriesTitle(result) : change ? change.headline : (blocked ?? 'No change to show');
  const shared = change && { change, a, b, labels: pair, mark, stale };
  const withheld = (
    <p className={styles.quiet}>
      {blocked === null
        ? 'A side has no numbers, so there is no change to show.'
        : 'The change is shown once the sides are alike, or shown anyway: the table beside says what differs.'}
    </p>
  );

  const takeOut = (index: number) =>
    changeCompare({ ...choice, sides: choice.sides.filter((_, at) => at !== index), to: 1 }, `Compare: ${sides[index]?.letter} taken out`);
  const { addComparison } = useAddToReport();
  const addToReport = () =>
    void addComparison(labels.join(' to ').slice(0, 200), { sides: [...choice.sides], steps: 'from-first', anyway: choice.anyway });
  useCommandHandler('compare.addToReport', addToReport);
  const copy = async () => {
    const { tell, fail } = useNotices.getState();
    const lines = [
      ...(mark ? [`MARKED: ${mark}`] : []),
      title,
      ...sides.map(sideWords),
      ...(change?.hhi
        ? Object.entries(change.hhi.parts).map(
            ([part, points]) => `${PART_WORDS[part as keyof typeof PART_WORDS].label} ${formatChange(points)}`,
          )
        : []),
    ];
    try {
      await navigator.clipboard.writeText(`${lines.join('\n')}\n`);
      tell('Comparison copied');
    } catch (error) {
      fail('Copy the comparison', error);
    }
  };
  return (
    <>
      <ScreenHead
        title={title}
        subtitle={
          <>
            {mark && <Badge tone="worst">{mark}</Badge>} {measureWords(a)}
            {' · '}
            {inSeries ? `${formatCount(sides.length)} snapshots` : pair.join(' to ')}
            {change && !inSeries && ` · ${distanceWords(change.days)}`}
            {stale && ' · updating…'}
          </>
        }
        actions={<CompareActions onCopy={() => void copy()} onAdd={addToReport} />}
      />
      <Guard result={result} anyway={choice.anyway} onAlign={onAlign} onAnyway={onAnyway} onTakeOut={takeOut} />
      <div className={styles.columns}>
        <div className={styles.main}>
          {changes.length > 1 && (compareTab === 'change' || compareTab === 'entities') && (
            <Segments
              label="Change from A to"
              value={String(change?.to ?? 1)}
              onChange={(to) => changeCompare({ ...choice, to: Number(to) }, `Compare: A to ${sides[Number(to)]?.letter}`)}
              items={changes.map(({ to }) => ({ id: String(to), label: `A to ${labels[to]}` }))}
            />
          )}
          <Tabs
            label="Comparison"
            selected={compareTab}
            onSelect={setCompareTab}
            className={styles.tabs}
            items={[
              { id: 'change', label: 'Why it changed', content: shared ? <ChangeTab {...shared} /> : withheld },
              { id: 'sides', label: 'Side by side', content: <SidesTab sides={sides} labels={labels} mark={blocked} stale={stale} /> },
              { id: 'entities', label: 'Entities', content: shared ? <EntitiesTab {...shared} /> : withheld },
              { id: 'claims', label: 'Claims', content: <ClaimsTab sides={sides} labels={labels} mark={blocked} /> },
              { id: 'series', label: 'Series', content: <SeriesTab datasets={datasets} choice={choice} more={more} lacks={lacks} /> },
            ]}
          />
        </div>
        <aside className={styles.aside} aria-label="What is alike">
          <ComparabilityPanel checks={checks} onAlign={onAlign} />
        </aside>
      </div>
    </>
  );
}
