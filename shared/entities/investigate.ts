import type { MetricLine } from '../claims/line.ts';
import { passes } from '../claims/line.ts';
import type { Fraction } from '../metrics/exact.ts';
import { reduce } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import type { Grouping } from './groups.ts';
import { groupWeights } from './groups.ts';
import type { BreakingPointValue } from './impact.ts';
import type { Link, Strength } from './link.ts';
import { compareText, isOwnership, isValidAt, stronger } from './link.ts';
import type { Headline, MergePreview, Thresholds } from './merge-preview.ts';
import { createMergePreview, STANDARD_THRESHOLDS } from './merge-preview.ts';

/** A conclusion that a report states and that an answer would change. */
export type Flip = { readonly conclusion: string; readonly before: string; readonly after: string };

/** One thing to find out, with what it is worth. */
export type Question = {
  readonly kind: 'pair' | 'record';
  /** pair: id of its first link; record: id of the record */
  readonly id: string;
  /** pair: ids of the two groups; record: id of the largest group */
  readonly groups: readonly string[];
  /** open links between the two groups */
  readonly links: readonly string[];
  /** strongest evidence so far; `null` for a record */
  readonly strength: Strength | null;
  /** rise of HHI if the answer is yes, exact, 0..1 */
  readonly deltaHhi: Fraction;
  readonly flips: readonly Flip[];
  /** whether the breaking point was computed for this question */
  readonly breakingPointKnown: boolean;
  readonly wouldSettle: string;
};

export type InvestigationInput = {
  readonly grouping: Grouping;
  /** weights in the order of `grouping.entities` */
  readonly units: readonly bigint[];
  readonly links: readonly Link[];
  /** records without an owner; their weight is part of every total */
  readonly unknownRecords?: readonly { readonly id: string; readonly units: bigint }[];
  /** lines that a report states, on `hhi_points`, `cr1` or `entities`, for example "hhi_points > 1800" */
  readonly lines?: readonly MetricLine[];
  /** thresholds whose Nakamoto coefficient a report states; default 1/3, 1/2, 2/3 */
  readonly thresholds?: Thresholds;
  /** breaking point now (`null`) or if two groups were one; costly, so asked only for the first `breakingPointLimit` pairs by HHI (default 20) */
  readonly breakingPoint?: (merged: readonly [string, string] | null) => BreakingPointValue;
  readonly breakingPointLimit?: number;
};

const SETTLED_BY: Readonly<Record<Strength, string>> = {
  proof: 'a person who reads the document and decides',
  strong: 'a document that names both (registry entry, filing), or a message signed with both keys',
  weak: 'a shared wallet, payout address, TLS key or mailbox, or a document that names both',
};

function metricOf(headline: Headline, metric: string): Fraction | null {
  if (metric === 'hhi_points') return headline.hhi && toPoints(headline.hhi);
  if (metric === 'cr1') return headline.cr1;
  return metric === 'entities' ? { num: BigInt(headline.entities), den: 1n } : null;
}

function flipsBetween(before: Headline, after: Headline, lines: readonly MetricLine[]): Flip[] {
  const flips: Flip[] = [];
  for (const line of lines) {
    const state = (headline: Headline): string => {
      const value = metricOf(headline, line.metric);
      return value === null ? 'not measured' : passes(value, line) ? 'holds' : 'does not hold';
    };
    const { num, den } = reduce(line.value);
    const name = `${line.metric} ${line.op} ${den === 1n ? num : `${num}/${den}`}`;
    if (state(before) !== state(after)) flips.push({ conclusion: name, before: state(before), after: state(after) });
  }
  for (const [threshold, count] of Object.entries(before.nakamoto)) {
    const next = after.nakamoto[threshold] ?? null;
    const text = (value: number | null): string => (value === null ? 'unreachable' : String(value));
    if (next !== count) flips.push({ conclusion: `NC(${threshold})`, before: text(count), after: text(next) });
  }
  return flips;
}

const bracket = ({ kLow, k }: BreakingPointValue): string => (k === null ? 'never' : kLow === k ? String(k) : `${kLow} to ${k}`);

type Ranked = Question & { readonly rise: bigint };

/** Open ownership links that apply at the as-of date and join two groups, by pair of groups. */
function openPairs(grouping: Grouping, links: readonly Link[]): { a: number; b: number; links: Link[] }[] {
  const groupOf = new Map(grouping.entities.map((entity, index) => [entity, grouping.groupOf[index] as number]));
  grouping.groups.forEach(({ owners }, index) => {
    for (const owner of owners) groupOf.set(owner, index);
  });
  const pairs = new Map<string, { a: number; b: number; links: Link[] }>();
  for (const link of [...links].sort((x, y) => compareText(x.id, y.id))) {
    if ((link.state !== 'proposed' && link.state !== 'deferred') || !isOwnership(link) || !isValidAt(link, grouping.asOf)) continue;
    const from = groupOf.get(link.from);
    const to = groupOf.get(link.to);
    if (from === undefined || to === undefined || from === to) continue;
    const a = Math.min(from, to);
    const b = Math.max(from, to);
    const pair = pairs.get(`${a} ${b}`);
    if (pair) pair.links.push(link);
    else pairs.set(`${a} ${b}`, { a, b, links: [link] });
  }
  return [...pairs.values()];
}

/**
 * What to find out next: open pairs by 2 p_a p_b and records of unknown owner by 2 p_1 p_r + p_r^2, first those that flip a conclusion.
 *
 * "Before" is the grouping as it stands with the unknown weight dispersed; "after" is the answer yes: the two groups are one, or the record
 * belongs to the largest group. A link to an owner that stands for no account yet is left out: it merges nothing by itself.
 *
 * @returns every question with a positive effect or a flip, the most valuable first
 * @throws ChokepointError `negative-weight`
 * Source: domain 5, what to investigate next.
 */
export function whatToInvestigate(input: InvestigationInput): Question[] {
  const { grouping, units, links, unknownRecords = [], lines = [], thresholds = STANDARD_THRESHOLDS } = input;
  const unknown = unknownRecords.reduce((sum, record) => sum + record.units, 0n);
  const weights = groupWeights(grouping, units);
  const preview = createMergePreview(weights, thresholds, unknown);
  if (preview.total === 0n) return [];
  const pairs = openPairs(grouping, links).map((pair) => pairQuestion(pair, grouping, preview, lines));
  const checked = withBreakingPoints(pairs, input);
  const largest = weights.reduce((best, weight, index) => (weight > (weights[best] as bigint) ? index : best), 0);
  const records = unknownRecords.map((record): Ranked => {
    const rise = preview.recordRise(record.units);
    return {
      kind: 'record',
      id: record.id,
      groups: [grouping.groups[largest]?.id ?? ''].filter(Boolean),
      links: [],
      strength: null,
      rise,
      deltaHhi: reduce({ num: rise, den: preview.total * preview.total }),
      flips: flipsBetween(preview.before, preview.afterRecord(record.units), lines),
      breakingPointKnown: false,
      wouldSettle: 'the operator of this record: registry entry, payout address or a statement of the network',
    };
  });
  return [...checked, ...records]
    .filter(({ rise, flips }) => rise > 0n || flips.length > 0)
    .sort(byValue)
    .map(({ rise: _, ...question }) => question);
}

function byValue(a: Ranked, b: Ranked): number {
  const flip = Number(b.flips.length > 0) - Number(a.flips.length > 0);
  if (flip !== 0) return flip;
  if (a.rise !== b.rise) return a.rise > b.rise ? -1 : 1;
  return compareText(a.kind, b.kind) || compareText(a.id, b.id);
}

function pairQuestion(
  { a, b, links }: { a: number; b: number; links: Link[] },
  { groups }: Grouping,
  preview: MergePreview,
  lines: readonly MetricLine[],
): Ranked {
  const strength = links.reduce<Strength | null>((best, link) => stronger(best, link.strength), null) ?? 'weak';
  const rise = preview.pairRise(a, b);
  return {
    kind: 'pair',
    id: links[0]?.id ?? '',
    groups: [groups[a]?.id ?? '', groups[b]?.id ?? ''],
    links: links.map(({ id }) => id),
    strength,
    rise,
    deltaHhi: reduce({ num: rise, den: preview.total * preview.total }),
    flips: flipsBetween(preview.before, preview.afterPair(a, b), lines),
    breakingPointKnown: false,
    wouldSettle: SETTLED_BY[strength],
  };
}

function withBreakingPoints(pairs: readonly Ranked[], { breakingPoint, breakingPointLimit = 20 }: InvestigationInput): Ranked[] {
  if (!breakingPoint) return [...pairs];
  const now = breakingPoint(null);
  return [...pairs].sort(byValue).map((pair, index) => {
    if (index >= breakingPointLimit) return pair;
    const next = breakingPoint(pair.groups as [string, string]);
    const flips = bracket(now) === bracket(next) ? [] : [{ conclusion: 'breaking point', before: bracket(now), after: bracket(next) }];
    return { ...pair, flips: [...pair.flips, ...flips], breakingPointKnown: true };
  });
}
