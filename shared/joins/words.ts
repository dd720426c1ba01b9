import type { Field } from '../case/dataset.ts';
import type { Aggregation, JoinSpec } from '../case/join.ts';

/** How a joined column is made, in words: `mean of uptime over 7 days`. */
export function madeWords({ take, how, window }: Pick<JoinSpec, 'take' | 'how' | 'window'>): string {
  const span = window === null ? '' : ` over ${window} day${window === 1 ? '' : 's'}`;
  return how === 'count' ? `number of records${span}` : `${how} of ${take}${span}`;
}

/** What a name is made of: `uptime_7d`, `uptime_minimum_7d`, `price_usd_per_gpu_hour_median`, `stake`, `count_1d`. */
function plainName({ take, how, window }: Pick<JoinSpec, 'take' | 'how' | 'window'>): string {
  const base = how === 'count' ? 'records' : (take as string);
  const usual = how === 'count' || how === 'latest' || how === 'sum' || (how === 'mean' && window !== null);
  return [base, ...(usual ? [] : [how]), ...(window === null ? [] : [`${window}d`])].join('_');
}

/**
 * Name of a joined column that is free in its dataset: with the id of the side table where the plain name is taken, then with a number.
 *
 * @param isTaken whether the dataset answers to a name
 */
export function joinName(spec: Pick<JoinSpec, 'take' | 'how' | 'window' | 'with'>, isTaken: (name: string) => boolean): string {
  const plain = plainName(spec);
  if (!isTaken(plain)) return plain;
  const named = `${plain}_${spec.with.toLowerCase()}`;
  if (!isTaken(named)) return named;
  for (let number = 2; ; number++) if (!isTaken(`${named}_${number}`)) return `${named}_${number}`;
}

const ADDED_UP: readonly Field[] = ['stake', 'gpu_count', 'gpu_free', 'node_count', 'cpu_milli', 'memory_mib'];

/** Whether the joined value still is what the field means: a count of records is no uptime, a sum of prices no price. */
export function keepsField(field: Field | null, how: Aggregation): field is Field {
  if (field === null || how === 'count' || field === 'observed_at') return false;
  return how !== 'sum' || ADDED_UP.includes(field);
}

/** Hours as days or hours: `153 days`, `5 hours`; whole days only where they are whole. */
export function spreadWords(hours: number): string {
  const [value, unit] = hours >= 48 || hours === 24 ? [hours / 24, 'day'] : [hours, 'hour'];
  const text = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
}
