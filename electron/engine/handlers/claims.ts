import { writeFile } from 'node:fs/promises';
import { type DependencySpec, type NotApplicableClaim, scorecardSpecSchema } from '../../../shared/case/claims.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { dependenciesCsv, requestCsv, scorecardCsv } from '../../../shared/claims/csv.ts';
import { requestList, requestText } from '../../../shared/claims/requests.ts';
import { type EngineContext, engine } from '../context.ts';
import { markedSample } from '../files.ts';
import { templateZip } from '../import/presets/template.ts';
import { runCommand } from './commands.ts';

type Ask = DependencySpec & { what: 'scorecard' | 'requests' | 'request-text' | 'template' | 'dependencies' };

const KINDS = {
  scorecard: { ending: 'claims.csv', type: 'text/csv' },
  requests: { ending: 'data-request.csv', type: 'text/csv' },
  'request-text': { ending: 'data-request.txt', type: 'text/plain' },
  template: { ending: 'data-request.zip', type: 'application/zip' },
  dependencies: { ending: 'dependencies.csv', type: 'text/csv' },
} as const;

/** Content of an export: always whole, however many rows a screen shows. */
async function contentOf(
  { session }: EngineContext,
  { what, ...spec }: Ask,
  signal: AbortSignal | undefined,
): Promise<string | Uint8Array> {
  const options = signal ? { signal } : {};
  if (what === 'template') return templateZip();
  if (what === 'dependencies')
    return dependenciesCsv(await session.reader.call('claims.dependencies', { ...spec, most: undefined }, options));
  const scorecard = await session.reader.call('claims.scorecard', scorecardSpecSchema.parse(spec), options);
  if (what === 'scorecard') return scorecardCsv(scorecard);
  const fields = requestList(scorecard.claims);
  if (what === 'requests') return requestCsv(fields);
  const { name, asOf } = await session.reader.call('datasets.get', { dataset: spec.dataset }, options);
  return requestText(name, asOf, fields);
}

export const claims = {
  scorecard: engine.claims.scorecard.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('claims.scorecard', input, { signal });
  }),
  requests: engine.claims.requests.handler(async ({ context, input, signal }) => {
    context.session.requireCase();
    return requestList((await context.session.reader.call('claims.scorecard', input, { signal })).claims);
  }),
  dependencies: engine.claims.dependencies.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('claims.dependencies', input, { signal });
  }),
  export: engine.claims.export.handler(async ({ context, input, signal }) => {
    context.session.requireCase();
    const content = await contentOf(context, input, signal);
    const { name, sample } = await context.session.reader.call('datasets.get', { dataset: input.dataset }, { signal });
    const { ending, type } = KINDS[input.what];
    const file = await context.files.createOutput(markedSample(`${name}-${ending}`, sample), type);
    await writeFile(file.path, content);
    return { ref: file.ref, fileName: file.name };
  }),
  setNotApplicable: engine.claims.setNotApplicable.handler(async ({ context, input }) => {
    context.session.requireCase();
    const spec = scorecardSpecSchema.parse({ dataset: input.dataset });
    const { claims: now } = await context.session.reader.call('claims.scorecard', spec);
    const claim = now.find(({ id }) => id === input.claim);
    if (claim && (claim.status === 'computed' || claim.status === 'bounded'))
      throw new ChokepointError(
        'claim-computed',
        `${claim.id} ${claim.title} is computed from this dataset (${claim.display}), so it does apply.`,
        'Only a claim that is not disclosed can be said not to apply: a decision never hides a number.',
        { claim: claim.id },
      );
    return runCommand<NotApplicableClaim>(context, 'claim.setNotApplicable', input);
  }),
  clearNotApplicable: engine.claims.clearNotApplicable.handler(async ({ context, input }) => {
    await runCommand(context, 'claim.clearNotApplicable', input);
    return null;
  }),
};
