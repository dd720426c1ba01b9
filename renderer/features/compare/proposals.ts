import type { Dataset } from '../../../shared/case/dataset.ts';
import { type WholeViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { dimensionsOf, weightsOf } from '../../../shared/case/view-columns.ts';
import { looksLikeFormula } from '../../../shared/columns/formula.ts';
import { commonDimensions, commonWeights } from '../../../shared/compare/common-columns.ts';
import { isOneSeries } from '../../../shared/compare/series.ts';
import { suggestedViews } from '../views/proposals.ts';

const timeOf = ({ asOf }: Dataset): number => (asOf === null ? Number.NEGATIVE_INFINITY : Date.parse(asOf));

/** Datasets in the order of their dates, those without one first; the order of import decides between equal ones. */
function byDate(datasets: readonly Dataset[]): Dataset[] {
  return [...datasets].sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) - timeOf(b)));
}

/** The same view of several datasets: the first suggestion that all of them can answer; `null` where they share no dimension. */
export function commonViews(datasets: readonly Dataset[], like: WholeViewSpec | null = null): WholeViewSpec[] | null {
  const [dimensions, weights] = [commonDimensions(datasets), commonWeights(datasets)];
  const latest = datasets.at(-1);
  const by = [like?.by, ...(latest ? suggestedViews(latest).map((view) => view.by) : []), ...dimensions].find(
    (name) => name !== undefined && dimensions.includes(name),
  );
  if (by === undefined) return null;
  const weight = [like?.weight, ...(latest ? suggestedViews(latest).map((view) => view.weight) : []), 'count'].find(
    (name) => name !== undefined && weights.includes(name),
  );
  return datasets.map(({ id }) =>
    wholeSpec({
      dataset: id,
      by,
      weight: weight ?? 'count',
      where: like?.where ?? '',
      entities: like?.entities ?? 'confirmed',
      unknown: like?.unknown ?? 'bounds',
      top: 10,
    }),
  );
}

/** The latest snapshot and the one before it, of one network where there are two; `null` where there are no two datasets. */
export function latestPair(datasets: readonly Dataset[]): [Dataset, Dataset] | null {
  const ordered = byDate(datasets);
  const latest = ordered.at(-1);
  if (!latest || ordered.length < 2) return null;
  const earlier = ordered.slice(0, -1);
  const before = earlier.findLast(({ name }) => isOneSeries(name, latest.name)) ?? (earlier.at(-1) as Dataset);
  return [before, latest];
}

/** Dated snapshots of the network that a dataset belongs to, by its name, in the order of their dates. */
export function seriesOf(datasets: readonly Dataset[], of: Dataset): Dataset[] {
  return byDate(datasets.filter(({ name, asOf }) => asOf !== null && isOneSeries(name, of.name)));
}

/** Those that have the columns of a view, so that a row of snapshots keeps its dimension and weight; all of them without a view. */
export function answering(datasets: readonly Dataset[], view: Pick<WholeViewSpec, 'by' | 'weight'> | undefined): Dataset[] {
  if (!view) return [...datasets];
  return datasets.filter((dataset) => lacking(dataset, view) === null);
}

/** The first column of a view that a dataset has not; `null` where it has both. A formula is no column: the comparison itself tells. */
export function lacking(dataset: Dataset, { by, weight }: Pick<WholeViewSpec, 'by' | 'weight'>): string | null {
  if (!dimensionsOf(dataset).includes(by)) return by;
  return !looksLikeFormula(weight) && !weightsOf(dataset).includes(weight) ? weight : null;
}

/** Short names of sides that tell them apart: `A 2026-03-01` where the dates differ, else `A` with the name or the policy. */
export function sideLabels(sides: readonly { spec: WholeViewSpec; name: string; asOf: string | null }[]): string[] {
  const distinct = (values: readonly (string | null)[]) => values.every((value) => value !== null) && new Set(values).size === sides.length;
  const oneSeries = sides.every(({ name }) => isOneSeries(name, sides[0]?.name ?? ''));
  const days = sides.map(({ asOf }) => asOf?.slice(0, 10) ?? null);
  const names = sides.map(({ name }) => name);
  const words = oneSeries && distinct(days) ? days : distinct(names) ? names : sides.map(({ spec }) => spec.entities.replace('-', ' '));
  return words.map((word, index) => `${letterOf(index)} ${word}`);
}

/** `A`, `B` ...: the name of a side by its position. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);
