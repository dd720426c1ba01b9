import type { Field } from '../case/dataset.ts';
import type { ViewResult } from '../case/view.ts';
import { toNumber } from '../metrics/exact.ts';
import type { Line } from './line.ts';
import type { Placed } from './lines-beside.ts';
import { type LineMetric, lineOf, type PackLine, type ThresholdPack } from './pack.ts';
import { levelWords } from './pack-words.ts';

type Subject = NonNullable<PackLine['applies_to']>;

const SUBJECTS: Readonly<Partial<Record<Field, readonly Subject[]>>> = {
  provider: ['provider', 'connected_group'],
  operator: ['provider', 'connected_group'],
  owner: ['provider', 'connected_group'],
  site: ['site'],
  host_org: ['site'],
  country: ['country'],
  validator: ['validator'],
};

/** What the entities of a dimension are, for lines that ask for that; none where the column serves no such field. */
export function subjectsOf(field: Field | null): readonly Subject[] {
  return field === null ? [] : (SUBJECTS[field] ?? []);
}

/** A reference line on a chart; the label names level, pack and edition, `line` decides who passes it. */
export type ChartLine = { readonly at: number; readonly label: string; readonly line: Line };

/**
 * Lines of packs on a chart of one metric: those that ask for no merge and no second line, and whose subject the entities are.
 *
 * @param metrics what the axis of the chart is, e.g. `share` and `cr1` for shares of single groups
 * Source: domain 8.
 */
export function chartLines(packs: readonly ThresholdPack[], metrics: readonly LineMetric[], subjects: readonly Subject[]): ChartLine[] {
  return packs.flatMap(({ id, version, lines }) =>
    lines
      .filter(
        (line) =>
          metrics.includes(line.metric) && line.with === undefined && (line.applies_to === undefined || subjects.includes(line.applies_to)),
      )
      .map((line) => {
        const { op, value } = lineOf(line);
        return { at: toNumber(value), label: `${levelWords(line)} ${id} ${version}`, line: { op, value } };
      }),
  );
}

/** Numbers of a view that lines of packs may stand beside. */
export function placedOfView({ metrics, exact }: Pick<ViewResult, 'metrics' | 'exact'>, subjects: readonly Subject[]): Placed[] {
  const hhi = { subjects, bound: metrics.hhi, exact: exact?.hhi ?? null };
  const cr1 = { subjects, bound: metrics.cr1, exact: exact?.cr1 ?? null };
  return [
    { metric: 'hhi_points', ...hhi },
    { metric: 'cr1', ...cr1 },
    { metric: 'share', ...cr1 },
    { metric: 'cumulative_share', subjects, bound: null, exact: null },
  ];
}
