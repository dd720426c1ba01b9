import type { CompareSpec } from '../../../../shared/case/compare.ts';
import type { Dataset } from '../../../../shared/case/dataset.ts';
import { isOneSeries } from '../../../../shared/compare/series.ts';
import { entityWords } from '../../../../shared/format/index.ts';
import { usualViews } from '../../analysis/usual.ts';
import { labelOf } from '../claims-places.ts';
import { changeConclusions } from '../conclusions.ts';
import type { ReportComparison } from '../input.ts';
import type { Alternative } from '../standing.ts';
import type { ViewsContext } from './views.ts';

const MOST_USUAL = 3;

/** A comparison of a report. */
export type ComparisonToShow = { id: string; name: string; spec: CompareSpec };

/** Comparisons for a report that names none: the two latest snapshots of each network, by the usual view of both. */
export function usualComparisons(datasets: readonly Dataset[]): ComparisonToShow[] {
  const dated = [...datasets].filter(({ asOf }) => asOf !== null).sort((a, b) => ((a.asOf as string) < (b.asOf as string) ? -1 : 1));
  const taken = new Set<string>();
  return [...dated]
    .reverse()
    .flatMap((last) => {
      if (taken.has(last.id)) return [];
      const series = dated.filter(({ name }) => isOneSeries(name, last.name));
      for (const { id } of series) taken.add(id);
      const before = series.at(-2);
      const [from, to] = [before, series.at(-1)].map((dataset) => (dataset ? usualViews([dataset])[0]?.spec : undefined));
      if (!before || !from || !to || from.by !== to.by || from.weight !== to.weight) return [];
      const whole = { split: '', columns: '', unknown: 'bounds' as const, base: '' as const, top: 20 };
      const sides = [from, to].map((spec) => ({ ...spec, ...whole }));
      return [
        {
          id: `X${before.id}-${to.dataset}`,
          name: `${to.weight} by ${to.by}, ${before.name} to ${last.name}`,
          spec: { sides, steps: 'from-first' as const, anyway: false },
        },
      ];
    })
    .slice(0, MOST_USUAL);
}

/** A comparison, its largest moves, and its direction under the other entity policies. */
export async function reportComparison(
  { session, linked, signal }: ViewsContext,
  { id, name, spec }: ComparisonToShow,
): Promise<ReportComparison> {
  const result = await session.reader.call('compare.open', spec, { signal });
  const [change] = result.changes;
  const alternatives: Alternative[] = [];
  const own = spec.sides[0]?.entities;
  for (const entities of linked && change ? (['none', 'confirmed', 'all-plausible'] as const) : []) {
    if (entities === own) continue;
    const other = await session.reader.call(
      'compare.open',
      { ...spec, sides: spec.sides.map((side) => ({ ...side, entities })) },
      { signal },
    );
    const [first] = other.changes;
    const words = entityWords(entities, 0);
    if (first)
      alternatives.push({ size: 'choice', words: words.charAt(0).toUpperCase() + words.slice(1), conclusions: changeConclusions(first) });
  }
  return { name, label: labelOf(id), result, alternatives };
}
