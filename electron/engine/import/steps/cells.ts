import type { ColumnStep } from '../../../../shared/case/steps.ts';
import { formatDecimal, parseDecimal } from '../../../../shared/columns/decimal.ts';
import { parseJson } from '../formats/nested.ts';
import { type NumberMarks, parseNumber } from './numbers.ts';

/** Between the names of a set, as the normaliser of GPU models reads it. */
const OR = ' | ';

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of a cell cut at `by`, or that part `onwards` to the end, trimmed; empty where it has no such part. */
export function partOf(text: string, by: string, part: number, onwards = false): string {
  const parts = text.split(by);
  const place = part > 0 ? part - 1 : part;
  return (onwards ? parts.slice(place).join(by) : (parts.at(place) ?? '')).trim();
}

/** A number times a constant, exactly; a text that is no plain number stays as it is, so that it is rejected or read by its own rules. */
export function scaled(text: string, by: string, marks: NumberMarks): string {
  const value = parseNumber(text, marks);
  const factor = parseDecimal(by);
  if (!value || !factor) return text;
  const product = formatDecimal({ units: value.units * factor.units, scale: value.scale + factor.scale });
  return marks.decimalMark === ',' ? product.replace('.', ',') : product;
}

/** Value under a key: of an object, or of a list of `{ key, value }`; empty where there is none. */
export function memberOf(text: string, key: string): string {
  const value = parsed(text);
  if (Array.isArray(value)) return textOf(value.find((entry) => isObject(entry) && entry.key === key)?.value);
  return isObject(value) && Object.hasOwn(value, key) ? textOf(value[key]) : '';
}

/** What follows each of the names in a path: `vendor/nvidia/model/a100` gives nvidia and a100 for vendor and model. */
function alongPath(path: string, members: readonly string[]): string[] {
  const parts = path.split('/');
  return members.flatMap((member) => {
    const at = parts.indexOf(member);
    return at < 0 || parts[at + 1] === undefined ? [] : [parts[at + 1] as string];
  });
}

/** One name per element of a list of objects, equal ones and those that another one completes once; see `names` of `stepSchema`. */
export function namesOf(text: string, members: readonly string[], within?: string): string {
  const value = parsed(text);
  if (!Array.isArray(value)) return '';
  const names = value.flatMap((element) => {
    if (!isObject(element)) return typeof element === 'string' && within === undefined ? [element] : [];
    const parts = within === undefined ? members.map((member) => textOf(element[member])) : alongPath(textOf(element[within]), members);
    const name = parts.filter((part) => part !== '').join(' ');
    return name === '' ? [] : [name];
  });
  const distinct = [...new Set(names)];
  return distinct.filter((name) => !distinct.some((other) => other !== name && other.startsWith(`${name} `))).join(OR);
}

/**
 * The cell that a step makes of the cell it reads.
 *
 * @param text cell of the column `from`, as it stands in the file
 * @returns text of the new cell; empty where there is nothing
 */
export function stepCell(step: ColumnStep, text: string, marks: NumberMarks): string {
  switch (step.step) {
    case 'part':
      return partOf(text, step.by, step.part, step.onwards);
    case 'scale':
      return scaled(text, step.by, marks);
    case 'member':
      return memberOf(text, step.key);
    case 'names':
      return namesOf(text, step.members, step.within);
  }
}
