import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { formatCount, formatQuantity } from '../../../../shared/format/index.ts';
import { amountWidth } from '../../../grid/widths.ts';
import { servableHeader, servedAmounts, servedShare } from '../served.ts';

type Amounts = { gpus: number; served: { low: number; high: number }; units?: number };

/** Pixels of a heading that can be sorted by. */
const headWidth = (head: string): number => 40 + head.length * 7;

/** Pixels of the columns of amounts, so that the widest amount of any row is read to its last digit. */
export function outcomeWidths(rows: readonly Amounts[], model: RemovalModel): Record<'units' | 'gpus' | 'served' | 'share', number> {
  const widest = (head: string, textOf: (row: Amounts) => string) => {
    const longest = rows.map(textOf).reduce((a, b) => (b.length > a.length ? b : a), '');
    return Math.max(headWidth(head), amountWidth([longest]));
  };
  return {
    units: widest('Units', ({ units }) => formatCount(units ?? 0)),
    gpus: widest('GPUs', ({ gpus }) => formatQuantity(gpus)),
    served: widest(servableHeader(model), ({ served }) => servedAmounts(model, served)),
    // the sign of percent is wider than a figure
    share: 8 + widest('Share', ({ served }) => servedShare(model, served)),
  };
}
