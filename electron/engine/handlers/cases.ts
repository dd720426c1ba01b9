import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { engine } from '../context.ts';
import { job } from '../events.ts';
import { caseFilePath, freeCasePath, listCaseFiles, namedCasePath, withBackupReference } from './case-folder.ts';
import { runCommand } from './commands.ts';
import { closeCase, createCaseAt, openCaseAt } from './open-case.ts';
import { openSample } from './sample-case.ts';

export const cases = {
  list: engine.cases.list.handler(({ context }) => listCaseFiles(context.session.caseDirectory)),
  current: engine.cases.current.handler(({ context }) => context.session.openCase?.info ?? null),
  create: engine.cases.create.handler(({ context, input: { title, question, fileName, unnamed } }) => {
    const { caseDirectory } = context.session;
    const about = { id: randomUUID(), title, question, sample: false, createdAt: context.now(), unnamed, actor: context.actor };
    return createCaseAt(
      context,
      fileName === undefined ? freeCasePath(caseDirectory, title) : namedCasePath(caseDirectory, fileName),
      about,
    );
  }),
  open: engine.cases.open.handler(async ({ context, input: { ref } }) => {
    const { path, kept } = await caseFilePath(context.session.caseDirectory, context.files, ref);
    try {
      return await openCaseAt(context, path);
    } catch (error) {
      if (kept) await rm(path, { force: true });
      throw withBackupReference(error);
    }
  }),
  openSample: engine.cases.openSample.handler(async ({ context, signal }) =>
    job(signal, (report, working) => openSample(context, report, working)),
  ),
  describe: engine.cases.describe.handler(async ({ context, input }) => {
    await runCommand(context, 'case.describe', input);
    return context.session.requireCase().info;
  }),
  copy: engine.cases.copy.handler(async ({ context }) => {
    const { info } = context.session.requireCase();
    const { ref, path, name } = await context.files.createOutput(info.fileName, 'application/vnd.sqlite3');
    await rm(path, { force: true });
    const { bytes } = await context.session.writer.call('copy', { path });
    return { ref, fileName: name, bytes };
  }),
  close: engine.cases.close.handler(async ({ context }) => {
    await closeCase(context);
    return null;
  }),
};
