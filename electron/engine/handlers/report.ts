import { layoutOf, type ReportLayout } from '../../../shared/case/report.ts';
import type { LintProblem } from '../../../shared/claims/lint-problem.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { chosenFindings } from '../report/chosen-findings.ts';
import { allClaimsOf } from '../report/claims.ts';
import { gatherReport } from '../report/gather.ts';
import { factsDate, type ReportInput } from '../report/input.ts';
import { lintGathered, requireAccepted } from '../report/lint.ts';
import { runCommand } from './commands.ts';
import { exportReport, gatherEvidence, keep, redactionPlan } from './report-export.ts';

/** The layout of the report of the open case. @throws ChokepointError `no-case-open` */
async function layoutOfCase({ session }: EngineContext): Promise<{ layout: ReportLayout; chosen: boolean }> {
  session.requireCase();
  const chosen = await session.reader.call('report.layout', null);
  return { layout: chosen ?? layoutOf('full'), chosen: chosen !== null };
}

/** What the linter says of the report that was gathered. */
async function lintOf(context: EngineContext, gathered: ReportInput): Promise<LintProblem[]> {
  return lintGathered(gathered, await context.session.reader.call('packs.list', { now: context.now() }));
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
      const claims = allClaimsOf(gathered);
      const usual = chosenFindings({ ...gathered.layout, findings: null }, claims).map(({ claim }) => claim.id);
      return { asOf: factsDate(gathered), claims, usual };
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
      const { asked, end } = context.session.jobs.begin(input.job);
      const accept = async (gathered: ReportInput) => requireAccepted(await lintOf(context, gathered));
      try {
        return await exportReport(context, input, accept, onProgress, AbortSignal.any([working, asked]));
      } finally {
        end();
      }
    }),
  ),
  identities: engine.report.identities.handler(async ({ context: { session }, signal }) => {
    session.requireCase();
    return { columns: await session.reader.call('evidence.identities', undefined, signal ? { signal } : {}) };
  }),
  redaction: engine.report.redaction.handler(({ context, input, signal }) => redactionPlan(context, input, signal)),
  preview: engine.report.preview.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) => {
      const { gathered, evidence } = await gatherEvidence(context, input, onProgress, working);
      const request = { input: gathered, evidence, options: { ...input, redaction: evidence.asked } };
      const written = await context.session.compute.call('report.pages', request, { signal: working, onProgress });
      return { pages: await keep(context, written.pages), texts: written.texts };
    }),
  ),
};
