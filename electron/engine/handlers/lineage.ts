import { rm } from 'node:fs/promises';
import { engine } from '../context.ts';

export const lineage = {
  rows: engine.lineage.rows.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('lineage.rows', input, { signal });
  }),
  record: engine.lineage.record.handler(async ({ context, input: { dataset, record, row }, signal }) => {
    const { session, files } = context;
    session.requireCase();
    const facts = await session.reader.call('lineage.facts', { dataset, record, row }, { signal });
    const { fileName } = facts.source;
    const { path } = await files.createOutput(fileName, 'application/octet-stream');
    try {
      await session.reader.call('sources.write', { source: facts.source.id, path }, { signal });
      const text = await session.compute.call('record.raw', { path, fileName, dialect: facts.recipe.dialect, record }, { signal });
      return { ...facts, ...text };
    } finally {
      await rm(path, { force: true });
    }
  }),
};
