import type { Join, ListedJoin } from '../../../shared/case/join.ts';
import { engine } from '../context.ts';
import { runCommand } from './commands.ts';

export const joins = {
  propose: engine.joins.propose.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('joins.propose', input, { signal });
  }),
  preview: engine.joins.preview.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('joins.preview', input, { signal });
  }),
  add: engine.joins.add.handler(async ({ context, input, signal }) => {
    context.session.requireCase();
    const settled = await context.session.reader.call('joins.settle', input, { signal });
    const { id } = await runCommand<Join>(context, 'join.add', settled);
    const listed = await context.session.reader.call('joins.list', { dataset: settled.dataset });
    return listed.find((join) => join.id === id) as ListedJoin;
  }),
  remove: engine.joins.remove.handler(async ({ context, input }) => {
    await runCommand(context, 'join.remove', input);
    return null;
  }),
  list: engine.joins.list.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('joins.list', input, { signal });
  }),
};
