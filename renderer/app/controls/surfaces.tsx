import type { ReactNode } from 'react';
import { useId } from 'react';
import { Toolbar as AriaToolbar } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './surfaces.module.css';

/** A surface for one subject: quiet title at the left, unit or state at the right. */
export function Panel(props: { title?: ReactNode; aside?: ReactNode; flush?: boolean; className?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes(styles.panel, props.className)} aria-labelledby={props.title ? id : undefined}>
      {(props.title || props.aside) && (
        <div className={styles.panelHead}>
          <h2 id={id} className={styles.panelTitle}>
            {props.title}
          </h2>
          {props.aside && <div className={styles.panelAside}>{props.aside}</div>}
        </div>
      )}
      <div className={classes(styles.panelBody, props.flush && styles.panelFlush)}>{props.children}</div>
    </section>
  );
}

export type KeyValueRow = { label: ReactNode; value: ReactNode; note?: ReactNode; key?: string };

/** Labels at the left, values in bold at the right, an optional small line (e.g. bounds) below. */
export function KeyValueList({ rows }: { rows: readonly KeyValueRow[] }) {
  return (
    <dl className={styles.keyValue}>
      {rows.map((row, index) => (
        <KeyValueEntry
          key={row.key ?? (typeof row.label === 'string' ? row.label : index)}
          label={row.label}
          value={row.value}
          note={row.note}
        />
      ))}
    </dl>
  );
}

function KeyValueEntry({ label, value, note }: Omit<KeyValueRow, 'key'>) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </>
  );
}

/** A word about state; the word says it, the tone repeats it. */
export function Badge({
  tone,
  children,
  title,
}: {
  tone?: 'warning' | 'proven' | 'worst' | 'accent';
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={classes(styles.badge, tone && styles[`badge_${tone}`])} title={title}>
      {children}
    </span>
  );
}

/** What a place is for while nothing is there: title, why it matters, actions. */
export function EmptyState(props: { icon?: ReactNode; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles.empty}>
      {props.icon && (
        <div className={styles.emptyIcon} aria-hidden>
          {props.icon}
        </div>
      )}
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.actions && <div className={styles.actions}>{props.actions}</div>}
    </div>
  );
}

/** A row of controls; arrow keys move between them. */
export function Toolbar({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <AriaToolbar aria-label={label} className={classes(styles.toolbar, className)}>
      {children}
    </AriaToolbar>
  );
}

/** Takes the free room between controls of a row. */
export function Spacer() {
  return <span className={styles.spacer} />;
}

/** Things under each other with one gap on the 4 px grid. */
export function Stack({ gap = 16, className, children }: { gap?: number; className?: string; children: ReactNode }) {
  return (
    <div className={classes(styles.stack, className)} style={{ gap }}>
      {children}
    </div>
  );
}

/** The head of a screen: its one `h1` (the finding or the name), a line on what it is relative to, actions at the right. */
export function ScreenHead({ title, subtitle, actions }: { title: ReactNode; subtitle?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={styles.screenHead}>
      <div className={styles.screenText}>
        <h1 tabIndex={-1}>{title}</h1>
        {subtitle && <p className={styles.subtitle}>{subtitle}</p>}
      </div>
      {actions && <div className={styles.toolbar}>{actions}</div>}
    </header>
  );
}
