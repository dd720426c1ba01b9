import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { baseSchema, grainSchema } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import type { ImportResult } from '../../shared/contract/sources.ts';
import { formatCount, plural } from '../../shared/format/index.ts';
import { finish, intoCase, withEngine } from './case.ts';
import { makeFolder } from './folder.ts';
import { addDialectOptions } from './import-dialect.ts';
import { type Plan, type PlanOptions, planOf } from './import-plan.ts';
import { isoDate } from './options.ts';
import { type Output, print, table } from './output.ts';
import { wantedRecipe } from './recipe.ts';
import { checkNewFile, writeRecipeFile } from './recipe-file.ts';

type Options = PlanOptions & { case?: string; title?: string; name?: string; listPresets?: boolean; saveRecipe?: string };

type Imported = ImportResult & Pick<Plan, 'preset' | 'presetByFit' | 'fitting' | 'likely' | 'headers' | 'recipe'>;

/** What came of the presets: the one that was used, or the one that the file fits. */
function presetLines({ preset, presetByFit, fitting }: Imported): string[] {
  if (preset)
    return [
      `Preset: ${preset.title} (${preset.id}, fit ${preset.fit}; ${preset.verified.note})`,
      ...(presetByFit ? ['It was applied because the columns of the file fit it; --preset none reads the file without it.'] : []),
      ...preset.notes.map((note) => `Note: ${note}`),
    ];
  const [best] = fitting;
  return best ? [`Preset: the file looks like ${best.title} (fit ${best.fit}): import it with --preset ${best.id}`] : [];
}

/** Columns that may serve a field, with the option that says so; a shell reads the quoted pair as one word. */
function likelyLines({ likely, preset }: Imported): string[] {
  return likely.map(
    ({ header, field }) =>
      `Not mapped: column "${header}" may be ${field}. Import with --map '${`${field}=${header}`.replaceAll("'", "'\\''")}' if it is${preset ? `, and --preset ${preset.id} to keep the preset` : ''}.`,
  );
}

function textOf(imported: Imported): string {
  const { dataset, source, findings } = imported;
  const head = `${dataset.id} "${dataset.name}": ${plural(dataset.rows, 'record')} imported, ${formatCount(dataset.rejected)} rejected, from ${source.fileName} (SHA-256 ${source.sha256.slice(0, 16)})`;
  const columns = table(
    [
      ['column', 'field', 'type', 'filled', 'distinct'],
      ...dataset.columns.map(({ name, field, type, filled, distinct }) => [name, field ?? '', type, String(filled), String(distinct)]),
    ],
    [3, 4],
  );
  return [
    head,
    ...presetLines(imported),
    columns,
    ...likelyLines(imported),
    ...findings.map(({ message, advice }) => `Finding: ${message} ${advice}`),
  ].join('\n');
}

/** `import FILE... --case CASE`: freezes files and makes a dataset of each. */
export function importCommand(output: Output): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  const command = new Command('import')
    .description(
      'freezes tables in files (CSV, TSV, JSON, XLSX, Parquet; - = standard input) in a case and makes a dataset of each; several files enter the case together or not at all; makes the case when it is missing',
    )
    .argument('[file...]')
    .option('--case <case>', 'case file, ending in .chokepoint; required')
    .option('--title <title>', 'title of a case that is made; without one it goes by the names of its datasets')
    .option('--name <name>', 'name of the dataset (default: from the file name)')
    .option(
      '--preset <id>',
      'reads a file of a known shape; "auto" takes the one that fits, as is done without this option and without --map; "none" takes none',
    )
    .option('--list-presets', 'lists the known shapes and how far each is verified')
    .option('--map <field=column...>', 'which column serves which field; columns that are not named are matched by their header')
    .option('--unit <column=unit...>', 'what the numbers of a column are in, e.g. stake=TAO; a preset may know it')
    .option('--recipe <name>', 'reads the file as another one was read: recipe of the case, or file; stops where its columns differ')
    .option('--rename <old=new>', 'with --recipe: a column that has another name now; may be repeated', collect)
    .option('--without <column>', 'with --recipe: a column that is not there any more; may be repeated', collect)
    .option('--accept-new', 'with --recipe: new columns are kept under their own name')
    .option('--save-recipe <file>', 'writes how the file was read, for the next one of its shape')
    .option('--where <expression>', 'records that do not match are left out, and counted; names are headers of the file')
    .addOption(new Option('--as-of <date>', 'ISO date of the facts in the file').argParser(isoDate))
    .addOption(new Option('--base <rung>', 'rung of the supply ladder').choices(baseSchema.options))
    .addOption(new Option('--grain <grain>', 'what one record is').choices(grainSchema.options))
    .option('--unknown <text>', 'cell text that means unknown; replaces the default list, may be repeated', collect)
    .option('--json', 'print one JSON document');
  return addDialectOptions(command).action(async (files: string[], options: Options) => {
    if (options.listPresets) return listPresets(output);
    const path = options.case;
    if (path === undefined || files.length === 0)
      throw incomplete(path === undefined ? "required option '--case <case>' not specified" : "missing required argument 'file'");
    if (options.recipe !== undefined && options.preset !== undefined)
      throw incomplete('--recipe and --preset both say how the file is read');
    if (options.saveRecipe !== undefined) {
      if (files.length > 1) throw incomplete('--save-recipe stands with several files');
      checkNewFile(options.saveRecipe);
    }
    if (files.length > 1 && options.name !== undefined)
      throw new ChokepointError('usage', '--name stands with several files.', 'Import files that need a name of their own one by one.', {
        files,
      });
    const kept = options.recipe === undefined ? null : await wantedRecipe(options.recipe, path, output);
    const imports = await withEngine(makeFolder(dirname(resolve(path))), output, async (engine) => {
      // All files are looked at before the first is imported: a wrong path or a broken file stops the command with nothing done.
      const plans: Plan[] = [];
      for (const file of files) plans.push(await planOf(engine, file, options, kept));
      return intoCase(engine, path, options.title ?? null, async () => {
        const requests = plans.map(({ file, name, recipe }) => ({ file, name: options.name ?? name, recipe }));
        const results = await finish(await engine.client.sources.importAll({ files: requests }), output);
        return results.map((result, index): Imported => {
          const { preset, presetByFit, fitting, likely, headers, recipe } = plans[index] as Plan;
          return { ...result, preset, presetByFit, fitting, likely, headers, recipe };
        });
      });
    });
    const [first] = imports;
    if (options.saveRecipe !== undefined && first)
      writeRecipeFile(options.saveRecipe, { name: first.dataset.name, headers: first.headers, recipe: first.recipe });
    print(output, { case: path, imports: imports.map(({ headers: _, recipe: __, ...shown }) => shown) }, () =>
      imports.map(textOf).join('\n\n'),
    );
  });
}

function incomplete(what: string): ChokepointError {
  return new ChokepointError(
    'usage',
    `The command line was not understood: ${what}.`,
    'Run it with --help, or with COMMAND --help for the options of one command.',
    {},
  );
}

const VERIFIED = { 'real-file': 'real file', shape: 'shape only', unverified: 'unverified' } as const;

/** `import --list-presets`: needs no case. */
function listPresets(output: Output): Promise<void> {
  return withEngine(tmpdir(), output, async (engine) => {
    const presets = await engine.client.sources.presets();
    print(output, { presets: presets.map(({ fit: _, reason: __, ...preset }) => preset) }, () =>
      table([
        ['preset', 'what one file holds', 'verified', 'source'],
        ...presets.map(({ id, about, verified, source }) => [id, about, VERIFIED[verified.state], source]),
      ]),
    );
  });
}
