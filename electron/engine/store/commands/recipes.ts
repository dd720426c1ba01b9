import type { Recipe } from '../../../../shared/case/dataset.ts';
import { headerFingerprint } from '../../../../shared/case/fingerprint.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import type { SavedRecipe } from '../../../../shared/case/saved-recipe.ts';
import type { CaseFile } from '../case-file.ts';
import { listRecipes } from '../saved-recipes.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

function savedRecipe(file: CaseFile, id: string): SavedRecipe | undefined {
  return listRecipes(file).find((saved) => saved.id === id);
}

type Input = { id?: string; name: string; headers: string[]; recipe: Recipe; edition?: number };

/** Keeps a recipe under a name; an id that exists gets one more edition, one that was removed comes back as it was. */
export const saveRecipe: Command<Input> = {
  touched: ['recipes'],
  apply(file, { id: wanted, name, headers, recipe, edition: given }) {
    const { id, number } = chosenId(file, 'M', 'recipe', wanted);
    const before = savedRecipe(file, id);
    const edition = given ?? (before?.edition ?? 0) + 1;
    file
      .prepare(
        `INSERT INTO saved_recipe (id, number, name, edition, headers, fingerprint, recipe) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, edition = excluded.edition, headers = excluded.headers,
           fingerprint = excluded.fingerprint, recipe = excluded.recipe`,
      )
      .run(id, number, name, edition, JSON.stringify(headers), headerFingerprint(headers), JSON.stringify(recipe));
    const inverse = before && (({ fingerprint: _, ...input }: SavedRecipe) => input)(before);
    return {
      result: savedRecipe(file, id),
      inverse: inverse ? { command: 'recipe.save', input: inverse } : { command: 'recipe.remove', input: { id } },
      label: before ? `Save the recipe "${name}" again (edition ${edition})` : `Save the recipe "${name}"`,
      recorded: { id, name, headers, recipe, edition },
    };
  },
};

/** Removes a saved recipe; datasets made with it keep theirs. */
export const removeRecipe: Command<{ id: string }> = {
  touched: ['recipes'],
  apply(file, { id }) {
    const before = savedRecipe(file, id);
    if (!before) throw notInCase('recipe', id);
    file.prepare('DELETE FROM saved_recipe WHERE id = ?').run(id);
    const { fingerprint: _, ...input } = before;
    return {
      result: null,
      inverse: { command: 'recipe.save', input },
      label: `Remove the recipe "${before.name}"`,
      recorded: { id },
    };
  },
};
