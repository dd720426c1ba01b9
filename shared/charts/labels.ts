import type { ChartFrame, LabelBox } from './chart.ts';

/** Height of a line of text in a figure, in pixels, for a font size. */
export function lineHeight(size: number): number {
  return Math.ceil(size * 1.25);
}

/**
 * Moves intervals on a line as little as possible until none overlap: pool-adjacent-violators on their centres.
 *
 * @param wanted centre and size of each interval, any order
 * @param low, high ends of the line; when the sum of sizes does not fit, the intervals are packed from `low`
 * @returns centres in the order of `wanted`
 */
export function spread(wanted: readonly { at: number; size: number }[], low: number, high: number, gap: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a]?.at ?? 0) - (wanted[b]?.at ?? 0) || a - b);
  // Offsets turn "no overlap" into "not decreasing", which pooling solves exactly (least squares).
  const offsets: number[] = [];
  let offset = 0;
  let previous = 0;
  for (const [place, index] of order.entries()) {
    const size = wanted[index]?.size ?? 0;
    if (place > 0) offset += (previous + size) / 2 + gap;
    offsets.push(offset);
    previous = size;
  }
  const pools: { sum: number; count: number }[] = [];
  for (const [place, index] of order.entries()) {
    pools.push({ sum: (wanted[index]?.at ?? 0) - (offsets[place] ?? 0), count: 1 });
    while (pools.length > 1) {
      const last = pools.at(-1);
      const before = pools.at(-2);
      if (!last || !before || before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  const first = wanted[order[0] ?? 0]?.size ?? 0;
  const last = wanted[order.at(-1) ?? 0]?.size ?? 0;
  const least = low + first / 2;
  const most = Math.max(least, high - last / 2 - (offsets.at(-1) ?? 0));
  const centres = new Array<number>(wanted.length);
  let place = 0;
  for (const pool of pools) {
    const base = Math.min(Math.max(pool.sum / pool.count, least), most);
    for (let index = 0; index < pool.count; index += 1, place += 1) centres[order[place] ?? 0] = base + (offsets[place] ?? 0);
  }
  return centres;
}

/** Whether two boxes share any area. */
export function overlaps(a: LabelBox, b: LabelBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

type TextStyle = {
  size?: number;
  weight?: 400 | 600;
  colour: string;
  align?: 'left' | 'center' | 'right';
  /** colour behind the text, where it stands on a hatch */
  ground?: string;
};

/** Collects the texts of a figure as ECharts graphic elements and remembers the box of each. */
export class Texts {
  readonly elements: Record<string, unknown>[] = [];
  readonly boxes: LabelBox[] = [];
  readonly #frame: ChartFrame;

  constructor(frame: ChartFrame) {
    this.#frame = frame;
  }

  /** Sets a text with its vertical middle at `y`; `x` is its left end, middle or right end by `align`. */
  add(text: string, x: number, y: number, { size = 12, weight = 400, colour, align = 'left', ground }: TextStyle): LabelBox {
    const width = this.#frame.measure(text, size, weight);
    const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    const height = lineHeight(size);
    const box = { text, x: left, y: y - height / 2, width, height };
    this.boxes.push(box);
    this.elements.push({
      type: 'text',
      x: left,
      y,
      silent: true,
      z: 10,
      style: {
        text,
        fill: colour,
        font: `${weight} ${size}px ${this.#frame.theme.font}`,
        textAlign: 'left',
        textVerticalAlign: 'middle',
        ...(ground !== undefined && { backgroundColor: ground }),
      },
    });
    return box;
  }

  /** Sets a text that reads upwards, its lower end at `y` and its middle at `x`. */
  upward(text: string, x: number, y: number, { size = 12, weight = 400, colour }: TextStyle): LabelBox {
    const length = this.#frame.measure(text, size, weight);
    const height = lineHeight(size);
    const box = { text, x: x - height / 2, y: y - length, width: height, height: length };
    this.boxes.push(box);
    this.elements.push({
      type: 'text',
      x,
      y,
      rotation: Math.PI / 2,
      silent: true,
      z: 10,
      style: { text, fill: colour, font: `${weight} ${size}px ${this.#frame.theme.font}`, textAlign: 'left', textVerticalAlign: 'middle' },
    });
    return box;
  }

  /** A line in the figure that is not data: separators, leaders, flags. */
  line(x1: number, y1: number, x2: number, y2: number, colour: string, dash: number[] | null = null, width = 1, z = 1): void {
    this.elements.push({
      type: 'line',
      silent: true,
      z,
      shape: { x1, y1, x2, y2 },
      style: { stroke: colour, lineWidth: width, lineDash: dash ?? undefined },
    });
  }
}

/** Round tick values from 0 to at least `most`, about `count` of them. */
export function roundTicks(most: number, count: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = 0; index === 0 || (ticks.at(-1) ?? 0) < most * 0.9999; index += 1) ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** `two`, `ten`, `11`: numbers up to ten as words, for titles. */
export function numberWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][count] ?? String(count);
}

/** First letter as a capital. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
