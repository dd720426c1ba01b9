import type { ImportResult } from '../../../shared/contract/sources.ts';
import { engine } from '../context.ts';
import { job } from '../events.ts';
import type { ImportReply } from '../import/operations.ts';

export const sources = {
  preview: engine.sources.preview.handler(async ({ context, input, signal }) => {
    const { path, name } = context.files.get(input.file);
    const preview = await context.session.compute.call('preview', { path, fileName: name, dialect: input.dialect }, { signal });
    return { file: input.file, ...preview };
  }),
  import: engine.sources.import.handler(({ context, input, signal }) => {
    const { session, events, files } = context;
    const open = session.requireCase();
    const { path, name: fileName } = files.get(input.file);
    return job<ImportResult>(signal, async (onProgress, working) => {
      const request = { path, fileName, name: input.name, recipe: input.recipe, at: context.now(), actor: context.actor };
      const reply: ImportReply = await session.writer.call('import', request, { signal: working, onProgress });
      // the case may have been closed while the last rows were written
      if (session.openCase?.path === open.path) session.openCase = { path: open.path, info: reply.info };
      events.changed(reply.revision, reply.touched);
      return reply.result;
    });
  }),
  list: engine.sources.list.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('sources.list', null, { signal });
  }),
  rejects: engine.sources.rejects.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('sources.rejects', input, { signal });
  }),
};
