import type { Dialect } from '../../../../shared/case/dataset.ts';
import type { PresetMatch } from '../../../../shared/case/preset.ts';
import { simpleHeader } from '../mapping.ts';
import { PRESETS } from './index.ts';
import { isUnverified, type Preset } from './preset.ts';

/** Fit of a file that has all required columns and none of the usual ones; the usual ones make up the rest. */
const REQUIRED = 0.7;
/** A preset that no real file was mapped with is never surer than this. */
const MOST_UNVERIFIED = 0.6;

/** Header in simple form -> header of the file; the first of equal ones. */
export function headersBySimpleForm(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    for (const form of [simpleHeader(name), simpleHeader(name).replaceAll('_', '')]) if (!found.has(form)) found.set(form, name);
  }
  return found;
}

/** The header of the file that one of the wanted ones stands for. */
export function headerFor(headers: ReadonlyMap<string, string>, wanted: readonly string[]): string | null {
  for (const name of wanted) {
    const found = headers.get(simpleHeader(name)) ?? headers.get(simpleHeader(name).replaceAll('_', ''));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * How well a file fits a preset.
 *
 * @param names columns of the file
 * @returns fit 0..1 with the reason in words; 0 where a required column is missing
 */
function fitOf(preset: Preset, names: readonly string[], { format }: Pick<Dialect, 'format'>): PresetMatch {
  const { id, title, about, source, verified, formats, required, usual, never = [] } = preset;
  const match = (fit: number, reason: string): PresetMatch => ({ id, title, about, source, verified, fit, reason });
  const text = format === 'xlsx' || format === 'parquet' ? 'csv' : format;
  if (formats && !formats.includes(text)) return match(0, `The file is not ${formats.join(' or ')}.`);
  const headers = headersBySimpleForm(names);
  const missing = required.filter((some) => headerFor(headers, some) === null);
  if (missing.length > 0) return match(0, `There is no column ${missing.map(([first]) => `"${first}"`).join(', ')}.`);
  const other = headerFor(headers, never);
  if (other !== null) return match(0, `The column "${other}" belongs to another shape.`);
  const found = usual.filter((name) => headerFor(headers, [name]) !== null);
  const share = usual.length === 0 ? 1 : found.length / usual.length;
  const fit = Math.round((REQUIRED + (1 - REQUIRED) * share) * 100) / 100;
  const named = required.flatMap((some) => headerFor(headers, some) ?? []).map((name) => `"${name}"`);
  const reason = `It has ${named.slice(0, 4).join(', ')}${usual.length > 0 ? ` and ${found.length} of ${usual.length} columns that such files usually have` : ''}.`;
  return match(isUnverified(preset) ? Math.min(fit, MOST_UNVERIFIED) : fit, reason);
}

/** All presets with their fit, the best first; equal ones in the order of the list. */
export function recognise(names: readonly string[], dialect: Pick<Dialect, 'format'>): PresetMatch[] {
  return PRESETS.map((preset) => fitOf(preset, names, dialect)).sort((a, b) => b.fit - a.fit);
}
