import { engine } from '../context.ts';
import { runCommand } from './commands.ts';

export const datasets = {
  list: engine.datasets.list.handler(({ context }) => {
    context.session.requireCase();
    return context.session.reader.call('datasets.list', null);
  }),
  describe: engine.datasets.describe.handler(async ({ context, input }) => {
    await runCommand(context, 'dataset.describe', input);
    return context.session.reader.call('datasets.get', { dataset: input.dataset });
  }),
  exclude: engine.datasets.exclude.handler(async ({ context, input }) => {
    await runCommand(context, 'dataset.exclude', input);
    return null;
  }),
  rows: engine.datasets.rows.handler(({ context, input, signal }) => context.session.reader.call('datasets.rows', input, { signal })),
  values: engine.datasets.values.handler(({ context, input, signal }) => context.session.reader.call('datasets.values', input, { signal })),
};
