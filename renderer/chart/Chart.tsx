import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ChartFrame, Chart as ChartModel } from '../../shared/charts/index.ts';
import { ActionMenu, Button, classes } from '../app/controls/index.ts';
import { useNotices } from '../state/notices.ts';
import { ChartCommands, useActiveChart } from './ChartCommands.tsx';
import { ChartTable } from './ChartTable.tsx';
import styles from './chart.module.css';
import type { Drawing } from './engine.ts';
import { type Taking, useTaking } from './take.ts';
import { useChartTheme, useTextMeasure } from './theme.ts';

export type ChartProps<Model extends ChartModel> = {
  /** pure builder; keep its identity (useCallback) while its data stay the same */
  build: (frame: ChartFrame) => Model;
  /** pixels, or `fill` for the height of the parent */
  height: number | 'fill';
  /** numbers are being recomputed: keep them, dimmed */
  stale?: boolean;
  /** Enter or click on a mark that stands for an entity; `extend` with Ctrl or Shift */
  onSelect?: (id: string, extend: boolean) => void;
  /** SVG marks over the drawing that move without a redraw */
  overlay?: (chart: Model) => ReactNode;
  /** shown in the readout line while no mark is visited */
  hint?: ReactNode;
  /** ids that are selected in grid, chart or test: their marks are outlined */
  selected?: readonly string[];
  /** prints finding and subtitle above the picture, where the screen has no title of its own for them */
  titled?: boolean;
};

type Place = { series: number; mark: number };

/** Charts of rows: the pointer means the row that it is on, wherever its bar ends. */
const ROW_KINDS: ReadonlySet<string> = new Set(['ranked-bars', 'pareto', 'dumbbell', 'waterfall', 'ladder', 'bounds-bar']);

const TAKING_SECTIONS = [
  {
    id: 'copy',
    title: 'Copy',
    actions: [
      { id: 'copy-csv', label: 'Data as CSV' },
      { id: 'copy-png', label: 'Picture as PNG' },
      { id: 'copy-svg', label: 'Picture as SVG text' },
      { id: 'copy-summary', label: 'Summary in words' },
    ],
  },
  {
    id: 'save',
    title: 'Save',
    actions: [
      { id: 'save-csv', label: 'Data as CSV file' },
      { id: 'save-png', label: 'Picture as PNG file' },
      { id: 'save-svg', label: 'Picture as SVG file' },
    ],
  },
];

/** Outlines of the marks whose ids are selected. */
function SelectedMarks({ model, selected }: { model: ChartModel; selected: readonly string[] }) {
  const chosen = new Set(selected);
  return model.series.flatMap(({ name, marks }) =>
    marks
      .filter(({ id }) => chosen.has(id))
      .map(({ id, x, y, width, height }) => (
        <rect
          key={`${name} ${id} ${x} ${y}`}
          className={styles.selectedMark}
          x={x - 1}
          y={y - 1}
          width={width + 2}
          height={height + 2}
          rx={2}
        />
      )),
  );
}

/** A chart with one tab stop, readout line, data table and copies; ECharts is loaded when the first one is drawn. */
export function Chart<Model extends ChartModel>({ build, height, stale, onSelect, overlay, hint, selected, titled }: ChartProps<Model>) {
  const figure = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [ready, setReady] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const [focused, setFocused] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const readoutId = useId();
  const theme = useChartTheme();
  const measure = useTextMeasure(theme.font);
  const { announce } = useNotices.getState();
  const take = useTaking();
  const isMine = useActiveChart(({ active }) => active === null || active === readoutId);
  const pixels = height === 'fill' ? size.height : height;

  // The table takes the place of the picture: its frame goes, with a last size of nothing, and comes back as another element.
  useEffect(() => {
    const element = asTable ? null : box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const rectangle = entry?.contentRect;
      if (rectangle && rectangle.width > 0) setSize({ width: Math.floor(rectangle.width), height: Math.floor(rectangle.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [asTable]);

  const model = useMemo(
    () => (size.width > 40 && pixels > 40 ? build({ width: size.width, height: pixels, theme, measure }) : null),
    [build, size.width, pixels, theme, measure],
  );

  useEffect(() => {
    let left = false;
    const open = async () => {
      const { openDrawing } = await import('./engine.ts');
      if (left || !canvas.current) return;
      drawing.current = openDrawing(canvas.current);
      setReady(true);
    };
    if (!asTable) void open();
    return () => {
      left = true;
      drawing.current?.dispose();
      drawing.current = null;
      setReady(false);
    };
  }, [asTable]);

  useEffect(() => {
    if (ready && model) drawing.current?.draw(model.option, size.width, pixels);
  }, [ready, model, size.width, pixels]);

  useEffect(
    () => () => {
      if (useActiveChart.getState().active === readoutId) useActiveChart.setState({ active: null });
    },
    [readoutId],
  );

  const mark = place && model ? (model.series[place.series]?.marks[place.mark] ?? null) : null;

  const move = (seriesStep: number, markStep: number | 'first' | 'last') => {
    if (!model || model.series.length === 0) return;
    const from = place ?? { series: 0, mark: -1 };
    const series = (from.series + seriesStep + model.series.length) % model.series.length;
    const last = (model.series[series]?.marks.length ?? 1) - 1;
    const wanted = markStep === 'first' ? 0 : markStep === 'last' ? last : Math.max(0, from.mark) + (place ? markStep : 0);
    setPlace({ series, mark: Math.min(last, Math.max(0, wanted)) });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
    if (forward || event.key === 'ArrowLeft' || event.key === 'ArrowUp') {
      if (event.ctrlKey || event.metaKey) move(forward ? 1 : -1, 0);
      else move(0, forward ? 1 : -1);
    } else if (event.key === 'Home') move(0, 'first');
    else if (event.key === 'End') move(0, 'last');
    else if (event.key === 'Escape') {
      if (!place) return;
      setPlace(null);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (!mark || mark.id.startsWith(':') || !onSelect) return;
      onSelect(mark.id, event.ctrlKey || event.shiftKey || event.metaKey);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Mark nearest to the pointer. */
  const nearest = (event: PointerEvent | React.MouseEvent): Place | null => {
    if (!model || !canvas.current) return null;
    const bounds = canvas.current.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    if (model.hit) return model.hit(x, y);
    let best: Place | null = null;
    let least = 40;
    for (const [series, { marks }] of model.series.entries())
      for (const [index, candidate] of marks.entries()) {
        const dx = Math.max(candidate.x - x, 0, x - candidate.x - candidate.width);
        const dy = Math.max(candidate.y - y, 0, y - candidate.y - candidate.height);
        const distance = ROW_KINDS.has(model.kind) && series === 0 ? dy + Math.min(dx, 8) : Math.hypot(dx, dy);
        if (distance < least) [least, best] = [distance, { series, mark: index }];
      }
    return best;
  };

  // The picture takes the focus back from its table, which has it as long as it is there.
  const returns = useRef(false);
  const showTable = () => {
    returns.current = asTable && figure.current?.contains(document.activeElement) === true;
    setAsTable(!asTable);
  };
  useEffect(() => {
    if (asTable || !returns.current) return;
    returns.current = false;
    box.current?.focus();
  }, [asTable]);
  const takeAs = (taking: Taking) => {
    if (model) void take(model, { width: size.width, height: pixels, theme, measure }, taking);
  };

  return (
    <figure ref={figure} className={styles.figure} onFocus={() => useActiveChart.setState({ active: readoutId })}>
      {isMine && <ChartCommands onTable={showTable} onSummary={() => announce(model?.summary ?? '')} onTake={takeAs} />}
      {titled && model && (
        <div className={styles.head}>
          <h2 className={styles.title}>{model.title}</h2>
          <p className={styles.subtitle}>{model.subtitle}</p>
        </div>
      )}
      {asTable && model ? (
        <ChartTable table={model.table} height={height} onClose={showTable} />
      ) : (
        <div
          className={classes(styles.frame, stale && styles.stale, height === 'fill' && styles.fill)}
          ref={box}
          role="application"
          aria-roledescription="chart"
          aria-label={model?.summary ?? 'Chart'}
          aria-describedby={readoutId}
          aria-busy={stale || undefined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is one tab stop, its marks are reached by arrow keys
          tabIndex={0}
          data-single-keys
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            setPlace(null);
          }}
          onPointerMove={(event) => setPlace(nearest(event))}
          onPointerLeave={() => !focused && setPlace(null)}
          onClick={(event) => {
            const hit = nearest(event);
            const id = hit && model?.series[hit.series]?.marks[hit.mark]?.id;
            if (id && !id.startsWith(':')) onSelect?.(id, event.ctrlKey || event.shiftKey || event.metaKey);
          }}
          style={height === 'fill' ? undefined : { height }}
        >
          <div ref={canvas} className={styles.canvas} aria-hidden />
          <svg className={styles.overlay} width={size.width} height={pixels} aria-hidden>
            {model && overlay?.(model)}
            {model && selected && <SelectedMarks model={model} selected={selected} />}
            {mark && (
              <rect
                className={styles.ring}
                x={mark.x - 3}
                y={mark.y - 3}
                width={mark.width + 6}
                height={mark.height + 6}
                rx={mark.width < 14 ? (mark.width + 6) / 2 : 4}
              />
            )}
          </svg>
        </div>
      )}
      <figcaption className={styles.foot}>
        <output id={readoutId} className={classes(styles.readout, !mark && styles.quiet)} aria-live="polite">
          {mark ? mark.readout : hint}
        </output>
        <span className={styles.tools}>
          <Button size="small" variant="quiet" onPress={showTable}>
            {asTable ? 'Chart' : 'Table'} <kbd className={styles.key}>T</kbd>
          </Button>
          <ActionMenu
            label="Copy or save the chart"
            trigger={
              <Button size="small" variant="quiet">
                Copy
              </Button>
            }
            sections={TAKING_SECTIONS}
            onAction={(action) => takeAs(action as Taking)}
          />
        </span>
      </figcaption>
    </figure>
  );
}
