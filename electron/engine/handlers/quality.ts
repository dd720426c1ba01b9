import type { Quality, StatedSupply, Waiver } from '../../../shared/case/quality.ts';
import { engine } from '../context.ts';
import { job } from '../events.ts';
import { runCommand } from './commands.ts';

export const quality = {
  checks: engine.quality.checks.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return job<Quality>(signal, (onProgress, working) =>
      context.session.reader.call('quality.checks', { ...input, now: context.now() }, { signal: working, onProgress }),
    );
  }),
  rows: engine.quality.rows.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('quality.rows', { ...input, now: context.now() }, { signal });
  }),
  waive: engine.quality.waive.handler(({ context, input }) => runCommand<Waiver>(context, 'quality.waive', input)),
  unwaive: engine.quality.unwaive.handler(async ({ context, input }) => {
    await runCommand(context, 'quality.unwaive', input);
    return null;
  }),
  ladder: engine.quality.ladder.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('quality.ladder', { ...input, now: context.now() }, { signal });
  }),
  stateSupply: engine.quality.stateSupply.handler(({ context, input }) => runCommand<StatedSupply>(context, 'quality.stateSupply', input)),
  removeSupply: engine.quality.removeSupply.handler(async ({ context, input }) => {
    await runCommand(context, 'quality.removeSupply', input);
    return null;
  }),
};
