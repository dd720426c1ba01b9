import type { Base } from '../case/dataset.ts';
import type { Column, NumberColumn } from '../columns/table.ts';
import { formatExact } from '../format/number.ts';
import { endsWords } from '../format/open-weight.ts';
import { plural } from '../format/words.ts';
import { type CheckInput, fieldColumn, numbersOf, textsOf } from './check.ts';
import { meansLeased, meansOnline } from './value-checks.ts';
import { isVerified } from './verified.ts';

/** Rungs from the widest to the narrowest; `verified` and `rentable` overlap, neither holds the other (domain.md 1.2). */
const RUNGS: readonly Base[] = ['claimed', 'registered', 'online', 'verified', 'online+verified', 'rentable', 'leased'];

/** Bases whose records hold every leased GPU; those of the verified rungs need not (domain.md 1.2). */
const HOLD_LEASED: ReadonlySet<Base> = new Set<Base>(['claimed', 'registered', 'online', 'rentable']);

/** A count of GPUs on a rung, and where it comes from. */
export type RungCount = {
  rung: Base;
  /** of the records with one number */
  gpus: bigint;
  /** where records state bounds: the sum from end to end; `high` = null: no upper end; absent or `null` = no bounds */
  range?: { low: bigint; high: bigint | null } | null;
  /** ISO date of the facts; `null` = not stated */
  asOf: string | null;
  /** dataset or document, in words */
  source: string;
  /** how it was counted, in words */
  method: string;
};

export type Rung = {
  rung: Base;
  /** the newest count first; empty = not disclosed */
  counts: readonly RungCount[];
  /** the narrowest disclosed rung that must hold this one; `null` when none is disclosed */
  wider: Base | null;
  /** part of `wider` that is left out here, 0..1; `null` without one, where either is a range, or where a broken order makes it negative */
  drop: number | null;
};

export type LadderFinding = { rungs: readonly [Base, Base]; message: string; advice: string };

/** wider rung, narrower rung: what must hold the other */
const NESTED: readonly (readonly [Base, Base])[] = [
  ['claimed', 'registered'],
  ['registered', 'online'],
  ['online', 'rentable'],
  ['rentable', 'leased'],
  ['registered', 'verified'],
  ['online', 'online+verified'],
  ['verified', 'online+verified'],
];

/** The rungs that must hold a rung, the nearest first. */
function holders(rung: Base): Base[] {
  const direct = NESTED.filter(([, narrow]) => narrow === rung).map(([wide]) => wide);
  return [...new Set([...direct, ...direct.flatMap(holders)])];
}

/** A count per record: `low` and `high` are its ends where it states bounds, NaN = no value, Infinity = no upper end. */
type Counts = { value: Float64Array; low: Float64Array; high: Float64Array };

function countsOf(column: NumberColumn): Counts {
  const value = numbersOf(column);
  if (!column.bounds) return { value, low: value, high: value };
  const [low, high] = [numbersOf(column.bounds.low), numbersOf(column.bounds.high)];
  const stated = (row: number) => !(Number.isNaN(low[row] as number) && Number.isNaN(high[row] as number));
  return {
    value,
    low: low.map((end, row) => (stated(row) && Number.isNaN(end) ? 0 : end)),
    high: high.map((end, row) => (stated(row) && Number.isNaN(end) ? Number.POSITIVE_INFINITY : end)),
  };
}

/** What is left of a count when a part of it is taken off; nothing is less than nothing. */
function difference(all: Counts, part: Counts): Counts {
  const less = (from: Float64Array, by: Float64Array) =>
    from.map((value, row) =>
      Number.isNaN(value) || Number.isNaN(by[row] as number) ? Number.NaN : Math.max(0, value - (by[row] as number)),
    );
  return { value: less(all.value, part.value), low: less(all.low, part.high), high: less(all.high, part.low) };
}

/** Sum of the counts of some records: of those with one number, and from end to end where others state bounds. */
function summed({ value, low, high }: Counts, taken: (row: number) => boolean): Pick<RungCount, 'gpus' | 'range'> {
  let gpus = 0n;
  const range: NonNullable<RungCount['range']> = { low: 0n, high: 0n };
  let bounded = false;
  for (let row = 0; row < value.length; row++) {
    if (!taken(row)) continue;
    const [one, from, to] = [value[row] as number, low[row] as number, high[row] as number];
    if (one > 0) gpus += BigInt(one);
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
    if (Number.isNaN(one)) bounded = true;
    if (from > 0) range.low += BigInt(Math.ceil(from));
    if (to === Number.POSITIVE_INFINITY) range.high = null;
    else if (range.high !== null && to > 0) range.high += BigInt(Math.floor(to));
  }
  return { gpus, range: bounded ? range : null };
}

/** Which records of a rung count: all, or how many have one number and how many state bounds. */
function recordsCounted({ value, low, high }: Counts, taken: (row: number) => boolean): string {
  let [records, whole, bounded] = [0, 0, 0];
  for (let row = 0; row < value.length; row++) {
    if (!taken(row)) continue;
    records += 1;
    if (!Number.isNaN(value[row] as number)) whole += 1;
    else if (!(Number.isNaN(low[row] as number) || Number.isNaN(high[row] as number))) bounded += 1;
  }
  if (whole === records) return `all ${plural(whole, 'record')}`;
  const none = records - whole - bounded;
  if (bounded === 0) return `${whole} of ${plural(records, 'record')}, the others have no whole count`;
  return `${whole} of ${plural(records, 'record')}, ${bounded} state bounds${none > 0 ? `, ${none} no whole count` : ''}`;
}

const isWholeCount = (column: Column | null): column is NumberColumn => column?.type === 'number' && column.scale === 0;

/**
 * Counts that one dataset gives: its own rung from all records, and narrower ones where its columns tell them. Nothing is copied from another rung.
 *
 * @param counts whether a record counts: lines of sums do not
 * @returns empty where the base is not stated or no whole GPU counts are there
 */
export function rungsOfDataset(input: CheckInput, counts: (row: number) => boolean = () => true): RungCount[] {
  const { dataset } = input;
  const column = fieldColumn(input, 'gpu_count');
  if (dataset.base === null || !isWholeCount(column) || dataset.grain === 'day') return [];
  const all = countsOf(column);
  const about = (rung: Base, of: Counts, taken: (row: number) => boolean, method: string): RungCount => ({
    rung,
    ...summed(of, (row) => counts(row) && taken(row)),
    asOf: dataset.asOf,
    source: dataset.name,
    method,
  });
  const found = [about(dataset.base, all, () => true, recordsCounted(all, counts))];
  const [status, verified, free] = [fieldColumn(input, 'status'), fieldColumn(input, 'verified'), fieldColumn(input, 'gpu_free')];
  const wide = dataset.base === 'claimed' || dataset.base === 'registered';
  const state = status && textsOf(status);
  const isOnline = state && ((row: number) => meansOnline(state(row)) === true);
  const mark = verified && textsOf(verified);
  if (wide && isOnline) found.push(about('online', all, isOnline, 'records whose status means online or leased'));
  if (mark && wide) {
    const marked = (row: number) => isVerified(mark(row)) === true;
    found.push(about('verified', all, marked, 'records marked as verified'));
    if (isOnline) found.push(about('online+verified', all, (row) => marked(row) && isOnline(row), 'records that are both'));
  }
  const isLeased = state && ((row: number) => meansLeased(state(row)));
  // a status that never says so discloses no lease
  const tellsLeases = isLeased && all.value.some((_, row) => counts(row) && isLeased(row));
  if (isWholeCount(free) && dataset.base === 'rentable')
    found.push(about('leased', difference(all, countsOf(free)), () => true, 'GPU count minus free GPUs, where both are stated'));
  else if (tellsLeases && HOLD_LEASED.has(dataset.base)) found.push(about('leased', all, isLeased, 'records whose status means leased'));
  return found;
}

/** Ends of a count: the same twice where it states no bounds; `null` = no upper end. */
const endsOf = ({ gpus, range }: RungCount): { low: bigint; high: bigint | null } => range ?? { low: gpus, high: gpus };

/** A count in digits: `1,204`; `1,204 to 1,300`, `1,204 or more` where records state bounds. */
export function rungWords({ gpus, range }: { gpus: string; range: { low: string; high: string | null } | null }): string {
  return range === null ? formatExact(gpus) : endsWords(range);
}

/** The same as texts, which cross between lanes and pages. */
export function rungTexts({ gpus, range = null }: RungCount): { gpus: string; range: { low: string; high: string | null } | null } {
  return { gpus: String(gpus), range: range && { low: String(range.low), high: range.high === null ? null : String(range.high) } };
}

const counted = (count: RungCount): string => rungWords(rungTexts(count));

/**
 * The ladder of a network from all counts: rungs from wide to narrow, with what each leaves out of the nearest disclosed one that must hold it.
 *
 * @returns findings for rungs that hold more than a rung that must hold them
 */
export function supplyLadder(counts: readonly RungCount[]): { rungs: Rung[]; findings: LadderFinding[] } {
  const newest = (a: RungCount, b: RungCount) => ((a.asOf ?? '') < (b.asOf ?? '') ? 1 : (a.asOf ?? '') > (b.asOf ?? '') ? -1 : 0);
  const byRung = new Map(RUNGS.map((rung) => [rung, counts.filter((count) => count.rung === rung).sort(newest)]));
  const headOf = (rung: Base) => byRung.get(rung)?.[0];
  const rungs = RUNGS.map((rung): Rung => {
    const head = headOf(rung);
    const wider = holders(rung).find((holder) => headOf(holder) !== undefined) ?? null;
    const outer = wider === null ? undefined : headOf(wider);
    const drop =
      head && outer && !head.range && !outer.range && outer.gpus > 0n && head.gpus <= outer.gpus
        ? Number(((outer.gpus - head.gpus) * 1_000_000n) / outer.gpus) / 1e6
        : null;
    return { rung, counts: byRung.get(rung) ?? [], wider, drop };
  });
  const findings = NESTED.flatMap(([wide, narrow]): LadderFinding[] => {
    const [outer, inner] = [headOf(wide), headOf(narrow)];
    if (!outer || !inner) return [];
    const most = endsOf(outer).high;
    if (most === null || endsOf(inner).low <= most) return [];
    return [
      {
        rungs: [wide, narrow],
        message: `${narrow} (${counted(inner)}, ${inner.source}) is more than ${wide} (${counted(outer)}, ${outer.source}), which must hold it.`,
        advice: 'Check dates and definitions of the two counts; one of them is of another rung or day.',
      },
    ];
  });
  return { rungs, findings };
}
