import type { ProposalsResult } from '../../../shared/case/entities.ts';
import type { EntityPolicy } from '../../../shared/entities/groups.ts';
import { dimensionNoun, formatCount, formatHhi } from '../../../shared/format/index.ts';
import styles from './entities.module.css';
import { kText } from './words.ts';

const POLICIES: readonly { id: EntityPolicy; label: string; say: string }[] = [
  { id: 'none', label: 'none', say: 'accounts as the file gives them' },
  { id: 'confirmed', label: 'confirmed', say: 'links that somebody confirmed' },
  { id: 'all-plausible', label: 'all plausible', say: 'also open links of strength proof or strong' },
];

/** HHI under the three policies side by side: how much depends on what is still open. */
export function PolicyStrip({ result, stale }: { result: ProposalsResult; stale: boolean }) {
  const { headlines, stamp } = result;
  return (
    <dl className={stale ? `${styles.strip} ${styles.stale}` : styles.strip} aria-label="HHI under the three policies">
      {POLICIES.map(({ id, label, say }) => {
        const headline = headlines[id];
        return (
          <div key={id} className={styles.policy} title={say}>
            <dt>HHI, {label}</dt>
            <dd className={styles.figure}>{formatHhi(headline.hhi)}</dd>
            <dd className={styles.quiet}>
              {formatCount(headline.entities)} {dimensionNoun(stamp.by, headline.entities)} · k &gt; 1/3, 1/2, 2/3: {kText(headline, '1/3')}
              , {kText(headline, '1/2')}, {kText(headline, '2/3')}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
