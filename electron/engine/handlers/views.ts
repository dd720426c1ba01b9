import type { SavedView } from '../../../shared/case/view.ts';
import { engine } from '../context.ts';
import { runCommand } from './commands.ts';

export const views = {
  open: engine.views.open.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('view.open', input, { signal });
  }),
  rows: engine.views.rows.handler(({ context, input, signal }) => context.session.reader.call('view.rows', input, { signal })),
  list: engine.views.list.handler(({ context }) => context.session.reader.call('views.list', null)),
  save: engine.views.save.handler(({ context, input }) => runCommand<SavedView>(context, 'view.save', input)),
  remove: engine.views.remove.handler(async ({ context, input }) => {
    await runCommand(context, 'view.remove', input);
    return null;
  }),
};
