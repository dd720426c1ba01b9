import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import type { RecipeFile, SavedRecipe } from '../../shared/case/saved-recipe.ts';
import { plural } from '../../shared/format/index.ts';
import type { Engine } from '../engine/index.ts';
import { withCase } from './case.ts';
import { type Output, print, table } from './output.ts';
import { checkNewFile, readRecipeFile, writeRecipeFile } from './recipe-file.ts';

/**
 * The recipe of a name or id in the case.
 *
 * @throws ChokepointError `recipe-missing`, `recipe-ambiguous`
 */
async function findRecipe(engine: Engine, wanted: string): Promise<SavedRecipe> {
  const recipes = await engine.client.recipes.list();
  const list = recipes.map(({ id, name }) => `${id} "${name}"`).join(', ');
  const named = recipes.filter(({ id, name }) => id === wanted || name === wanted);
  if (named.length > 1)
    throw new ChokepointError('recipe-ambiguous', `Several recipes are named "${wanted}".`, `Name one by its id: ${list}.`, {
      recipes: list,
    });
  if (named[0]) return named[0];
  throw new ChokepointError(
    'recipe-missing',
    `There is no recipe "${wanted}": the case has none of this name, and there is no such file.`,
    recipes.length === 0 ? 'Save one on the Mapping screen, or with import --save-recipe FILE.' : `Recipes of the case: ${list}.`,
    { wanted },
  );
}

/**
 * The recipe that `--recipe NAME|FILE` means: a file where there is one, else the recipe of that name or id in the case.
 *
 * @throws ChokepointError as `readRecipeFile` and `findRecipe`
 */
export function wantedRecipe(wanted: string, path: string, output: Output): Promise<RecipeFile | SavedRecipe> | RecipeFile {
  if (existsSync(wanted) || !existsSync(path)) return readRecipeFile(wanted);
  return withCase(path, output, (engine) => findRecipe(engine, wanted));
}

function onCase(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--case <case>', 'case file')
    .option('--json', 'print one JSON document');
}

/** `recipe list|export|remove`: the recipes that a case keeps. */
export function recipeCommand(output: Output): Command {
  return new Command('recipe')
    .description('lists, exports and removes the recipes of a case; import --recipe NAME uses one')
    .enablePositionalOptions()
    .addCommand(
      onCase('list', 'lists the recipes of the case, oldest first').action((options: { case: string }) =>
        withCase(options.case, output, async (engine) => {
          const recipes = await engine.client.recipes.list();
          print(output, { recipes }, () =>
            recipes.length === 0
              ? 'The case keeps no recipe.'
              : table(
                  [
                    ['id', 'name', 'edition', 'columns', 'fields', 'steps'],
                    ...recipes.map(({ id, name, edition, headers, recipe }) => [
                      id,
                      name,
                      String(edition),
                      String(headers.length),
                      String(Object.keys(recipe.mapping).length),
                      String(recipe.steps?.length ?? 0),
                    ]),
                  ],
                  [2, 3, 4, 5],
                ),
          );
        }),
      ),
    )
    .addCommand(
      onCase('export', 'writes a recipe of the case as a file for another case')
        .argument('<recipe>', 'name or id of the recipe')
        .requiredOption('--out <file>', 'file to write, for import --recipe FILE')
        .action((wanted: string, options: { case: string; out: string }) =>
          withCase(options.case, output, async (engine) => {
            const { id, name, headers, recipe } = await findRecipe(engine, wanted);
            checkNewFile(options.out);
            writeRecipeFile(options.out, { name, headers, recipe });
            print(output, { id, name, out: options.out }, () => `${options.out}: recipe "${name}" for ${plural(headers.length, 'column')}`);
          }),
        ),
    )
    .addCommand(
      onCase('remove', 'removes a recipe from the case; what was imported with it stays')
        .argument('<recipe>', 'name or id of the recipe')
        .action((wanted: string, options: { case: string }) =>
          withCase(options.case, output, async (engine) => {
            const { id, name } = await findRecipe(engine, wanted);
            await engine.client.recipes.remove({ id });
            print(output, { id, name }, () => `Recipe "${name}" is removed; it can be taken back on the History screen.`);
          }),
        ),
    );
}
