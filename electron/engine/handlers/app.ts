import packageJson from '../../../package.json' with { type: 'json' };
import { engine } from '../context.ts';

export const app = {
  info: engine.app.info.handler(async ({ context }) => ({
    version: packageJson.version,
    host: context.host,
    node: process.versions.node,
    ...(await context.session.reader.call('about', null)),
  })),
  events: engine.app.events.handler(async ({ context, signal }) => context.events.subscribe(signal)),
  cancel: engine.app.cancel.handler(({ context, input }) => context.session.jobs.cancel(input.job)),
  file: engine.app.file.handler(({ context, input }) => context.files.blob(input.ref)),
};
