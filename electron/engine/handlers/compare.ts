import { engine } from '../context.ts';

export const compare = {
  open: engine.compare.open.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('compare.open', input, { signal });
  }),
  rows: engine.compare.rows.handler(({ context, input, signal }) => context.session.reader.call('compare.rows', input, { signal })),
};
