import { z } from 'zod';
import { recipeSchema } from './dataset.ts';

/** A recipe that is kept for the next file of its shape. */
export const savedRecipeSchema = z.object({
  id: z.string(),
  name: z.string().min(1).max(200),
  /** 1 for the first, one more each time it is saved again */
  edition: z.number().int(),
  /** headers of the file that it was made for, in their order */
  headers: z.array(z.string()),
  fingerprint: z.string(),
  recipe: recipeSchema,
});
export type SavedRecipe = z.infer<typeof savedRecipeSchema>;

/** A recipe as a file. */
export const recipeFileSchema = z.object({
  kind: z.literal('chokepoint-recipe'),
  version: z.literal(1),
  name: z.string().min(1).max(200),
  headers: z.array(z.string()).max(4096),
  recipe: recipeSchema,
});
export type RecipeFile = z.infer<typeof recipeFileSchema>;

/** The text of a recipe as a file. */
export function recipeFileText({ name, headers, recipe }: Pick<RecipeFile, 'name' | 'headers' | 'recipe'>): string {
  return `${JSON.stringify({ kind: 'chokepoint-recipe', version: 1, name, headers, recipe } satisfies RecipeFile, null, 2)}\n`;
}
