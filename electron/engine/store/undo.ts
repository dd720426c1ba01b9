import type { CaseFile } from './case-file.ts';
import type { StoredCommand } from './ledger.ts';

/** A decision that can be taken back, or one that can be made again, with the label of the original decision. */
export type UndoStep = { sequence: number; label: string; inverse: StoredCommand };

type StepRow = { sequence: number; undoes: number | null; label: string; command: string; input: string };

/**
 * What undo and redo would do now, worked out from the ledger alone, so that it survives restarts.
 *
 * An entry that names no other is a new decision: it can be undone, and whatever could be redone is given up. An entry that names
 * the decision on top of the undo stack takes it back; one that names an undo makes the decision again.
 */
export function undoState(file: CaseFile): { undo: UndoStep | null; redo: UndoStep | null } {
  const rows = file
    .prepare(
      `SELECT ledger.sequence, ledger.undoes, ledger.label, inverse.command, inverse.input
       FROM ledger JOIN inverse USING (sequence) ORDER BY ledger.sequence`,
    )
    .all() as StepRow[];
  const undoable: UndoStep[] = [];
  let redoable: UndoStep[] = [];
  for (const { sequence, undoes, label, command, input } of rows) {
    const inverse = { command, input: JSON.parse(input) as unknown };
    if (undoes === null) {
      undoable.push({ sequence, label, inverse });
      redoable = [];
    } else if (undoable.at(-1)?.sequence === undoes) {
      const taken = undoable.pop() as UndoStep;
      redoable.push({ sequence, label: taken.label, inverse });
    } else if (redoable.at(-1)?.sequence === undoes) {
      const again = redoable.pop() as UndoStep;
      undoable.push({ sequence, label: again.label, inverse });
    }
  }
  return { undo: undoable.at(-1) ?? null, redo: redoable.at(-1) ?? null };
}
