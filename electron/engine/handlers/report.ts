import { writeFile } from 'node:fs/promises';
import { layoutOf, type ReportLayout } from '../../../shared/case/report.ts';
import type { LintProblem } from '../../../shared/claims/lint-problem.ts';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { claimsOf } from '../report/claims.ts';
import { gatherReport } from '../report/gather.ts';
import { factsDate, type ReportInput } from '../report/input.ts';
import { lintGathered, requireAccepted } from '../report/lint.ts';
import type { WrittenFile } from '../report/operations.ts';
import { runCommand } from './commands.ts';

/** Puts finished files where the host can hand them over; nothing is written before all of them are made. */
async function keep({ files }: EngineContext, written: readonly WrittenFile[]): Promise<ReportFile[]> {
  return Promise.all(
    written.map(async ({ name, mediaType, bytes, sha256, role, content }) => {
      const { ref, path } = await files.createOutput(name, mediaType);
      await writeFile(path, content);
      return { ref, name, bytes, sha256, mediaType, role };
    }),
  );
}

/** The layout of the report of the open case. @throws ChokepointError `no-case-open` */
async function layoutOfCase({ session }: EngineContext): Promise<{ layout: ReportLayout; chosen: boolean }> {
  session.requireCase();
  const chosen = await session.reader.call('report.layout', null);
  return { layout: chosen ?? layoutOf('full'), chosen: chosen !== null };
}

/** What the linter says of the report that was gathered. */
async function lintOf(context: EngineContext, gathered: ReportInput): Promise<LintProblem[]> {
  const { layout } = await layoutOfCase(context);
  return lintGathered(gathered, layout, await context.session.reader.call('packs.list', { now: context.now() }));
}

export const report = {
  layout: engine.report.layout.handler(({ context }) => layoutOfCase(context)),
  setLayout: engine.report.setLayout.handler(async ({ context, input }) => {
    const { layout, chosen } = await layoutOfCase(context);
    const isSame = JSON.stringify(input.layout) === JSON.stringify(chosen ? layout : null);
    if (!isSame) await runCommand(context, 'report.setLayout', input);
    return layoutOfCase(context);
  }),
  claims: engine.report.claims.handler(({ context, signal }) =>
    job(signal, async (onProgress, working) => {
      const gathered = await gatherReport(context.session, 'a4', onProgress, working);
      return { asOf: factsDate(gathered), claims: claimsOf(gathered) };
    }),
  ),
  lint: engine.report.lint.handler(({ context, signal }) =>
    job(signal, async (onProgress, working) => {
      const gathered = await gatherReport(context.session, 'a4', onProgress, working);
      return { problems: await lintOf(context, gathered) };
    }),
  ),
  export: engine.report.export.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) => {
      const gathered = await gatherReport(context.session, input.paper, onProgress, working);
      requireAccepted(await lintOf(context, gathered));
      const written = await context.session.compute.call('report.files', gathered, { signal: working, onProgress });
      return { files: await keep(context, written), bundle: null, notes: [] };
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
