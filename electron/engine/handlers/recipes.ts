import type { SavedRecipe } from '../../../shared/case/saved-recipe.ts';
import { engine } from '../context.ts';
import { runCommand } from './commands.ts';

export const recipes = {
  list: engine.recipes.list.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('recipes.list', null, { signal });
  }),
  save: engine.recipes.save.handler(({ context, input }) => runCommand<SavedRecipe>(context, 'recipe.save', input)),
  remove: engine.recipes.remove.handler(async ({ context, input }) => {
    await runCommand(context, 'recipe.remove', input);
    return null;
  }),
};
