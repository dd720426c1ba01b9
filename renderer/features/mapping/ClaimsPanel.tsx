import type { Recipe } from '../../../shared/case/dataset.ts';
import { classes, Panel } from '../../app/controls/index.ts';
import styles from './claims.module.css';
import { CLAIM_NEEDS, claimState } from './claims.ts';

/** Which claims this mapping can serve, and which column each of the others lacks. */
export function ClaimsPanel({ recipe }: { recipe: Recipe }) {
  const mapped = new Set(Object.values(recipe.mapping));
  const states = CLAIM_NEEDS.map((needs) => ({ needs, ...claimState(needs, mapped) }));
  const ready = states.filter(({ missing }) => missing.length === 0).length;
  return (
    <Panel flush title="Claims served" aside={`${ready} of ${states.length}`}>
      <ul className={styles.claims}>
        {states.map(({ needs, missing, served, improved, improvable }) => (
          <li key={needs.claim} className={classes(styles.claim, missing.length > 0 && styles.lacking)}>
            <span className={styles.mark} aria-hidden />
            <span className={styles.title}>
              <span className={styles.number}>{needs.claim}</span> {needs.title}
            </span>
            <span className={styles.fields}>
              {missing.length > 0
                ? `needs ${missing.map((some) => some.slice(0, 2).join(' or ')).join(', ')}`
                : [...new Set([...served, ...improved])].join(', ')}
              {missing.length === 0 && improvable.length > 0 && (
                <span className={styles.improves}>sharper with {improvable.slice(0, 2).join(', ')}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
