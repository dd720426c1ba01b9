import { type Pin, pinOf } from '../../../shared/case/pin.ts';
import type { SavedView } from '../../../shared/case/view.ts';
import { engine } from '../context.ts';
import { runCommand } from './commands.ts';
import { exportView } from './view-file.ts';

export const views = {
  open: engine.views.open.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('view.open', input, { signal });
  }),
  rows: engine.views.rows.handler(({ context, input, signal }) => context.session.reader.call('view.rows', input, { signal })),
  together: engine.views.together.handler(({ context, input, signal }) => context.session.reader.call('view.together', input, { signal })),
  measures: engine.views.measures.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('view.measures', input, { signal });
  }),
  spread: engine.views.spread.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('view.spread', input, { signal });
  }),
  list: engine.views.list.handler(({ context }) => context.session.reader.call('views.list', null)),
  save: engine.views.save.handler(({ context, input }) => runCommand<SavedView>(context, 'view.save', input)),
  remove: engine.views.remove.handler(async ({ context, input }) => {
    await runCommand(context, 'view.remove', input);
    return null;
  }),
  export: engine.views.export.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return exportView(context, input, signal);
  }),
  pins: engine.views.pins.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('pins.list', null, { signal });
  }),
  pin: engine.views.pin.handler(async ({ context, input, signal }) => {
    context.session.requireCase();
    const result = await context.session.reader.call('view.open', input, { signal });
    return runCommand<Pin>(context, 'pin.add', pinOf(input, result));
  }),
  unpin: engine.views.unpin.handler(async ({ context, input }) => {
    await runCommand(context, 'pin.remove', input);
    return null;
  }),
};
