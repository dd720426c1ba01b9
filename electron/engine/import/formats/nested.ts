import type { ArrayChoice } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { type Decimal, formatDecimal, parseDecimal, rescale } from '../../../../shared/columns/decimal.ts';

/** What becomes of the arrays inside records, by path. */
export type ArrayChoices = Readonly<Record<string, ArrayChoice>>;

type RawJson = { rawJSON: string };
const json = JSON as unknown as { rawJSON(text: string): RawJson; isRawJSON(value: unknown): value is RawJson };

/** Between the texts of a joined array. */
const JOINT = '; ';

/** Numbers that a double may not give back as they are written: many digits or an exponent. */
const INEXACT_NUMBER = /[\d.]{16}|\d[eE][+-]?\d/;

/** A number that keeps its digits, as `parseJson` gives those that a double would change. */
export function exactNumber(text: string): RawJson {
  return json.rawJSON(text);
}

/** Parses JSON; numbers that a double may change keep their text as raw JSON. */
export function parseJson(text: string): unknown {
  if (!INEXACT_NUMBER.test(text)) return JSON.parse(text);
  // biome-ignore lint/suspicious/noExplicitAny: the third argument (source text access) is newer than the type library
  return (JSON.parse as any)(text, (_key: string, value: unknown, context: { source?: string }) =>
    typeof value === 'number' && context.source !== undefined && String(value) !== context.source ? json.rawJSON(context.source) : value,
  );
}

/** Whether a parsed value is an object with named members. */
export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  return json.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || json.isRawJSON(value);
}

/** Exact sum of plain decimal texts; texts that are none are left out. `null` when nothing is left. */
function exactSum(texts: readonly string[]): string | null {
  const values = texts.map(parseDecimal).filter((value): value is Decimal => value !== null);
  if (values.length === 0) return null;
  const scale = Math.max(...values.map((value) => value.scale));
  return formatDecimal({ units: values.reduce((sum, value) => sum + rescale(value, scale), 0n), scale });
}

/** Members of an array by their path inside the elements; elements that are no objects have the path "". */
function byMember(elements: readonly unknown[], keep: (value: unknown) => boolean): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const visit = (path: string, value: unknown) => {
    if (isRecord(value)) for (const [key, member] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, member);
    else if (keep(value)) {
      const found = texts.get(path);
      if (found) found.push(scalarText(value));
      else texts.set(path, [scalarText(value)]);
    }
  };
  for (const element of elements) visit('', element);
  return texts;
}

type Visit = (path: string, text: string) => void;

/** What is met on the way through a record besides its cells. */
export type Meeting = {
  /** an array at a path, whatever becomes of it */
  array?(path: string): void;
  /** an array that becomes records of its own */
  explode?(path: string, elements: readonly unknown[]): void;
};

function visitArray(path: string, elements: readonly unknown[], arrays: ArrayChoices, visit: Visit, meeting: Meeting): void {
  meeting.array?.(path);
  const choice = Object.hasOwn(arrays, path) ? arrays[path] : 'text';
  if (choice === 'count') visit(`${path}.count`, String(elements.length));
  else if (choice === 'explode') meeting.explode?.(path, elements);
  else if (choice === 'join') {
    for (const [member, texts] of byMember(elements, (value) => value !== null))
      visit(member === '' ? path : `${path}.${member}`, texts.join(JOINT));
  } else if (choice === 'sum') {
    for (const [member, texts] of byMember(elements, isNumber)) {
      const sum = exactSum(texts);
      if (sum !== null) visit(member === '' ? path : `${path}.${member}`, sum);
    }
  } else visit(path, JSON.stringify(elements));
}

/**
 * Calls `visit` with the dotted path and the cell text of every member of a record.
 *
 * @param path put before all names; "" for none
 */
export function visitMembers(value: object, path: string, arrays: ArrayChoices, visit: Visit, meeting: Meeting = {}): void {
  for (const [key, member] of Object.entries(value)) visitValue(member, path === '' ? key : `${path}.${key}`, arrays, visit, meeting);
}

/** As `visitMembers`, for a value of any kind that stands at `path`. */
export function visitValue(value: unknown, path: string, arrays: ArrayChoices, visit: Visit, meeting: Meeting = {}): void {
  if (isRecord(value)) visitMembers(value, path, arrays, visit, meeting);
  else if (Array.isArray(value)) visitArray(path, value, arrays, visit, meeting);
  else visit(path, scalarText(value));
}

/**
 * Calls `visit` with the cells of each record that `value` becomes: one, or one for each element of its exploded array (one with
 * empty cells where that array is empty or absent, so that no record is lost).
 *
 * @param begin called before the cells of each record
 * @param end called after them
 */
export function visitRecords(value: object, arrays: ArrayChoices, begin: () => void, visit: Visit, end: () => void): void {
  if (!Object.values(arrays).includes('explode')) {
    begin();
    visitMembers(value, '', arrays, visit);
    end();
    return;
  }
  const cells: [string, string][] = [];
  let exploded: { path: string; elements: readonly unknown[] } | null = null;
  visitMembers(value, '', arrays, (path, text) => cells.push([path, text]), {
    explode: (path, elements) => {
      exploded = { path, elements };
    },
  });
  const { path, elements } = (exploded ?? { path: '', elements: [] }) as { path: string; elements: readonly unknown[] };
  for (const element of elements.length === 0 ? [undefined] : elements) {
    begin();
    for (const [name, text] of cells) visit(name, text);
    if (element !== undefined) visitValue(element, path, arrays, visit);
    end();
  }
}

/** Refuses choices that would multiply records: only one array may become records. Errors: `dialect-not-supported`. */
export function checkArrays(arrays: ArrayChoices, fileName: string): void {
  const exploded = Object.keys(arrays).filter((path) => arrays[path] === 'explode');
  if (exploded.length < 2) return;
  throw new ChokepointError(
    'dialect-not-supported',
    `"${fileName}": the arrays ${exploded.map((path) => `"${path}"`).join(' and ')} cannot both become records, since each element of one would stand beside each of the other; nothing was read.`,
    'Let one of them become records, and join, count or sum the others.',
    { fileName, arrays: exploded },
  );
}
