import type { CaseFile } from './case-file.ts';
import type { StoredCommand } from './ledger.ts';

/** A decision that can be taken back, or one that can be made again, with the label of the original decision. */
export type UndoStep = { sequence: number; label: string; inverse: StoredCommand };

type StepRow = { sequence: number; undoes: number | null; label: string };

/**
 * What undo and redo would do now, worked out from the ledger alone, so that it survives restarts.
 *
 * An entry that names no other is a new decision: it can be undone, and whatever could be redone is given up. An entry that names
 * the decision on top of the undo stack takes it back; one that names an undo makes the decision again. Only the two steps that are told
 * are read with what they would run.
 */
export function undoState(file: CaseFile): { undo: UndoStep | null; redo: UndoStep | null } {
  const rows = file
    .prepare('SELECT ledger.sequence, ledger.undoes, ledger.label FROM ledger JOIN inverse USING (sequence) ORDER BY ledger.sequence')
    .all() as StepRow[];
  const undoable: Omit<UndoStep, 'inverse'>[] = [];
  let redoable: Omit<UndoStep, 'inverse'>[] = [];
  for (const { sequence, undoes, label } of rows) {
    if (undoes === null) {
      undoable.push({ sequence, label });
      redoable = [];
    } else if (undoable.at(-1)?.sequence === undoes) {
      const taken = undoable.pop() as UndoStep;
      redoable.push({ sequence, label: taken.label });
    } else if (redoable.at(-1)?.sequence === undoes) {
      const again = redoable.pop() as UndoStep;
      undoable.push({ sequence, label: again.label });
    }
  }
  return { undo: withInverse(file, undoable.at(-1)), redo: withInverse(file, redoable.at(-1)) };
}

function withInverse(file: CaseFile, step: Omit<UndoStep, 'inverse'> | undefined): UndoStep | null {
  if (step === undefined) return null;
  const row = file.prepare('SELECT command, input FROM inverse WHERE sequence = ?').get(step.sequence) as {
    command: string;
    input: string;
  };
  return { ...step, inverse: { command: row.command, input: JSON.parse(row.input) } };
}
