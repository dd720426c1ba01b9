import { writeFile } from 'node:fs/promises';
import type { KeptBracket } from '../../../shared/case/brackets.ts';
import { declarationFacts, deviationsOf } from '../../../shared/case/deviations.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import type { Declaration } from '../../../shared/case/scenarios.ts';
import { certificatesOf } from '../../../shared/resilience/kept-bracket.ts';
import { withKeptBracket } from '../analysis/kept-brackets.ts';
import { refuseUnknownCountries } from '../analysis/portfolio-countries.ts';
import { portfolioFileText, readPortfolioFile } from '../analysis/portfolio-file.ts';
import { portfolioFromTrace } from '../analysis/portfolio-trace.ts';
import { builtInPortfolios } from '../analysis/portfolios.ts';
import { reference } from '../analysis/reference.ts';
import { withPacking } from '../analysis/removal-packing.ts';
import { verificationOf } from '../analysis/removal-verification.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { runCommand } from './commands.ts';
import { acrossDatasets, matrixOf } from './removal-scenarios.ts';

async function supplyOf({ session }: EngineContext, spec: RemovalSpec, signal: AbortSignal | undefined) {
  session.requireCase();
  return { supply: await session.reader.call('removal.supply', spec, { signal }), spec };
}

export const removal = {
  portfolios: engine.removal.portfolios.handler(() => builtInPortfolios),
  readPortfolio: engine.removal.readPortfolio.handler(({ input: { text, fileName } }) =>
    refuseUnknownCountries(readPortfolioFile(text, fileName), reference.countries, fileName),
  ),
  portfolioFromTrace: engine.removal.portfolioFromTrace.handler(({ input }) =>
    portfolioFromTrace(input.text, input.fileName, input.options),
  ),
  exportPortfolio: engine.removal.exportPortfolio.handler(async ({ context: { files }, input: { portfolio, format } }) => {
    const { ref, path, name } = await files.createOutput(
      `${portfolio.title ?? portfolio.id ?? 'portfolio'}.${format}`,
      format === 'csv' ? 'text/csv' : 'application/json',
    );
    await writeFile(path, portfolioFileText(portfolio, format));
    return { ref, fileName: name };
  }),
  model: engine.removal.model.handler(async ({ context, input, signal }) => {
    const model = await context.session.compute.call('removal.model', await supplyOf(context, input, signal), { signal });
    return { ...model, kappa: new Blob([model.kappa]), pieces: new Blob([model.pieces]) };
  }),
  served: engine.removal.served.handler(async ({ context, input: { removed, ...spec }, signal }) => {
    const request = { ...(await supplyOf(context, spec, signal)), removed };
    return context.session.compute.call('removal.served', request, { signal });
  }),
  solve: engine.removal.solve.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      const request = await supplyOf(context, input, working);
      const searched = await context.session.compute.call('removal.solve', request, { signal: working, onProgress: report });
      const packed = await withPacking(context.session.solver, request, searched, working);
      const result = await withKeptBracket(context.session, request, packed, working);
      const declarations = await context.session.reader.call('removal.declarations', null, { signal: working });
      return { ...result, ...declarationFacts(declarations, input) };
    }),
  ),
  check: engine.removal.check.handler(({ context, input: { certificates, ...spec }, signal }) =>
    job(signal, async (report, working) => {
      const request = { ...(await supplyOf(context, spec, working)), certificates };
      return context.session.compute.call('removal.check', request, { signal: working, onProgress: report });
    }),
  ),
  units: engine.removal.units.handler(({ context, input }) => context.session.reader.call('removal.units', input)),
  verify: engine.removal.verify.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      const request = await supplyOf(context, input, working);
      const options = { signal: working, onProgress: report };
      const [searched, solved] = await Promise.all([
        context.session.compute.call('removal.breakingPoint', request, { signal: working }),
        context.session.solver.call('solver.verify', request, options),
      ]);
      return verificationOf(searched, solved, Object.keys(input.costs).length > 0 ? null : input.by);
    }),
  ),
  brackets: engine.removal.brackets.handler(({ context }) => {
    context.session.requireCase();
    return context.session.reader.call('removal.brackets', null);
  }),
  keepBracket: engine.removal.keepBracket.handler(async ({ context, input: { solver, closed, ...spec }, signal }) => {
    const request = { ...(await supplyOf(context, spec, signal)), certificates: certificatesOf({ closed }) };
    const checks = await context.session.compute.call('removal.check', request, { signal });
    const [finding] = checks.flatMap(({ findings }) => findings);
    if (finding !== undefined || checks.length === 0)
      throw new ChokepointError(
        'bracket-does-not-hold',
        `The bracket was not kept: ${finding ?? 'it has no certificate'}.`,
        'Check with the solver again; the data or the test may have changed since.',
        {},
      );
    return runCommand<KeptBracket>(context, 'removal.keepBracket', { dataset: spec.dataset, by: spec.by, solver, closed });
  }),
  contingencies: engine.removal.contingencies.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      context.session.requireCase();
      const gathered = await context.session.reader.call('removal.factors', input, { signal: working });
      return context.session.compute.call('removal.contingencies', { ...gathered, spec: input }, { signal: working, onProgress: report });
    }),
  ),
  pairs: engine.removal.pairs.handler(({ context, input: { most, ...spec }, signal }) =>
    job(signal, async (report, working) => {
      const request = { ...(await supplyOf(context, spec, working)), most };
      return context.session.compute.call('removal.pairs', request, { signal: working, onProgress: report });
    }),
  ),
  flips: engine.removal.flips.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      context.session.requireCase();
      const sides = await context.session.reader.call('removal.flipSides', input, { signal: working });
      return context.session.compute.call('removal.flips', { ...sides, spec: input }, { signal: working, onProgress: report });
    }),
  ),
  economy: engine.removal.economy.handler(({ context, input: { removed, ...spec }, signal }) =>
    job(signal, async (report, working) => {
      const request = { ...(await supplyOf(context, spec, working)), removed };
      return context.session.compute.call('removal.economy', request, { signal: working, onProgress: report });
    }),
  ),
  failures: engine.removal.failures.handler(({ context, input: { probabilities, ...spec }, signal }) =>
    job(signal, async (report, working) => {
      const request = { ...(await supplyOf(context, spec, working)), probabilities };
      return context.session.compute.call('removal.failures', request, { signal: working, onProgress: report });
    }),
  ),
  matrix: engine.removal.matrix.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return job(signal, matrixOf(context.session, input.scenarios));
  }),
  replay: engine.removal.replay.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('removal.replay', input, { signal });
  }),
  across: engine.removal.across.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return job(signal, acrossDatasets(context.session, input));
  }),
  declarations: engine.removal.declarations.handler(({ context }) => {
    context.session.requireCase();
    return context.session.reader.call('removal.declarations', null);
  }),
  declare: engine.removal.declare.handler(async ({ context, input }) => {
    context.session.requireCase();
    const { by, dataset } = input.test;
    const before = (await context.session.reader.call('removal.declarations', null)).find(
      ({ declared }) => declared.dataset === dataset && declared.by === by,
    );
    const last = before && (before.deviations.at(-1)?.test ?? before.declared);
    if (before && last && deviationsOf(last, input.test).length === 0) return before;
    return runCommand<Declaration>(context, 'removal.declare', input);
  }),
  scenarios: engine.removal.scenarios.handler(({ context }) => context.session.reader.call('removal.scenarios', null)),
  saveScenario: engine.removal.saveScenario.handler(({ context, input }) => runCommand<Scenario>(context, 'scenario.save', input)),
  removeScenario: engine.removal.removeScenario.handler(async ({ context, input }) => {
    await runCommand(context, 'scenario.remove', input);
    return null;
  }),
};
