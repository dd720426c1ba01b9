import { memo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { SamplingResult } from '../../../shared/case/measures.ts';
import type { ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import { formatCount, plural, samplingWords } from '../../../shared/format/index.ts';
import { parseFraction } from '../../../shared/metrics/exact.ts';
import { Button, Checkbox, Panel, Tag, TextField } from '../../app/controls/index.ts';
import { PackLines } from '../claims/PackLines.tsx';
import { DescribeDialog } from '../sources/DescribeDialog.tsx';
import { IndexCard } from './IndexCard.tsx';
import { type MetricAsk, MetricCardPanel } from './MetricCardPanel.tsx';
import { indexGroups } from './metrics.ts';
import { PinsPanel } from './Pins.tsx';
import { PLAIN_ASK, useMeasures } from './useMeasures.ts';
import { usePins } from './useSavedViews.ts';
import styles from './views.module.css';

type AsideProps = {
  dataset: Dataset;
  spec: ViewSpec;
  result: ViewResult;
  /** the metric whose card is open */
  metric: string | null;
  onMetric: (id: string | null) => void;
  onRecords: (key: string | null | undefined) => void;
};

/** Index card, or the card of one of its metrics; records, and pins below. */
export function ViewAside({ dataset, spec, result, metric, onMetric, onRecords }: AsideProps) {
  const pins = usePins().data ?? [];
  const aside = useRef<HTMLElement>(null);
  const [ask, setAsk] = useState(PLAIN_ASK);
  const [all, setAll] = useState(false);
  const measures = useMeasures(spec, ask);
  const late = measures.isPlaceholderData;
  const close = () => {
    const opened = metric;
    flushSync(() => onMetric(null));
    aside.current?.querySelector<HTMLElement>(`[data-metric="${CSS.escape(opened ?? '')}"]`)?.focus();
  };
  return (
    <aside
      ref={aside}
      className={metric !== null && late ? `${styles.aside} ${styles.stale}` : styles.aside}
      aria-label="Index card"
      data-single-keys
    >
      {metric !== null ? (
        <MetricCardPanel
          id={metric}
          dataset={dataset}
          measures={measures.data}
          error={measures.error}
          ask={ask}
          onAsk={setAsk}
          onClose={close}
        />
      ) : (
        <>
          <IndexCard result={result} groups={indexGroups(result, measures.data?.cards ?? [], all)} late={late} onMetric={onMetric} />
          <PackLines dataset={dataset} result={result} />
          <Panel title="More">
            <More dataset={dataset} sampling={measures.data?.sampling} ask={ask} onAsk={setAsk} all={all} onAll={setAll} />
          </Panel>
        </>
      )}
      <Panel title="Records behind these numbers">
        <div className={styles.records}>
          <Button size="small" onPress={() => onRecords(undefined)}>
            All {plural(result.rows, 'record')}
          </Button>
          {result.unknown.rows > 0 && (
            <Button size="small" onPress={() => onRecords(null)}>
              {formatCount(result.unknown.rows)} unknown
            </Button>
          )}
        </div>
      </Panel>
      <PinsPanel pins={pins} spec={spec} result={result} />
    </aside>
  );
}

/** What else is asked of the view. */
const More = memo(function More(props: {
  dataset: Dataset;
  sampling: SamplingResult | undefined;
  ask: MetricAsk;
  onAsk: (ask: MetricAsk) => void;
  all: boolean;
  onAll: (all: boolean) => void;
}) {
  const { dataset, sampling, ask, onAsk } = props;
  const without = sampling?.kind === 'sample' && sampling.intervals.length === 0 ? sampling.method : null;
  const [editing, setEditing] = useState(false);
  return (
    <div className={styles.more}>
      <Thresholds thresholds={ask.thresholds} onThresholds={(thresholds) => onAsk({ ...ask, thresholds })} />
      <Checkbox isSelected={props.all} onChange={props.onAll}>
        All indices
      </Checkbox>
      <p className={styles.sampling}>
        {dataset.sampling === 'sample'
          ? (without ?? `The records are ${samplingWords(dataset)}: cards give intervals.`)
          : dataset.sampling === 'census'
            ? 'The records are a census: ranges, never a confidence interval.'
            : 'Not stated whether the records are a census or a sample: counted as a census.'}{' '}
        <Button size="small" variant="link" onPress={() => setEditing(true)}>
          Change
        </Button>
      </p>
      {editing && <DescribeDialog dataset={dataset} onClose={() => setEditing(false)} />}
    </div>
  );
});

/** Further thresholds of the Nakamoto coefficient, each an exact fraction. */
function Thresholds({ thresholds, onThresholds }: { thresholds: readonly string[]; onThresholds: (thresholds: string[]) => void }) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const problem = (() => {
    if (wanted === '') return null;
    try {
      const { num, den } = parseFraction(wanted);
      return num < 0n || num >= den ? 'A threshold lies from 0 to below 1.' : null;
    } catch (error) {
      if (error instanceof ChokepointError) return `${error.value.message} ${error.value.advice}`;
      throw error;
    }
  })();
  const add = () => {
    if (wanted === '' || problem !== null || thresholds.includes(wanted)) return;
    onThresholds([...thresholds, wanted]);
    setText('');
  };
  return (
    <form
      className={styles.thresholds}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField label="Fewest to hold more than" value={text} onChange={setText} placeholder="4/5 or 0.9" error={problem} />
      <Button size="small" type="submit" isDisabled={wanted === '' || problem !== null}>
        Add
      </Button>
      {thresholds.map((threshold) => (
        <Tag
          key={threshold}
          removeLabel={`Remove the threshold ${threshold}`}
          onRemove={() => onThresholds(thresholds.filter((other) => other !== threshold))}
        >
          {threshold}
        </Tag>
      ))}
    </form>
  );
}
