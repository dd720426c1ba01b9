import type { Origin } from '../../../shared/contract/lineage.ts';
import { engine } from '../context.ts';
import { rawRecordOf } from './raw-record.ts';

function withTexts(cells: Origin['cells'], texts: Readonly<Record<string, string>>): Origin['cells'] {
  return cells.map((cell) => ({ ...cell, text: Object.hasOwn(texts, cell.header) ? (texts[cell.header] as string) : null }));
}

export const lineage = {
  rows: engine.lineage.rows.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('lineage.rows', input, { signal });
  }),
  record: engine.lineage.record.handler(async ({ context, input: { dataset, record, row }, signal }) => {
    const { session } = context;
    session.requireCase();
    const facts = await session.reader.call('lineage.facts', { dataset, record, row }, { signal });
    const { texts, ...text } = await rawRecordOf(context, { source: facts.source, dialect: facts.recipe.dialect, record }, signal);
    const others = facts.others.map((other) => ({ ...other, cells: withTexts(other.cells, texts) }));
    return { ...facts, ...text, cells: withTexts(facts.cells, texts), others };
  }),
};
