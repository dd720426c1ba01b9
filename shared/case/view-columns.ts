import type { ColumnInfo, Dataset } from './dataset.ts';
import { DERIVED_WEIGHTS } from './view.ts';

/** A dataset as far as its columns go. */
export type HasColumns = Pick<Dataset, 'columns'>;

/** Dimensions of the model, the most telling first. */
export const DIMENSIONS = [
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
/** Weights of the model, the most telling first: a count adds chips of different kinds as if they were alike, so equivalents that a source states come before it. */
export const WEIGHTS = ['H100 equivalents', 'gpu_count', 'vram_gib', 'stake', 'node_count'];

/** Columns that group records into entities: text with at least two values, those of the model first. */
export function dimensionsOf(dataset: HasColumns): string[] {
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
export function weightsOf(dataset: HasColumns): string[] {
  const names = dataset.columns.filter(isSummed).map((column) => column.name);
  const known = WEIGHTS.filter((name) => names.includes(name));
  const hasModel = dataset.columns.some((column) => column.name === 'gpu_model');
  const derived = hasModel ? DERIVED_WEIGHTS.filter((name) => !names.includes(name)) : [];
  return [...known, ...derived, ...names.filter((name) => !known.includes(name)), 'count'];
}
