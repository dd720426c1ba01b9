import { type ExactBound, exactBound } from '../bounds/bound.ts';
import { concentrationRatioBounds } from '../bounds/shares.ts';
import { exactWithoutRange } from '../bounds/without-range.ts';
import type { CardLine, MetricCard } from '../case/measures.ts';
import { parseLine, passes, verdict } from '../claims/line.ts';
import { formatCount, formatEffectiveNumber, formatHhi, formatIndex, formatQuantity, formatShare, listOf } from '../format/index.ts';
import { spreadToReachHhi, takeoverToPassHhi, unknownToPassHhi } from '../metrics/change.ts';
import { floor, reduce, toNumber } from '../metrics/exact.ts';
import { hhiNormalised, toPoints } from '../metrics/hhi.ts';
import { weightAt } from '../metrics/ranking.ts';
import { sumOfSquares } from '../metrics/sums.ts';
import { makeCard } from './card.ts';
import { amountDigits, amountWords, entitiesWords, largestWords, terms, type ViewWeights } from './view-weights.ts';

const STRICT = 'Exact: integers and fractions, no floating point; a value on a line is not above it.';

/** What merging the two largest would do: the smallest decision about who is who that changes the number most. */
function mergeOfTwo(view: ViewWeights): string[] {
  const { known } = view.allocation;
  if (known.count < 2 || view.bounded) return [];
  const [first, second] = [weightAt(known, 0), weightAt(known, 1)];
  const rise = toPoints(reduce({ num: 2n * first * second, den: known.total * known.total }));
  const after = toPoints(reduce({ num: sumOfSquares(known) + 2n * first * second, den: known.total * known.total }));
  return [
    `${largestWords(view, 2)} under one owner: ${formatHhi(toNumber(after))}, higher by 2 × p₁ × p₂ = ${formatHhi(toNumber(rise))} points.`,
  ];
}

const exactRange = (bound: ExactBound) => ({ low: bound.exact.low, high: bound.exact.high });

/** The smallest change at which HHI stands on the other side of a line. */
function hhiAtLine(view: ViewWeights, hhi: ExactBound, line: CardLine): string | null {
  const { op, value } = parseLine(`${line.op} ${line.value}`);
  const stated = hhi.exact.stated;
  if (stated === null || view.bounded || line.metric !== 'hhi_points' || op === '<' || op === '<=') return null;
  const { known, unknown } = view.allocation;
  const level = reduce({ num: value.num, den: value.den * 10_000n });
  const name = `${formatQuantity(line.value)} (${line.label})`;
  const leader = largestWords(view, 1);
  if (unknown > 0n) {
    const answer = verdict(exactRange(hhi), { op, value });
    if (answer === 'undetermined' && !view.constrained) {
      const needed = unknownToPassHhi(known, unknown, level);
      if (needed !== null)
        return `Undetermined at ${name}: ${amountDigits(view, needed)} of the ${amountWords(view, unknown)} unattributed with ${leader} put it above the line; spread over many holders it stays below.`;
    }
    if (answer === 'undetermined') return `Undetermined at ${name}: who holds the unknown ${amountWords(view, unknown)} decides.`;
    return `${answer === 'holds' ? 'Above' : 'Not above'} ${name} whoever holds the unknown ${amountWords(view, unknown)}.`;
  }
  if (passes(stated, { op, value })) {
    const given = spreadToReachHhi(known, level);
    return `Above ${name}: falls to the line when ${amountWords(view, given)} of the largest go to many new holders.`;
  }
  const taken = takeoverToPassHhi(known, level);
  return taken === null
    ? `Not above ${name}, which one holder of everything does not pass either.`
    : `Not above ${name}: passes it when ${leader} takes over ${amountWords(view, taken)} from the smallest.`;
}

/** HHI, normalised HHI and effective number. */
export function hhiCards(view: ViewWeights, lines: readonly CardLine[]): MetricCard[] {
  const { profile, allocation } = view;
  const { known } = allocation;
  const floorNote = profile.entities > 0 && profile.entities < 10 && `HHI cannot fall below 1/n = ${formatHhi(10_000 / profile.entities)}.`;
  const squares = `(${terms(view, known, (digits) => `${digits}²`)}) / ${amountDigits(view, known.total)}²`;
  const atLines = lines.map((line) => hhiAtLine(view, profile.hhi, line)).filter((text) => text !== null);
  const normalised = hhiNormalised(known);
  const n = formatCount(known.count);
  const note = normalised.flags.includes('n=1');
  return [
    makeCard(view, {
      id: 'hhi',
      name: 'Herfindahl-Hirschman index (HHI)',
      formula: 'sum of p² × 10,000, p = share of an entity',
      filled: `${squares} × 10,000`,
      bound: profile.hhi,
      format: formatHhi,
      unit: 'points, 0 to 10,000',
      convention: `Stated: known weight only; low: unknown weight spread without end; high: all of it on the largest. ${STRICT}`,
      source: 'Hirschman 1945; Herfindahl 1950',
      change: [...atLines, ...mergeOfTwo(view)],
      notes: [floorNote],
    }),
    makeCard(view, {
      id: 'hhiNormalised',
      name: 'normalised HHI',
      formula: '(H − 1/n) / (1 − 1/n)',
      filled: note ? 'one entity: by convention' : `(${formatIndex(hhiRatio(profile.hhi))} − 1/${n}) / (1 − 1/${n})`,
      bound: exactWithoutRange(allocation, normalised),
      format: formatIndex,
      unit: 'ratio, 0 to 1',
      convention: `n = entities with a weight above 0 (${n}). One entity gives 1 with a flag.`,
      source: 'Hirschman 1945, rescaled to 0..1',
      notes: [note && 'n = 1: the value is a convention, not a measurement.'],
    }),
    makeCard(view, {
      id: 'effectiveNumber.q2',
      name: 'effective number of entities',
      formula: '1 / HHI',
      filled: profile.hhi.stated === null ? null : `10,000 / ${formatHhi(profile.hhi.stated)}`,
      bound: profile.effectiveNumber.q2,
      format: formatEffectiveNumber,
      unit: 'equal entities',
      convention: 'As concentrated as that many equal entities (Hill number of order 2).',
      source: 'Adelman 1969; Hill 1973',
    }),
  ];
}

const hhiRatio = (bound: ExactBound): number | null => (bound.stated === null ? null : bound.stated / 10_000);

/** The smallest change at which the largest share stands on the other side of a line. */
function shareAtLine(view: ViewWeights, cr1: ExactBound, line: CardLine): string | null {
  const { op, value } = parseLine(`${line.op} ${line.value}`);
  if (line.metric !== 'cr1' || cr1.exact.stated === null || view.bounded || op === '<' || op === '<=') return null;
  const { known, unknown, total } = view.allocation;
  const name = `${formatShare(toNumber(value))} (${line.label})`;
  const leader = largestWords(view, 1);
  const largest = weightAt(known, 0);
  // The smallest whole weight that passes: strictly more than the level, or the level itself where the line says "at least".
  const needed = (of: bigint): bigint => {
    const whole = floor({ num: value.num * of, den: value.den });
    return op === '>=' && whole * value.den === value.num * of ? whole : whole + 1n;
  };
  if (unknown > 0n) {
    const answer = verdict(exactRange(cr1), { op, value });
    if (answer !== 'undetermined') return `${answer === 'holds' ? 'Above' : 'Not above'} ${name} whoever holds the unknown weight.`;
    if (view.constrained) return `Undetermined at ${name}: who holds the unknown ${amountWords(view, unknown)} decides.`;
    return `Undetermined at ${name}: reached when ${amountDigits(view, needed(total) - largest)} of the ${amountWords(view, unknown)} unattributed belong to ${leader}.`;
  }
  const gap = needed(total) - largest;
  return gap <= 0n
    ? `Above ${name}: no longer when ${leader} loses ${amountWords(view, 1n - gap)} to others.`
    : `Not above ${name}: reached when ${leader} takes over ${amountWords(view, gap)}.`;
}

/** Concentration ratios: CR1, CR4 and those asked for, each with the names that hold it. */
export function shareCards(view: ViewWeights, ks: readonly number[], lines: readonly CardLine[]): MetricCard[] {
  const { profile, allocation } = view;
  const { known, unknown, total } = allocation;
  const wanted = [...new Set([1, 4, ...ks])].sort((a, b) => a - b);
  const atLines = lines.map((line) => shareAtLine(view, profile.cr1, line)).filter((text) => text !== null);
  const point = total === 0n ? null : reduce({ num: total, den: 100n * 10n ** BigInt(view.scale) });
  return wanted.map((k) => {
    const bound = k === 1 ? profile.cr1 : k === 4 ? profile.cr4 : ratioBound(view, k);
    const leaders = profile.leaders.map((position) => view.names[position] ?? '');
    const held = terms(view, firstRanks(view, k), (digits) => digits);
    return makeCard(view, {
      id: k === 1 || k === 4 ? `cr${k}` : `cr.${k}`,
      name: k === 1 ? 'largest share (CR1)' : `share of the ${formatCount(k)} largest (CR${k})`,
      formula: k === 1 ? 'largest p' : `sum of the ${formatCount(k)} largest p`,
      filled: `${known.count > 1 && k > 1 ? `(${held})` : held} / ${amountDigits(view, known.total)}`,
      bound,
      outer: view.constrained && k !== 1 && k !== 4,
      format: formatShare,
      unit: 'share of the total',
      convention: 'Low: unknown weight spread without end; high: all of it with the largest. k beyond n gives 1.',
      source: k === 1 ? 'Berger & Parker 1970' : 'concentration ratio; Hall & Tideman 1967',
      change: [
        ...(k === 1 ? atLines : []),
        ...(point === null || view.bounded ? [] : [`One percentage point is ${formatQuantity(toNumber(point))} ${unitNoun(view)}.`]),
        ...(unknown > 0n && !view.bounded ? [`Unattributed: ${amountWords(view, unknown)}, ${formatShare(shareOf(unknown, total))}.`] : []),
      ],
      notes: [
        k > known.count && known.count > 0 && `k is larger than n: all ${entitiesWords(view, known.count)} hold everything.`,
        k === 1 && leaders.length > 1 && `Tie: ${listOf(leaders)} hold the same.`,
      ],
    });
  });
}

const shareOf = (part: bigint, total: bigint): number => toNumber({ num: part, den: total });
const unitNoun = (view: ViewWeights): string => amountWords(view, 0n).replace(/^\S+ /, '');

/** The k largest as a ranking of their own, for the terms of a sum. */
function firstRanks({ allocation: { known } }: ViewWeights, k: number): typeof known {
  return { ...known, count: Math.min(k, known.count) };
}

/** CR_k for any k; where weight is partly settled the range counts it as weight of any holder, which contains the true one. */
function ratioBound(view: ViewWeights, k: number): ExactBound {
  if (!view.bounded) return concentrationRatioBounds(view.allocation, k);
  const stated = concentrationRatioBounds(view.allocation, k).exact.stated;
  return exactBound('no-range', stated ?? 'no-weight', 'no-range');
}
