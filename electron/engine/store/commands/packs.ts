import { notInCase } from '../../../../shared/case/missing.ts';
import type { ImportedPack } from '../../analysis/facts.ts';
import type { CaseFile } from '../case-file.ts';
import { listChosenPacks, listImportedPacks } from '../packs.ts';
import type { Command } from './command.ts';

const TOUCHED = ['packs', 'claims', 'report'];

const choose = (file: CaseFile, id: string, chosen: boolean) =>
  file.prepare(chosen ? 'INSERT INTO chosen_pack (id) VALUES (?) ON CONFLICT DO NOTHING' : 'DELETE FROM chosen_pack WHERE id = ?').run(id);

const imported = (file: CaseFile, id: string) => listImportedPacks(file).find((pack) => pack.id === id);

/** Draws the lines of a pack in this case, or draws them no longer. The handler knows which packs there are. */
export const choosePack: Command<{ id: string; chosen: boolean }> = {
  touched: TOUCHED,
  apply(file, { id, chosen }) {
    const before = listChosenPacks(file).includes(id);
    choose(file, id, chosen);
    return {
      result: null,
      inverse: { command: 'pack.choose', input: { id, chosen: before } },
      label: chosen ? `Draw the lines of the pack "${id}"` : `Draw the lines of the pack "${id}" no longer`,
      recorded: { id, chosen },
    };
  },
};

/** Takes the text of a checked pack file into the case; the same id again replaces it. */
export const importPack: Command<ImportedPack & { chosen?: boolean }> = {
  touched: TOUCHED,
  apply(file, { id, sha256, text, chosen }) {
    const before = imported(file, id);
    const wasChosen = listChosenPacks(file).includes(id);
    file
      .prepare(
        `INSERT INTO imported_pack (id, sha256, text) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, text = excluded.text`,
      )
      .run(id, sha256, text);
    if (chosen !== undefined) choose(file, id, chosen);
    return {
      result: null,
      inverse: before
        ? { command: 'pack.import', input: { ...before, chosen: wasChosen } }
        : { command: 'pack.remove', input: { id, keepChosen: wasChosen } },
      label: before ? `Replace the threshold pack "${id}"` : `Import the threshold pack "${id}"`,
      recorded: { id, sha256, text },
    };
  },
};

/**
 * Takes an imported pack out of the case; its lines are drawn no longer.
 *
 * `keepChosen` is for the undo of an import that replaced a shipped pack in use.
 */
export const removePack: Command<{ id: string; keepChosen?: boolean }> = {
  touched: TOUCHED,
  apply(file, { id, keepChosen = false }) {
    const before = imported(file, id);
    if (!before) throw notInCase('pack', id);
    const wasChosen = listChosenPacks(file).includes(id);
    file.prepare('DELETE FROM imported_pack WHERE id = ?').run(id);
    if (!keepChosen) choose(file, id, false);
    return {
      result: null,
      inverse: { command: 'pack.import', input: { ...before, chosen: wasChosen } },
      label: `Remove the threshold pack "${id}"`,
      recorded: { id },
    };
  },
};
