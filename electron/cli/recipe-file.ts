import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ChokepointError } from '../../shared/case/error.ts';
import { type RecipeFile, recipeFileSchema, recipeFileText } from '../../shared/case/saved-recipe.ts';
import { makeFolder } from './folder.ts';

/** A recipe from a file. @throws ChokepointError `file-missing`, `recipe-invalid` */
export function readRecipeFile(path: string): RecipeFile {
  if (!existsSync(path))
    throw new ChokepointError('file-missing', `There is no recipe at ${path}.`, 'Check the path; import --save-recipe FILE writes one.', {
      path,
    });
  try {
    return recipeFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new ChokepointError(
      'recipe-invalid',
      `"${basename(path)}" is no recipe of this program, or of a newer version of it.`,
      'Save it again with import --save-recipe FILE.',
      { path, problem: error instanceof Error ? error.message.slice(0, 2000) : String(error) },
    );
  }
}

/** Refuses to write over a file. @throws ChokepointError `file-exists` */
export function checkNewFile(path: string): void {
  if (!existsSync(path)) return;
  throw new ChokepointError(
    'file-exists',
    `There is a file at ${path} already; nothing was done.`,
    'Choose another name, or move that file away.',
    {
      out: path,
    },
  );
}

/** Writes a recipe as a file for the next import. */
export function writeRecipeFile(path: string, recipe: Omit<RecipeFile, 'kind' | 'version'>): void {
  const target = resolve(path);
  makeFolder(dirname(target));
  writeFileSync(`${target}.part`, recipeFileText(recipe));
  renameSync(`${target}.part`, target);
}
