import type { Bound } from '../case/view.ts';
import { formatBound, NO_VALUE } from '../format/index.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { sentenceCase, Texts } from './labels.ts';
import { fitText } from './measure.ts';

export type BoundsBarRow = {
  label: string;
  /** on the common scale */
  bound: Bound;
  /** the number in its own unit, where that is another one: it stands in the table */
  own?: Bound;
  format: (value: number | null) => string;
};
export type BoundsBarInput = {
  title: string;
  rows: readonly BoundsBarRow[] /** ends of the common scale */;
  scale: { low: number; high: number };
  caption: string;
  /** how a range reads with its value; `formatBound` where it is not said */
  words?: (row: BoundsBarRow) => string;
};

/** Place of low, stated and high on a track from 0 to 1; an unbounded end reaches the end of the track. */
export function boundPlaces(bound: Bound, scale: { low: number; high: number }): { low: number; stated: number | null; high: number } {
  const place = (value: number): number => Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low || 1)));
  return {
    low: bound.low === null ? 0 : place(bound.low),
    stated: bound.stated === null ? null : place(bound.stated),
    high: bound.high === null ? 1 : place(bound.high),
  };
}

/** Low, stated and high of several numbers on one scale: a bar from low to high and a point for the value of the known part. */
export function boundsBar(input: BoundsBarInput, frame: ChartFrame): Chart {
  const { theme, width, height, measure } = frame;
  const texts = new Texts(frame);
  const values = input.rows.map((row) => (input.words ? input.words(row) : formatBound(row.bound, row.format)));
  const left = Math.min(width * 0.35, 12 + Math.max(0, ...input.rows.map((row) => measure(row.label, 12, 400))));
  const right = Math.min(width * 0.4, 12 + Math.max(0, ...values.map((text) => measure(text, 12, 600))));
  const trackWidth = Math.max(20, width - left - right);
  const pitch = height / Math.max(1, input.rows.length);
  const marks = input.rows.map((row, index) => {
    const middle = (index + 0.5) * pitch;
    const { low, stated, high } = boundPlaces(row.bound, input.scale);
    const value = values[index] ?? NO_VALUE;
    texts.add(fitText(row.label, left - 8, 12, 400, measure), 0, middle, { colour: theme.ink2 });
    texts.add(fitText(value, right - 8, 12, 600, measure), width, middle, { weight: 600, colour: theme.ink, align: 'right' });
    texts.line(left, middle, left + trackWidth, middle, theme.line, null, 1);
    texts.line(left + low * trackWidth, middle, left + Math.max(high, low + 0.004) * trackWidth, middle, theme.rank3, null, 6);
    if (stated !== null)
      texts.elements.push({
        type: 'circle',
        silent: true,
        z: 5,
        shape: { cx: left + stated * trackWidth, cy: middle, r: 4.5 },
        style: { fill: theme.rank1, stroke: theme.panel, lineWidth: 1.5 },
      });
    return {
      id: row.label,
      x: left + low * trackWidth,
      y: middle - 6,
      width: Math.max(6, (high - low) * trackWidth),
      height: 12,
      readout: `${row.label} | ${value}`,
    };
  });
  return {
    kind: 'bounds-bar',
    title: input.title,
    subtitle: input.caption,
    summary: ['Bounds bar.', `${sentenceCase(input.title)}.`, ...input.rows.map((row, index) => `${row.label}: ${values[index]}.`)].join(
      ' ',
    ),
    table: {
      caption: input.caption,
      columns: [
        { id: 'measure', label: 'Measure', format: 'text' },
        { id: 'low', label: 'Low', format: 'figure' },
        { id: 'stated', label: 'Stated', format: 'figure' },
        { id: 'high', label: 'High', format: 'figure' },
      ],
      rows: input.rows.map(({ label, bound, own = bound }) => [label, own.low, own.stated, own.high]),
    },
    option: {
      animation: false,
      backgroundColor: 'transparent',
      graphic: { elements: texts.elements },
      aria: { enabled: true, label: { description: input.title } },
    },
    series: [{ name: input.title, marks }],
    labels: texts.boxes,
  };
}
