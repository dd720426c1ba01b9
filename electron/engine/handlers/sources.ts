import { writeFile } from 'node:fs/promises';
import type { Dataset, Finding, Recipe, Source } from '../../../shared/case/dataset.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { type EngineContext, engine } from '../context.ts';
import { type JobOutput, job } from '../events.ts';
import type { ImportReply } from '../import/operations.ts';
import { runCommand } from './commands.ts';
import { rawRecordOf } from './raw-record.ts';

/** `findings` stand before those of the import itself. */
type ImportRequest = { file: string; name: string; recipe: Recipe; findings?: readonly Finding[] };

/** Results with the columns as they are listed from now on, canonical ones too. */
async function asListed(session: EngineContext['session'], imports: readonly ImportResult[]): Promise<ImportResult[]> {
  const listed = new Map((await session.reader.call('datasets.list', null)).map((dataset) => [dataset.id, dataset]));
  return imports.map((result) => ({ ...result, dataset: listed.get(result.dataset.id) ?? result.dataset }));
}

/** Imports files as one unit on the writer lane. Errors: those of the import, `cancelled` */
export async function importNow(
  { session, events, files, now, actor }: EngineContext,
  requests: readonly ImportRequest[],
  signal: AbortSignal,
  onProgress: (phase: string, done: number, total: number | null) => void,
): Promise<ImportResult[]> {
  const open = session.requireCase();
  const at = now();
  const inputs = requests.map(({ file, ...request }) => {
    const { path, name: fileName } = files.get(file);
    return { ...request, path, fileName, at, actor };
  });
  const reply: ImportReply = await session.writer.call('import', { files: inputs }, { signal, onProgress });
  // the case may have been closed while the last rows were written
  if (session.openCase?.path === open.path) session.openCase = { path: open.path, info: reply.info };
  events.changed(reply.revision, reply.touched);
  return session.openCase?.path === open.path ? await asListed(session, reply.result) : reply.result;
}

/**
 * Imports files as one unit on the writer lane. The writer decides at the end of its transaction whether a cancel still wins; what
 * it answers is the last event of the job, whatever was asked meanwhile.
 */
function importJob<Result>(
  context: EngineContext,
  signal: AbortSignal | undefined,
  requests: readonly ImportRequest[],
  id: string | undefined,
  resultOf: (imports: ImportResult[]) => Result,
): JobOutput<Result> {
  context.session.requireCase();
  // a file that is not there is refused before the job begins
  for (const { file } of requests) context.files.get(file);
  const { asked, end } = context.session.jobs.begin(id);
  const run = async (onProgress: (phase: string, done: number, total: number | null) => void, working: AbortSignal) => {
    try {
      return resultOf(await importNow(context, requests, working, onProgress));
    } finally {
      end();
    }
  };
  return job(signal, run, asked);
}

export const sources = {
  preview: engine.sources.preview.handler(async ({ context, input, signal }) => {
    const { path, name } = context.files.get(input.file);
    const { dialect, preset, steps } = input;
    const preview = await context.session.compute.call('preview', { path, fileName: name, dialect, preset, steps }, { signal });
    return { file: input.file, ...preview };
  }),
  sampleValues: engine.sources.sampleValues.handler(async ({ context: { files, session }, input, signal }) => {
    const { path, name } = files.get(input.file);
    const aliases = session.openCase ? await session.reader.call('values.aliases', null, { signal }) : {};
    return session.compute.call('sampleValues', { path, fileName: name, recipe: input.recipe, aliases }, { signal });
  }),
  presets: engine.sources.presets.handler(({ context, signal }) => context.session.compute.call('presets', null, { signal })),
  template: engine.sources.template.handler(async ({ context }) => {
    const { ref, path, name } = await context.files.createOutput('data-request.zip', 'application/zip');
    const archive = await context.session.compute.call('template', null);
    await writeFile(path, archive);
    return { ref, fileName: name, bytes: archive.length };
  }),
  import: engine.sources.import.handler(({ context, input, signal }) =>
    importJob(context, signal, [input], input.job, ([only]) => only as ImportResult),
  ),
  importAll: engine.sources.importAll.handler(({ context, input, signal }) =>
    importJob(context, signal, input.files, input.job, (imports) => imports),
  ),
  list: engine.sources.list.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('sources.list', null, { signal });
  }),
  original: engine.sources.original.handler(async ({ context, input, signal }) => {
    const { session, files } = context;
    session.requireCase();
    const source = await session.reader.call('sources.describe', { source: input.source }, { signal });
    const { ref, path, name } = await files.createOutput(source.fileName, 'application/octet-stream');
    const { bytes, sha256 } = await session.reader.call('sources.write', { source: source.id, path }, { signal });
    return { ref, fileName: name, bytes, sha256 };
  }),
  setLicence: engine.sources.setLicence.handler(({ context, input }) => runCommand<Source>(context, 'source.setLicence', input)),
  rejects: engine.sources.rejects.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('sources.rejects', input, { signal });
  }),
  reject: engine.sources.reject.handler(async ({ context, input, signal }) => {
    context.session.requireCase();
    const { archive, ...edited } = await context.session.reader.call('rejects.edit', input, { signal });
    if (archive === null) return edited;
    // the text of a record does not say in which member of the archive it stands, nor in which order that one has its columns
    const { member, texts } = await rawRecordOf(context, { ...archive, record: edited.reject.record }, signal);
    const cells = edited.cells.map(({ header, text }, at) => ({
      header,
      text: texts[header] ?? (at === edited.cells.length - 1 ? (member ?? text) : text),
    }));
    return { ...edited, cells };
  }),
  checkRecord: engine.sources.checkRecord.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('rejects.answer', input, { signal });
  }),
  readmit: engine.sources.readmit.handler(async ({ context, input: { dataset, number, cells, reason } }) => {
    context.session.requireCase();
    const checked = await context.session.reader.call('rejects.check', { dataset, cells });
    return runCommand<Dataset>(context, 'reject.readmit', { dataset, number, reason, ...checked });
  }),
  leaveOut: engine.sources.leaveOut.handler(({ context, input }) => runCommand<Dataset>(context, 'reject.leaveOut', input)),
};
