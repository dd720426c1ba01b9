import type { Bound } from '../../shared/case/view.ts';
import { boundPlaces } from '../../shared/charts/index.ts';
import styles from './chart.module.css';

/** Low to high as a small bar with a point for the stated value; the words stand beside it, so it is hidden from screen readers. */
export function BoundBar({ bound, scale }: { bound: Bound; scale: { low: number; high: number } }) {
  const { low, stated, high } = boundPlaces(bound, scale);
  const x = (place: number): number => 4 + place * 92;
  return (
    <svg className={styles.boundBar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
      <line className={styles.boundTrack} x1={4} x2={96} y1={5} y2={5} />
      <line className={styles.boundRange} x1={x(low)} x2={Math.max(x(high), x(low) + 0.5)} y1={5} y2={5} />
      {stated !== null && <line className={styles.boundPoint} x1={x(stated)} x2={x(stated) + 0.01} y1={5} y2={5} />}
    </svg>
  );
}
