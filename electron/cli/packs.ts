import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import type { CasePack } from '../../shared/case/packs.ts';
import { packsCsv } from '../../shared/claims/csv.ts';
import { packDates, packWords } from '../../shared/claims/pack-words.ts';
import { plural } from '../../shared/format/index.ts';
import { withCase } from './case.ts';
import { type Output, print, table } from './output.ts';

type Options = { case: string };

function onCase(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--case <case>', 'case file')
    .option('--json', 'print one JSON document');
}

const onPack = (name: string, description: string) => onCase(name, description).argument('<id>', 'id of the pack');

/** @throws ChokepointError `file-missing` */
function existing(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return full;
  throw new ChokepointError('file-missing', `There is no file at ${path}.`, 'Check the path.', { path });
}

function listText(packs: readonly CasePack[]): string {
  return [
    table([
      ['', 'pack', 'version', 'status', 'applies', 'lines', 'origin', 'source'],
      ...packs.map(({ chosen, id, origin, pack }) => [
        chosen ? '*' : '',
        id,
        pack.version,
        pack.status.replaceAll('_', ' '),
        packDates(pack),
        String(pack.lines.length),
        origin,
        pack.source.instrument,
      ]),
    ]),
    '',
    `* = the case draws its lines. ${plural(packs.length, 'pack')}; read one with: chokepoint packs show ID.`,
  ].join('\n');
}

const shown = ({ chosen, origin, pack, sha256, warnings }: CasePack): string =>
  [
    ...packWords(pack),
    ...warnings.map(({ message }) => `! ${message}`),
    `${origin}, SHA-256 ${sha256}`,
    chosen ? 'The case draws its lines.' : 'The case does not draw its lines.',
  ].join('\n');

/** `packs list|show|use|drop|import|remove`: threshold packs of a case. */
export function packsCommand(output: Output): Command {
  const use = (name: string, description: string, chosen: boolean) =>
    onPack(name, description).action((id: string, options: Options) =>
      withCase(options.case, output, async (engine) => {
        const pack = await engine.client.packs.choose({ id, chosen });
        print(output, pack, () => shown(pack));
      }),
    );
  return new Command('packs')
    .description('lists, reads, chooses, imports and removes threshold packs: dated reference lines, never verdicts')
    .enablePositionalOptions()
    .addCommand(
      onCase('list', 'lists the packs that ship with the program and those of the case')
        .option('--csv', 'print the table as CSV')
        .action((options: Options & { csv?: boolean }) =>
          withCase(options.case, output, async (engine) => {
            const packs = await engine.client.packs.list();
            if (options.csv) output.out(packsCsv(packs));
            else print(output, { packs }, () => listText(packs));
          }),
        ),
    )
    .addCommand(
      onPack('show', 'prints source, lines, wording and warnings of a pack').action((id: string, options: Options) =>
        withCase(options.case, output, async (engine) => {
          const packs = await engine.client.packs.list();
          const found = packs.find((pack) => pack.id === id);
          if (!found)
            throw new ChokepointError(
              'pack-missing',
              `There is no threshold pack "${id}".`,
              `Packs: ${packs.map((pack) => pack.id).join(', ')}.`,
              {
                pack: id,
              },
            );
          print(output, found, () => shown(found));
        }),
      ),
    )
    .addCommand(use('use', 'draws the lines of a pack in this case', true))
    .addCommand(use('drop', 'draws the lines of a pack no longer', false))
    .addCommand(
      onCase('import', 'checks a pack file, runs its tests and takes it into the case')
        .argument('<file>', 'JSON file of one pack')
        .action((path: string, options: { case: string }) =>
          withCase(options.case, output, async (engine) => {
            const pack = await engine.client.packs.import({ file: engine.files.adopt(existing(path)).ref });
            print(output, pack, () => shown(pack));
          }),
        ),
    )
    .addCommand(
      onPack('remove', 'takes an imported pack out of the case').action((id: string, options: Options) =>
        withCase(options.case, output, async (engine) => {
          await engine.client.packs.remove({ id });
          print(output, { removed: id }, () => `The pack "${id}" was taken out of the case. Undo with: chokepoint history --undo.`);
        }),
      ),
    );
}
