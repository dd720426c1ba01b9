import type { Field, Recipe } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { addsColumn, headersOfStep, type Step } from '../../../../shared/case/steps.ts';
import { columnsOfWhere, parseWhere } from '../../../../shared/columns/where.ts';
import type { FieldProposal } from '../mapping.ts';
import { PRESETS } from './index.ts';
import { isUnverified, type Preset } from './preset.ts';
import { headerFor, headersBySimpleForm } from './recognise.ts';

/** The preset of an id. @throws ChokepointError `preset-unknown` listing all ids */
export function presetOf(id: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (preset) return preset;
  throw new ChokepointError('preset-unknown', `There is no preset "${id}".`, `Presets: ${PRESETS.map((known) => known.id).join(', ')}.`, {
    preset: id,
    presets: PRESETS.map((known) => known.id),
  });
}

/** Steps of a preset with the headers as this file writes them; those whose columns it lacks are left out. */
export function stepsFor({ steps }: Preset, names: readonly string[]): Step[] {
  const headers = headersBySimpleForm(names);
  const known = new Set(names);
  return steps.flatMap((step): Step[] => {
    const there = (name: string) => (known.has(name) ? name : headerFor(headers, [name]));
    if (step.step === 'keep') return columnsOfWhere(parseWhere(step.where)).every((name) => known.has(name)) ? [step] : [];
    const read = headersOfStep(step).map(there);
    if (read.includes(null)) return [];
    if (!addsColumn(step)) return [{ ...step, per: read[0] as string, of: read[1] as string }];
    if (known.has(step.as)) return [];
    known.add(step.as);
    return [{ ...step, from: read[0] as string }];
  });
}

/**
 * What a preset proposes for the columns of a file, those of its steps among them. A preset that names fields decides for the whole file;
 * fields of columns that it does not name are not proposed, except where a header is the name of a field itself.
 *
 * @param general what is proposed without a preset, in the order of `names`
 */
export function proposalsOf(preset: Preset, names: readonly string[], general: readonly FieldProposal[]): FieldProposal[] {
  const headers = headersBySimpleForm(names);
  const fieldOf = new Map<string, Field>();
  for (const [field, wanted] of Object.entries(preset.mapping) as [Field, readonly string[]][]) {
    const exact = wanted.find((name) => names.includes(name));
    const header = exact ?? headerFor(headers, wanted);
    if (header !== null && header !== undefined && !fieldOf.has(header)) fieldOf.set(header, field);
  }
  const taken = new Set(fieldOf.values());
  const unsure = isUnverified(preset);
  return names.map((name, index): FieldProposal => {
    const field = fieldOf.get(name);
    if (field !== undefined)
      return unsure
        ? { field, confidence: 0.5, reason: `${preset.title}: a guess by its header; no such export has been seen. Please confirm.` }
        : { field, confidence: 0.97, reason: `The preset ${preset.title} says so.` };
    const proposed = general[index] as FieldProposal;
    const keep = fieldOf.size === 0 && preset.id === 'network-sheet';
    if (keep) return proposed;
    return proposed.field !== null && taken.has(proposed.field)
      ? { field: null, confidence: 0, reason: `The preset ${preset.title} takes another column for ${proposed.field}.` }
      : { field: proposed.field, confidence: Math.min(proposed.confidence, 0.6), reason: proposed.reason };
  });
}

/**
 * Units of the columns of an import: those that the recipe says, and those of its preset for the headers that serve its fields.
 *
 * @returns header -> unit; empty where none is known
 */
export function unitsOf({ units = {}, preset, mapping }: Pick<Recipe, 'units' | 'preset' | 'mapping'>): Record<string, string> {
  const known = PRESETS.find(({ id }) => id === preset);
  const named = Object.entries(mapping).flatMap(([header, field]): [string, string][] => {
    const unit = known?.units?.[field];
    const serves = headerFor(headersBySimpleForm([header]), known?.mapping[field] ?? []) !== null;
    return unit !== undefined && serves ? [[header, unit]] : [];
  });
  return { ...Object.fromEntries(named), ...units };
}
