import { rm } from 'node:fs/promises';
import type { Origin } from '../../../shared/contract/lineage.ts';
import { engine } from '../context.ts';

function withTexts(cells: Origin['cells'], texts: Readonly<Record<string, string>>): Origin['cells'] {
  return cells.map((cell) => ({ ...cell, text: Object.hasOwn(texts, cell.header) ? (texts[cell.header] as string) : null }));
}

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
      const { texts, ...text } = await session.compute.call(
        'record.raw',
        { path, fileName, dialect: facts.recipe.dialect, record },
        { signal },
      );
      const others = facts.others.map((other) => ({ ...other, cells: withTexts(other.cells, texts) }));
      return { ...facts, ...text, cells: withTexts(facts.cells, texts), others };
    } finally {
      await rm(path, { force: true });
    }
  }),
};
