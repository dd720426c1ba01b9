import { columnPlaces, parseWhere } from '../columns/where.ts';
import { mostSimilar, similarityIndex } from '../normalise/similarity.ts';
import type { Recipe } from './dataset.ts';
import { ChokepointError } from './error.ts';
import { addsColumn, headersOfStep, type Step, stepText } from './steps.ts';

/** What a recipe does with a header that a file lacks, and which new header may be the same column. */
export type MissingHeader = { header: string; uses: string[]; candidates: string[] };

/** How the columns of a file differ from those that a recipe was made for. */
export type Drift = { missing: MissingHeader[]; added: string[] };

/** What a person decides about a drift. */
export type DriftDecisions = {
  /** old header -> new one */
  renamed?: Readonly<Record<string, string>>;
  /** old headers whose columns are not there any more */
  without?: readonly string[];
  /** new columns are kept under their own name */
  acceptNew?: boolean;
};

type Kept = { recipe: Recipe; headers: readonly string[] };

const headersOfCondition = (step: Step): string[] =>
  step.step === 'keep' ? columnPlaces(parseWhere(step.where)).map(({ column }) => column) : [];

function usesOf(header: string, { mapping, types, steps = [] }: Recipe): string[] {
  return [
    ...(Object.hasOwn(mapping, header) ? [`serves ${mapping[header]}`] : []),
    ...(Object.hasOwn(types, header) ? [`is read as ${types[header]}`] : []),
    ...steps.filter((step) => [...headersOfStep(step), ...headersOfCondition(step)].includes(header)).map(stepText),
  ];
}

/**
 * Headers that are missing, with their uses and the new headers most like them, and headers that are new; `null` where the columns are the same.
 *
 * @param headers of the file, without those that steps add
 */
export function driftOf(kept: Kept, headers: readonly string[]): Drift | null {
  const now = new Set(headers);
  const before = new Set(kept.headers);
  const added = headers.filter((header) => !before.has(header));
  const spellings = similarityIndex(added.map((header) => [header.toLowerCase(), header] as const));
  const missing = kept.headers
    .filter((header) => !now.has(header))
    .map((header) => ({
      header,
      uses: usesOf(header, kept.recipe),
      candidates: [...mostSimilar(header.toLowerCase(), spellings, 3, 0.4)],
    }));
  return missing.length === 0 && added.length === 0 ? null : { missing, added };
}

/** Names of a condition written anew, from the last to the first so that their places stay right. */
function renamedCondition(where: string, renamed: Readonly<Record<string, string>>): string {
  let text = where;
  for (const { column, at } of columnPlaces(parseWhere(where)).sort((a, b) => b.at - a.at)) {
    const name = renamed[column];
    if (name === undefined) continue;
    const end = text[at] === '"' || text[at] === '`' ? quotedEnd(text, at) : at + column.length;
    text = `${text.slice(0, at)}"${name.replaceAll('"', '""')}"${text.slice(end)}`;
  }
  return text;
}

function quotedEnd(text: string, at: number): number {
  const mark = text[at] as string;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] !== mark) continue;
    if (mark === '"' && text[end + 1] === mark) end += 1;
    else return end + 1;
  }
  return text.length;
}

function renamedStep(step: Step, renamed: Readonly<Record<string, string>>): Step {
  const now = (header: string) => renamed[header] ?? header;
  if (addsColumn(step)) return { ...step, from: now(step.from) };
  if (step.step === 'largest') return { ...step, per: now(step.per), of: now(step.of) };
  return { ...step, where: renamedCondition(step.where, renamed) };
}

/** Steps without those that read a column that is gone, or one that such a step made. */
function stepsWithout(steps: readonly Step[], without: ReadonlySet<string>): { steps: Step[]; gone: Set<string> } {
  const gone = new Set(without);
  const left = steps.filter((step) => {
    const broken = [...headersOfStep(step), ...headersOfCondition(step)].some((header) => gone.has(header));
    if (broken && addsColumn(step)) gone.add(step.as);
    return !broken;
  });
  return { steps: left, gone };
}

function byHeader<Value>(entries: Readonly<Record<string, Value>>, renamed: Readonly<Record<string, string>>, gone: ReadonlySet<string>) {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([header, value]) => (gone.has(header) ? [] : [[renamed[header] ?? header, value]])),
  );
}

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/**
 * The recipe for a file whose columns are not those that it was made for; nothing of it is applied before every difference is decided.
 *
 * @throws ChokepointError `recipe-drift` with what is undecided in `details` (`missing`, `added`); `rename-unknown`
 */
export function replay(kept: Kept, headers: readonly string[], decisions: DriftDecisions = {}, fileName = 'the file'): Recipe {
  const { renamed = {}, without = [], acceptNew = false } = decisions;
  const drift = driftOf(kept, headers);
  if (drift === null) return kept.recipe;
  for (const [from, to] of Object.entries(renamed)) {
    if (drift.missing.some(({ header }) => header === from) && drift.added.includes(to)) continue;
    throw new ChokepointError(
      'rename-unknown',
      `"${from}" cannot be "${to}" now: ${drift.missing.some(({ header }) => header === from) ? `"${fileName}" has no new column "${to}"` : `the recipe does not miss a column "${from}"`}.`,
      `Missing: ${list(drift.missing.map(({ header }) => header)) || 'none'}. New: ${list(drift.added) || 'none'}.`,
      { from, to },
    );
  }
  const open = drift.missing.filter(({ header }) => !Object.hasOwn(renamed, header) && !without.includes(header));
  const fresh = acceptNew ? [] : drift.added.filter((header) => !Object.values(renamed).includes(header));
  if (open.length > 0 || fresh.length > 0) throw drifted(open, fresh, fileName);
  const { steps, gone } = stepsWithout(kept.recipe.steps ?? [], new Set(without));
  return {
    ...kept.recipe,
    mapping: byHeader(kept.recipe.mapping, renamed, gone),
    types: byHeader(kept.recipe.types, renamed, gone),
    ...(kept.recipe.units ? { units: byHeader(kept.recipe.units, renamed, gone) } : {}),
    ...(kept.recipe.steps ? { steps: steps.map((step) => renamedStep(step, renamed)) } : {}),
  };
}

function drifted(missing: readonly MissingHeader[], added: readonly string[], fileName: string): ChokepointError {
  const lost = missing.map(
    ({ header, uses, candidates }) =>
      `"${header}"${uses.length > 0 ? ` (${uses.join('; ')})` : ''}${candidates.length > 0 ? `, perhaps now ${list(candidates)}` : ''}`,
  );
  const parts = [
    ...(lost.length > 0 ? [`missing: ${lost.join('; ')}`] : []),
    ...(added.length > 0 ? [`new: ${list(added.slice(0, 20))}${added.length > 20 ? ` and ${added.length - 20} more` : ''}`] : []),
  ];
  return new ChokepointError(
    'recipe-drift',
    `The columns of "${fileName}" are not those that the recipe was made for; nothing of it was applied. ${parts.map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}.`).join(' ')}`,
    'Decide each: --rename OLD=NEW, --without OLD for a column that is gone, --accept-new for new ones. Or map the file by hand.',
    { fileName, missing, added },
  );
}
