import type { ViewResult } from '../case/view.ts';
import {
  baseWords,
  boundsNote,
  boundWords,
  countOf,
  dimensionNoun,
  fitsWords,
  formatAsOf,
  formatCount,
  formatExact,
  formatHhi,
  formatPoints,
  formatQuantity,
  formatShare,
  partialNote,
  statedWords,
  weightNoun,
} from '../format/index.ts';
import { type Row, shareDigits } from './rankedRows.ts';

/** Summary of the ranked bars in words. */
export function summaryOf(view: ViewResult, rows: Row[], steps: { level: string; k: number; detail: { over: number } | null }[]): string {
  const { stamp } = view;
  const weight = weightNoun(stamp.weight);
  const top = rows.filter((row) => row.kind === 'group').slice(0, 3);
  const other = rows.find((row) => row.kind === 'other');
  const passed = steps.map(
    (step) =>
      `${step.level} is passed at k = ${formatCount(step.k)}${step.detail === null ? '' : ` by ${formatPoints(step.detail.over).replace('+', '')}`}`,
  );
  return [
    'Ranked bar.',
    `${view.finding.replace(/\.$/, '')}.`,
    `Share of ${statedWords(view, weight)} in percent, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}, n = ${countOf(view.entities, stamp.by)}.`,
    top.length > 0
      ? `Highest: ${top.map((row) => `${row.name} ${shareDigits(row.share, row.shareRange)}`).join(', ')}.`
      : 'No known group.',
    passed.length > 0 ? `Of the known total, ${passed.join('; ')}.` : '',
    `HHI ${boundWords(view, view.metrics.hhi, formatHhi)}.`,
    ...[partialNote(view), boundsNote(view)].map((note) => note ?? ''),
    view.unknown.share > 0
      ? `Uncertainty: ${formatQuantity(view.unknown.value)} ${weightNoun(stamp)} (${formatShare(view.unknown.share)}) have no known ${dimensionNoun(stamp.by, 1)}.`
      : `Uncertainty: none from unknown ${dimensionNoun(stamp.by, 2)}.`,
    other ? `Not shown: ${other.name}, ${formatShare(other.share)}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The largest of what is named in part, with what it may be. */
export function partialList({ partial = [], partialTotal }: ViewResult): string {
  const said = partial.slice(0, 3).map((group) => `${group.key} ${formatExact(group.value)}, ${fitsWords(group)}`);
  const more = (partialTotal?.groups ?? said.length) - said.length;
  return [...said, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join('; ');
}
