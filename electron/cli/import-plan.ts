import { baseSchema, type Field, fieldSchema, grainSchema, type Recipe } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { type PresetMatch, SURE_FIT } from '../../shared/case/preset.ts';
import { type RecipeChoices, recipeOf } from '../../shared/case/recipe.ts';
import type { Step } from '../../shared/case/steps.ts';
import type { Preview } from '../../shared/contract/sources.ts';
import type { Engine } from '../engine/index.ts';
import { type DialectOptions, dialectOf } from './import-dialect.ts';

/** Options of `import` that decide about the recipe. */
export type PlanOptions = {
  preset?: string;
  where?: string;
  map?: string[];
  asOf?: string;
  base?: string;
  grain?: string;
  unknown?: string[];
} & DialectOptions;

/** What is imported from one file, and how it was read. */
export type Plan = {
  file: string;
  name: string;
  recipe: Recipe;
  preset: Preview['preset'];
  /** presets that the file surely fits, where none was asked for */
  fitting: PresetMatch[];
};

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

/** Choices that overrule what a preview or a recipe says. */
function choicesOf(options: PlanOptions, preview: Preview): RecipeChoices {
  return {
    mapping: mappingOf(options.map ?? [], preview),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    ...(options.base === undefined ? {} : { base: baseSchema.parse(options.base) }),
    ...(options.grain === undefined ? {} : { grain: grainSchema.parse(options.grain) }),
    ...(options.unknown === undefined ? {} : { unknownTokens: ['', ...options.unknown] }),
  };
}

/** `--where`: one more step, behind those of the preset. */
function whereStep({ where }: PlanOptions): Step[] {
  return where === undefined ? [] : [{ step: 'keep', where, reason: `Only records were asked for where ${where}.` }];
}

/**
 * Looks at a file, or at standard input where it is `-`, and settles how it is imported; nothing is done to the case.
 *
 * @throws ChokepointError for a file that cannot be read, a preset that does not fit, a field or column that is not there
 */
export async function planOf(engine: Engine, path: string, options: PlanOptions): Promise<Plan> {
  const file = path === '-' ? (await engine.files.receive('standard-input.txt', process.stdin)).ref : engine.files.adopt(path).ref;
  const dialect = dialectOf(options);
  const plain = options.preset === undefined || options.preset === 'auto' ? await engine.client.sources.preview({ file, dialect }) : null;
  const fitting = plain?.presets.filter(({ fit }) => fit >= SURE_FIT) ?? [];
  const wanted = options.preset === 'auto' ? fitting[0]?.id : options.preset;
  const preset = wanted === undefined ? plain : await engine.client.sources.preview({ file, dialect, preset: wanted });
  const more = whereStep(options);
  const preview =
    more.length === 0 && preset
      ? preset
      : await engine.client.sources.preview({
          file,
          dialect,
          ...(wanted === undefined ? {} : { preset: wanted }),
          steps: [...(preset?.steps ?? []), ...more],
        });
  const recipe = recipeOf(preview, choicesOf(options, preview));
  return { file, name: preview.proposal.name, recipe, preset: preview.preset, fitting: preview.preset ? [] : fitting };
}
