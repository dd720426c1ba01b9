import { z } from 'zod';
import { recipeSchema } from '../case/dataset.ts';
import { savedRecipeSchema } from '../case/saved-recipe.ts';
import { fileReferenceSchema, procedure } from './base.ts';

export const recipes = {
  /** Query: recipes of the case, oldest first. */
  list: procedure.output(z.array(savedRecipeSchema)),
  /** Command: keeps a recipe with the headers of its file; the same id makes a new edition. */
  save: procedure
    .input(
      z.object({
        id: z.string().optional(),
        name: z.string().min(1).max(200),
        headers: z.array(z.string()).max(4096),
        recipe: recipeSchema,
      }),
    )
    .output(savedRecipeSchema),
  /** Query: a recipe as a file to save, for another case. */
  export: procedure.input(z.object({ id: z.string() })).output(z.object({ ref: fileReferenceSchema, fileName: z.string() })),
  /** Command: removes a recipe; what was imported with it stays as it is. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
