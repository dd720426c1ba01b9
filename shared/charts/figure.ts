import type { ChartFrame, ChartOption } from './chart.ts';
import { lineHeight, Texts } from './labels.ts';
import { fitText } from './measure.ts';

export type Box = { x: number; y: number; width: number; height: number };
type Fill = { fill?: string; stroke?: string; lineWidth?: number; dash?: number[]; z?: number };
/** What an element stands for; tests read it back. */
type Info = { id: string; value: number | null };

/** Square plot of a chart in pixels and where its values stand. */
export type Plot = { left: number; top: number; width: number; height: number };

/** Shapes and texts of a figure as ECharts graphic elements, in pixels of its frame. */
export class Figure extends Texts {
  readonly frame: ChartFrame;

  constructor(frame: ChartFrame) {
    super(frame);
    this.frame = frame;
  }

  #add(type: string, shape: Record<string, unknown>, { fill, stroke, lineWidth = 1, dash, z = 2 }: Fill, info?: Info): void {
    this.elements.push({
      type,
      silent: true,
      z,
      shape,
      ...(info && { info }),
      style: {
        fill: fill ?? 'none',
        ...(stroke !== undefined && { stroke, lineWidth, ...(dash && { lineDash: dash }) }),
      },
    });
  }

  /** A filled or outlined box. */
  rect({ x, y, width, height }: Box, style: Fill, info?: Info): void {
    this.#add('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height) }, style, info);
  }

  circle(x: number, y: number, radius: number, style: Fill, info?: Info): void {
    this.#add('circle', { cx: x, cy: y, r: radius }, style, info);
  }

  polyline(points: readonly (readonly [number, number])[], style: Fill): void {
    this.#add('polyline', { points }, style);
  }

  polygon(points: readonly (readonly [number, number])[], style: Fill, info?: Info): void {
    this.#add('polygon', { points }, style, info);
  }

  /**
   * Slanted lines over a box: what is unknown, or one class more that colour alone would not tell.
   *
   * @param gap pixels between lines; `down` leans the other way
   */
  hatch(box: Box, colour: string, { gap = 6, down = false, width: lineWidth = 1, z = 3 } = {}): void {
    const { x, y, width, height } = box;
    if (width <= 1 || height <= 1) return;
    for (let at = gap / 2; at < width + height; at += gap) {
      const [fromX, fromY] = [Math.max(0, at - height), Math.min(at, height)];
      const [toX, toY] = [Math.min(at, width), Math.max(0, at - width)];
      const flip = (value: number): number => x + (down ? width - value : value);
      this.#add('line', { x1: flip(fromX), y1: y + fromY, x2: flip(toX), y2: y + toY }, { stroke: colour, lineWidth, z });
    }
  }

  /** Lines of a text broken at blanks to at most `most` pixels. */
  broken(text: string, most: number, size: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const last = lines.at(-1);
      if (last !== undefined && this.frame.measure(`${last} ${word}`, size, 400) <= most) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  }

  /** A sentence broken into lines, centred on a point. */
  paragraph(text: string, x: number, y: number, most: number, { colour, size = 12 }: { colour: string; size?: number }): void {
    const lines = this.broken(text, most, size);
    const pitch = lineHeight(size) + 2;
    for (const [index, line] of lines.entries())
      this.add(line, x, y + (index - (lines.length - 1) / 2) * pitch, { colour, size, align: 'center' });
  }

  /** A text broken into lines from a top left corner; what goes beyond `limit` lines is cut with an ellipsis. */
  lines(text: string, x: number, top: number, most: number, { colour, size = 12 }: { colour: string; size?: number }, limit: number): void {
    const all = this.broken(text, most, size);
    const pitch = lineHeight(size) + 2;
    const shown =
      all.length <= limit
        ? all
        : [...all.slice(0, limit - 1), fitText(all.slice(limit - 1).join(' '), most, size, 400, this.frame.measure)];
    for (const [index, line] of shown.entries()) this.add(line, x, top + (index + 0.5) * pitch, { colour, size });
  }

  /** The figure as an ECharts option, with series on hidden axes over a plot where there are any. */
  option(
    description: string,
    chart?: { plot: Plot; x: readonly [number, number]; y: readonly [number, number]; series: readonly Record<string, unknown>[] },
  ): ChartOption {
    return {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: this.frame.theme.font },
      ...(chart && {
        grid: { ...chart.plot, outerBoundsMode: 'none' },
        xAxis: { type: 'value', min: chart.x[0], max: chart.x[1], show: false },
        yAxis: { type: 'value', min: chart.y[0], max: chart.y[1], show: false },
        series: chart.series,
      }),
      graphic: { elements: this.elements },
      aria: { enabled: true, label: { description } },
    };
  }
}
