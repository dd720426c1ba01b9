import type { Figure, Plot } from './figure.ts';

/** A scale of a chart: from a value to a pixel and its round ticks. */
export type Scale = { low: number; high: number; log: boolean; ticks: number[]; at: (value: number) => number };

/** Round ticks between two values, about `count` of them; never below `low` or above `high`. */
function ticksBetween(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
    if (ticks.length > 50) break;
  }
  return ticks;
}

/** Powers of ten between two positive values, with 2 and 5 of each where there is room for them. */
function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades * 3 <= count + 2 ? [1, 2, 5] : decades * 2 <= count + 1 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += every)
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  return ticks;
}

/**
 * A scale over values.
 *
 * @param from, to pixels of its ends; @param log powers of ten, only where all values are above 0
 */
export function scaleOf(low: number, high: number, from: number, to: number, count: number, log = false): Scale {
  const asLog = log && low > 0 && high > low;
  const place = (value: number): number => (asLog ? Math.log10(Math.max(value, low)) : value);
  const [a, b] = [place(low), place(high)];
  const at = (value: number): number => (b === a ? (from + to) / 2 : from + ((place(value) - a) / (b - a)) * (to - from));
  return { low, high, log: asLog, ticks: asLog ? logTicks(low, high, count) : ticksBetween(low, high, count), at };
}

/** Ends of a scale over values that need not begin at 0: widened by a little, and to something where all are one value. */
export function rangeOf(values: readonly number[], zero: boolean): { low: number; high: number } {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return { low: 0, high: 1 };
  const [least, most] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const low = zero ? Math.min(0, least) : least;
  const high = zero ? Math.max(0, most) : most;
  if (low === high) return { low: low - Math.abs(low || 1) * 0.5, high: high + Math.abs(high || 1) * 0.5 };
  const margin = (high - low) * 0.04;
  return { low: zero && low === 0 ? 0 : low - margin, high: zero && high === 0 ? 0 : high + margin };
}

/** Lines and numbers of an upright axis at the left of a plot. */
export function drawUpright(figure: Figure, { left, width }: Plot, scale: Scale, format: (value: number) => string): void {
  const { theme } = figure.frame;
  for (const tick of scale.ticks) {
    figure.line(left, scale.at(tick), left + width, scale.at(tick), tick === 0 ? theme.lineStrong : theme.line);
    figure.add(format(tick), left - 8, scale.at(tick), { size: 11, colour: theme.ink3, align: 'right' });
  }
}

/** Lines and numbers of a level axis below a plot; a number that would touch the one before is left out. */
export function drawLevel(figure: Figure, { top, height }: Plot, scale: Scale, format: (value: number) => string, grid = true): void {
  const { theme, measure, width } = figure.frame;
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of scale.ticks) {
    const x = scale.at(tick);
    figure.line(x, grid ? top : top + height, x, top + height + (grid ? 0 : 4), tick === 0 || !grid ? theme.lineStrong : theme.line);
    const text = format(tick);
    const size = measure(text, 11, 400);
    const middle = Math.min(x, width - size / 2);
    if (middle - size / 2 < end + 6 || middle - size / 2 < 0) continue;
    figure.add(text, middle, top + height + 15, { size: 11, colour: theme.ink3, align: 'center' });
    end = middle + size / 2;
  }
}

/** Width of the widest tick of a scale, in pixels. */
export function tickWidth(figure: Figure, scale: Scale, format: (value: number) => string): number {
  return Math.max(0, ...scale.ticks.map((tick) => figure.frame.measure(format(tick), 11, 400)));
}
