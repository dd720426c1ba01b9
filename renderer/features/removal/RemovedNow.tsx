import type { RemovalCurveChart } from '../../../shared/charts/index.ts';
import { formatCount, formatShare } from '../../../shared/format/index.ts';
import { verdictWords } from '../../../shared/resilience/readings.ts';
import { Button, Panel, Tag } from '../../app/controls/index.ts';
import { useLive } from './live.ts';
import { type Evaluation, evaluate, type Preview } from './preview.ts';
import styles from './removal.module.css';
import { servedShare, servedUnit, servedWords } from './served.ts';

const SHOWN_TAGS = 12;

/** Where the removal on show stands in the chart; moves without a redraw of it. */
export function NowMark({ chart, preview }: { chart: RemovalCurveChart; preview: Preview }) {
  const removed = useLive((state) => state.removed);
  const { count, served } = evaluate(preview, removed);
  const { demand, below } = preview.model;
  const x = chart.xOf(Math.min(count, chart.kMost));
  const y = chart.yOf(demand > 0 ? Math.min(1, served.low / demand) : 0);
  const high = chart.yOf(demand > 0 ? Math.min(1, served.high / demand) : 0);
  return (
    <g className={served.low < below ? styles.nowBelow : styles.now}>
      <line x1={x} x2={x} y1={chart.plot.top} y2={chart.plot.top + chart.plot.height} />
      {y - high > 1 && <line className={styles.nowRange} x1={x} x2={x} y1={high} y2={y} />}
      <circle cx={x} cy={y} r={6} />
    </g>
  );
}

/** The removal on show in one line under the chart. */
export function NowLine({ preview }: { preview: Preview }) {
  const removed = useLive((state) => state.removed);
  const { model } = preview;
  const evaluation = evaluate(preview, removed);
  const below = evaluation.served.low < model.below;
  return (
    <span className={styles.nowLine}>
      <b>{formatCount(evaluation.count)}</b> removed · {formatShare(evaluation.baseShare)} of base ·{' '}
      <b>{servedWords(model, evaluation.served.low)}</b> {servedUnit(model)} ·{' '}
      <b className={below ? styles.bad : styles.good}>{verdictWords(evaluation.served, model.below, true)}</b>
    </span>
  );
}

type RemovedCardProps = {
  removed: readonly string[];
  evaluation: Evaluation;
  preview: Preview;
  below: boolean;
  onRestore: (id: string) => void;
  /** makes one unit of the removed ones; absent where they cannot be combined */
  onCombine?: () => void;
};

/** What is removed now, each with its way back, and what stays servable. */
export function RemovedCard({ removed, evaluation, preview, below, onRestore, onCombine }: RemovedCardProps) {
  const { model } = preview;
  return (
    <Panel title="Removed now" aside={`${formatShare(evaluation.baseShare)} of base`}>
      {removed.length === 0 ? (
        <p className={styles.quiet}>Nothing is removed. Drag the slider, or press R on a row of the table.</p>
      ) : (
        <div className={styles.tags}>
          {removed.slice(0, SHOWN_TAGS).map((name) => (
            <Tag key={name} tone="removed" onRemove={() => onRestore(name)} removeLabel={`Restore ${name}`}>
              {name}
            </Tag>
          ))}
          {removed.length > SHOWN_TAGS && <span className={styles.quiet}>and {formatCount(removed.length - SHOWN_TAGS)} more</span>}
        </div>
      )}
      {onCombine && (
        <p className={styles.together}>
          <Button size="small" onPress={onCombine}>
            Lose them together as one…
          </Button>
        </p>
      )}
      <p className={styles.nowCard}>
        <b>{servedWords(model, evaluation.served.low)}</b> {servedUnit(model)} servable, {servedShare(model, evaluation.served)}
        <span className={below ? styles.bad : styles.good}>{verdictWords(evaluation.served, model.below)}</span>
      </p>
    </Panel>
  );
}
