import { ProgressBar } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './surfaces.module.css';

/** How far something is; `total` null or 0 = unknown. The words stand beside the bar. */
export function Progress(props: {
  label: string;
  done: number;
  total: number | null;
  detail?: string;
  stacked?: boolean;
  hideLabel?: boolean;
}) {
  const known = props.total !== null && props.total > 0;
  const share = known ? Math.min(1, props.done / (props.total as number)) : 0;
  return (
    <ProgressBar
      aria-label={props.label}
      isIndeterminate={!known}
      value={share * 100}
      className={classes(styles.progress, props.stacked && styles.progressStack)}
    >
      {!props.hideLabel && (
        <span className={styles.progressLabel}>
          <span>{props.label}</span>
          {props.detail && <span>{props.detail}</span>}
        </span>
      )}
      <span className={styles.track}>
        <span
          className={classes(styles.bar, !known && styles.indeterminate)}
          style={{ display: 'block', width: known ? `${share * 100}%` : undefined }}
        />
      </span>
    </ProgressBar>
  );
}
