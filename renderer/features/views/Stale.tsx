import { createContext, type ReactNode, useContext } from 'react';
import { classes } from '../../app/controls/index.ts';
import styles from './views.module.css';

/** Whether the numbers on show belong to the view before; read where it is shown, so that nothing else is drawn again for it. */
export const StaleNumbers = createContext(false);

/** Dims its content, and says that it is busy, while the numbers belong to the view before. */
export function StaleScope({ className, children }: { className?: string; children: ReactNode }) {
  const stale = useContext(StaleNumbers);
  return (
    <div className={classes(className, stale && styles.stale)} aria-busy={stale || undefined} data-numbers>
      {children}
    </div>
  );
}
