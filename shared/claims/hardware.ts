import type { ClaimNumber } from '../case/claims.ts';
import type { Bound } from '../case/view.ts';
import { dimensionNoun, formatCount, formatHhi, formatShare, plural, weightNoun } from '../format/index.ts';
import { toNumber } from '../metrics/exact.ts';
import type { Viewed } from './concentration.ts';
import { type ClaimDraft, claimNumber, metricNumber, viewDraft } from './draft.ts';
import { shareOf } from './shares.ts';
import { hhiStatement, largestStatement } from './statements.ts';

/** Weight of GPUs with at least 80 GB, with less, and of those whose memory is open; integers of one scale. */
export type MemorySplit = {
  readonly large: bigint;
  readonly small: bigint;
  readonly open: bigint;
  /** records without a stated weight, which are in none of them */
  readonly weightless: number;
};

/** A hardware class with who offers it. */
export type HardwareClass = { readonly name: string; readonly parties: Viewed };

const ratio = (num: bigint, den: bigint): number | null => (den === 0n ? null : toNumber({ num, den }));

/** Share of weight with at least 80 GB of memory: what is open counts as less at the low end and as more at the high one. */
export function largeMemoryShare({ large, small, open }: Pick<MemorySplit, 'large' | 'small' | 'open'>): Bound {
  const total = large + small + open;
  return { low: ratio(large, total), stated: ratio(large, large + small), high: ratio(large + open, total) };
}

/** Says what the range leaves aside; `null` = nothing. */
function weightlessNote({ weightless }: MemorySplit): string | null {
  return weightless === 0 ? null : `Leaves ${plural(weightless, 'record')} without a stated weight aside.`;
}

/**
 * C3, hardware distribution: HHI by canonical GPU id, the largest model, the share with at least 80 GB, and each class by itself, because a pooled
 * value may hide that one party has all of a class.
 *
 * @param families view by GPU family that the classes come from; `null` = the dataset has none
 */
export function hardwareDistribution(
  models: Viewed,
  families: Viewed | null,
  memory: MemorySplit | null,
  classes: readonly HardwareClass[],
  notes: readonly string[],
): ClaimDraft {
  const { result, spec } = models;
  const { metrics } = result;
  const leader = result.leaders.length === 1 ? `, ${result.leaders[0]}` : '';
  const top = metricNumber(result, 'cr1', `Top model${leader}`, 'share', metrics.cr1, formatShare);
  const draft = viewDraft(
    'C3',
    {
      measure: `HHI of ${weightNoun(result.stamp.weight)} by GPU model`,
      unit: 'points',
      bound: metrics.hhi,
      format: formatHhi,
      metric: 'hhi',
      statement: (display) => `${hhiStatement(result, display)} ${largestStatement(result, top.display)}`,
    },
    result,
    spec,
    [
      top,
      ...(memory
        ? [
            claimNumber('memory.80', 'With at least 80 GB', 'share', largeMemoryShare(memory), formatShare, {
              note: weightlessNote(memory),
            }),
          ]
        : []),
    ],
    notes,
  );
  return {
    ...draft,
    classes: classes.map(({ name, parties }) => ({ name, numbers: classNumbers(name, parties, families) })),
  };
}

function classNumbers(name: string, parties: Viewed, families: Viewed | null): ClaimNumber[] {
  const { result, spec } = parties;
  const group = families?.result.top.find(({ key }) => key === name);
  const { metrics } = result;
  return [
    ...(families && group
      ? [
          claimNumber('share', `Share of ${weightNoun(result.stamp.weight)}`, 'share', shareOf(families.result, [group]), formatShare, {
            result: families.result,
          }),
        ]
      : []),
    metricNumber(result, 'cr1', `Largest ${dimensionNoun(result.stamp.by, 1)} of this class`, 'share', metrics.cr1, formatShare, spec),
    metricNumber(
      result,
      'nakamoto.1/2',
      'Smallest number with more than half',
      result.stamp.by,
      metrics.nakamoto['1/2'],
      formatCount,
      spec,
    ),
  ];
}
