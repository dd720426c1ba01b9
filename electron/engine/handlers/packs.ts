import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ChokepointError } from '../../../shared/case/error.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import type { CasePack } from '../../../shared/case/packs.ts';
import { packOfText } from '../../../shared/claims/pack-tests.ts';
import { shippedPack } from '../analysis/packs.ts';
import { type EngineContext, engine } from '../context.ts';
import { runCommand } from './commands.ts';

/** A pack is a page of text. */
const MOST_BYTES = 2 ** 20;

function listed(context: EngineContext, signal?: AbortSignal): Promise<CasePack[]> {
  context.session.requireCase();
  return context.session.reader.call('packs.list', { now: context.now() }, signal ? { signal } : {});
}

/** @throws ChokepointError `pack-missing` */
async function packOf(context: EngineContext, id: string): Promise<CasePack> {
  const found = (await listed(context)).find((pack) => pack.id === id);
  if (!found) throw notInCase('pack', id);
  return found;
}

export const packs = {
  list: engine.packs.list.handler(({ context, signal }) => listed(context, signal)),
  choose: engine.packs.choose.handler(async ({ context, input }) => {
    await packOf(context, input.id);
    await runCommand(context, 'pack.choose', input);
    return packOf(context, input.id);
  }),
  import: engine.packs.import.handler(async ({ context, input }) => {
    const path = context.files.path(input.file);
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw new ChokepointError(
        'pack-too-large',
        `The file is larger than 1 MiB (${size} bytes), which no threshold pack is.`,
        'Choose the JSON file of one pack.',
        {
          bytes: size,
        },
      );
    const text = await readFile(path, 'utf8');
    const { id, version } = packOfText(text);
    const shipped = shippedPack(id);
    if (shipped?.version === version)
      throw new ChokepointError(
        'pack-edition-taken',
        `The pack "${id}" ${version} ships with the program, and this file would stand in its place under the same edition.`,
        'Give the file another version, or another id where it is a pack of your own.',
        { id, version },
      );
    await runCommand(context, 'pack.import', { id, sha256: createHash('sha256').update(text).digest('hex'), text });
    return packOf(context, id);
  }),
  remove: engine.packs.remove.handler(async ({ context, input }) => {
    const { origin } = await packOf(context, input.id);
    if (origin === 'shipped')
      throw new ChokepointError(
        'pack-ships',
        `The pack "${input.id}" ships with the program and stays in the list.`,
        'Choose to draw its lines no longer instead.',
        { id: input.id },
      );
    await runCommand(context, 'pack.remove', { id: input.id });
    return null;
  }),
};
