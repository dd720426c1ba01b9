import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { Button, Spacer } from '../../app/controls/index.ts';
import styles from './report.module.css';
import { type Paper, useFileUrl } from './useReport.ts';

const ZOOMS = [0.5, 0.75, 1, 1.5, 2];

/** The pages of the report below each other, as the export writes them; PageUp and PageDown go by page. */
export function PagePreview({ pages, paper }: { pages: readonly ReportFile[]; paper: Paper }) {
  const [zoom, setZoom] = useState(1);
  const [page, setPage] = useState(1);
  const scroller = useRef<HTMLElement>(null);
  const go = (to: number) => {
    const target = Math.min(pages.length, Math.max(1, to));
    setPage(target);
    scroller.current?.querySelector(`[data-page="${target}"]`)?.scrollIntoView({ block: 'start' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { PageDown: page + 1, PageUp: page - 1, Home: 1, End: pages.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  /** The page at the middle of the window. */
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const middle = element.getBoundingClientRect().top + element.clientHeight / 2;
    const at = [...element.children].findIndex((child) => child.getBoundingClientRect().bottom > middle);
    setPage(at < 0 ? pages.length : at + 1);
  };
  const step = (by: number) => setZoom(ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, ZOOMS.indexOf(zoom) + by))] ?? 1);
  return (
    <div className={styles.preview}>
      <div className={styles.previewHead}>
        <Button size="small" onPress={() => go(page - 1)} isDisabled={page <= 1}>
          Previous
        </Button>
        <span className={styles.pageCount} aria-live="polite">
          page {page} of {pages.length}
        </span>
        <Button size="small" onPress={() => go(page + 1)} isDisabled={page >= pages.length}>
          Next
        </Button>
        <Spacer />
        <Button size="small" onPress={() => step(-1)} isDisabled={zoom === ZOOMS[0]} aria-label="Zoom out">
          −
        </Button>
        <span className={styles.pageCount}>{Math.round(zoom * 100)} %</span>
        <Button size="small" onPress={() => step(1)} isDisabled={zoom === ZOOMS.at(-1)} aria-label="Zoom in">
          +
        </Button>
      </div>
      <section
        ref={scroller}
        className={styles.pages}
        aria-label="Pages of the report"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
      >
        {pages.map((file, index) => (
          <Page key={file.ref} file={file} number={index + 1} count={pages.length} zoom={zoom} paper={paper} />
        ))}
      </section>
    </div>
  );
}

function Page(props: { file: ReportFile; number: number; count: number; zoom: number; paper: Paper }) {
  const { file, number, count, zoom, paper } = props;
  const [near, setNear] = useState(false);
  const url = useFileUrl(file, near);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), { rootMargin: '150% 0px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      data-page={number}
      className={`${styles.page} ${paper === 'a4' ? styles.a4 : styles.letter}`}
      style={{ width: `${Math.round(zoom * 100)}%` }}
    >
      {url && <img src={url} alt={`Page ${number} of ${count}`} />}
    </div>
  );
}
