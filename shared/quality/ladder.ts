import type { Base } from '../case/dataset.ts';
import { formatExact } from '../format/number.ts';
import { plural } from '../format/words.ts';
import { type CheckInput, fieldColumn, numbersOf, textsOf } from './check.ts';
import { meansOnline } from './value-checks.ts';
import { isVerified } from './verified.ts';

/** Rungs from the widest to the narrowest; `verified` and `rentable` overlap, neither holds the other (domain.md 1.2). */
export const RUNGS: readonly Base[] = ['claimed', 'registered', 'online', 'verified', 'online+verified', 'rentable', 'leased'];

/** A count of GPUs on a rung, and where it comes from. */
export type RungCount = {
  rung: Base;
  gpus: bigint;
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
  /** part of `wider` that is left out here, 0..1; `null` without one, or where a broken order makes it negative */
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

/**
 * Counts that one dataset gives: its own rung from all records, and narrower ones where its columns tell them. Nothing is copied from another rung.
 *
 * @returns empty where the base is not stated or no whole GPU counts are there
 */
export function rungsOfDataset(input: CheckInput): RungCount[] {
  const { dataset, table } = input;
  const column = fieldColumn(input, 'gpu_count');
  if (dataset.base === null || column?.type !== 'number' || column.scale !== 0 || dataset.grain === 'day') return [];
  const counts = numbersOf(column);
  const sum = (of: (row: number) => number): bigint => {
    let total = 0n;
    for (let row = 0; row < table.rows; row++) {
      const value = of(row);
      if (value > 0) total += BigInt(value);
    }
    return total;
  };
  const about = (rung: Base, gpus: bigint, method: string): RungCount => ({ rung, gpus, asOf: dataset.asOf, source: dataset.name, method });
  const all = (row: number) => counts[row] as number;
  let counted = 0;
  for (const value of counts) if (!Number.isNaN(value)) counted += 1;
  const records =
    counted === table.rows
      ? `all ${plural(counted, 'record')}`
      : `${counted} of ${plural(table.rows, 'record')}, the others have no whole count`;
  const found = [about(dataset.base, sum(all), records)];
  const [status, verified, free] = [fieldColumn(input, 'status'), fieldColumn(input, 'verified'), fieldColumn(input, 'gpu_free')];
  const wide = dataset.base === 'claimed' || dataset.base === 'registered';
  const state = status && textsOf(status);
  const isOnline = state && ((row: number) => meansOnline(state(row)) === true);
  const mark = verified && textsOf(verified);
  if (wide && isOnline)
    found.push(
      about(
        'online',
        sum((row) => (isOnline(row) ? all(row) : 0)),
        'records whose status means online',
      ),
    );
  if (mark && wide) {
    const marked = (row: number) => isVerified(mark(row)) === true;
    found.push(
      about(
        'verified',
        sum((row) => (marked(row) ? all(row) : 0)),
        'records marked as verified',
      ),
    );
    if (isOnline)
      found.push(
        about(
          'online+verified',
          sum((row) => (marked(row) && isOnline(row) ? all(row) : 0)),
          'records that are both',
        ),
      );
  }
  if (free?.type === 'number' && free.scale === 0 && dataset.base === 'rentable') {
    const left = numbersOf(free);
    found.push(
      about(
        'leased',
        sum((row) => all(row) - (left[row] as number)),
        'GPU count minus free GPUs, where both are stated',
      ),
    );
  }
  return found;
}

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
      head && outer && outer.gpus > 0n && head.gpus <= outer.gpus
        ? Number(((outer.gpus - head.gpus) * 1_000_000n) / outer.gpus) / 1e6
        : null;
    return { rung, counts: byRung.get(rung) ?? [], wider, drop };
  });
  const findings = NESTED.flatMap(([wide, narrow]): LadderFinding[] => {
    const [outer, inner] = [headOf(wide), headOf(narrow)];
    if (!outer || !inner || inner.gpus <= outer.gpus) return [];
    return [
      {
        rungs: [wide, narrow],
        message: `${narrow} (${formatExact(String(inner.gpus))}, ${inner.source}) is more than ${wide} (${formatExact(String(outer.gpus))}, ${outer.source}), which must hold it.`,
        advice: 'Check dates and definitions of the two counts; one of them is of another rung or day.',
      },
    ];
  });
  return { rungs, findings };
}
