import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { RemovalResult } from '../../../shared/case/removal.ts';
import type { Group, ViewResult } from '../../../shared/case/view.ts';

export type ReportView = { name: string; result: ViewResult; groups: readonly Group[] };

export type ReportRemoval = {
  name: string;
  result: RemovalResult;
  portfolio: { title: string; classes: readonly { name: string; shape: string; quantity: number; constraints: string }[] };
  /** share of the base that the k largest units hold, by k from 0 */
  baseRemoved: readonly number[];
};

/** Everything a report is made from; no clock and no host, so that the same case gives the same bytes. */
export type ReportInput = {
  case: Pick<CaseInfo, 'title' | 'question' | 'sample' | 'createdAt'>;
  sources: readonly Source[];
  datasets: readonly Dataset[];
  views: readonly ReportView[];
  removals: readonly ReportRemoval[];
  version: string;
  paper: 'a4' | 'us-letter';
};

/** Day of the report: the latest as-of date of its datasets, or the day the case was made; never the clock. */
export function reportDate(input: ReportInput): string {
  const days = input.datasets.flatMap(({ asOf }) => (asOf === null ? [] : [asOf.slice(0, 10)])).sort();
  return days.at(-1) ?? input.case.createdAt.slice(0, 10);
}
