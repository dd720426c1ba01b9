import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { useEffect } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import type { Together, ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import {
  dimensionNoun,
  formatCount,
  formatQuantity,
  plural,
  shareRangeWords,
  statedWords,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, ScreenHead } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { errorValue } from '../../state/errors.ts';
import { queryKeys } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { changeView } from '../../state/view.ts';
import { FilterProblem } from './FilterEditor.tsx';
import { Shelf } from './Shelf.tsx';
import { StaleNumbers } from './Stale.tsx';
import { useView } from './useView.ts';
import { ViewNumbers } from './ViewNumbers.tsx';
import styles from './views.module.css';

const NONE: readonly string[] = [];
const WEIGHT_CODES = new Set(['formula-invalid']);
const FILTER_CODES = new Set(['filter-syntax', 'filter-type', 'unknown-column']);

/** Builds one view: how concentrated, in what, for whom, always with bounds and rows. */
export function BuilderTab({ dataset }: { dataset: Dataset }) {
  const { spec, shown, result, stale, error, retry } = useView();
  const selection = useUi((state) => state.selection);
  const setFooter = useUi((state) => state.setFooter);
  const selected = selection && selection.by === shown?.by ? selection.keys : NONE;

  const client = useClient();
  const handle = result?.handle;
  const together = useQuery({
    queryKey: [...queryKeys.case, 'together', handle, selected],
    queryFn: ({ signal }) => client.views.together({ handle: handle as string, keys: [...selected] }, { signal }),
    enabled: handle !== undefined && selected.length > 0,
  }).data;
  useEffect(() => {
    setFooter(result ? footerCounts(result, selected, together) : []);
    return () => setFooter([]);
  }, [result, selected, together, setFooter]);

  if (!spec || !shown)
    return (
      <EmptyState title="This dataset has no text column to group by">
        A view needs a dimension such as operator, provider or country.
      </EmptyState>
    );

  const problem: ErrorValue | null = error ? errorValue(error) : null;
  const weightError = problem && (WEIGHT_CODES.has(problem.code) || problem.details.formula === spec.weight) ? problem : null;
  const filterError = problem && !weightError && FILTER_CODES.has(problem.code) ? problem : null;
  return (
    <div className={styles.screen}>
      <Shelf dataset={dataset} spec={spec} filterError={filterError} weightError={weightError} />
      {problem && (
        <>
          <ScreenHead title="This view has no numbers" subtitle={`${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}`} />
          {weightError ? (
            <FilterProblem text={spec.weight} problem={weightError} onText={(weight) => changeView({ ...spec, weight })} />
          ) : filterError ? (
            <FilterProblem text={spec.where} problem={filterError} onText={(where) => changeView({ ...spec, where })} />
          ) : (
            <ErrorNotice error={error} effect="Nothing is shown for it." onRetry={retry} />
          )}
        </>
      )}
      {result &&
        (isEmpty(result) ? (
          <NothingLeft dataset={dataset} result={result} spec={spec} />
        ) : (
          <StaleNumbers stale={stale}>
            <ViewNumbers dataset={dataset} spec={shown} result={result} selected={selected} />
          </StaleNumbers>
        ))}
    </div>
  );
}

/** Counts of a view for the footer. */
function footerCounts(result: ViewResult, selected: readonly string[], together: Together | undefined) {
  const { stamp, entities, total } = result;
  const counts = [
    { value: formatCount(entities), label: dimensionNoun(stamp.by, entities) },
    { value: formatQuantity(total), label: statedWords(result, weightNoun(stamp)) },
  ];
  if (selected.length === 0) return counts;
  return [
    ...counts,
    { value: formatCount(selected.length), label: 'selected' },
    {
      value: together ? shareRangeWords(together.share, together.shareRange) : '…',
      label: `of all ${weightNoun(stamp.weight)} in the selection`,
    },
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
