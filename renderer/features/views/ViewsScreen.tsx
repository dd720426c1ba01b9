import { Table2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { ViewResult } from '../../../shared/case/view.ts';
import { type ChartFrame, lorenz, rankedBars, rankedBarsHeight } from '../../../shared/charts/index.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatCount,
  formatQuantity,
  formatShare,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Notice, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { errorValue } from '../../state/errors.ts';
import { useUi } from '../../state/ui.ts';
import { FilterProblem } from './FilterEditor.tsx';
import { IndexCard } from './IndexCard.tsx';
import { RankedTable } from './RankedTable.tsx';
import { Shelf, type Shown, ViewActions } from './Shelf.tsx';
import { useView } from './useView.ts';
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
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Views: how concentrated, in what, for whom, always with bounds and rows. */
export function ViewsScreen() {
  const { dataset, spec, result, stale, error } = useView();
  const { setView, selection, setSelection, setFooter, removal, setRemoval, go } = useUi();
  const [shown, setShown] = useState<Shown>('10');
  const [tab, setTab] = useState<'pareto' | 'lorenz'>('pareto');
  const selected = selection && selection.by === spec?.by ? selection.keys : NONE;
  const by = spec?.by ?? '';
  const select = useCallback((keys: readonly string[]) => setSelection(keys.length > 0 ? { by, keys } : null), [by, setSelection]);

  const pareto = useCallback(
    (frame: ChartFrame) => rankedBars({ view: result as ViewResult, shown: Number(shown), selected }, frame),
    [result, shown, selected],
  );
  const curve = useCallback((frame: ChartFrame) => lorenz({ view: result as ViewResult }, frame), [result]);

  useEffect(() => {
    if (!result) return;
    const { stamp } = result;
    const share = result.top.filter((group) => selected.includes(group.key)).reduce((sum, group) => sum + group.share, 0);
    setFooter([
      { value: formatCount(result.entities), label: dimensionNoun(stamp.by, result.entities) },
      { value: formatQuantity(result.total), label: weightNoun(stamp.weight) },
      ...(selected.length > 0 ? [{ value: formatShare(share), label: `of all ${weightNoun(stamp.weight)} in the selection` }] : []),
    ]);
  }, [result, selected, setFooter]);

  if (!dataset)
    return (
      <EmptyState
        icon={<Table2 size={28} />}
        title="Choose a dataset to look at"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        A view ranks who holds the capacity: add a file under Sources, or open the sample case.
      </EmptyState>
    );
  if (!spec)
    return (
      <EmptyState title="This dataset has no text column to group by">
        A view needs a dimension such as operator, provider or country.
      </EmptyState>
    );

  const removeThese = () => {
    setRemoval({ spec: removal.spec ? { ...removal.spec, by: spec.by, where: spec.where } : null, removed: [...selected], k: 0 });
    go('removal');
  };
  const problem: ErrorValue | null = error ? errorValue(error) : null;
  const filterError = problem && FILTER_CODES.has(problem.code) ? problem : null;
  const toggle = (id: string, extend: boolean) => {
    const others = selected.filter((key) => key !== id);
    select(extend ? (selected.includes(id) ? others : [...selected, id]) : selected.length === 1 && selected[0] === id ? [] : [id]);
  };
  return (
    <div className={styles.screen}>
      <Shelf dataset={dataset} spec={spec} filterError={filterError} shown={shown} onShown={setShown} onSpec={setView} />
      {filterError ? (
        <FilterProblem text={spec.where} problem={filterError} />
      ) : (
        problem && <ErrorNotice error={error} effect="The numbers below belong to the view before." />
      )}
      {result && (
        <>
          <ScreenHead
            title={result.finding}
            subtitle={stale ? `updating… ${subtitle(result)}` : subtitle(result)}
            actions={<ViewActions dataset={dataset} spec={spec} selected={selected.length} onRemoveThese={removeThese} />}
          />
          {result.weightMissing > 0 && (
            <Notice
              tone="warning"
              title={`${formatCount(result.weightMissing)} of ${formatCount(result.rows)} records have no ${weightNoun(spec.weight)} and count as 0`}
            />
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
                          height={rankedBarsHeight(result, Number(shown), shown === '20' ? 18 : 21)}
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
              <RankedTable key={`${spec.dataset} ${spec.by}`} result={result} stale={stale} selected={selected} onSelect={select} />
            </div>
            <aside className={stale ? `${styles.aside} ${styles.stale}` : styles.aside} aria-label="Index card">
              <IndexCard result={result} />
            </aside>
          </div>
        </>
      )}
    </div>
  );
}
