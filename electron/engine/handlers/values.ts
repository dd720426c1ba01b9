import { writeFile } from 'node:fs/promises';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type EngineContext, engine } from '../context.ts';
import type { AliasChange } from '../store/commands/values.ts';
import { runCommand } from './commands.ts';

const change = (context: EngineContext, changes: AliasChange[], source: string | null = null) =>
  runCommand<{ changed: number }>(context, 'values.alias', { changes, source });

export const values = {
  queue: engine.values.queue.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('values.queue', input, { signal });
  }),
  reference: engine.values.reference.handler(({ context, input, signal }) =>
    context.session.reader.call('values.reference', input, { signal }),
  ),
  alias: engine.values.alias.handler(async ({ context, input }) => {
    context.session.requireCase();
    const decisions = await context.session.reader.call('values.checked', input.decisions);
    return change(
      context,
      decisions.map((decision) => ({ ...decision, decided: true })),
    );
  }),
  forget: engine.values.forget.handler(async ({ context, input }) => {
    context.session.requireCase();
    const texts = input.texts.map(({ kind, raw }) => ({ kind, raw: raw.trim() }));
    const decided = await context.session.reader.call('values.decided', texts);
    const changes = texts.filter((_, index) => decided[index]).map((text): AliasChange => ({ ...text, value: null, decided: false }));
    if (changes.length === 0)
      throw new ChokepointError(
        'no-value-decision',
        'There is no decision on this text that could be taken away.',
        'A text that a rule reads changes only by a decision of its own.',
        { texts: input.texts },
      );
    return change(context, changes);
  }),
  exportPack: engine.values.exportPack.handler(async ({ context, signal }) => {
    const { info } = context.session.requireCase();
    const { text, entries } = await context.session.reader.call('values.export', null, { signal });
    const name = info.fileName.replace(/\.chokepoint$/, '');
    const fileName = `${name}-values.json`;
    const { ref, path } = await context.files.createOutput(fileName, 'application/json');
    await writeFile(path, text);
    return { text, entries, fileName, ref };
  }),
  previewPack: engine.values.previewPack.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('values.pack', input, { signal });
  }),
  importPack: engine.values.importPack.handler(async ({ context, input }) => {
    context.session.requireCase();
    const entries = await context.session.reader.call('values.pack', input);
    const { replace } = input;
    const replaced = typeof replace === 'boolean' ? null : new Set(replace.map(({ kind, raw }) => `${kind} ${raw.trim()}`));
    const isReplaced = ({ kind, raw }: { kind: string; raw: string }) =>
      replaced === null ? replace === true : replaced.has(`${kind} ${raw}`);
    const taken = entries.filter((entry) => entry.state === 'new' || (entry.state === 'conflict' && isReplaced(entry)));
    const changes = taken.map(({ kind, raw, value }): AliasChange => ({ kind, raw, value, decided: true }));
    if (changes.length > 0) await change(context, changes, input.fileName);
    const count = (wanted: string) => entries.filter(({ state }) => state === wanted).length;
    return { taken: taken.length, kept: entries.length - taken.length - count('invalid'), invalid: count('invalid') };
  }),
};
