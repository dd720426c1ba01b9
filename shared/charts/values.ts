import { formatCount, formatHhi, formatIndex, formatPoints, formatQuantity, formatShare, NO_VALUE } from '../format/index.ts';
import type { CellFormat } from './chart.ts';

/** How a measure reads; `share` = fractions 0..1, `hhi` = points 0..10,000. */
export type ValueFormat = 'share' | 'count' | 'quantity' | 'index' | 'hhi';

/** A value as text with its sign `%` where it is a share. */
export function formatValue(value: number | null, format: ValueFormat): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  if (format === 'share') return formatShare(value);
  if (format === 'count') return formatCount(value);
  if (format === 'hhi') return formatHhi(value);
  return format === 'index' ? formatIndex(value) : formatQuantity(value);
}

/** A difference of two values with its sign: `+235`, `−3.1 points`, `no change`. */
export function formatChange(change: number | null, format: ValueFormat): string {
  if (change === null || !Number.isFinite(change)) return NO_VALUE;
  if (format === 'share') return formatPoints(change);
  const text = formatValue(Math.abs(change), format);
  return Number(text.replaceAll(',', '')) === 0 ? '0' : `${change < 0 ? '\u2212' : '+'}${text}`;
}

/** Short text of a tick: the unit stands in the subtitle. */
export function formatTick(value: number, format: ValueFormat): string {
  if (format === 'share') return String(Number((value * 100).toPrecision(6)));
  return value < 0 ? `\u2212${formatQuantity(-value)}` : formatQuantity(value);
}

/** Format of the values in a chart's table. */
export function cellFormatOf(format: ValueFormat): CellFormat {
  return format === 'share' ? 'percent' : format === 'count' || format === 'quantity' ? format : 'figure';
}
