import { baseSchema, type Field, fieldSchema, grainSchema, type Recipe } from '../../shared/case/dataset.ts';
import { type DriftDecisions, replay } from '../../shared/case/drift.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { type PresetMatch, SURE_FIT } from '../../shared/case/preset.ts';
import { LIKELY, type RecipeChoices, recipeOf } from '../../shared/case/recipe.ts';
import type { RecipeFile } from '../../shared/case/saved-recipe.ts';
import type { Step } from '../../shared/case/steps.ts';
import type { Preview } from '../../shared/contract/sources.ts';
import type { Engine } from '../engine/index.ts';
import { type DialectOptions, dialectOf } from './import-dialect.ts';

/** A recipe from a file or from the case. */
type KeptRecipe = Pick<RecipeFile, 'name' | 'headers' | 'recipe'>;

/** Options of `import` that decide about the recipe. */
export type PlanOptions = {
  preset?: string;
  where?: string;
  map?: string[];
  unit?: string[];
  asOf?: string;
  base?: string;
  grain?: string;
  unknown?: string[];
  recipe?: string;
  rename?: string[];
  without?: string[];
  acceptNew?: boolean;
} & DialectOptions;

/** What is imported from one file, and how it was read. */
export type Plan = {
  file: string;
  name: string;
  recipe: Recipe;
  /** headers of the file, for a recipe that is kept */
  headers: string[];
  preset: Preview['preset'];
  /** the preset was applied because the file surely fits it, not because it was asked for */
  presetByFit: boolean;
  /** presets that the file surely fits, where none was used */
  fitting: PresetMatch[];
  /** columns that often mean a field, which nobody has confirmed: they keep their own name */
  likely: { header: string; field: Field; reason: string }[];
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

/** `--unit column=unit` as header -> unit, checked against the headers of the file. */
function unitsOf(pairs: readonly string[], preview: Preview): Record<string, string> {
  const headers = preview.columns.map(({ header }) => header);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      const [header, unit] = [pair.slice(0, at), pair.slice(at + 1).trim()];
      if (at < 1 || unit === '' || !headers.includes(header))
        throw new ChokepointError(
          'map-unknown-column',
          `--unit ${pair}: ${at < 1 || unit === '' ? 'a column and its unit are expected' : `${preview.fileName} has no column "${header}"`}.`,
          `Write --unit COLUMN=UNIT; columns: ${headers.slice(0, 60).join(', ')}.`,
          { pair, headers },
        );
      return [header, unit];
    }),
  );
}

/** Choices that overrule what a preview or a recipe says. */
function choicesOf(options: PlanOptions, preview: Preview): RecipeChoices {
  return {
    mapping: mappingOf(options.map ?? [], preview),
    ...(options.unit === undefined ? {} : { units: unitsOf(options.unit, preview) }),
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

/** `--rename OLD=NEW`, `--without OLD`, `--accept-new`. */
function decisionsOf({ rename = [], without = [], acceptNew = false }: PlanOptions): DriftDecisions {
  return {
    renamed: Object.fromEntries(rename.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    without,
    acceptNew,
  };
}

/** The date of a recipe is that of its file: it is not taken over, but read from the name of this one or given. */
async function replayed(engine: Engine, file: string, kept: KeptRecipe, options: PlanOptions): Promise<Plan> {
  // where the header stands and how the text is encoded are found anew
  const { headerLine: _, encoding: __, bom: ___, ...shape } = kept.recipe.dialect;
  const dialect = { ...shape, ...dialectOf(options) };
  const preview = await engine.client.sources.preview({ file, dialect });
  const recipe = replay(kept, preview.headers, decisionsOf(options), preview.fileName);
  const steps = [...(recipe.steps ?? []), ...whereStep(options)];
  const mapped = await engine.client.sources.preview({ file, dialect, steps });
  const { mapping = {}, ...choices } = choicesOf(options, mapped);
  const chosen = new Set(Object.values(mapping));
  const left = Object.entries(recipe.mapping).filter(([header, field]) => !Object.hasOwn(mapping, header) && !chosen.has(field));
  return {
    file,
    name: preview.proposal.name,
    headers: preview.headers,
    recipe: {
      ...recipe,
      asOf: preview.proposal.asOf,
      ...choices,
      ...(steps.length > 0 ? { steps } : {}),
      dialect: mapped.dialect,
      mapping: { ...Object.fromEntries(left), ...(mapping as Recipe['mapping']) },
    } as Recipe,
    preset: null,
    presetByFit: false,
    fitting: [],
    likely: [],
  };
}

/**
 * The preset of a file: the one that is named, or the surest one that fits where none is, as on screen. A mapping by hand decides for the whole
 * file, so that no step of a preset leaves records out beside it.
 */
function wantedPreset({ preset, map }: PlanOptions, fitting: readonly PresetMatch[]): string | undefined {
  if (preset === 'none') return undefined;
  if (preset === 'auto' || (preset === undefined && map === undefined)) return fitting[0]?.id;
  return preset;
}

/**
 * Looks at a file, or at standard input where it is `-`, and settles how it is imported; nothing is done to the case.
 *
 * @param kept recipe that is replayed; `null` = the file proposes
 * @throws ChokepointError for a file that cannot be read, a preset that does not fit, a field or column that is not there
 */
export async function planOf(engine: Engine, path: string, options: PlanOptions, kept: KeptRecipe | null): Promise<Plan> {
  const file = path === '-' ? (await engine.files.receive('standard-input.txt', process.stdin)).ref : engine.files.adopt(path).ref;
  if (kept !== null) return replayed(engine, file, kept, options);
  const dialect = dialectOf(options);
  const isOpen = options.preset === undefined || options.preset === 'auto' || options.preset === 'none';
  const plain = isOpen ? await engine.client.sources.preview({ file, dialect }) : null;
  const fitting = plain?.presets.filter(({ fit }) => fit >= SURE_FIT) ?? [];
  const wanted = wantedPreset(options, fitting);
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
  const { headers, proposal, columns } = preview;
  const served = new Set(Object.values(recipe.mapping));
  return {
    file,
    name: proposal.name,
    recipe,
    headers,
    preset: preview.preset,
    presetByFit: preview.preset !== null && options.preset === undefined,
    fitting: preview.preset ? [] : fitting,
    likely: columns.flatMap(({ header, field, confidence, reason }) =>
      field !== null && confidence >= LIKELY && recipe.mapping[header] === undefined && !served.has(field)
        ? [{ header, field, reason }]
        : [],
    ),
  };
}
