import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { formatShare, plural } from '../../shared/format/index.ts';
import { ALIAS_KINDS, type AliasKind } from '../../shared/normalise/reading.ts';
import { findDataset, withCase } from './case.ts';
import { type Output, print, table } from './output.ts';

const kindOption = () => new Option('--kind <kind>', 'kind of value').choices(ALIAS_KINDS);

/** `values --case CASE`: how the texts of a dataset are read, and the decisions on them. */
export function valuesCommand(output: Output): Command {
  return new Command('values')
    .description('lists texts that no rule reads, or that leave several readings, by affected weight; decides on them')
    .enablePositionalOptions()
    .option('--case <case>', 'case file')
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)')
    .addOption(kindOption())
    .option('--all', 'also those that a rule reads')
    .option('--json', 'print one JSON document')
    .action((options: { case?: string; dataset?: string; kind?: AliasKind; all?: boolean }) => {
      if (options.case === undefined)
        throw new ChokepointError('usage', 'required option --case is missing.', 'Write: chokepoint values --case CASE [--dataset N].');
      return withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const queue = await engine.client.values.queue({
          dataset: dataset.id,
          kind: options.kind,
          states: options.all ? ['unmapped', 'partial', 'aliased', 'mapped'] : ['unmapped', 'partial', 'aliased'],
        });
        print(output, queue, () =>
          [
            `${dataset.name}: ${plural(queue.counts.unmapped, 'text')} unmapped, ${queue.counts.partial} partial, ${queue.counts.aliased} decided, ${queue.counts.mapped} read by rules`,
            table(
              [
                ['column', 'text', 'read as', 'proposed', 'state', 'records', queue.weight, 'share'],
                ...queue.entries.map((entry) => [
                  entry.column,
                  entry.raw,
                  entry.value ?? '',
                  entry.proposed ?? '',
                  entry.state,
                  String(entry.rows),
                  String(entry.weight),
                  formatShare(entry.share),
                ]),
              ],
              [5, 6, 7],
            ),
          ].join('\n'),
        );
      });
    })
    .addCommand(aliasCommand(output))
    .addCommand(exportCommand(output))
    .addCommand(importCommand(output));
}

function aliasCommand(output: Output): Command {
  return new Command('alias')
    .description('decides what a text stands for, in every dataset of the case')
    .argument('<text>', 'text as it stands in the file')
    .argument('[value]', 'its value, e.g. nvidia/h100-sxm-80 or DE')
    .requiredOption('--case <case>', 'case file')
    .addOption(kindOption().makeOptionMandatory())
    .option('--none', 'the text stands for no value')
    .option('--forget', 'take the decision away again')
    .option('--json', 'print one JSON document')
    .action((raw: string, value: string | undefined, options: { case: string; kind: AliasKind; none?: boolean; forget?: boolean }) => {
      if ([value !== undefined, options.none, options.forget].filter(Boolean).length !== 1)
        throw new ChokepointError(
          'usage',
          'Give a value, or --none, or --forget.',
          'Write: chokepoint values alias TEXT VALUE --kind gpu --case CASE.',
        );
      return withCase(options.case, output, async (engine) => {
        const { kind } = options;
        if (options.forget) await engine.client.values.forget({ texts: [{ kind, raw }] });
        else await engine.client.values.alias({ decisions: [{ kind, raw, value: value ?? null }] });
        const decision = { kind, raw, value: value ?? null, decided: !options.forget };
        print(output, decision, () => (options.forget ? `"${raw}" is read by the rules again` : `"${raw}" is ${value ?? 'no value'}`));
      });
    });
}

function exportCommand(output: Output): Command {
  return new Command('export')
    .description('writes all decisions on values of a case as a file that another case can take over')
    .argument('<file>')
    .requiredOption('--case <case>', 'case file')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { case: string }) =>
      withCase(options.case, output, async (engine) => {
        const { text, entries } = await engine.client.values.exportPack();
        writeFileSync(file, text);
        print(output, { file, entries }, () => `${plural(entries, 'decision')} written to ${file}`);
      }),
    );
}

function importCommand(output: Output): Command {
  return new Command('import')
    .description('takes decisions on values over from a file; conflicts keep what the case says')
    .argument('<file>')
    .requiredOption('--case <case>', 'case file')
    .option('--replace', 'take conflicting decisions over too')
    .option('--preview', 'only say what would change')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { case: string; replace?: boolean; preview?: boolean }) =>
      withCase(options.case, output, async (engine) => {
        const pack = { text: readFileSync(file, 'utf8'), fileName: basename(file) };
        const entries = await engine.client.values.previewPack(pack);
        const done = options.preview ? null : await engine.client.values.importPack({ ...pack, replace: options.replace ?? false });
        print(output, { entries, ...(done ?? {}) }, () =>
          [
            ...entries
              .filter(({ state }) => state === 'conflict' || state === 'invalid')
              .map(
                ({ state, kind, raw, value, current }) =>
                  `${state}: ${kind} "${raw}" is ${value ?? 'no value'} in the file, ${current ?? 'no value'} in the case`,
              ),
            done
              ? `${done.taken} taken over, ${done.kept} kept as they were, ${done.invalid} not valid`
              : `${plural(entries.length, 'decision')} in the file`,
          ].join('\n'),
        );
      }),
    );
}
