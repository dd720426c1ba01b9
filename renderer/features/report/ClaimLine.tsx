import type { ReactNode } from 'react';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import { Badge } from '../../app/controls/index.ts';
import styles from './report.module.css';
import { evidenceWords, STANDING_TONES } from './words.ts';

/** A claim as a card of the report: id, standing, words, what it rests on. */
export function ClaimLine({
  claim,
  text,
  actions,
  children,
}: {
  claim: Claim;
  text?: string | null;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { id, source, statement, standing, status } = claim;
  const evidence = evidenceWords(claim);
  return (
    <div className={styles.claim}>
      <div className={styles.claimHead}>
        <code className={styles.claimId}>{id}</code>
        {standing && <Badge tone={STANDING_TONES[standing.word]}>{standing.word}</Badge>}
        {(status === 'bounded' || status === 'not-computed') && <Badge>{status === 'bounded' ? 'bounded' : 'not computed'}</Badge>}
        {actions && <span className={styles.claimActions}>{actions}</span>}
      </div>
      <p className={styles.statement}>{text ?? statement}</p>
      <p className={styles.quiet}>{evidence === '' ? source : `${source} · ${evidence}`}</p>
      {children}
    </div>
  );
}
