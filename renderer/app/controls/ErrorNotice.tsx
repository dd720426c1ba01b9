import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { diagnosticsText, errorValue } from '../../state/errors.ts';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import styles from './surfaces.module.css';

export type ErrorNoticeProps = {
  /** anything thrown, or an `ErrorValue` */
  error: unknown;
  /** what the person sees because of it, e.g. "Nothing was imported" */
  effect?: string;
  /** buttons, least risky first */
  choices?: ReactNode;
  /** asks again for what failed */
  onRetry?: () => void;
};

/** What happened and where, its effect, the choices; diagnostics go to the clipboard, never on screen. */
export function ErrorNotice({ error, effect, choices, onRetry }: ErrorNoticeProps) {
  const [copied, setCopied] = useState(false);
  const value: ErrorValue = errorValue(error);
  const copy = async () => {
    await navigator.clipboard.writeText(diagnosticsText(error));
    setCopied(true);
  };
  return (
    <div className={styles.notice} role="alert">
      <OctagonAlert size={16} className={styles.noticeIcon} aria-hidden />
      <div className={styles.noticeBody}>
        <p className={styles.noticeTitle}>{value.message}</p>
        {effect && <p>{effect}</p>}
        {value.advice && <p>{value.advice}</p>}
        <div className={styles.actions}>
          {choices}
          {onRetry && (
            <Button size="small" onPress={onRetry}>
              Try again
            </Button>
          )}
          <Button size="small" variant="link" onPress={copy}>
            {copied ? 'Diagnostics copied' : 'Copy diagnostics'}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** A remark that needs no repair: `warning` when it touches numbers, `info` otherwise. */
export function Notice(props: { tone: 'info' | 'warning'; title: ReactNode; children?: ReactNode; choices?: ReactNode }) {
  const Icon = props.tone === 'warning' ? TriangleAlert : Info;
  return (
    <div className={classes(styles.notice, styles[`notice_${props.tone}`])} role="note">
      <Icon size={16} className={styles.noticeIcon} aria-hidden />
      <div className={styles.noticeBody}>
        <p className={styles.noticeTitle}>{props.title}</p>
        {props.children && <p>{props.children}</p>}
        {props.choices && <div className={styles.actions}>{props.choices}</div>}
      </div>
    </div>
  );
}
