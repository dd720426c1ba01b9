import { dimensionsOf, type HasColumns, weightsOf } from '../case/view-columns.ts';

/** Names that every dataset has, in the order of the first. */
function common(datasets: readonly HasColumns[], namesOf: (dataset: HasColumns) => string[]): string[] {
  const [first, ...others] = datasets.map(namesOf);
  return first ? first.filter((name) => others.every((names) => names.includes(name))) : [];
}

/** Dimensions that every dataset has, in the order of the first. */
export const commonDimensions = (datasets: readonly HasColumns[]): string[] => common(datasets, dimensionsOf);

/** Weights that every dataset has, in the order of the first; the number of records is always one, and the last. */
export const commonWeights = (datasets: readonly HasColumns[]): string[] => common(datasets, weightsOf);
