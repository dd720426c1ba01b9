import { formatCount, formatShare } from '../../format/index.ts';
import type { Fraction } from '../fraction.ts';
import type { PointRange } from './point.ts';

/** `k* = 2`, `k* = 2 to 4`, `no removal breaks it`. */
export function pointWords({ low, high }: Pick<PointRange, 'low' | 'high'>): string {
  if (low === null && high === null) return 'no removal breaks it';
  if (low === high) return `k* = ${formatCount(low as number)}`;
  return `k* = ${low === null ? 'none' : formatCount(low)} to ${high === null ? 'none' : formatCount(high)}`;
}

/** `7/12 (58.3 %)`. */
export function fractionWords({ num, den }: Fraction): string {
  return `${num}/${den} (${formatShare(num / den)})`;
}
