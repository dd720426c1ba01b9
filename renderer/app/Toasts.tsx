import { X } from 'lucide-react';
import { useEffect } from 'react';
import { type Notice, useNotices } from '../state/notices.ts';
import { Button, ErrorNotice, IconButton } from './controls/index.ts';
import styles from './shell.module.css';

const STAYS_MILLISECONDS = 6000;

function Done({ notice }: { notice: Notice }) {
  const close = useNotices((state) => state.close);
  useEffect(() => {
    const timer = setTimeout(() => close(notice.id), STAYS_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [close, notice.id]);
  return (
    <div className={styles.toast}>
      <span>{notice.text}</span>
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
      <IconButton label="Close" icon={<X size={14} />} onPress={() => close(notice.id)} />
    </div>
  );
}

/** Confirmations leave by themselves, failures stay; both are spoken. */
export function Toasts() {
  const { notices, announcement, close } = useNotices();
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <section className={styles.toasts} aria-label="Messages" data-region={notices.length > 0 ? 'messages' : undefined}>
        {notices.map((notice) =>
          notice.tone === 'done' ? (
            <Done key={notice.id} notice={notice} />
          ) : (
            <div key={notice.id} className={styles.failure}>
              <ErrorNotice error={notice.error} effect={`${notice.text}.`} />
              <IconButton label="Close" icon={<X size={14} />} className={styles.failureClose} onPress={() => close(notice.id)} />
            </div>
          ),
        )}
      </section>
    </>
  );
}
