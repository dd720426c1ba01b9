import type { SchemaElement, SchemaTree } from 'hyparquet';
import { formatDecimal } from '../../../../shared/columns/decimal.ts';
import { exactNumber } from './nested.ts';

type Convert = (value: unknown) => unknown;

const DAY = 86_400_000n;
const PER_SECOND = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;
type Unit = keyof typeof PER_SECOND;

function two(value: bigint): string {
  return String(value).padStart(2, '0');
}

/** `13:30:00`, with as many digits of the second as are not zero. @param units since midnight */
function timeText(units: bigint, unit: Unit): string {
  const per = PER_SECOND[unit];
  const seconds = units / per;
  const fraction = String(units % per)
    .padStart(String(per).length - 1, '0')
    .replace(/0+$/, '');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction === '' ? '' : `.${fraction}`}`;
}

function dateText(days: bigint): string {
  const date = new Date(Number(days * DAY));
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -14);
}

/** ISO instant with all its digits. @param units since 1970-01-01T00:00 */
export function instantText(units: bigint, unit: Unit, utc: boolean): string {
  const perDay = PER_SECOND[unit] * 86_400n;
  const rest = ((units % perDay) + perDay) % perDay;
  return `${dateText((units - rest) / perDay)}T${timeText(rest, unit)}${utc ? 'Z' : ''}`;
}

/** Two's complement, most significant byte first. */
function integerOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return bytes.length > 0 && (bytes[0] as number) >= 128 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function bytesText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return `0x${Buffer.from(bytes).toString('hex')}`;
  }
}

/** The shortest decimal that gives a number of single precision back. */
function singleText(value: number): unknown {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function units(value: unknown): bigint {
  return value instanceof Uint8Array ? integerOf(value) : BigInt(value as number | bigint);
}

/** Values of columns that are no numbers, texts or truth values themselves; `null` = as the library gives them. */
function annotated({ converted_type: converted, logical_type: logical, scale }: SchemaElement): Convert | null {
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const places = scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
    return (value) => exactNumber(formatDecimal({ units: units(value), scale: places }));
  }
  if (converted === 'DATE' || logical?.type === 'DATE') return (value) => dateText(units(value));
  if (logical?.type === 'TIMESTAMP') return (value) => instantText(units(value), logical.unit, logical.isAdjustedToUTC);
  if (converted === 'TIMESTAMP_MILLIS') return (value) => instantText(units(value), 'MILLIS', true);
  if (converted === 'TIMESTAMP_MICROS') return (value) => instantText(units(value), 'MICROS', true);
  if (logical?.type === 'TIME') return (value) => timeText(units(value), logical.unit);
  if (converted === 'TIME_MILLIS') return (value) => timeText(units(value), 'MILLIS');
  if (converted === 'TIME_MICROS') return (value) => timeText(units(value), 'MICROS');
  return null;
}

function plainValue(value: unknown, single: boolean): unknown {
  if (typeof value === 'bigint') return exactNumber(String(value));
  if (typeof value === 'number') return !Number.isFinite(value) ? String(value) : single ? singleText(value) : value;
  return value instanceof Uint8Array ? bytesText(value) : value;
}

function leafConverter(element: SchemaElement): Convert {
  const own = annotated(element);
  if (own) {
    // the library would make doubles and dates of them; it gives the stored integers where it knows of no meaning
    element.converted_type = undefined;
    element.logical_type = undefined;
  }
  const single = element.type === 'FLOAT';
  const convert = (value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(convert);
    return own ? own(value) : plainValue(value, single);
  };
  return convert;
}

/**
 * Converter for the values of a column as the library assembles them; takes the annotations that it replaces out of the schema.
 *
 * @returns what JSON can hold, numbers with all their digits, dates and instants as ISO text
 * Source: apache/parquet-format, LogicalTypes.md
 */
export function converterOf({ element, children }: SchemaTree): Convert {
  if (children.length === 0) return leafConverter(element);
  const group = element.converted_type ?? element.logical_type?.type;
  const inner = children[0] as SchemaTree;
  if (group === 'LIST') {
    const item = converterOf(inner.children.length === 1 ? (inner.children[0] as SchemaTree) : inner);
    const convert = (value: unknown): unknown =>
      Array.isArray(value) ? value.map((one) => (one === undefined ? null : item(one))) : item(value);
    return (value) => (value === null || value === undefined ? null : convert(value));
  }
  if (group === 'MAP' || group === 'MAP_KEY_VALUE') {
    const [, member] = inner.children;
    const item: Convert = member ? converterOf(member) : (value) => value ?? null;
    const convert = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(convert) : Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, item(one)]));
    return (value) => (value === null || value === undefined ? null : convert(value));
  }
  const members = new Map(children.map((child) => [child.element.name, converterOf(child)]));
  const convert = (value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(convert);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, members.get(key)?.(one) ?? null]));
  };
  return convert;
}

/** Paths of the leaves where each is one cell of a record; `null` where the schema has lists, maps or JSON texts. */
export function flatPaths(root: SchemaTree): string[] | null {
  const paths: string[] = [];
  const visit = (node: SchemaTree, path: readonly string[]): boolean => {
    const { element, children } = node;
    if (element.repetition_type === 'REPEATED' || element.converted_type === 'JSON' || element.logical_type?.type === 'VARIANT')
      return false;
    if (children.length === 0) {
      paths.push(path.join('.'));
      return true;
    }
    return children.every((child) => visit(child, [...path, child.element.name]));
  };
  return root.children.every((child) => visit(child, [child.element.name])) ? paths : null;
}
