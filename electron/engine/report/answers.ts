import type { Dataset } from '../../../shared/case/dataset.ts';
import { notTodayWords } from '../../../shared/claims/not-today.ts';
import {
  baseWords,
  boundWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatCount,
  formatHhi,
  formatServedShare,
  formatThreshold,
  listOf,
  plural,
} from '../../../shared/format/index.ts';
import { leftOutBy } from '../../../shared/quality/reject-findings.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import { readingsWords } from '../../../shared/resilience/readings.ts';
import type { Answer } from './document.ts';
import type { ReportInput, ReportRemoval } from './input.ts';

const MOST_DATASETS = 4;
/** Removal tests and views of one dataset on the cover; the findings have all. */
const MOST_OF_A_KIND = 2;

const SERVICE_WORDS = {
  value: 'service',
  'worst-class': 'service of the worst class',
  'all-or-nothing': 'the value of classes served in full',
} as const;

/** Result of a removal test for a reader who knows none of the terms: no k*, no certificate. */
export function removalAnswer({ result, portfolio }: Pick<ReportRemoval, 'result' | 'portfolio'>): string {
  const { by, units, demand, served0, threshold, certificateHigh } = result;
  const { low, high, members } = result.breakingPoint;
  const level = formatThreshold(threshold);
  const service = `${SERVICE_WORDS[result.metric ?? 'value']} of the portfolio "${portfolio.title}"`;
  const falls = `take ${service} below ${level} of its demand`;
  const named = members.length === 0 ? '' : ` The smallest set found: ${listOf(members, 5)}.`;
  if (high === 0)
    return `Already before any removal, ${formatServedShare(served0, demand, parseThreshold(threshold))} of the portfolio "${portfolio.title}" can be served, which is below the threshold of ${level}.`;
  if (high === null && low === null) return `No removal of ${dimensionNoun(by, 2)} can ${falls}.`;
  const readings = readingsWords(result.breakingPoint, units, by);
  if (readings !== null || high === null)
    return `Whether the loss of ${dimensionNoun(by, 2)} can ${falls} hangs on values that are unknown in the data. ${readings ?? ''}.${named}`;
  if (low === null || low === high) {
    const smaller =
      high === 1 ? 'with nothing lost, the threshold is met' : `the loss of any ${high === 2 ? 'one' : formatCount(high - 1)} is not`;
    return `The loss of ${countOf(high, by)} is enough to ${falls}; ${smaller}.${named}`;
  }
  const why = certificateHigh === null ? 'the search left this range' : 'values that are unknown in the data leave this range';
  return `It takes the loss of ${formatCount(low)} to ${countOf(high, by)} to ${falls}; ${why}.${named}`;
}

/** What a number is taken over where that is not the whole dataset: how many records pass, where that is known, and the filter. */
function filterWords(where: string, passing: number | null, records: number): string {
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

/** What is said of answers that count records which are planned, estimated or gone. */
const countedWords = (notToday: ReportRemoval['notToday']): string => (notToday ? `This ${notTodayWords(notToday)}.` : '');

/** What the cover says, dataset by dataset under its name: the first removal tests and views of each. */
export function answersOf({ removals, views, datasets }: Pick<ReportInput, 'removals' | 'views' | 'datasets'>): Answer[] {
  const spokenOf = new Set([...removals, ...views].map(({ result }) => result.stamp.dataset));
  const named = datasets.filter(({ name }) => spokenOf.has(name)).slice(0, MOST_DATASETS);
  return named.map(({ name: dataset, ...rest }) => {
    const told = [
      ...removals
        .filter(({ result }) => result.stamp.dataset === dataset)
        .slice(0, MOST_OF_A_KIND)
        .map((removal) => ({
          over: filterWords(removal.result.stamp.where, removal.records, rest.rows),
          line: removalAnswer(removal),
          counted: countedWords(removal.notToday),
        })),
      ...views
        .filter(({ result }) => result.stamp.dataset === dataset)
        .slice(0, MOST_OF_A_KIND)
        .map(({ result, notToday }) => ({
          over: filterWords(result.stamp.where, result.rows, rest.rows),
          line: `${result.finding} (HHI ${boundWords(result, result.metrics.hhi, formatHhi)}).`,
          counted: countedWords(notToday),
        })),
    ];
    const [first] = told;
    const common = first !== undefined && told.every(({ over }) => over === first.over) ? first.over : '';
    const basis = basisOf({ name: dataset, ...rest });
    return {
      about: dataset,
      basis: common === '' ? basis : `${basis}; answers ${common}`,
      lines: told.map(({ over, line, counted }, at) =>
        [
          line,
          ...(over === common ? [] : [`${over.slice(0, 1).toUpperCase()}${over.slice(1)}.`]),
          // said once where it is the same of the answers below
          ...(counted === '' || counted === told[at - 1]?.counted ? [] : [counted]),
        ].join(' '),
      ),
    };
  });
}
