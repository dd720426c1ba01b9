import type { Base } from '../../../shared/case/dataset.ts';
import type { Ladder } from '../../../shared/case/quality.ts';
import { baseWords, formatAsOf, formatShare } from '../../../shared/format/index.ts';
import { rungWords } from '../../../shared/quality/ladder.ts';
import { classes } from '../../app/controls/index.ts';
import styles from './ladder.module.css';

type Rung = Ladder['rungs'][number];

/** The count that is certain: the lower end where records state bounds. */
const leastOf = (count: Rung['counts'][number] | undefined): string => count?.range?.low ?? count?.gpus ?? '0';

/** Height of a step, 0..1 of the widest; a count above zero keeps a visible foot. */
function heightOf(gpus: string, most: number): number {
  const value = Number(gpus);
  return most > 0 && value > 0 ? Math.max(0.015, value / most) : 0;
}

/** The ladder as steps from left to right: height is the count, undisclosed rungs are hatched. */
export function LadderFigure({ rungs, ownBase }: { rungs: readonly Rung[]; ownBase: Base | null }) {
  const most = Math.max(0, ...rungs.map(({ counts }) => Number(leastOf(counts[0]))));
  const steps = rungs.map(({ rung, counts, wider, drop }) => ({ rung, head: counts[0], drop, of: wider }));
  return (
    <ol className={styles.ladder} aria-label="Supply base from wide to narrow">
      {steps.map(({ rung, head, drop, of }) => (
        <li key={rung} className={classes(styles.rung, rung === ownBase && styles.own)}>
          <div className={styles.well} aria-hidden>
            {head ? (
              <div className={styles.step} style={{ height: `${(heightOf(leastOf(head), most) * 100).toFixed(1)}%` }} />
            ) : (
              <div className={styles.undisclosed} />
            )}
          </div>
          <p className={styles.name}>{baseWords(rung)}</p>
          {head ? (
            <>
              <p className={styles.count}>{rungWords(head)}</p>
              <p className={styles.drop}>
                {drop !== null && of !== null && drop > 0 && (
                  <>
                    <b>−{formatShare(drop)}</b> of {baseWords(of)}
                  </>
                )}
              </p>
              <p className={styles.source} title={`${head.source}, ${head.method}`}>
                {head.method === 'stated' ? head.source : head.method}
              </p>
              <p className={styles.date}>
                {formatAsOf(head.asOf)}
                {rung === ownBase && ' · this dataset'}
              </p>
            </>
          ) : (
            <p className={styles.missing}>not disclosed</p>
          )}
        </li>
      ))}
    </ol>
  );
}
