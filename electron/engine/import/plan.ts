import type { ColumnType, Field, Finding, Recipe } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { NumberMarks } from '../../../shared/normalise/refusal.ts';
import type { Sample } from './sample.ts';
import { guessType, type NumberRule, numberRuleOf, unknownTokenSet } from './types.ts';

/** Weight name of the number of records in views. */
const COUNT = 'count';

/** How one column of the file becomes a column of the dataset. */
export type ColumnPlan = {
  header: string;
  /** name in the dataset, unique */
  name: string;
  field: Field | null;
  type: ColumnType;
  /** cells that do not fit make their record a reject; otherwise they make the column text */
  insisted: boolean;
  rule: NumberRule | null;
  /** a cell that the normaliser of the field reads ("8x", "24Gi") keeps the column as text; only one that it refuses makes a reject */
  readable?: boolean;
};

export type ImportPlan = {
  columns: ColumnPlan[];
  unknown: ReadonlySet<string>;
  decimalMark: '.' | ',';
  thousandsMark?: NumberMarks['thousandsMark'];
  findings: Finding[];
};

function requireHeaders(recipe: Recipe, names: readonly string[], fileName: string): void {
  const missing = [...new Set([...Object.keys(recipe.mapping), ...Object.keys(recipe.types)])].filter((header) => !names.includes(header));
  if (missing.length === 0) return;
  const used = new Set([...Object.keys(recipe.mapping), ...Object.keys(recipe.types)]);
  const unused = names.filter((name) => !used.has(name));
  throw new ChokepointError(
    'recipe-drift',
    `The recipe does not fit "${fileName}": it uses ${missing.length === 1 ? 'a column' : 'columns'} that the file does not have (${missing.map((header) => `"${header}"`).join(', ')}); nothing was imported.`,
    `Map another column in its place. Columns without a field: ${
      unused
        .slice(0, 12)
        .map((name) => `"${name}"`)
        .join(', ') || 'none'
    }.`,
    { fileName, missing, unused: unused.slice(0, 200) },
  );
}

/**
 * Settles names and types of all columns from the recipe and the first records.
 *
 * Errors: `recipe-drift` for columns that the file lacks, `mapping-field-twice`
 */
export function planImport(recipe: Recipe, sample: Sample, fileName: string): ImportPlan {
  requireHeaders(recipe, sample.names, fileName);
  const unknown = unknownTokenSet(recipe.unknownTokens);
  const { decimalMark } = recipe.dialect;
  const headerByField = new Map<Field, string>();
  for (const [header, field] of Object.entries(recipe.mapping)) {
    const other = headerByField.get(field);
    if (other !== undefined) {
      throw new ChokepointError(
        'mapping-field-twice',
        `Both "${other}" and "${header}" of "${fileName}" are mapped to ${field}; nothing was imported.`,
        'Keep the column that holds the field and leave the other one under its own name.',
        { fileName, field, headers: [other, header] },
      );
    }
    headerByField.set(field, header);
  }
  const findings: Finding[] = [];
  const used = new Set<string>([...headerByField.keys(), COUNT]);
  const columns = sample.names.map((header, index): ColumnPlan => {
    const field = Object.hasOwn(recipe.mapping, header) ? (recipe.mapping[header] as Field) : null;
    let name: string = field ?? header;
    if (field === null) {
      for (let number = 2; used.has(name); number++) name = `${header}_${number}`;
      used.add(name);
      if (name !== header) {
        findings.push({
          code: 'column-renamed',
          message:
            header === COUNT
              ? `Column "${header}" of "${fileName}" is named "${name}", because the weight ${COUNT} is the number of records.`
              : `Column "${header}" of "${fileName}" is named "${name}", because "${headerByField.get(header as Field)}" serves as ${header}.`,
          advice: 'Nothing has to be done, unless the other column should be the field.',
          details: { fileName, header, name },
        });
      }
    }
    const chosen = Object.hasOwn(recipe.types, header) ? (recipe.types[header] as ColumnType) : null;
    const rule = numberRuleOf(field);
    const insistedType = chosen ?? (rule ? 'number' : null);
    const cells = sample.rows.map((row) => row[index] as string);
    // identifiers of the model stay text even where all of them happen to be digits
    const type = insistedType ?? (field !== null ? 'text' : guessType(cells, decimalMark, unknown, recipe.dialect.thousandsMark));
    return {
      header,
      name,
      field,
      type,
      insisted: insistedType !== null && insistedType !== 'text',
      rule: chosen === 'text' ? null : rule,
      readable: rule !== null && chosen === null,
    };
  });
  return { columns, unknown, decimalMark, thousandsMark: recipe.dialect.thousandsMark, findings };
}
