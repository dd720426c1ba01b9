import type { ViewResult } from '../../../shared/case/view.ts';
import type { MetricLine } from '../../../shared/claims/line.ts';
import type { Standing } from '../../../shared/evidence/claims-file.ts';
import { formatCount, formatShare, listOf } from '../../../shared/format/index.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';

/** Conclusions by claim: `hhi`, `cr1`, `cr4`, `nakamoto-1-2`, `breaking-point`, `hhi-change`; texts that are equal are the same conclusion. */
export type Conclusions = Readonly<Record<string, string>>;

/** What would be concluded under another choice that the case declares, or after a small change of the data. */
export type Alternative = {
  /** `choice` = entities, weight, unknown weight: the conclusion is conditional on it; `small` = one record, one open link, 1 % of the weight */
  size: 'choice' | 'small';
  words: string;
  conclusions: Conclusions;
};

const MOST_REASONS = 4;

/**
 * How a conclusion stands to the alternatives (domain.md 9): robust = the same under all of them, conditional = another one under those that are
 * named, fragile = a small change of the data turns it, which goes before the other two.
 *
 * @returns `null` where there is no conclusion or nothing was asked in another way
 */
export function standingOf(key: string, own: Conclusions, alternatives: readonly Alternative[]): Standing | null {
  const conclusion = own[key];
  const asked = alternatives.filter(({ conclusions }) => conclusions[key] !== undefined);
  if (conclusion === undefined || asked.length === 0) return null;
  const turned = asked.filter(({ conclusions }) => conclusions[key] !== conclusion);
  const small = turned.filter(({ size }) => size === 'small');
  const ordered = [...small, ...turned.filter(({ size }) => size === 'choice')];
  const because = ordered.slice(0, MOST_REASONS).map(({ words, conclusions }) => `${words}: ${conclusions[key]}`);
  if (ordered.length > MOST_REASONS) because.push(`${ordered.length - MOST_REASONS} further alternatives turn it too`);
  return { word: small.length > 0 ? 'fragile' : turned.length > 0 ? 'conditional' : 'robust', because };
}

/** Weight of each entity as a double, largest first, and the weight of unknown entity. */
export type Held = { keys: readonly string[]; values: readonly number[]; unknown: number };

type Numbers = { hhi: number; cr1: number; cr4: number; leaders: readonly string[]; k: Readonly<Record<string, number | null>> };

const THRESHOLDS = { '1-3': 1 / 3, '1-2': 1 / 2, '2-3': 2 / 3 } as const;
const REACHES = 1e-12;

/** Numbers of a list of holders, in any order. */
function numbersOf(keys: readonly string[], values: readonly number[]): Numbers {
  const order = values.map((_, index) => index).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const sorted = order.map((index) => values[index] as number);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const shares = sorted.map((value) => (total > 0 ? value / total : 0));
  const most = sorted[0] ?? 0;
  const k = Object.fromEntries(
    Object.entries(THRESHOLDS).map(([name, threshold]) => {
      let held = 0;
      const at = shares.findIndex((share) => {
        held += share;
        return held > threshold + REACHES;
      });
      return [name, at < 0 ? null : at + 1];
    }),
  );
  return {
    hhi: shares.reduce((sum, share) => sum + share * share, 0) * 10_000,
    cr1: shares[0] ?? 0,
    cr4: shares.slice(0, 4).reduce((sum, share) => sum + share, 0),
    leaders: order.filter((index) => most > 0 && values[index] === most).map((index) => keys[index] as string),
    k,
  };
}

/** Between which lines a number lies: `above 1,000, not above 1,800`. */
function placeWords(value: number, lines: readonly MetricLine[], format: (level: number) => string): string {
  const passes = ({ op, value: level }: MetricLine): boolean => {
    const at = toNumber(level);
    return op === '>' ? value > at : op === '>=' ? value >= at : op === '<' ? value < at : value <= at;
  };
  const sorted = [...lines].sort((a, b) => toNumber(a.value) - toNumber(b.value));
  const rising = sorted.filter(({ op }) => op === '>' || op === '>=');
  const passed = rising.filter(passes).at(-1);
  const next = rising.find((line) => !passes(line));
  return [
    passed ? `${passed.op === '>' ? 'above' : 'at or above'} ${format(toNumber(passed.value))}` : null,
    next ? `${next.op === '>' ? 'not above' : 'below'} ${format(toNumber(next.value))}` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

const bandWords = (share: number): string => {
  const passed = Object.entries(THRESHOLDS)
    .filter(([, threshold]) => share > threshold + REACHES)
    .at(-1);
  return passed ? `more than ${passed[0].replace('-', '/')}` : 'not more than 1/3';
};

function conclusionsOf({ hhi, cr1, cr4, leaders, k }: Numbers, lines: readonly MetricLine[]): Conclusions {
  const onHhi = lines.filter(({ metric }) => metric === 'hhi_points');
  const onShare = lines.filter(({ metric }) => metric === 'cr1');
  const place = placeWords(cr1, onShare, formatShare);
  return {
    ...(onHhi.length === 0 ? {} : { hhi: `HHI ${placeWords(hhi, onHhi, formatCount)}` }),
    ...(leaders.length === 0 ? {} : { cr1: `${listOf(leaders)} the largest${place === '' ? '' : `, ${place}`}` }),
    cr4: `the four largest hold ${bandWords(cr4)}`,
    ...Object.fromEntries(
      Object.entries(k).map(([name, count]) => [`nakamoto-${name}`, count === null ? 'no number of them' : formatCount(count)]),
    ),
  };
}

/** What is concluded from a list of holders. */
const heldConclusions = ({ keys, values }: Held, lines: readonly MetricLine[]): Conclusions =>
  conclusionsOf(numbersOf(keys, values), lines);

/** What a view concludes, as it is computed: `stated` values, by exact comparison. */
export function resultConclusions(
  { metrics, leaders }: Pick<ViewResult, 'metrics' | 'leaders'>,
  lines: readonly MetricLine[],
): Conclusions {
  const { hhi, cr1, cr4, nakamoto } = metrics;
  if (hhi.stated === null || cr1.stated === null || cr4.stated === null) return {};
  const k = { '1-3': nakamoto['1/3'].stated, '1-2': nakamoto['1/2'].stated, '2-3': nakamoto['2/3'].stated };
  return conclusionsOf({ hhi: hhi.stated, cr1: cr1.stated, cr4: cr4.stated, leaders, k }, lines);
}

/** Conclusions after a small change: where it leaves what was concluded before it, that of the view itself. */
const settled = (after: Conclusions, before: Conclusions, own: Conclusions): Conclusions =>
  Object.fromEntries(
    Object.entries(own).map(([key, conclusion]) => [key, after[key] === undefined || after[key] === before[key] ? conclusion : after[key]]),
  );

/** The ends of the ranges of a view: unknown weight spread over many small holders, or held by one of the known. */
export function unknownAlternatives(
  { metrics }: Pick<ViewResult, 'metrics'>,
  held: Held,
  own: Conclusions,
  lines: readonly MetricLine[],
): Alternative[] {
  if (held.unknown <= 0) return [];
  const ends = (end: 'low' | 'high'): Conclusions => {
    const of = ({ low, high }: { low: number | null; high: number | null }, format: (value: number) => string) => {
      const value = end === 'low' ? low : high;
      return value === null ? undefined : format(value);
    };
    const onHhi = lines.filter(({ metric }) => metric === 'hhi_points');
    const found: Record<string, string | undefined> = {
      hhi: own.hhi === undefined ? undefined : of(metrics.hhi, (value) => `HHI ${placeWords(value, onHhi, formatCount)}`),
      cr4: of(metrics.cr4, (value) => `the four largest hold ${bandWords(value)}`),
      'nakamoto-1-3': of(metrics.nakamoto['1/3'], formatCount),
      'nakamoto-1-2': of(metrics.nakamoto['1/2'], formatCount),
      'nakamoto-2-3': of(metrics.nakamoto['2/3'], formatCount),
    };
    return Object.fromEntries(Object.entries(found).flatMap(([key, words]) => (words === undefined ? [] : [[key, words]])));
  };
  const [first = 0, second = 0] = [...held.values].sort((a, b) => b - a);
  const overtaken = first - second <= held.unknown ? 'another holder may be the largest' : own.cr1;
  return [
    { size: 'choice', words: 'Unknown weight held in the least concentrated way', conclusions: ends('low') },
    { size: 'choice', words: 'Unknown weight held in the most concentrated way', conclusions: ends('high') },
    ...(own.cr1 === undefined || overtaken === undefined
      ? []
      : [{ size: 'choice' as const, words: 'Unknown weight held by another holder', conclusions: { cr1: overtaken } }]),
  ];
}

/**
 * One hundredth of the known weight held otherwise, in the two ways that move each number most: from the smallest holders to the largest, and
 * from the largest to many new ones.
 */
export function onePercentAlternatives(held: Held, own: Conclusions, lines: readonly MetricLine[]): Alternative[] {
  const total = held.values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return [];
  const before = heldConclusions(held, lines);
  const moved = total / 100;
  const order = held.values.map((_, index) => index).sort((a, b) => (held.values[b] as number) - (held.values[a] as number) || a - b);
  const keys = order.map((index) => held.keys[index] as string);
  const sorted = order.map((index) => held.values[index] as number);
  const sums: number[] = [0];
  for (const value of sorted) sums.push((sums.at(-1) as number) + value);
  const at = (count: number) => sums[Math.min(count, sorted.length)] as number;
  const up: Record<string, string> = {};
  const down: Record<string, string> = {};
  for (const [name, threshold] of Object.entries(THRESHOLDS)) {
    const key = `nakamoto-${name}`;
    const needed = total * (threshold + REACHES);
    const kUp = sums.findIndex((_, count) => count > 0 && at(count) + moved > needed);
    const kDown = sums.findIndex((_, count) => count > 0 && at(count) - moved > needed);
    up[key] = kUp < 0 ? 'no number of them' : formatCount(kUp);
    down[key] = kDown < 0 ? `more than ${before[key] ?? ''}`.trim() : formatCount(kDown);
  }
  const rest = (amount: number): number[] => {
    const left = [...sorted];
    let open = amount;
    for (let index = left.length - 1; index > 0 && open > 0; index--) {
      const taken = Math.min(open, left[index] as number);
      left[index] = (left[index] as number) - taken;
      open -= taken;
    }
    left[0] = (left[0] as number) + (amount - open);
    return left;
  };
  const concentrated = conclusionsOf(numbersOf(keys, rest(moved)), lines);
  const first = sorted[0] as number;
  const spread = [first - Math.min(moved, first), ...sorted.slice(1)];
  const thousandths = Array.from({ length: 1000 }, () => Math.min(moved, first) / 1000);
  const thin = conclusionsOf(numbersOf([...keys, ...thousandths.map((_, index) => `new ${index}`)], [...spread, ...thousandths]), lines);
  const second = sorted[1] ?? 0;
  const leads = first - second > 2 * moved ? before.cr1 : `${keys[1] ?? 'another holder'} may be the largest`;
  const after = (of: Conclusions, k: Conclusions, four: number, cr1: string | undefined): Conclusions => ({
    ...(of.hhi === undefined ? {} : { hhi: of.hhi }),
    ...k,
    cr4: `the four largest hold ${bandWords(four / total)}`,
    ...(cr1 === undefined ? {} : { cr1 }),
  });
  return [
    {
      size: 'small',
      words: '1 % of the weight moved to the largest holders',
      conclusions: settled(after(concentrated, up, at(4) + moved, concentrated.cr1), before, own),
    },
    {
      size: 'small',
      words: '1 % of the weight moved away from the largest holders',
      conclusions: settled(after(thin, down, at(4) - moved, leads === before.cr1 ? thin.cr1 : leads), before, own),
    },
  ];
}

/** The view without its largest record. */
export function withoutRecord(
  held: Held,
  record: { key: string | null; value: number; words: string },
  own: Conclusions,
  lines: readonly MetricLine[],
): Alternative[] {
  const at = record.key === null ? -1 : held.keys.indexOf(record.key);
  if (at < 0) return [];
  const values = held.values.map((value, index) => (index === at ? value - record.value : value)).map((value) => Math.max(0, value));
  return [
    {
      size: 'small',
      words: `Without the largest record (${record.words})`,
      conclusions: settled(heldConclusions({ ...held, values }, lines), heldConclusions(held, lines), own),
    },
  ];
}
