import type { Dataset } from '../../../shared/case/dataset.ts';
import type { RemovalResult } from '../../../shared/case/removal.ts';
import type { Stamp } from '../../../shared/case/view.ts';
import { notTodayWords } from '../../../shared/claims/not-today.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  entityWords,
  formatAsOf,
  formatCount,
  formatServedShare,
  formatThreshold,
  listOf,
  plural,
  unknownWords,
} from '../../../shared/format/index.ts';
import { leftOutBy } from '../../../shared/quality/reject-findings.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import { readingsWords } from '../../../shared/resilience/readings.ts';
import type { Answer } from './document.ts';
import type { ReportInput, ReportRemoval, ReportView } from './input.ts';
import { answering, holdersVerdict, removalVerdict, serviceWords } from './verdicts.ts';

const MOST_DATASETS = 4;
/** Removal tests and views of one dataset on the cover; the findings have all. */
const MOST_OF_A_KIND = 2;

/** Result of a removal test for a reader who knows none of the terms: no k*, no certificate. */
export function removalAnswer({ result, portfolio }: Pick<ReportRemoval, 'result' | 'portfolio'>): string {
  const { by, units, demand, served0, threshold, metric = 'value' } = result;
  const { low, high, members, proven } = result.breakingPoint;
  const level = formatThreshold(threshold);
  const service = `${serviceWords(result)} of the portfolio "${portfolio.title}"`;
  const falls = `take ${service} below ${level} of its demand`;
  const named = members.length === 0 ? '' : ` The smallest set found: ${listOf(members, 5)}.`;
  if (high === 0) {
    const served = formatServedShare(served0, demand, parseThreshold(threshold));
    return metric === 'value'
      ? `Already before any removal, ${served} of the portfolio "${portfolio.title}" can be served, which is below the threshold of ${level}.`
      : `Already before any removal, ${service} is ${served} of its demand, which is below the threshold of ${level}.`;
  }
  if (!proven) return unsettledAnswer(result, falls, named);
  if (high === null && low === null) return `No removal of ${dimensionNoun(by, 2)} can ${falls}.`;
  const readings = readingsWords(result.breakingPoint, units, by);
  if (readings !== null || high === null)
    return `Whether the loss of ${dimensionNoun(by, 2)} can ${falls} hangs on values that are unknown in the data. ${readings ?? ''}.${named}`;
  if (low === null || low === high) {
    const smaller =
      high === 1 ? 'with nothing lost, the threshold is met' : `the loss of any ${high === 2 ? 'one' : formatCount(high - 1)} is not`;
    return `The loss of ${countOf(high, by)} is enough to ${falls}; ${smaller}.${named}`;
  }
  return `It takes the loss of ${formatCount(low)} to ${countOf(high, by)} to ${falls}; values that are unknown in the data leave this range.${named}`;
}

/** The same where the search did not settle the ends: it says nothing of unknown values that it does not know. */
function unsettledAnswer({ by, units, breakingPoint, certificateHigh }: RemovalResult, falls: string, named: string): string {
  const { low } = breakingPoint;
  // more units than have a name are lost in the favourable reading alone
  const high = breakingPoint.high !== null && breakingPoint.high > units ? null : breakingPoint.high;
  const many = dimensionNoun(by, 2);
  if (high === null && low === null) return `Whether any removal of ${many} can ${falls} was not settled by the search.${named}`;
  if (high === null)
    return low !== null && low > 1
      ? `The loss of ${countOf(low - 1, by)} is not enough to ${falls}; whether more are was not settled by the search.${named}`
      : `Whether the loss of ${many} can ${falls} was not settled by the search.${named}`;
  if (low === null || low === high || low === 0)
    return `The loss of ${countOf(high, by)} is enough to ${falls}; whether fewer are enough was not settled.${named}`;
  const why =
    certificateHigh === null ? 'the search left this range' : 'values that are unknown in the data, or the search, leave this range';
  return `It takes the loss of ${formatCount(low)} to ${countOf(high, by)} to ${falls}; ${why}.${named}`;
}

/** What a number is taken over where that is not the whole dataset: how many records pass, where that is known, and the filter. */
export function filterWords(where: string, passing: number | null, records: number): string {
  if (where === '') return '';
  return passing === null
    ? `over the records where ${where}`
    : `over ${formatCount(passing)} of ${plural(records, 'record')}, where ${where}`;
}

/** What a dataset is: supply base, records, date. */
export function basisOf({ base, rows, asOf, rejected, findings }: Dataset): string {
  const stated = base === null ? 'supply base not stated' : baseWords(base);
  const left = leftOutBy({ findings });
  const reasons = left.reasons.map((reason) => reason.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()));
  return [
    stated,
    plural(rows, 'record'),
    `${asOf ? 'as of ' : ''}${formatAsOf(asOf)}`,
    ...(rejected > left.records ? [`${plural(rejected - left.records, 'record')} rejected`] : []),
    ...(left.records > 0 ? [`${plural(left.records, 'record')} of the file left out (${reasons.join('; ')})`] : []),
  ].join(', ');
}

/** Who a result is by, for the cover: `operator`, `payout address`. */
const partyWords = (by: string): string => dimensionNoun(by, 1);

/** First letter small, but for names that begin with more than one capital. */
const lowered = (words: string): string => (/^[A-Z][a-z ,]/.test(words) ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words);

const upper = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** What is said of answers that count records which are planned, estimated or gone. */
const countedWords = (notToday: ReportRemoval['notToday']): string => (notToday ? ` This ${notTodayWords(notToday)}.` : '');

/** What is said of the records where capacity is not counted. */
const weightWords = ({ stamp }: ReportView['result']): string =>
  stamp.weight === 'count' ? ' Records are counted here, not capacity.' : '';

/** Words for the accounts that count as one, and for the supply, where another result has others than the one that answers. */
function countedOtherwise(own: Stamp, answer: Stamp): string[] {
  return [
    ...(own.base === answer.base ? [] : [baseWords(own.base)]),
    ...(own.entities === answer.entities || own.entities === null || answer.entities === null
      ? []
      : [entityWords(own.entities, own.merged)]),
  ];
}

/**
 * How a line on another test begins: by its party where that alone differs from the test that answers, else with everything that does, so that two
 * answers are no contradiction: `By another test (operator, portfolio "Half", threshold 80 %)`.
 */
function testIntro({ name, asked, portfolio, result }: ReportRemoval, answer: ReportRemoval | null): string {
  const party = partyWords(result.by);
  if (answer === null) return `By another reading, ${party}`;
  const own = answer.result;
  const metric = result.metric ?? 'value';
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const different = [
    ...(portfolio.title !== answer.portfolio.title
      ? [`portfolio "${portfolio.title}"`]
      : isSame(portfolio.classes, answer.portfolio.classes)
        ? []
        : [`other classes in the portfolio "${portfolio.title}"`]),
    ...(formatThreshold(result.threshold) === formatThreshold(own.threshold) ? [] : [`threshold ${formatThreshold(result.threshold)}`]),
    ...(metric === (own.metric ?? 'value') ? [] : [serviceWords(result)]),
    ...(result.mode === own.mode ? [] : [`${result.mode} placement`]),
    ...(isSame(asked.combinations, answer.asked.combinations) ? [] : ['other units lost together']),
    ...countedOtherwise(result.stamp, own.stamp),
  ];
  if (different.length > 0) return `By another test (${[party, ...different].join(', ')})`;
  return result.by === own.by ? `By another test ("${name}")` : `By another reading, ${party}`;
}

/** The same of a view: its finding names the weight. */
function viewIntro({ result: { stamp, unknown } }: ReportView, answer: ReportRemoval | ReportView | null): string {
  const policy = stamp.unknownPolicy === 'bounds' || unknown.rows === 0 ? [] : [unknownWords(stamp.unknownPolicy)];
  const different = [...policy, ...(answer === null ? [] : countedOtherwise(stamp, answer.result.stamp))];
  return ['By another reading', partyWords(stamp.by), ...different].join(', ');
}

/** Test and view that answer the question for one dataset, and the others; `null` = there is none of the kind. */
export type Answering = {
  dataset: Dataset;
  removal: ReportRemoval | null;
  view: ReportView | null;
  otherRemovals: readonly ReportRemoval[];
  otherViews: readonly ReportView[];
};

/**
 * How near a view is to what a test counts: the same records, the same accounts as one, unknown weight as bounds (which is how a test reads it), and
 * capacity instead of records. Without a test, whether its ranges are over unknown weight.
 */
function nearness({ stamp }: ReportView['result'], test: ReportRemoval | null): number {
  const bounds = stamp.unknownPolicy === 'bounds' ? 2 : 0;
  if (test === null) return bounds;
  const other = test.result.stamp;
  const [isOver, isBy] = [stamp.where === other.where && stamp.base === other.base, stamp.entities === other.entities];
  return (isOver ? 8 : 0) + (isBy ? 4 : 0) + bounds + (stamp.weight === 'count' ? 0 : 1);
}

/** The view that gives the figures beside a test: by its party where there is one, and of those the nearest to it; the first of equal ones. */
function viewBeside(question: string, views: readonly ReportView[], test: ReportRemoval | null): ReportView | null {
  const byOf = ({ result }: ReportView) => result.stamp.by;
  const isTested = test !== null && views.some((view) => byOf(view) === test.result.by);
  const answers = answering(question, views, byOf);
  const by = isTested ? test.result.by : answers === null ? '' : byOf(answers);
  return views
    .filter((view) => byOf(view) === by)
    .reduce<ReportView | null>(
      (best, view) => (best === null || nearness(view.result, test) > nearness(best.result, test) ? view : best),
      null,
    );
}

/** By dataset, what answers the question; datasets that no view or test speaks of are left out. */
export function answeringOf({ case: { question }, removals, views, datasets }: ReportInput): Answering[] {
  const spokenOf = new Set([...removals, ...views].map(({ result }) => result.stamp.dataset));
  return datasets
    .filter(({ name }) => spokenOf.has(name))
    .slice(0, MOST_DATASETS)
    .map((dataset) => {
      const own = <Each extends ReportRemoval | ReportView>(list: readonly Each[]) =>
        list.filter(({ result }) => result.stamp.dataset === dataset.name);
      const [tests, looks] = [own(removals), own(views)];
      const removal = answering(question, tests, ({ result }) => result.by);
      const view = viewBeside(question, looks, removal);
      return {
        dataset,
        removal,
        view,
        otherRemovals: tests.filter((each) => each !== removal),
        otherViews: looks.filter((each) => each !== view),
      };
    });
}

/** Positions of the removal tests that answer for the first datasets; the first test where none does. */
export function answeringTests(input: ReportInput, most: number): Set<number> {
  const tests = answeringOf(input).flatMap(({ removal }) => (removal === null ? [] : [input.removals.indexOf(removal)]));
  return new Set(tests.length === 0 ? [0] : tests.slice(0, most));
}

/** What the cover says, dataset by dataset under its name: a plain answer by one party, why, and the other readings below it. */
export function answersOf(input: ReportInput): Answer[] {
  return answeringOf(input).map(({ dataset, removal, view, otherRemovals, otherViews }): Answer => {
    const overRemoval = ({ result, records }: ReportRemoval) => filterWords(result.stamp.where, records, dataset.rows);
    const overView = ({ result }: ReportView) => filterWords(result.stamp.where, result.rows, dataset.rows);
    const told = [
      ...(removal === null ? [] : [overRemoval(removal)]),
      ...(removal === null && view !== null ? [overView(view)] : []),
      ...otherRemovals.slice(0, MOST_OF_A_KIND).map(overRemoval),
      ...otherViews.slice(0, MOST_OF_A_KIND).map(overView),
    ];
    const common = told.length > 0 && told.every((over) => over === told[0]) ? (told[0] as string) : '';
    const apart = (over: string) => (over === common ? '' : ` ${upper(over)}.`);
    const party = removal?.result.by ?? view?.result.stamp.by ?? '';
    const basis = basisOf(dataset);
    const head = {
      about: dataset.name,
      basis: `${common === '' ? basis : `${basis}; answers ${common}`}. Answered by ${partyWords(party)}.`,
    };
    const answer = removal ?? view;
    const others = [
      ...otherRemovals
        .slice(0, MOST_OF_A_KIND)
        .map((other) => `${testIntro(other, removal)}: ${lowered(removalVerdict(other.result))}.${apart(overRemoval(other))}`),
      ...otherViews
        .slice(0, MOST_OF_A_KIND)
        .map((other) => `${viewIntro(other, answer)}: ${other.result.finding}.${apart(overView(other))}`),
    ];
    if (removal !== null) {
      const line = `${removalAnswer(removal)}${apart(overRemoval(removal))}${countedWords(removal.notToday)}`;
      return { ...head, verdict: `${removalVerdict(removal.result)}.`, lines: [line], others: [...new Set(others)] };
    }
    const { result } = view as ReportView;
    const verdict = holdersVerdict(result);
    const line =
      `${verdict === null ? '' : `${result.finding}.`}${weightWords(result)}${apart(overView(view as ReportView))}${countedWords((view as ReportView).notToday)}`.trim();
    return { ...head, verdict: `${verdict ?? result.finding}.`, lines: line === '' ? [] : [line], others: [...new Set(others)] };
  });
}
