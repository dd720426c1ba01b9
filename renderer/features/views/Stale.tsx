import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { classes } from '../../app/controls/index.ts';
import styles from './views.module.css';

type Wait = { waiting: boolean; late: boolean };

/** Milliseconds after which a wait is shown: most views are there sooner, and dimming them first would only take time. */
const LATE = 100;

const Waiting = createContext<Wait>({ waiting: false, late: false });

/** Tells its content whether the numbers on show belong to the view before; nothing else in it is drawn again for that. */
export function StaleNumbers({ stale, children }: { stale: boolean; children: ReactNode }) {
  const [wait, setWait] = useState<Wait>({ waiting: stale, late: false });
  if (wait.waiting !== stale) setWait({ waiting: stale, late: false });
  useEffect(() => {
    if (!stale) return;
    const timer = setTimeout(() => setWait({ waiting: true, late: true }), LATE);
    return () => clearTimeout(timer);
  }, [stale]);
  return <Waiting value={wait}>{children}</Waiting>;
}

/** Whether new numbers are on the way for so long that it has to be said. */
export function useLate(): boolean {
  return useContext(Waiting).late;
}

/** Dims its content when new numbers are late; says that it is busy from the start. */
export function StaleScope({ className, children }: { className?: string; children: ReactNode }) {
  const { waiting, late } = useContext(Waiting);
  return (
    <div className={classes(className, late && styles.stale)} aria-busy={waiting || undefined} data-numbers>
      {children}
    </div>
  );
}
