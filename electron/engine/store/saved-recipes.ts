import { recipeSchema } from '../../../shared/case/dataset.ts';
import type { SavedRecipe } from '../../../shared/case/saved-recipe.ts';
import type { CaseFile } from './case-file.ts';

type Row = { id: string; name: string; edition: number; headers: string; fingerprint: string; recipe: string };

/** Saved recipes, oldest first. */
export function listRecipes(file: CaseFile): SavedRecipe[] {
  const rows = file.prepare('SELECT id, name, edition, headers, fingerprint, recipe FROM saved_recipe ORDER BY number').all() as Row[];
  return rows.map(({ headers, recipe, ...row }) => ({
    ...row,
    headers: JSON.parse(headers) as string[],
    recipe: recipeSchema.parse(JSON.parse(recipe)),
  }));
}
