import type { Base, ColumnType, Dialect, Field, Grain, Recipe } from './dataset.ts';
import type { Step } from './steps.ts';

/** Cell texts that mean "no value", compared trimmed and without case. "NA" is not among them: it is Namibia in country columns (domain.md 6.4). */
export const UNKNOWN_TOKENS: readonly string[] = ['', '-', '–', '—', 'n/a', '#n/a', 'none', 'nan', 'null', 'unknown', 'anonymized'];

/** A proposed field is taken without asking from this confidence on. */
export const SURE = 0.9;

/** From this confidence on a proposed field is told to the person who may confirm it. */
export const LIKELY = 0.5;

/** What a preview proposes, as far as a recipe needs it. */
export type Proposal = {
  dialect: Dialect;
  columns: readonly { header: string; field: Field | null; confidence: number }[];
  proposal: { grain: Grain; base: Base | null; asOf: string | null };
  /** steps that the columns above come from; absent = none */
  steps?: readonly Step[];
  /** preset that proposes; absent or `null` = none */
  preset?: { id: string } | null;
};

/** What the person decided; all else follows the proposal. */
export type RecipeChoices = {
  /** header -> field, or `null` to leave a column under its own name */
  mapping?: Readonly<Record<string, Field | null>>;
  types?: Readonly<Record<string, ColumnType>>;
  /** header -> unit of its numbers */
  units?: Readonly<Record<string, string>>;
  unknownTokens?: readonly string[];
  grain?: Grain;
  base?: Base | null;
  asOf?: string | null;
  /** replaces the steps of the proposal */
  steps?: readonly Step[];
};

/**
 * Recipe from a proposal and the choices of a person: a field that a person gives to one column is not given to another by the proposal.
 */
export function recipeOf(preview: Proposal, choices: RecipeChoices = {}): Recipe {
  const chosen = choices.mapping ?? {};
  const taken = new Set(Object.values(chosen));
  const mapping: Record<string, Field> = {};
  for (const { header, field, confidence } of preview.columns) {
    const decided = Object.hasOwn(chosen, header)
      ? (chosen[header] ?? null)
      : field !== null && confidence >= SURE && !taken.has(field)
        ? field
        : null;
    if (decided !== null) mapping[header] = decided;
  }
  const steps = choices.steps ?? preview.steps ?? [];
  return {
    version: 1,
    dialect: preview.dialect,
    mapping,
    types: { ...choices.types },
    ...(choices.units === undefined ? {} : { units: { ...choices.units } }),
    unknownTokens: [...(choices.unknownTokens ?? UNKNOWN_TOKENS)],
    ...(steps.length === 0 ? {} : { steps: [...steps] }),
    ...(preview.preset ? { preset: preview.preset.id } : {}),
    grain: choices.grain ?? preview.proposal.grain,
    base: choices.base === undefined ? preview.proposal.base : choices.base,
    asOf: choices.asOf === undefined ? preview.proposal.asOf : choices.asOf,
  };
}
