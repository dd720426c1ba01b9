import { engine } from '../context.ts';
import { announce } from './commands.ts';

export const history = {
  list: engine.history.list.handler(({ context, input }) => context.session.reader.call('history.list', input)),
  undo: engine.history.undo.handler(async ({ context }) => {
    context.session.requireCase();
    const reply = await context.session.writer.call('undo', { actor: context.actor, at: context.now() });
    announce(context, reply);
    return reply.info;
  }),
  redo: engine.history.redo.handler(async ({ context }) => {
    context.session.requireCase();
    const reply = await context.session.writer.call('redo', { actor: context.actor, at: context.now() });
    announce(context, reply);
    return reply.info;
  }),
  verify: engine.history.verify.handler(({ context }) => context.session.reader.call('history.verify', null)),
};
