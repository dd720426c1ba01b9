import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../shared/case/dataset.ts';
import { TestCase } from './support.ts';

/** A table as a program means it: texts, exact decimals, and cells without a value. */
type Table = { names: string[]; numeric: boolean[]; rows: (string | null)[][] };

type Writing = {
  delimiter: ',' | ';' | '\t' | '|';
  quote: '"' | "'";
  /** every cell in quotes, or those that need them */
  quoteAll: boolean;
  decimalMark: '.' | ',';
  headerLine: number;
  newline: '\n' | '\r\n';
  lastNewline: boolean;
  encoding: Dialect['encoding'];
  bom: boolean;
};

const test = new TestCase();
afterAll(() => test.close());

/** Letters that Windows-1252 has, marks that make trouble, blanks inside. */
const NARROW = [...'abcXYZ019éßÄñ€ ,;|\t"\'.\n#{[\\'];
const WIDE = [...NARROW, '東', '京', '😀', 'Ж', '\u0301'];
const UNKNOWN = new Set(['', '-', '–', '—', 'n/a', '#n/a', 'none', 'nan', 'null', 'unknown', 'anonymized']);

/** A text that stays as it is when it is trimmed, and that means something. */
const textOf = (letters: string[]) =>
  fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 })
    .map((characters) => `t${characters.join('')}.`)
    .filter((text) => !UNKNOWN.has(text.toLowerCase()));

/** A plain decimal in its shortest form. */
const decimal = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 4 })).map(([units, scale]) => {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const part = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0 ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
});

const writing: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  quoteAll: fc.boolean(),
  decimalMark: fc.constantFrom('.', ','),
  headerLine: fc.integer({ min: 0, max: 5 }),
  newline: fc.constantFrom('\n', '\r\n'),
  lastNewline: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
  bom: fc.boolean(),
});

const tableOf = (letters: string[]): fc.Arbitrary<Table> =>
  fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }).chain((others) => {
    // the first column has a text in every record, so that no record is an empty line
    const numeric = [false, ...others];
    const cellOf = (isNumber: boolean) => fc.option<string, null>(isNumber ? decimal : textOf(letters), { nil: null, freq: 6 });
    const row = fc.tuple(textOf(letters), ...others.map(cellOf));
    return fc.record({
      names: fc.constant(numeric.map((isNumber, index) => `${isNumber ? 'amount' : 'label'}_${index}`)),
      numeric: fc.constant(numeric),
      rows: fc.array(row, { minLength: 1, maxLength: 12 }),
    });
  });

function written({ names, numeric, rows }: Table, how: Writing): Buffer {
  const { delimiter, quote, quoteAll, newline, decimalMark } = how;
  const cell = (text: string) =>
    quoteAll || text.startsWith(quote) || [delimiter, '\n', '\r'].some((mark) => text.includes(mark))
      ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
      : text;
  const lines = rows.map((row) =>
    row.map((text, column) => cell(text === null ? '' : numeric[column] ? text.replace('.', decimalMark) : text)).join(delimiter),
  );
  const banner = Array.from({ length: how.headerLine }, (_, line) => `note ${line}`);
  const text = [...banner, names.map(cell).join(delimiter), ...lines].join(newline) + (how.lastNewline ? newline : '');
  return encoded(text, how);
}

function encoded(text: string, { encoding, bom }: Writing): Buffer {
  if (encoding === 'windows-1252') return Buffer.from(Array.from(text, (letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0))));
  const marked = (bom ? '\ufeff' : '') + text;
  if (encoding === 'utf-8') return Buffer.from(marked, 'utf8');
  const bytes = Buffer.from(marked, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

const dialectOf = (how: Writing): Partial<Dialect> => ({
  format: 'csv',
  encoding: how.encoding,
  bom: how.bom && how.encoding !== 'windows-1252',
  delimiter: how.delimiter,
  quote: how.quote,
  headerLine: how.headerLine,
  decimalMark: how.decimalMark,
  thousandsMark: null,
  comment: null,
  notesBelow: 0,
  totals: 'keep',
});

let files = 0;

/** Cells of all columns after an import; numbers as their shortest decimal text. */
function imported(bytes: Buffer, dialect: Partial<Dialect>, types: Record<string, 'text' | 'number'>) {
  const { dataset } = test.importText(`table-${files++}.csv`, bytes, { dialect, types });
  return {
    rejected: dataset.rejected,
    columns: dataset.columns.map(({ name, type }) => ({ name, type, cells: test.cells(dataset.id, name) })),
  };
}

function meant({ names, numeric, rows }: Table) {
  const shortest = (text: string | null) => (text === '-0' ? '0' : text);
  return {
    rejected: 0,
    columns: names.map((name, column) => ({
      name,
      type: numeric[column] ? 'number' : 'text',
      cells: rows.map((row) => shortest(row[column] as string | null)),
    })),
  };
}

const typesOf = ({ names, numeric }: Table) =>
  Object.fromEntries(names.map((name, column) => [name, numeric[column] ? ('number' as const) : ('text' as const)]));

describe('a table written in any dialect and encoding', () => {
  const sample = fc
    .tuple(writing, tableOf(NARROW), tableOf(WIDE))
    .map(([how, narrow, wide]): [Writing, Table] => [how, how.encoding === 'windows-1252' ? narrow : wide]);

  it('is imported as the columns that were meant', () => {
    fc.assert(
      fc.property(sample, ([how, table]) => {
        expect(imported(written(table, how), dialectOf(how), typesOf(table))).toEqual(meant(table));
      }),
      { numRuns: 150 },
    );
  });

  it('is understood without being told the encoding, where its first bytes say it', () => {
    fc.assert(
      fc.property(sample, ([how, table]) => {
        const marked: Writing = { ...how, bom: true, encoding: how.encoding === 'windows-1252' ? 'utf-8' : how.encoding };
        const { encoding: _, bom: __, ...dialect } = dialectOf(marked);
        expect(imported(written(table, marked), dialect, typesOf(table))).toEqual(meant(table));
      }),
      { numRuns: 60 },
    );
  });
});
