import { notInCase } from '../../../../shared/case/missing.ts';
import { type SavedView, type ViewSpec, viewSpecSchema } from '../../../../shared/case/view.ts';
import type { CaseFile } from '../case-file.ts';
import { listViews } from '../catalogue.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

function viewOf(file: CaseFile, id: string): SavedView | undefined {
  return listViews(file).find((view) => view.id === id);
}

function labelOf(before: SavedView | undefined, name: string, spec: ViewSpec): string {
  if (!before) return `Save the view "${name}"`;
  const isSame = JSON.stringify(viewSpecSchema.parse(spec)) === JSON.stringify(before.spec);
  return isSame && name !== before.name ? `Rename the view "${before.name}" to "${name}"` : `Change the view "${before.name}"`;
}

/** Saves a view under a name; an id that exists is replaced, one that was removed comes back in its old place. */
export const saveView: Command<{ id?: string; name: string; spec: ViewSpec }> = {
  touched: ['views', 'report'],
  apply(file, { id: wanted, name, spec }) {
    const { id, number } = chosenId(file, 'V', 'view', wanted);
    const before = viewOf(file, id);
    file
      .prepare(
        `INSERT INTO saved_view (id, number, name, spec) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, spec = excluded.spec`,
      )
      .run(id, number, name, JSON.stringify(spec));
    return {
      result: viewOf(file, id),
      inverse: before ? { command: 'view.save', input: before } : { command: 'view.remove', input: { id } },
      label: labelOf(before, name, spec),
      recorded: { id, name, spec },
    };
  },
};

/** Removes a saved view. */
export const removeView: Command<{ id: string }> = {
  touched: ['views', 'report'],
  apply(file, { id }) {
    const before = viewOf(file, id);
    if (!before) throw notInCase('view', id);
    file.prepare('DELETE FROM saved_view WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'view.save', input: before },
      label: `Remove the view "${before.name}"`,
      recorded: { id },
    };
  },
};
