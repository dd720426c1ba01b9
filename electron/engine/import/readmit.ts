import type { ColumnInfo, Dialect, Field, Recipe } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { formatDecimal, nearestWhole } from '../../../shared/columns/decimal.ts';
import { isReadable } from '../../../shared/normalise/refusal.ts';
import { isGpuName } from '../analysis/reference.ts';
import { openedCells } from './formats/opened.ts';
import { madeColumns, sourceOfMade, withMadeCells, writtenOver } from './steps/made-cells.ts';
import { explainNumberCell, numberRuleOf, parseNumberCell, unknownTokenSet } from './types.ts';

/** Cells of one line by delimiter and quotes; a quote that is not closed runs to the end. */
function splitLine(line: string, delimiter: string, quote: string | null): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    if (quote !== null && line[at] === quote) {
      let text = '';
      at += 1;
      for (; at < line.length; at++) {
        if (line[at] !== quote) text += line[at];
        else if (line[at + 1] === quote) text += line[at++];
        else break;
      }
      const end = line.indexOf(delimiter, at + 1);
      cells.push(text + line.slice(at + 1, end < 0 ? line.length : end));
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    const end = line.indexOf(delimiter, at);
    cells.push(line.slice(at, end < 0 ? line.length : end));
    if (end < 0) return cells;
    at = end + 1;
  }
  return cells;
}

function valueAt(object: unknown, path: readonly string[]): unknown {
  let value = object;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/**
 * The text of a rejected record as cells, to be corrected: as many as can be told apart, in the order of the columns.
 *
 * @param raw text of the record as it was kept, at most 2,000 characters
 * @returns one text per column; empty where the record has none
 */
export function cellsOfRaw(raw: string, recipe: Pick<Recipe, 'dialect' | 'steps'>, headers: readonly string[]): string[] {
  const { dialect } = recipe;
  const made = madeColumns(recipe);
  const text = raw.replace(/\r?\n$/, '');
  const { opened = [], arrays = {} } = dialect;
  // the columns that one opened column became stand where it stood
  const openedOf = (header: string) => opened.find((name) => header === name || header.startsWith(`${name}.`));
  const given = [...new Set(headers.filter((header) => !made.has(header)).map((header) => openedOf(header) ?? header))];
  const cells = givenCells(text, dialect, given);
  const texts = new Map(given.map((header, at) => [header, cells[at] ?? '']));
  const inside = new Map(opened.map((name) => [name, openedCells(name, texts.get(name) ?? '', arrays)]));
  const read = headers.map((header) => {
    const name = openedOf(header);
    return [header, (name === undefined ? texts.get(header) : inside.get(name)?.get(header)) ?? ''] as const;
  });
  const all = withMadeCells(Object.fromEntries(read), recipe);
  return headers.map((header) => all[header] ?? '');
}

/** Cells of a record by the headers of its file. */
function givenCells(text: string, { format, delimiter, quote }: Dialect, headers: readonly string[]): string[] {
  if (format === 'xlsx') return text.split('\t');
  if (delimiter !== null) return splitLine(text, delimiter, quote);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return [];
  }
  return headers.map((header) => {
    const value = valueAt(record, [header]) ?? valueAt(record, header.split('.'));
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

/** The other records of the column are plain numbers, so this one must be one too, in their unit. */
function plainWanted(text: string, header: string): { reason: string; fix: string } {
  return {
    reason: `"${header}" holds plain numbers, and ${JSON.stringify(text)} is none.`,
    fix: `Write it as a plain number in the unit of the other records of "${header}".`,
  };
}

/**
 * Corrected cells as the store takes them, checked as the import checks them. Columns that steps make follow the cells that the steps read.
 *
 * @param cells text per header; headers that are absent have no value
 * @returns one text per column, numbers as plain decimals, `null` = no value
 * @throws ChokepointError `cells-refused` naming every column that cannot take its text; `unknown-column`
 */
export function checkedCells(
  cells: Readonly<Record<string, string>>,
  recipe: Pick<Recipe, 'dialect' | 'unknownTokens' | 'steps'>,
  columns: readonly ColumnInfo[],
): (string | null)[] {
  const { decimalMark, thousandsMark } = recipe.dialect;
  const unknown = unknownTokenSet(recipe.unknownTokens);
  const strange = Object.keys(cells).filter((header) => !columns.some((column) => column.header === header));
  if (strange.length > 0) {
    throw new ChokepointError(
      'unknown-column',
      `The dataset has no column with the header "${strange[0]}"; the record was not taken in.`,
      `Headers: ${columns.map(({ header }) => header).join(', ')}.`,
      { column: strange[0], columns: columns.map(({ header }) => header) },
    );
  }
  const made = madeColumns(recipe);
  const all = withMadeCells(cells, recipe);
  const problems: { column: string; reason: string; fix: string }[] = writtenOver(cells, recipe);
  const refuse = (header: string, why: { reason: string; fix: string }) => problems.push({ column: sourceOfMade(header, made), ...why });
  const checked = columns.map(({ header, name, field, type }) => {
    const text = (all[header] ?? '').trim();
    if (unknown.has(text.toLowerCase())) return null;
    const rule = numberRuleOf(field);
    if (type === 'text' && (rule === null || field === null)) return text;
    let value = parseNumberCell(text, decimalMark, thousandsMark);
    if (value && rule?.whole && value.scale > 0) value = nearestWhole(value);
    const fits = value !== null && !(rule?.nonNegative && value.units < 0n);
    // a column that holds such texts is kept as text, and read by the rule of its field
    if (type === 'text' && (fits || (value === null && isReadable(field as Field, text, recipe.dialect, isGpuName)))) return text;
    if (type !== 'text' && !fits && isReadable(field as Field, text, recipe.dialect, isGpuName)) {
      refuse(header, plainWanted(text, header));
      return null;
    }
    if (!value || !fits) {
      {
        const { reason, fix } = explainNumberCell(text, name, rule, decimalMark, thousandsMark);
        refuse(header, { reason, fix });
      }
      return null;
    }
    return formatDecimal(value);
  });
  if (problems.length > 0) {
    throw new ChokepointError(
      'cells-refused',
      `The record was not taken in: ${problems.map(({ reason }) => reason).join(' ')}`,
      problems.map(({ fix }) => fix).join(' '),
      { problems },
    );
  }
  if (checked.every((cell) => cell === null)) {
    throw new ChokepointError(
      'cells-refused',
      'The record has no value in any column; it was not taken in.',
      'Fill in what it says, or leave it out.',
      {
        problems: [],
      },
    );
  }
  return checked;
}
