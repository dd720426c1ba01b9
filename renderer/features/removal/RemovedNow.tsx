import type { RemovalCurveChart } from '../../../shared/charts/index.ts';
import { dimensionNoun, formatCount, formatShare } from '../../../shared/format/index.ts';
import { unownedWords } from '../../../shared/resilience/attack-words.ts';
import { verdictWords } from '../../../shared/resilience/readings.ts';
import { Button, Panel, Tag } from '../../app/controls/index.ts';
import { useLive } from './live.ts';
import { type Evaluation, evaluate, type Preview, type Served } from './preview.ts';
import styles from './removal.module.css';
import { costOf, servedNowWords, servedShare, servedUnit, servedWords } from './served.ts';

const SHOWN_TAGS = 12;

const verdictStyle = (served: Served, below: number): string | undefined =>
  served.low >= below ? styles.good : served.most < below ? styles.bad : styles.unsure;

/** Where the removal on show stands in the chart; moves without a redraw of it. */
export function NowMark({ chart, preview }: { chart: RemovalCurveChart; preview: Preview }) {
  const removed = useLive((state) => state.removed);
  const { count, served } = evaluate(preview, removed);
  const { demand, below } = preview.model;
  const x = chart.xOf(Math.min(count, chart.kMost));
  const [low, y, high] = [served.low, served.most, served.high].map((value) => chart.yOf(demand > 0 ? Math.min(1, value / demand) : 1)) as [
    number,
    number,
    number,
  ];
  return (
    <g className={served.most < below ? styles.nowBelow : styles.now}>
      <line x1={x} x2={x} y1={chart.plot.top} y2={chart.plot.top + chart.plot.height} />
      {low - high > 1 && <line className={styles.nowRange} x1={x} x2={x} y1={high} y2={low} />}
      <circle cx={x} cy={y} r={6} />
    </g>
  );
}

/** What the adverse reading takes away with the first removal, in words; `null` = nothing. */
const lostBeside = ({ unknownUnit, stamp }: Preview['model'], count: number): string | null =>
  count === 0 ? null : unownedWords(unknownUnit, dimensionNoun(stamp.by, 1));

/** The removal on show in two lines under the chart: what is gone, and what is left. */
export function NowLine({ preview, costs }: { preview: Preview; costs: Readonly<Record<string, number>> }) {
  const removed = useLive((state) => state.removed);
  const { model } = preview;
  const evaluation = evaluate(preview, removed);
  const { served } = evaluation;
  const lost = lostBeside(model, evaluation.count);
  return (
    <span className={styles.nowLine}>
      <b>{formatCount(evaluation.count)}</b> removed
      {Object.keys(costs).length > 0 && `, cost ${formatCount(costOf(costs, removed))}`} · {formatShare(evaluation.baseShare)} of base
      {lost !== null && ` · adversely also without ${lost}`}
      <br />
      <b>{servedNowWords(model, served)}</b> {servedUnit(model)} ·{' '}
      <b className={verdictStyle(served, model.below)}>{verdictWords(served, model.below, true)}</b>
    </span>
  );
}

type RemovedCardProps = {
  removed: readonly string[];
  evaluation: Evaluation;
  preview: Preview;
  costs: Readonly<Record<string, number>>;
  /** competing placement: jobs are being placed one by one for a better lower end */
  placing: boolean;
  onRestore: (id: string) => void;
  /** makes one unit of the removed ones; absent where they cannot be combined */
  onCombine?: () => void;
};

/** What is removed now, each with its way back, and what stays servable. */
export function RemovedCard({ removed, evaluation, preview, costs, placing, onRestore, onCombine }: RemovedCardProps) {
  const { model } = preview;
  const { served } = evaluation;
  const bounded = served.low !== served.most;
  const lost = lostBeside(model, evaluation.count);
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
        <b>{servedNowWords(model, served)}</b> {servedUnit(model)} servable, {servedShare(model, served)}
        <span className={verdictStyle(served, model.below)}>{verdictWords(served, model.below)}</span>
      </p>
      {lost !== null && <p className={styles.quiet}>The adverse reading also takes away {lost}.</p>}
      {model.mode === 'competing' && (
        <p className={styles.quiet}>
          All classes at once.{' '}
          {bounded
            ? `Upper bound by the GPUs that are left; for certain ${servedWords(model, served.low)}${placing ? ', jobs are being placed…' : '.'}`
            : 'Both bounds agree.'}
        </p>
      )}
      {Object.keys(costs).length > 0 && (
        <p className={styles.quiet}>
          Cost of these removals: {formatCount(costOf(costs, removed))}. The slider and the breaking point count units, the cheapest set
          counts cost.
        </p>
      )}
    </Panel>
  );
}
