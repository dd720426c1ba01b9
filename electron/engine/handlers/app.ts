import { writeFile } from 'node:fs/promises';
import packageJson from '../../../package.json' with { type: 'json' };
import { ChokepointError } from '../../../shared/case/error.ts';
import { engine } from '../context.ts';

const MOST_BYTES = 30_000_000;
const MEDIA_TYPES = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' } as const;

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
  keep: engine.app.keep.handler(async ({ context, input }) => {
    const { name, kind, content } = input;
    if (content.size > MOST_BYTES)
      throw new ChokepointError(
        'picture-too-large',
        `"${name}" has ${content.size} bytes, more than ${MOST_BYTES}; it was not kept.`,
        'Make the window smaller and save the chart again, or save its data as CSV.',
        { size: content.size, limit: MOST_BYTES },
      );
    const output = await context.files.createOutput(`${name}.${kind}`, MEDIA_TYPES[kind]);
    await writeFile(output.path, new Uint8Array(await content.arrayBuffer()));
    return { ref: output.ref, fileName: output.name };
  }),
};
