import type { Bound, Stamp } from '../../../shared/case/view.ts';
import {
  contextOfView,
  hhiStatement,
  largestStatement,
  nakamotoStatement,
  ofWords,
  type Settled,
  statusOf,
} from '../../../shared/claims/statements.ts';
import {
  boundWords,
  countOf,
  formatCount,
  formatHhi,
  formatIndex,
  formatRange,
  formatServedShare,
  formatShare,
  formatStamp,
  formatThreshold,
  isOuter,
  listOf,
} from '../../../shared/format/index.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import { breakingPointWords, verdictWords } from '../../../shared/resilience/readings.ts';
import type { ReportInput, ReportRemoval, ReportView } from './input.ts';
import { factsDate } from './input.ts';

/** One statement of the report with everything that its number is relative to; the unit of claims.json. */
export type Claim = {
  id: string;
  measure: string;
  unit: string;
  /** the numbers themselves, unrounded */
  value: Bound | { low: number | null; high: number | null };
  /** the same as printed in the report */
  display: string;
  statement: string;
  /** what the number is relative to: dataset, date, base, n, total, unknown part, filter */
  context: string;
  /** computed = one value; bounded = the unknown mass leaves a range; known-part = has no range and speaks of the known weight only; not-computed = undefined */
  status: Settled;
  parameters: Record<string, unknown>;
  stamp: Stamp;
  source: string;
};

function viewClaims(view: ReportView, index: number): Claim[] {
  const { result } = view;
  const { stamp, metrics, nakamotoDetail } = result;
  const prefix = `V${index + 1}`;
  const context = contextOfView(result);
  const make = (
    id: string,
    measure: string,
    unit: string,
    value: Bound,
    format: (value: number | null) => string,
    words: (display: string) => string,
    parameters: Record<string, unknown> = {},
  ): Claim => {
    const key = id.replace(/^nakamoto-(\d)-(\d)$/, 'nakamoto.$1/$2');
    const outer = isOuter(result, key);
    const display = boundWords(result, value, format, outer);
    return {
      id: `${prefix}.${id}`,
      measure,
      unit,
      value,
      display,
      statement: words(display),
      context,
      status: statusOf(value),
      parameters: {
        by: stamp.by,
        weight: stamp.weight,
        where: stamp.where,
        entities: stamp.entities,
        merged: stamp.merged,
        unknownPolicy: stamp.unknownPolicy,
        ...(outer ? { outer } : {}),
        ...parameters,
      },
      stamp,
      source: view.name,
    };
  };
  const of = ofWords(result);
  return [
    make('hhi', `HHI ${of}`, 'points, 0 to 10,000', metrics.hhi, formatHhi, (display) => hhiStatement(result, display)),
    make('cr1', `Largest share ${of}`, 'share of the total', metrics.cr1, formatShare, (display) => largestStatement(result, display), {
      leaders: result.leaders,
    }),
    make(
      'cr4',
      `Four largest ${of}`,
      'share of the total',
      metrics.cr4,
      formatShare,
      (display) => `The four largest holders ${of} have ${display}.`,
    ),
    ...(['1/3', '1/2', '2/3'] as const).map((threshold) => {
      const detail = nakamotoDetail[threshold];
      return make(
        `nakamoto-${threshold.replace('/', '-')}`,
        `Smallest number of holders with more than ${threshold} ${of}`,
        stamp.by,
        metrics.nakamoto[threshold],
        formatCount,
        (display) => nakamotoStatement(result, threshold, display),
        {
          threshold,
          strict: true,
          members: detail?.members ?? [],
          tie: detail?.tie ?? false,
          unique: detail?.unique ?? false,
        },
      );
    }),
    make('gini', `Gini ${of}`, 'population Gini, 0 to 1', metrics.gini, formatIndex, (display) => `Gini ${of} is ${display}.`, {
      population: 'entities with positive weight',
    }),
  ];
}

function contextOf({ result, portfolio }: ReportRemoval): string {
  return `${formatStamp(result.stamp)}; n = ${countOf(result.units, result.by)}, portfolio ${portfolio.title}, threshold ${formatThreshold(result.threshold)}, ${result.mode} mode${result.metric === undefined || result.metric === 'value' ? '' : `, metric ${result.metric}`}`;
}

function parametersOf({ result, portfolio }: ReportRemoval): Record<string, unknown> {
  const { by, mode, metric = 'value', threshold, demand, below, served0 } = result;
  return { by, mode, metric, threshold, portfolio: portfolio.title, demand, below, served0 };
}

function removalClaim(removal: ReportRemoval, index: number): Claim {
  const { result } = removal;
  const { low, high, proven, members } = result.breakingPoint;
  const display = breakingPointWords(result.breakingPoint, result.units);
  return {
    id: `R${index + 1}.breaking-point`,
    measure: `Breaking point by ${result.by}`,
    unit: result.by,
    value: { low, high },
    display,
    statement: result.sentence,
    context: contextOf(removal),
    status: low === null && high === null ? 'not-computed' : low === high && proven ? 'computed' : 'bounded',
    parameters: { ...parametersOf(removal), proven, members, tieRule: 'weight descending, id ascending' },
    stamp: result.stamp,
    source: removal.name,
  };
}

/** What is served after the units of a saved scenario are removed by hand, in both readings of unknown values. */
function handClaims(removal: ReportRemoval, index: number): Claim[] {
  const { result, byHand } = removal;
  if (byHand === null || byHand.removed.length === 0) return [];
  const { removed, served } = byHand;
  const { demand, below, by } = result;
  const threshold = parseThreshold(result.threshold);
  const share = (value: number | null) => formatServedShare(value ?? 0, demand, threshold);
  const shares = formatRange(served.low, served.high, share);
  const display =
    result.metric === 'worst-class'
      ? `${shares} of what the worst class wants`
      : `${formatRange(served.low, served.high, formatCount)} of ${formatCount(demand)} (${shares})`;
  const many = countOf(removed.length, by);
  const readings = served.low === served.high ? '' : ', from the adverse to the favourable reading of unknown values';
  return [
    {
      id: `R${index + 1}.removed-by-hand`,
      measure: `Served value after removing ${many} by hand`,
      unit: 'value of service',
      value: served,
      display,
      statement: `Without ${listOf(removed, 5)} (${many} removed by hand), ${display}${result.metric === 'worst-class' ? '' : ' of the demand'} can be served${readings}: ${verdictWords(served, below)} (threshold ${formatThreshold(result.threshold)}).`,
      context: contextOf(removal),
      status: served.low === served.high ? 'computed' : 'bounded',
      parameters: { ...parametersOf(removal), removed, absent: byHand.absent },
      stamp: result.stamp,
      source: removal.name,
    },
  ];
}

/** All claims of a report: one or, with units removed by hand, two a removal test, then seven a view. */
export function claimsOf(input: ReportInput): Claim[] {
  return [
    ...input.removals.flatMap((removal, index) => [removalClaim(removal, index), ...handClaims(removal, index)]),
    ...input.views.flatMap(viewClaims),
  ];
}

/** claims.json as text: numbers unrounded beside the words that the report prints. */
export function claimsJson(input: ReportInput): string {
  const document = {
    format: 1,
    generator: { name: 'Chokepoint', version: input.version },
    case: { title: input.case.title, question: input.case.question },
    ...(input.case.sample ? { sample: 'SAMPLE' } : {}),
    asOf: factsDate(input),
    claims: claimsOf(input),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
