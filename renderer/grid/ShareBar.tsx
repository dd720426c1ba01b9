import styles from './grid.module.css';

/** A share as a bar with its number; `most` is the share that fills the track. */
export function ShareBar({ share, most, text, tone }: { share: number; most: number; text: string; tone: 1 | 2 | 3 | 'removed' }) {
  const width = most > 0 ? Math.min(1, share / most) : 0;
  return (
    <span className={styles.share}>
      <span className={`${styles.bar} ${styles[`tone_${tone}`]}`} style={{ width: `${(width * 62).toFixed(2)}%` }} aria-hidden />
      <span>{text}</span>
    </span>
  );
}
