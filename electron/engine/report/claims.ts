import type { SectionKind } from '../../../shared/case/report.ts';
import type { Bound, Stamp } from '../../../shared/case/view.ts';
import { notTodayWords } from '../../../shared/claims/not-today.ts';
import {
  contextOfView,
  hhiStatement,
  largestStatement,
  nakamotoStatement,
  notComputedStatement,
  ofWords,
  statusOf,
} from '../../../shared/claims/statements.ts';
import { formatChange } from '../../../shared/compare/headline.ts';
import { nearEqualWords } from '../../../shared/entities/near-equal.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import {
  boundWords,
  countOf,
  formatBound,
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
  weightNoun,
} from '../../../shared/format/index.ts';
import { parseThreshold } from '../../../shared/resilience/fraction.ts';
import { breakingPointWords, verdictWords } from '../../../shared/resilience/readings.ts';
import { chosenFindings, FINDINGS_TABLE } from './chosen-findings.ts';
import { homeOf, scorecardFigures, scorecardTable, shownSections } from './claims-places.ts';
import { changeConclusions, conclusionOfClaim, directionWords, endsOfClaim, removalConclusions, VIEWED } from './conclusions.ts';
import type { ReportComparison, ReportInput, ReportRemoval, ReportScorecard, ReportView } from './input.ts';
import { factsDate } from './input.ts';
import { type Alternative, standingOf } from './standing.ts';

export type { Claim };

/** Figures, tables and sources of a claim, by the names that the report prints. */
type Evidence = NonNullable<Claim['evidence']>;

/** What a context says of records that count although they are planned, estimated or gone. */
const countedWords = ({ notToday }: Pick<ReportView, 'notToday'>): string => (notToday ? `; ${notTodayWords(notToday)}` : '');

function viewClaims(view: ReportView): Claim[] {
  const { result, label } = view;
  const { stamp, metrics, nakamotoDetail } = result;
  const prefix = `V${label}`;
  const context = `${contextOfView(result)}${countedWords(view)}`;
  const own = view.conclusions;
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
    const standing = standingOf(id, own, view.alternatives);
    const named = new Set([...(id === 'cr1' ? result.leaders : []), ...((parameters.members ?? []) as string[])]);
    const alike = (view.nearEqual ?? []).filter(({ from, to }) => named.has(from) && named.has(to));
    const lines = [...(alike.length === 0 ? [] : [nearEqualWords(alike)]), ...(view.lines[id] ?? [])];
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
      ...(standing === null ? {} : { standing }),
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
      ...(lines.length === 0 ? {} : { lines }),
      evidence: {
        figures: [`Figure V${label}`, `Figure L${label}`],
        tables: [`Table G${label}`, `Table M${label}`],
        sources: [],
      },
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
      (display) =>
        notComputedStatement(result, `The share of the four largest holders ${of}`, display) ??
        `The four largest holders ${of} have ${display}.`,
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
    make(
      'gini',
      `Gini ${of}`,
      'population Gini, 0 to 1',
      metrics.gini,
      formatIndex,
      (display) => notComputedStatement(result, `Gini ${of}`, display) ?? `Gini ${of} is ${display}.`,
      { population: 'entities with positive weight' },
    ),
  ];
}

function contextOf({ result, portfolio, notToday }: ReportRemoval): string {
  return `${formatStamp(result.stamp)}; n = ${countOf(result.units, result.by)}, portfolio ${portfolio.title}, threshold ${formatThreshold(result.threshold)}, ${result.mode} mode${result.metric === undefined || result.metric === 'value' ? '' : `, metric ${result.metric}`}${countedWords({ notToday })}`;
}

function parametersOf({ result, portfolio }: ReportRemoval): Record<string, unknown> {
  const { by, mode, metric = 'value', threshold, demand, below, served0 } = result;
  return { by, mode, metric, threshold, portfolio: portfolio.title, demand, below, served0 };
}

const removalEvidence = (label: string): Evidence => ({
  figures: [`Figure R${label}`],
  tables: [`Table R${label}`, `Table P${label}`],
  sources: [],
});

function removalClaim(removal: ReportRemoval): Claim {
  const { result, label } = removal;
  const { low, high, proven, members } = result.breakingPoint;
  const display = breakingPointWords(result.breakingPoint, result.units);
  const standing = standingOf('breaking-point', removalConclusions(result.breakingPoint), removal.alternatives);
  return {
    id: `R${label}.breaking-point`,
    measure: `Breaking point by ${result.by}`,
    unit: result.by,
    value: { low, high },
    display,
    statement: result.sentence,
    context: contextOf(removal),
    status: low === null && high === null ? 'not-computed' : low === high && proven ? 'computed' : 'bounded',
    ...(standing === null ? {} : { standing }),
    parameters: { ...parametersOf(removal), proven, members, tieRule: 'weight descending, id ascending' },
    stamp: result.stamp,
    source: removal.name,
    evidence: removalEvidence(label),
  };
}

/** What is served after the units of a saved scenario are removed by hand, in both readings of unknown values. */
function handClaims(removal: ReportRemoval): Claim[] {
  const { result, label, byHand } = removal;
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
      id: `R${label}.removed-by-hand`,
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
      evidence: removalEvidence(label),
    },
  ];
}

/** The claims of a scorecard: those without a number too, since "not disclosed" is a finding. */
function scorecardClaims({ name, label, card, alternatives, views }: ReportScorecard, _: number, all: readonly ReportScorecard[]): Claim[] {
  return card.claims.map((result): Claim => {
    const { id, measure, unit, display, sentence, stamp, value, low, high, status, missing, unmapped } = result;
    const key = `D${label}.${id}`;
    const asked = alternatives.map(({ words, card: other }): Alternative => {
      const found = other.claims.find((claim) => claim.id === id);
      const conclusion = found && conclusionOfClaim(found);
      return { size: 'choice', words, conclusions: conclusion === undefined || conclusion === null ? {} : { [id]: conclusion } };
    });
    const own = conclusionOfClaim(result);
    const [viewed, view] = [VIEWED[id], views[id]];
    const standing = viewed
      ? view
        ? standingOf(viewed, view.conclusions, view.alternatives)
        : null
      : own === null
        ? null
        : standingOf(id, { [id]: own }, [...asked, ...endsOfClaim(result)]);
    return {
      id: key,
      measure,
      unit,
      value: { low, stated: value, high },
      display,
      statement: sentence.replace(/^C\d\. /, '').replace(/ Source \S+\.$/, ''),
      context: stamp === null ? name : `${formatStamp(stamp)}${countedWords(card)}`,
      status: status === 'computed' || status === 'bounded' ? status : 'not-computed',
      ...(standing === null ? {} : { standing }),
      parameters: {
        claim: id,
        state: status,
        ...(missing.length === 0 ? {} : { missing }),
        ...(unmapped === undefined ? {} : { unmapped }),
        reading: result.reading,
      },
      stamp: stamp ?? unread(name),
      source: name,
      lines: result.lines.map(({ words }) => words),
      evidence: { figures: [], tables: [scorecardTable(all, label)], sources: [] },
    };
  });
}

/** Stamp of a claim without one: nothing was read. */
const unread = (dataset: string): Stamp => ({
  dataset,
  base: null,
  asOf: null,
  by: '',
  weight: '',
  where: '',
  unknownPolicy: 'bounds',
  entities: null,
  merged: 0,
  sample: false,
});

/** Change of HHI of each comparison that may be stated. */
function comparisonClaims({ name, label, result, alternatives }: ReportComparison): Claim[] {
  const [change] = result.changes;
  const [a, b] = change ? [result.sides[change.from], result.sides[change.to]] : [];
  if (!change || !a?.view || !b?.view || change.hhi === null) return [];
  const { bounds, headline, hhi, knownOnly } = change;
  const own = changeConclusions(change);
  const ends: Alternative[] = knownOnly
    ? (['low', 'high'] as const).flatMap((end): Alternative[] => {
        const points = bounds[end];
        const words = `Unknown weight held so that the change is ${end === 'low' ? 'smallest' : 'largest'}`;
        return points === null ? [] : [{ size: 'choice', words, conclusions: { 'hhi-change': directionWords(points) } }];
      })
    : [];
  const standing = standingOf('hhi-change', own, [...alternatives, ...ends]);
  const display = formatBound(bounds, formatChange);
  return [
    {
      id: `X${label}.hhi-change`,
      measure: `Change of HHI of ${weightNoun(a.view.stamp)} by ${a.spec.by}`,
      unit: 'points, -10,000 to 10,000',
      value: bounds,
      display,
      statement: `${headline.replace(/\.$/, '')}: a change of ${display} points.`,
      context: `A: ${formatStamp(a.view.stamp)}. B: ${formatStamp(b.view.stamp)}${result.mark === null ? '' : `. ${result.mark}: shown all the same`}`,
      status: statusOf(bounds),
      ...(standing === null ? {} : { standing }),
      parameters: {
        a: hhi.a,
        b: hhi.b,
        parts: hhi.exact.parts,
        change: hhi.exact.change,
        knownOnly,
        inTime: change.inTime,
        mark: result.mark,
        datasets: [...new Set([a.view.stamp.dataset, b.view.stamp.dataset])],
      },
      stamp: b.view.stamp,
      source: name,
      evidence: { figures: [`Figure W${label}`], tables: [`Table X${label}`], sources: [] },
    },
  ];
}

/** Source files behind a stamp: of its dataset and of those that joined columns come from. */
function sourcesOf({ datasets }: Pick<ReportInput, 'datasets'>, { dataset, joined = [] }: Stamp): string[] {
  const names = [dataset, ...joined.map((join) => join.dataset)];
  return [...new Set(names.flatMap((name) => datasets.find((candidate) => candidate.name === name)?.sourceId ?? []))];
}

/** Stamps of what a claim is computed from: both sides of a comparison, else its own. */
function stampsOf({ comparisons }: ReportInput, { id, stamp }: Claim): Stamp[] {
  const compared = comparisons.find(({ label }) => id.startsWith(`X${label}.`));
  return compared ? compared.result.sides.flatMap(({ view }) => (view ? [view.stamp] : [])) : [stamp];
}

/** Places in the report where a claim can be checked: those of its own section, else the table of the findings. */
function placed(input: ReportInput, shown: ReadonlySet<SectionKind>, claim: Claim): Claim {
  const { tables = [] } = claim.evidence ?? {};
  const figures = claim.id.startsWith('D') ? scorecardFigures(input, claim) : (claim.evidence?.figures ?? []);
  const scored = claim.id.startsWith('D') && shown.has('findings') && input.layout.template !== 'brief';
  // a claim of a scorecard stands in its table, which is among the findings
  const own = claim.id.startsWith('D') ? scored : shown.has(homeOf(claim.id));
  const evidence: Evidence = {
    figures: shown.has(homeOf(claim.id)) ? figures : [],
    tables: own ? tables : shown.has('findings') ? [FINDINGS_TABLE] : [],
    sources: [...new Set(stampsOf(input, claim).flatMap((stamp) => sourcesOf(input, stamp)))],
  };
  return { ...claim, evidence };
}

/**
 * All claims of a case under a layout, printed or not: breaking points of removal tests (and what is left where units are removed by hand), seven
 * numbers a view, the eight claims of each scorecard, the change of each comparison. Findings are chosen from these.
 */
export function allClaimsOf(input: ReportInput): Claim[] {
  const shown = shownSections(input.layout.sections);
  const claims = [
    ...input.removals.flatMap((removal) => [removalClaim(removal), ...handClaims(removal)]),
    ...input.views.flatMap(viewClaims),
    ...input.scorecards.flatMap(scorecardClaims),
    ...input.comparisons.flatMap(comparisonClaims),
  ];
  return claims.map((claim) => placed(input, shown, claim));
}

/** Claims that a report prints, which are those of claims.json: in their own section, among the findings, or in a scorecard. */
export function claimsOf(input: ReportInput): Claim[] {
  const { layout } = input;
  const shown = shownSections(layout.sections);
  const all = allClaimsOf(input);
  const found = shown.has('findings') ? chosenFindings(layout, all).map(({ claim }) => claim.id) : [];
  const isScored = shown.has('findings') && layout.template !== 'brief';
  return all.filter(({ id }) => shown.has(homeOf(id)) || found.includes(id) || (isScored && id.startsWith('D')));
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
