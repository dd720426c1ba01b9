import { X } from 'lucide-react';
import { useEffect } from 'react';
import { formatCount } from '../../shared/format/index.ts';
import { useNotices } from '../state/notices.ts';
import { useUi } from '../state/ui.ts';
import { Button, ErrorNotice, IconButton } from './controls/index.ts';
import styles from './shell.module.css';

const STAYS_MILLISECONDS = 6000;

/** What is said to screen readers when it happens. */
export function Announcements() {
  const announcement = useNotices((state) => state.announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}

/** The latest confirmation; it stands in the footer, where it covers nothing, and leaves by itself. */
export function Confirmation() {
  const { notices, close } = useNotices();
  const notice = notices.find(({ tone }) => tone === 'done');
  const id = notice?.id;
  useEffect(() => {
    if (id === undefined) return;
    const timer = setTimeout(() => close(id), STAYS_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [close, id]);
  if (notice?.tone !== 'done') return null;
  return (
    <div className={styles.confirmation}>
      <span className={styles.confirmationText} title={notice.text}>
        {notice.text}
      </span>
      {notice.action && (
        <Button
          size="small"
          variant="link"
          onPress={() => {
            notice.action?.run();
            close(notice.id);
          }}
        >
          {notice.action.label}
        </Button>
      )}
      <IconButton label="Close the message" icon={<X size={14} />} onPress={() => close(notice.id)} />
    </div>
  );
}

/**
 * Failures, the newest on top, in a row of their own between screen and footer: they take room from the screen instead of lying over its controls.
 * Spoken when they come; Escape, or the button, closes the one with the focus.
 */
export function Failures() {
  const { notices, close, leave } = useNotices();
  const screen = useUi((state) => state.screen);
  useEffect(() => leave(screen), [leave, screen]);
  const failures = notices.filter((notice) => notice.tone === 'failure');
  if (failures.length === 0) return null;
  const closeOne = (id: number) => {
    close(id);
    // What had the focus is gone: the keyboard goes on in the screen.
    document.getElementById('main')?.focus();
  };
  return (
    <section className={styles.failures} aria-label="Messages" data-region="messages">
      {failures.toReversed().map(({ id, text, error, times }) => (
        <div
          key={id}
          className={styles.failure}
          onKeyDownCapture={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            closeOne(id);
          }}
        >
          <ErrorNotice error={error} effect={times > 1 ? `${text} (${formatCount(times)} times).` : `${text}.`} />
          {/* Words, not an icon: the tooltip of an icon would take the first Escape for itself. */}
          <Button size="small" variant="quiet" aria-label="Close the message" className={styles.failureClose} onPress={() => closeOne(id)}>
            Close
          </Button>
        </div>
      ))}
    </section>
  );
}
