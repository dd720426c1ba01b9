import type { Dependencies, NotToday, Scorecard } from '../../../shared/case/claims.ts';
import type { CompareResult } from '../../../shared/case/compare.ts';
import type { Flips } from '../../../shared/case/contingencies.ts';
import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { CasePack } from '../../../shared/case/packs.ts';
import type { Pin } from '../../../shared/case/pin.ts';
import type { Ladder, Quality, Waiver } from '../../../shared/case/quality.ts';
import type { RemovalResult, WholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { ReportLayout } from '../../../shared/case/report.ts';
import type { Declaration, Left } from '../../../shared/case/scenarios.ts';
import type { SpreadResult } from '../../../shared/case/spread.ts';
import type { Group, ViewResult } from '../../../shared/case/view.ts';
import type { Link } from '../../../shared/entities/link.ts';
import type { NearEqual } from '../../../shared/entities/near-equal.ts';
import { plural } from '../../../shared/format/index.ts';
import type { Correction } from '../analysis/facts.ts';
import type { Alternative, Conclusions } from './standing.ts';

/**
 * `alternatives` = the same view asked in other ways that are declared, for the standing of its claims. Parts of a report have a `label`: the number
 * that the case gave the view, test, comparison or dataset when it was made, which claims, figures, tables and files of it bear.
 */
export type ReportView = {
  name: string;
  label: string;
  result: ViewResult;
  groups: readonly Group[];
  /** conclusions of its claims, and lines of packs beside them in words, by claim */
  conclusions: Conclusions;
  lines: Readonly<Record<string, readonly string[]>>;
  alternatives: readonly Alternative[];
  /** pairs of the names that findings and tables print which may be one holder; absent = none */
  nearEqual?: readonly NearEqual[];
  /** records that are planned, estimated or gone, and count; absent or `null` = none */
  notToday?: NotToday | null;
};

/** Smallest number of units whose loss breaks one class of a portfolio by itself. */
export type ClassPoint = {
  name: string;
  low: number | null;
  high: number | null;
  proven: boolean;
};

export type ReportRemoval = {
  name: string;
  label: string;
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
  /** breaking point of each class alone; empty where it was not asked */
  classes: readonly ClassPoint[];
  /** smallest changes that turn the breaking point; `null` = not worked out, for `flipsReason` */
  flips: Flips | null;
  flipsReason: string;
  alternatives: readonly Alternative[];
  /** as of a view */
  notToday?: NotToday | null;
};

/** The scorecard of a dataset with the same asked in other ways. */
export type ReportScorecard = {
  name: string;
  label: string;
  card: Scorecard;
  alternatives: readonly { words: string; card: Scorecard }[];
  /** by claim: the view that its number comes from, and what was asked of that view in another way */
  views: Readonly<Record<string, Pick<ReportView, 'conclusions' | 'alternatives'>>>;
};

/** A comparison with its largest moves; `alternatives` = the same under other entity policies. */
export type ReportComparison = {
  name: string;
  label: string;
  result: CompareResult;
  alternatives: readonly Alternative[];
};

/** What a dataset says beside its views; `null` where it has no column for it. */
export type ReportDataset = {
  dataset: string;
  name: string;
  label: string;
  ladder: Ladder;
  quality: Quality | null;
  models: ReportView | null;
  countries: ReportView | null;
  /** factors by party: shares of each of the largest parties by each value of the factor */
  factors: readonly { factor: string; kind: string; view: ViewResult; rows: readonly FactorRow[] }[];
  dependencies: Dependencies | null;
  prices: SpreadResult | null;
  uptime: SpreadResult | null;
};

export type FactorRow = { key: string; value: number | string; cells: readonly (number | string | null)[] };

/** Decisions of persons that numbers rest on. */
export type ReportDecisions = {
  links: readonly Link[];
  openLinks: number;
  aliases: readonly { kind: string; raw: string; value: string }[];
  aliasTotal: number;
  declarations: readonly Declaration[];
  notApplicable: readonly { dataset: string; claim: string; reason: string; name: string }[];
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
  scorecards: readonly ReportScorecard[];
  comparisons: readonly ReportComparison[];
  about: readonly ReportDataset[];
  decisions: ReportDecisions;
  packs: readonly CasePack[];
  pins: readonly Pin[];
  layout: ReportLayout;
  version: string;
  paper: 'a4' | 'us-letter';
};

/** Latest as-of day of the datasets; `null` when none is stated. */
export function factsDate(input: Pick<ReportInput, 'datasets'>): string | null {
  const days = input.datasets.flatMap(({ asOf }) => (asOf === null ? [] : [asOf.slice(0, 10)])).sort();
  return days.at(-1) ?? null;
}

/** Day of the report file: that of the facts, or the day the case was made; never the clock. */
export function reportDate(input: { datasets: ReportInput['datasets']; case: Pick<ReportInput['case'], 'createdAt'> }): string {
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
