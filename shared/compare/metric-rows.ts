import type { Bound, Metrics } from '../case/view.ts';
import { formatBits, formatCount, formatEffectiveNumber, formatHhi, formatIndex, formatShare } from '../format/index.ts';

/** A metric that stands side by side: where it is in the metrics of a view, and how it reads. */
export type MetricRow = {
  /** key of `reasons` and `outer` */
  readonly id: string;
  readonly label: string;
  /** name in a CSV file, with its unit */
  readonly column: string;
  readonly of: (metrics: Metrics) => Bound;
  readonly format: (value: number | null) => string;
};

/** Metrics of a comparison, in the order in which they are shown. */
export const METRIC_ROWS: readonly MetricRow[] = [
  { id: 'hhi', label: 'HHI (0 to 10,000)', column: 'hhi_points', of: ({ hhi }) => hhi, format: formatHhi },
  {
    id: 'effectiveNumber.q2',
    label: 'Effective number',
    column: 'effective_number',
    of: ({ effectiveNumber }) => effectiveNumber.q2,
    format: formatEffectiveNumber,
  },
  { id: 'cr1', label: 'Largest share', column: 'cr1_fraction', of: ({ cr1 }) => cr1, format: formatShare },
  { id: 'cr4', label: 'Four largest', column: 'cr4_fraction', of: ({ cr4 }) => cr4, format: formatShare },
  { id: 'nakamoto.1/3', label: 'k for > 1/3', column: 'nakamoto_1_3', of: ({ nakamoto }) => nakamoto['1/3'], format: formatCount },
  { id: 'nakamoto.1/2', label: 'k for > 1/2', column: 'nakamoto_1_2', of: ({ nakamoto }) => nakamoto['1/2'], format: formatCount },
  { id: 'nakamoto.2/3', label: 'k for > 2/3', column: 'nakamoto_2_3', of: ({ nakamoto }) => nakamoto['2/3'], format: formatCount },
  { id: 'gini', label: 'Gini', column: 'gini', of: ({ gini }) => gini, format: formatIndex },
  { id: 'shannonBits', label: 'Entropy (bits)', column: 'entropy_bits', of: ({ shannonBits }) => shannonBits, format: formatBits },
  {
    id: 'effectiveNumber.q0',
    label: 'Entities (n)',
    column: 'entities',
    of: ({ effectiveNumber }) => effectiveNumber.q0,
    format: formatCount,
  },
];

/** No value on either end, for a side that cannot be computed. */
export const NO_BOUND: Bound = { low: null, stated: null, high: null };
