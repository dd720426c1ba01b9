import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { Waiver } from '../../../shared/case/quality.ts';
import type { RemovalResult, WholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Left } from '../../../shared/case/scenarios.ts';
import type { Group, ViewResult } from '../../../shared/case/view.ts';
import { plural } from '../../../shared/format/index.ts';
import type { Correction } from '../analysis/facts.ts';

export type ReportView = { name: string; result: ViewResult; groups: readonly Group[] };

export type ReportRemoval = {
  name: string;
  /** choices of the test that a certificate needs to be checked against its case */
  asked: Pick<WholeRemovalSpec, 'mode' | 'entities' | 'base' | 'combinations'>;
  result: RemovalResult;
  /** records that pass the filter of the test */
  records: number;
  portfolio: { title: string; classes: readonly { name: string; shape: string; quantity: number; constraints: string }[] };
  /** inputs of the test as lines (`inputsText`), so that its certificate can be checked without the case; `null` = too many */
  inputs: string | null;
  /** share of the base that the k largest units hold, by k from 0 */
  baseRemoved: readonly number[];
  /** units that the saved scenario removes by hand, and what is served without them; `null` = none */
  byHand: Left | null;
};

/** Everything a report is made from; no clock and no host, so that the same case gives the same bytes. */
export type ReportInput = {
  case: Pick<CaseInfo, 'title' | 'question' | 'sample' | 'createdAt'>;
  sources: readonly Source[];
  datasets: readonly Dataset[];
  /** failed checks that somebody lets stand, and rejected records that somebody corrected, of the datasets above */
  waivers: readonly Waiver[];
  corrections: readonly Correction[];
  views: readonly ReportView[];
  removals: readonly ReportRemoval[];
  version: string;
  paper: 'a4' | 'us-letter';
};

/** Latest as-of day of the datasets; `null` when none is stated. */
export function factsDate(input: Pick<ReportInput, 'datasets'>): string | null {
  const days = input.datasets.flatMap(({ asOf }) => (asOf === null ? [] : [asOf.slice(0, 10)])).sort();
  return days.at(-1) ?? null;
}

/** Day of the report file: that of the facts, or the day the case was made; never the clock. */
export function reportDate(input: ReportInput): string {
  return factsDate(input) ?? input.case.createdAt.slice(0, 10);
}

/** The same in words; says so where datasets differ in their date or state none. */
export function reportDateWords(input: Pick<ReportInput, 'datasets' | 'case'>): string {
  const { datasets } = input;
  const days = datasets.flatMap(({ asOf }) => (asOf ? [asOf.slice(0, 10)] : [])).sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined) return `date of the facts not stated, case of ${input.case.createdAt.slice(0, 10)}`;
  const undated = datasets.length - days.length;
  const stated = first === last ? `as of ${last}` : `as of ${first} to ${last}`;
  return undated === 0 ? stated : `${stated}, date not stated for ${undated} of ${plural(datasets.length, 'dataset')}`;
}
