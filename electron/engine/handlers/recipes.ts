import { writeFile } from 'node:fs/promises';
import { notInCase } from '../../../shared/case/missing.ts';
import { recipeFileText, type SavedRecipe } from '../../../shared/case/saved-recipe.ts';
import { engine } from '../context.ts';
import { runCommand } from './commands.ts';

export const recipes = {
  list: engine.recipes.list.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('recipes.list', null, { signal });
  }),
  save: engine.recipes.save.handler(({ context, input }) => runCommand<SavedRecipe>(context, 'recipe.save', input)),
  export: engine.recipes.export.handler(async ({ context: { session, files }, input, signal }) => {
    session.requireCase();
    const kept = (await session.reader.call('recipes.list', null, { signal })).find(({ id }) => id === input.id);
    if (!kept) throw notInCase('recipe', input.id);
    const { ref, path, name } = await files.createOutput(`${kept.name}.recipe.json`, 'application/json');
    await writeFile(path, recipeFileText(kept));
    return { ref, fileName: name };
  }),
  remove: engine.recipes.remove.handler(async ({ context, input }) => {
    await runCommand(context, 'recipe.remove', input);
    return null;
  }),
};
