import type { ColumnInfo, Dataset, Recipe } from '../../../shared/case/dataset.ts';
import { type Decimal, nearestWhole } from '../../../shared/columns/decimal.ts';
import { numericColumnOf, textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import type { SampleValues } from '../../../shared/contract/sources.ts';
import type { Aliases } from '../../../shared/normalise/reading.ts';
import { isReadable } from '../../../shared/normalise/refusal.ts';
import { canonicalOf } from '../analysis/canonical.ts';
import { isGpuName } from '../analysis/reference.ts';
import type { InputFile } from './open-reader.ts';
import { type ColumnPlan, planImport } from './plan.ts';
import { readSample } from './sample.ts';
import { hasLeadingZero, parseNumberCell, unknownTokenSet } from './types.ts';

const SHOWN_SAMPLES = 5;
const SHOWN_LENGTH = 200;

const shown = (text: string): string => (text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);

/** Distinct known texts of a column with the record where each stands first, at most five. */
function firstTexts(cells: readonly string[], unknown: ReadonlySet<string>): { text: string; row: number }[] {
  const rows = new Map<string, number>();
  for (let row = 0; row < cells.length && rows.size < SHOWN_SAMPLES; row++) {
    const text = (cells[row] as string).trim();
    if (!unknown.has(text.toLowerCase()) && !rows.has(text)) rows.set(text, row);
  }
  return [...rows].map(([text, row]) => ({ text, row }));
}

/** Distinct texts of a column, a code per record, -1 = unknown. */
function codedTexts(cells: readonly string[], unknown: ReadonlySet<string>): { codes: Int32Array; texts: string[] } {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    const text = cell.trim();
    if (unknown.has(text.toLowerCase())) return -1;
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  return { codes, texts: [...codeOf.keys()] };
}

/** A column as the import would store it, and the texts for which it would reject their record. */
function storedColumn(plan: ColumnPlan, cells: readonly string[], recipe: Recipe, unknown: ReadonlySet<string>) {
  const { codes, texts } = codedTexts(cells, unknown);
  const { name, field, rule, insisted } = plan;
  const refused = new Set<string>();
  const asText = (): { column: Column; refused: Set<string> } => ({ column: textColumnOf(name, codes, texts), refused });
  if (plan.type === 'text') return asText();
  const { decimalMark, thousandsMark } = recipe.dialect;
  const decimals = texts.map((text): Decimal | null => {
    const value = !insisted && hasLeadingZero(text) ? null : parseNumberCell(text, decimalMark, thousandsMark);
    const settled = value !== null && rule?.whole && value.scale > 0 ? nearestWhole(value) : value;
    return settled !== null && rule?.nonNegative && settled.units < 0n ? null : settled;
  });
  const strange = texts.filter((_, code) => decimals[code] === null);
  if (strange.length > 0 && !insisted) return asText();
  const readable = (text: string) =>
    plan.readable === true &&
    field !== null &&
    parseNumberCell(text, decimalMark, thousandsMark) === null &&
    isReadable(field, text, recipe.dialect, isGpuName);
  for (const text of strange) if (!readable(text)) refused.add(text);
  return strange.some(readable) ? asText() : { column: numericColumnOf(name, codes, decimals), refused };
}

/** The value of a record in words: a number with its bounds where it states bounds, `null` = none. */
function valueText(column: Column, row: number): string | null {
  const { codes, dictionary } = codesOf(column);
  const value = dictionary[codes[row] as number] ?? null;
  if (value !== null || column.type === 'text' || !column.bounds) return value;
  const [low, high] = [column.bounds.low, column.bounds.high].map((end) => valueText(end, row)) as [string | null, string | null];
  if (low === null) return high === null ? null : `≤ ${high}`;
  return high === null ? `≥ ${low}` : `${low} to ${high}`;
}

/**
 * What a recipe makes of the first texts of each column, by the same rules as the canonical columns of a dataset. Columns whose cells are
 * decided by the whole column, such as percent, are decided by the beginning of the file here.
 *
 * @param aliases decisions of the case
 * @returns per column in the order of the file up to five distinct texts with their values
 * Errors: those of `readSample` and `planImport`
 */
export function sampleValues(file: InputFile, recipe: Recipe, aliases: Aliases = {}): SampleValues[] {
  const { steps = [], unknownTokens } = recipe;
  const sample = readSample(file, recipe.dialect, undefined, { steps, unknownTokens });
  const { columns } = planImport(recipe, sample, file.fileName);
  const unknown = unknownTokenSet(unknownTokens);
  const cells = columns.map((_, at) => sample.rows.map((row) => row[at] as string));
  const stored = columns.map((plan, at) => storedColumn(plan, cells[at] as string[], recipe, unknown));
  const byName = new Map(columns.map(({ name }, at) => [name, (stored[at] as (typeof stored)[number]).column]));
  const infos = columns.map(({ name, header, field }, at): ColumnInfo => {
    const { codes } = codedTexts(cells[at] as string[], unknown);
    const filled = codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
    return { name, header, field, type: (byName.get(name) as Column).type, filled, distinct: 0, sum: null };
  });
  const dataset = { rows: sample.rows.length, columns: infos } as Dataset;
  const canonical = canonicalOf({ dataset, recipe, aliases, read: (name) => byName.get(name) as Column });
  return columns.map(({ header, name }, at) => {
    const column = canonical.columns.get(name) ?? (byName.get(name) as Column);
    const { refused } = stored[at] as (typeof stored)[number];
    return {
      header,
      samples: firstTexts(cells[at] as string[], unknown).map(({ text, row }) => {
        const value = refused.has(text) ? null : valueText(column, row);
        return { text: shown(text), value: value === null ? null : shown(value), isRejected: refused.has(text) };
      }),
    };
  });
}
