import type { LedgerEntry } from '../../../shared/case/ledger.ts';

/**
 * Sequence numbers of the decisions that hold now.
 *
 * @param entries any stretch of the ledger that reaches to its end, in any order; an entry that undoes an undo brings the decision back
 */
export function decisionsInForce(entries: readonly LedgerEntry[]): Set<number> {
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
  const holds = new Set<number>();
  for (const entry of [...entries].sort((a, b) => a.sequence - b.sequence)) {
    if (entry.undoes === null) {
      holds.add(entry.sequence);
      continue;
    }
    let target: LedgerEntry | undefined = bySequence.get(entry.undoes);
    let brings = false;
    while (target && target.undoes !== null) {
      brings = !brings;
      target = bySequence.get(target.undoes);
    }
    if (!target) continue;
    if (brings) holds.add(target.sequence);
    else holds.delete(target.sequence);
  }
  return holds;
}

/** The first entry, which makes the case, is the only decision without a way back. */
export function canBeUndone(entry: LedgerEntry): boolean {
  return entry.command !== 'case.create';
}

/** How many times undo has to run until the given decision and all after it are taken back. */
export function stepsBackTo(entries: readonly LedgerEntry[], sequence: number): number {
  const undoable = new Set(entries.filter(canBeUndone).map((entry) => entry.sequence));
  return [...decisionsInForce(entries)].filter((held) => held >= sequence && undoable.has(held)).length;
}
