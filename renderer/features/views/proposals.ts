import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { DERIVED_WEIGHTS, type ViewSpec } from '../../../shared/case/view.ts';
import { supplierColumn } from '../../../shared/claims/columns.ts';

const DIMENSIONS = [
  'operator',
  'provider',
  'owner',
  'Owner',
  'host_org',
  'asn',
  'country',
  'gpu_model',
  'gpu_vendor',
  'cloud',
  'validator',
];
// a count adds chips of different kinds as if they were alike; where a source states equivalents they come first
const WEIGHTS = ['H100 equivalents', 'gpu_count', 'vram_gib', 'stake', 'node_count'];

/** Columns that group records into entities: text with at least two values, those of the model first. */
export function dimensionsOf(dataset: Dataset): string[] {
  const names = dataset.columns.filter((column) => column.type === 'text' && column.distinct > 0).map((column) => column.name);
  const known = DIMENSIONS.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}

/** A sum of prices, of parts of a time, of instants or of numbers as a file wrote them says nothing; a formula may still use them. */
const isSummed = ({ type, field, derived, rawOf }: ColumnInfo): boolean =>
  type !== 'text' &&
  rawOf === undefined &&
  field !== 'price_usd_per_gpu_hour' &&
  field !== 'uptime' &&
  derived?.kind !== 'uptime' &&
  derived?.kind !== 'time';

/** Columns whose sum says something, weights that the GPU model and count give, and the number of records. */
export function weightsOf(dataset: Dataset): string[] {
  const names = dataset.columns.filter(isSummed).map((column) => column.name);
  const known = WEIGHTS.filter((name) => names.includes(name));
  const hasModel = dataset.columns.some((column) => column.name === 'gpu_model');
  const derived = hasModel ? DERIVED_WEIGHTS.filter((name) => !names.includes(name)) : [];
  return [...known, ...derived, ...names.filter((name) => !known.includes(name)), 'count'];
}

/**
 * Up to three views that the mapped columns suggest, the most telling first; none for a dataset without a dimension. The first is by whoever controls
 * the capacity, as on the scorecard: a name of a cluster or an account says little of who that is.
 */
export function suggestedViews(dataset: Dataset): ViewSpec[] {
  const weight = WEIGHTS.find((name) => weightsOf(dataset).includes(name)) ?? 'count';
  const dimensions = dimensionsOf(dataset);
  const known = DIMENSIONS.filter((name) => dimensions.includes(name));
  const party = supplierColumn(dataset, () => false)?.name;
  const first = known.filter((name) => name === party);
  return (known.length > 0 ? [...first, ...known.filter((name) => name !== party)] : dimensions)
    .slice(0, 3)
    .map((by) => ({ dataset: dataset.id, by, weight, where: '', entities: 'confirmed', top: 10 }));
}
