import { writeFile } from 'node:fs/promises';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { gatherReport } from '../report/gather.ts';
import type { WrittenFile } from '../report/operations.ts';

/** Puts finished files where the host can hand them over; nothing is written before all of them are made. */
async function keep({ files }: EngineContext, written: readonly WrittenFile[]): Promise<ReportFile[]> {
  return Promise.all(
    written.map(async ({ name, mediaType, bytes, sha256, content }) => {
      const { ref, path } = await files.createOutput(name, mediaType);
      await writeFile(path, content);
      return { ref, name, bytes, sha256, mediaType };
    }),
  );
}

export const report = {
  export: engine.report.export.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) => {
      const gathered = await gatherReport(context.session, input.paper, onProgress, working);
      const written = await context.session.compute.call('report.files', gathered, { signal: working, onProgress });
      return { files: await keep(context, written) };
    }),
  ),
  preview: engine.report.preview.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) => {
      const gathered = await gatherReport(context.session, input.paper, onProgress, working);
      const written = await context.session.compute.call('report.pages', gathered, { signal: working, onProgress });
      return { pages: await keep(context, written) };
    }),
  ),
};
