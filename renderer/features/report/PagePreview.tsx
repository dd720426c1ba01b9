import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Button, classes, IconButton, SearchField, Spacer } from '../../app/controls/index.ts';
import type { Paper } from '../../state/report-export.ts';
import styles from './preview.module.css';
import { useFileUrl } from './useReport.ts';

const ZOOMS = [0.5, 0.75, 1, 1.5, 2];

type Props = {
  pages: readonly ReportFile[];
  /** words of each page */
  texts: readonly string[];
  paper: Paper;
  /** another answer is on its way */
  stale: boolean;
  /** controls at the right end of the head */
  aside: ReactNode;
};

/** Pages that hold the words, from 1, each as often as they stand there. */
function pagesWith(texts: readonly string[], words: string): number[] {
  const wanted = words.trim().replace(/\s+/g, ' ').toLowerCase();
  if (wanted === '') return [];
  return texts.flatMap((text, index) => Array.from({ length: text.toLowerCase().split(wanted).length - 1 }, () => index + 1));
}

/** The pages of the report below each other, as the export writes them, with a list of pages and a search of their words; PageUp and PageDown go by page. */
export function PagePreview({ pages, texts, paper, stale, aside }: Props) {
  const [zoom, setZoom] = useState(1);
  const [page, setPage] = useState(1);
  const [words, setWords] = useState('');
  const [place, setPlace] = useState(-1);
  const scroller = useRef<HTMLElement>(null);
  const found = useMemo(() => pagesWith(texts, words), [texts, words]);
  const go = (to: number) => {
    const target = Math.min(pages.length, Math.max(1, to));
    setPage(target);
    scroller.current?.querySelector(`[data-page="${target}"]`)?.scrollIntoView({ block: 'start' });
  };
  const search = (next: string) => {
    setWords(next);
    const [first] = pagesWith(texts, next);
    setPlace(first === undefined ? -1 : 0);
    if (first !== undefined) go(first);
  };
  const goFound = (step: number) => {
    if (found.length === 0) return;
    const next = (place + step + found.length) % found.length;
    setPlace(next);
    go(found[next] as number);
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
  const counts = (number: number) => found.filter((each) => each === number).length;
  return (
    <div className={styles.preview}>
      <div className={styles.head}>
        <Button size="small" onPress={() => go(page - 1)} isDisabled={page <= 1}>
          Previous
        </Button>
        <span className={styles.count} aria-live="polite">
          page {page} of {pages.length}
        </span>
        <Button size="small" onPress={() => go(page + 1)} isDisabled={page >= pages.length}>
          Next
        </Button>
        <span className={styles.search}>
          <SearchField label="Find in the pages" value={words} onChange={search} className={styles.field} />
          <IconButton label="Previous place" icon={<ChevronUp size={14} />} isDisabled={found.length === 0} onPress={() => goFound(-1)} />
          <IconButton label="Next place" icon={<ChevronDown size={14} />} isDisabled={found.length === 0} onPress={() => goFound(1)} />
          <span className={styles.found} role="status">
            {words.trim() === '' ? '' : found.length === 0 ? 'not found' : `${formatCount(place + 1)} of ${formatCount(found.length)}`}
          </span>
        </span>
        <Spacer />
        {stale && <span className={styles.found}>updating…</span>}
        <Button size="small" onPress={() => step(-1)} isDisabled={zoom === ZOOMS[0]} aria-label="Zoom out">
          −
        </Button>
        <span className={styles.count}>{Math.round(zoom * 100)} %</span>
        <Button size="small" onPress={() => step(1)} isDisabled={zoom === ZOOMS.at(-1)} aria-label="Zoom in">
          +
        </Button>
        {aside}
      </div>
      <div className={styles.body}>
        <nav className={styles.list} aria-label="Pages">
          <ol>
            {pages.map((file, index) => (
              <li key={file.ref}>
                <button
                  type="button"
                  className={styles.thumb}
                  aria-current={page === index + 1 ? 'page' : undefined}
                  aria-label={`Page ${index + 1}${counts(index + 1) > 0 ? `, found ${plural(counts(index + 1), 'time')}` : ''}`}
                  onClick={() => go(index + 1)}
                >
                  <Page file={file} paper={paper} alt="" />
                  <span className={styles.number}>
                    {index + 1}
                    {counts(index + 1) > 0 && <span className={styles.hits}>{formatCount(counts(index + 1))}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </nav>
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
            <div key={file.ref} data-page={index + 1} className={styles.frame} style={{ width: `calc(${zoom} * min(100%, 880px))` }}>
              <Page file={file} paper={paper} alt={`Page ${index + 1} of ${pages.length}`} />
            </div>
          ))}
        </section>
      </div>
    </div>
  );
}

/** One page, fetched while it is near the window. */
function Page({ file, paper, alt }: { file: ReportFile; paper: Paper; alt: string }) {
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
    <div ref={frame} className={classes(styles.page, paper === 'a4' ? styles.a4 : styles.letter)}>
      {url && <img src={url} alt={alt} />}
    </div>
  );
}
