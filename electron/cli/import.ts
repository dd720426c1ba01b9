import { basename, dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { baseSchema, type Field, fieldSchema, grainSchema, type Recipe } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import type { ImportResult, Preview } from '../../shared/contract/sources.ts';
import { formatCount, plural } from '../../shared/format/index.ts';
import { finish, intoCase, withEngine } from './case.ts';
import { makeFolder } from './folder.ts';
import { addDialectOptions, type DialectOptions, dialectOf } from './import-dialect.ts';
import { isoDate } from './options.ts';
import { type Output, print, table } from './output.ts';

type Options = {
  case: string;
  name?: string;
  map?: string[];
  asOf?: string;
  base?: string;
  grain?: string;
  unknown?: string[];
} & DialectOptions;

/** `--map field=column` as header -> field, checked against the headers of the file. */
function mappingOf(pairs: readonly string[], preview: Preview): Record<string, Field> {
  const headers = preview.columns.map(({ header }) => header);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [field, header] = [pair.slice(0, at), pair.slice(at + 1)];
      const known = fieldSchema.safeParse(field);
      if (at < 1 || !known.success)
        throw new ChokepointError(
          'map-unknown-field',
          `--map ${pair}: "${at < 1 ? pair : field}" is not a field of the model.`,
          `Write --map FIELD=COLUMN; fields: ${fieldSchema.options.join(', ')}.`,
          { pair },
        );
      if (!headers.includes(header))
        throw new ChokepointError(
          'map-unknown-column',
          `--map ${pair}: ${preview.fileName} has no column "${header}".`,
          `Columns: ${headers.slice(0, 60).join(', ')}.`,
          { pair, headers },
        );
      return [header, known.data];
    }),
  );
}

function textOf({ dataset, source, findings }: ImportResult): string {
  const head = `${dataset.id} "${dataset.name}": ${plural(dataset.rows, 'record')} imported, ${formatCount(dataset.rejected)} rejected, from ${source.fileName} (SHA-256 ${source.sha256.slice(0, 16)})`;
  const columns = table(
    [
      ['column', 'field', 'type', 'filled', 'distinct'],
      ...dataset.columns.map(({ name, field, type, filled, distinct }) => [name, field ?? '', type, String(filled), String(distinct)]),
    ],
    [3, 4],
  );
  return [head, columns, ...findings.map(({ message, advice }) => `Finding: ${message} ${advice}`)].join('\n');
}

/** `import FILE... --case CASE`: freezes files and makes a dataset of each. */
export function importCommand(output: Output): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  const command = new Command('import')
    .description(
      'freezes tables in files (CSV, TSV, JSON, XLSX, Parquet; - = standard input) in a case and makes a dataset of each; several files enter the case together or not at all; makes the case when it is missing',
    )
    .argument('<file...>')
    .requiredOption('--case <case>', 'case file, ending in .chokepoint')
    .option('--name <name>', 'name of the dataset (default: from the file name)')
    .option('--map <field=column...>', 'which column serves which field; columns that are not named are matched by their header')
    .addOption(new Option('--as-of <date>', 'ISO date of the facts in the file').argParser(isoDate))
    .addOption(new Option('--base <rung>', 'rung of the supply ladder').choices(baseSchema.options))
    .addOption(new Option('--grain <grain>', 'what one record is').choices(grainSchema.options))
    .option('--unknown <text>', 'cell text that means unknown; replaces the default list, may be repeated', collect)
    .option('--json', 'print one JSON document');
  return addDialectOptions(command).action(async (files: string[], options: Options) => {
    if (files.length > 1 && options.name !== undefined)
      throw new ChokepointError('usage', '--name stands with several files.', 'Import files that need a name of their own one by one.', {
        files,
      });
    const imports = await withEngine(makeFolder(dirname(resolve(options.case))), output, async (engine) => {
      // All files are looked at before the first is imported: a wrong path or a broken file stops the command with nothing done.
      const plans: { file: string; name: string; recipe: Recipe }[] = [];
      for (const path of files) {
        const file = path === '-' ? (await engine.files.receive('standard-input.txt', process.stdin)).ref : engine.files.adopt(path).ref;
        const preview = await engine.client.sources.preview({ file, dialect: dialectOf(options) });
        const recipe = recipeOf(preview, {
          mapping: mappingOf(options.map ?? [], preview),
          ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
          ...(options.base === undefined ? {} : { base: baseSchema.parse(options.base) }),
          ...(options.grain === undefined ? {} : { grain: grainSchema.parse(options.grain) }),
          ...(options.unknown === undefined ? {} : { unknownTokens: ['', ...options.unknown] }),
        });
        plans.push({ file, name: options.name ?? preview.proposal.name, recipe });
      }
      return intoCase(engine, options.case, basename(options.case, '.chokepoint'), async () =>
        finish(await engine.client.sources.importAll({ files: plans }), output),
      );
    });
    print(output, { case: options.case, imports }, () => imports.map(textOf).join('\n\n'));
  });
}
