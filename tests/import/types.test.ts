import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { NumberBuilder, TextBuilder } from '../../electron/engine/import/builders.ts';
import { makeBatch, type RecordBatch } from '../../electron/engine/import/records.ts';
import { hasLeadingZero, unknownTokenSet } from '../../electron/engine/import/types.ts';
import { unpackTexts } from '../../electron/engine/store/encoding.ts';
import { UNKNOWN_TOKENS } from '../../shared/case/recipe.ts';
import { formatDecimal, parseDecimal } from '../../shared/columns/decimal.ts';
import { TestCase } from './support.ts';

/** One column of cells as a batch. */
function batchOf(cells: readonly string[]): RecordBatch {
  const batch = makeBatch(Buffer.from(cells.join('')), 1, Math.max(1, cells.length));
  let position = 0;
  for (const [row, cell] of cells.entries()) {
    batch.starts[row] = position;
    position += Buffer.byteLength(cell);
    batch.ends[row] = position;
  }
  batch.rows = cells.length;
  return batch;
}

const unknown = unknownTokenSet(UNKNOWN_TOKENS);

function readNumbers(cells: readonly string[], decimalMark: '.' | ',' = '.', insisted = false) {
  const builder = new NumberBuilder({ unknown, decimalMark, insisted, rule: null });
  const failures: number[] = [];
  builder.add(batchOf(cells), 0, 0, failures);
  const chunk = builder.chunk(cells.length);
  const values =
    chunk.encoding === 'numbers'
      ? Array.from(chunk.values, (value) => (Number.isNaN(value) ? null : formatDecimal({ units: BigInt(value), scale: chunk.scale })))
      : Array.from(chunk.codes, (code) => (code < 0 ? null : (builder.dictionary()[code] as string)));
  return { failures, values, chunk };
}

const numberText = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.stringMatching(/^[+-]?\d{0,18}(\.\d{0,8})?([eE][+-]?\d{1,2})?$/),
  fc.constantFrom('', ' 7 ', '-0', '0.50', '1.', '.5', '.', '-', '1e400', '9007199254740993', '\u00a08', '1.2.3', '--1', 'n/a', '٣'),
);

describe('number kernel', () => {
  it('agrees with the exact decimal parser on every cell', () => {
    fc.assert(
      fc.property(fc.array(numberText, { minLength: 1, maxLength: 30 }), (cells) => {
        const { failures, values } = readNumbers(cells);
        for (const [row, cell] of cells.entries()) {
          const text = cell.trim();
          const value = unknown.has(text.toLowerCase()) || hasLeadingZero(text) ? null : parseDecimal(text);
          const fails = value === null && !unknown.has(text.toLowerCase());
          expect(failures.includes(row)).toBe(fails);
          if (!fails) expect(values[row]).toBe(value ? formatDecimal(value) : null);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a chunk as integers at the smallest scale', () => {
    const { chunk } = readNumbers(['1.50', '2', '', '0.250', '-3.0']);
    expect(chunk).toEqual({ encoding: 'numbers', scale: 2, values: Float64Array.of(150, 200, Number.NaN, 25, -300) });
  });

  it('gives plain decimal texts where a value needs more than 2^53', () => {
    expect(readNumbers(['9007199254740993', '1.5', '', '1.50']).values).toEqual(['9007199254740993', '1.5', null, '1.5']);
    expect(readNumbers(['9007199254740992']).chunk.encoding).toBe('numbers');
    expect(readNumbers(['9007199254740992', '0.1']).chunk.encoding).toBe('codes');
  });

  it('reads the decimal comma, and no thousands marks', () => {
    expect(readNumbers(['1,5', '2', '-0,25'], ',').values).toEqual(['1.5', '2', '-0.25']);
    expect(readNumbers(['1.234,5', '1.5'], ',').failures).toEqual([0, 1]);
    expect(readNumbers(['1,234']).failures).toEqual([0]);
  });

  it('takes digits behind a leading zero for an identifier unless a number is insisted on', () => {
    expect(readNumbers(['007']).failures).toEqual([0]);
    expect(readNumbers(['007'], '.', true).values).toEqual(['7']);
  });
});

describe('text kernel', () => {
  it('gives equal codes to equal trimmed texts and -1 to unknown tokens', () => {
    const cell = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', 'B', ' ', '\t', '\u00a0', '\u1680', '\u3000', '\ufeff', '\u2009', 'é', '東', '😀', 'à'),
        maxLength: 6,
      }),
      fc.constantFrom('N/A', 'Unknown', 'NA', '—', 'null', ' none ', 'anonymized', 'x'.repeat(70)),
      fc.integer({ min: 0, max: 5000 }).map((number) => `node-${number}`),
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 1500 }), (cells) => {
        const builder = new TextBuilder(unknown);
        builder.add(batchOf(cells), 0, 0);
        const chunk = builder.chunk(cells.length);
        const dictionary = [...builder.texts()].flatMap(unpackTexts);
        expect(new Set(dictionary).size).toBe(dictionary.length);
        const texts = chunk.encoding === 'codes' ? Array.from(chunk.codes, (code) => (code < 0 ? null : dictionary[code])) : [];
        expect(texts).toEqual(cells.map((text) => (unknown.has(text.trim().toLowerCase()) ? null : text.trim())));
      }),
      { numRuns: 60 },
    );
  });
});

describe('types of imported columns', () => {
  const test = new TestCase();
  afterAll(() => test.close());
  const many = (last: string) =>
    `id,weight,label\n${Array.from({ length: 150_000 }, (_, row) => `${row},${row % 7}.5,x`).join('\n')}\n150000,${last},y\n`;

  it('reads the file again with a column as text when a late cell is no number, and says so', () => {
    const { dataset, findings } = test.importText('late.csv', many('n.d.'));
    expect(dataset.columns.map(({ type }) => type)).toEqual(['number', 'text', 'text']);
    expect(dataset).toMatchObject({ rows: 150_001, rejected: 0 });
    expect(findings).toMatchObject([{ code: 'column-kept-as-text', details: { column: 'weight', line: 150_002, text: 'n.d.' } }]);
    expect(test.cells(dataset.id, 'weight').at(-1)).toBe('n.d.');
  });

  it('makes the record a reject instead when a number is insisted on', () => {
    const { dataset } = test.importText('insisted.csv', many('n.d.'), { types: { weight: 'number' } });
    expect(dataset.columns.map(({ type }) => type)).toEqual(['number', 'number', 'text']);
    expect(dataset).toMatchObject({ rows: 150_000, rejected: 1 });
    expect(test.rejects(dataset.id)).toMatchObject([
      { record: 150_001, line: 150_002, column: 'weight', code: 'not-a-number', raw: '150000,n.d.,y' },
    ]);
  });

  it('turns a column exact when one late value needs more than 2^53', () => {
    const { dataset } = test.importText('exact.csv', many('18446744073709551615'));
    const sum =
      18446744073709551615n * 10n + Array.from({ length: 150_000 }, (_, row) => BigInt((row % 7) * 10 + 5)).reduce((a, b) => a + b, 0n);
    expect(dataset.columns[1]).toMatchObject({ type: 'exact', sum: formatDecimal({ units: sum, scale: 1 }) });
  });

  it('keeps other columns right around rejected records in the same block', () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({
      id: `n${row}`,
      count: row % 10 === 3 ? `${row} or more?` : String(row),
      big: row % 50 === 7 ? '123456789012345678901' : '1.25',
    }));
    const { dataset } = test.importText(
      'blocks.csv',
      `id,gpu_count,big\n${rows.map(({ id, count, big }) => `${id},${count},${big}`).join('\n')}\n`,
      { types: { big: 'number' } },
    );
    const kept = rows.filter(({ count }) => !count.endsWith('?'));
    expect(dataset).toMatchObject({ rows: kept.length, rejected: 300 });
    expect(test.cells(dataset.id, 'id')).toEqual(kept.map(({ id }) => id));
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(kept.map(({ count }) => count));
    expect(test.cells(dataset.id, 'big')).toEqual(kept.map(({ big }) => big));
  });

  it('names repeated and empty headers, and keeps field names unique', () => {
    const { dataset, findings } = test.importText('heads.csv', 'a,a,,num_gpus,gpu_count\n1,2,3,4,5\n', {
      mapping: { num_gpus: 'gpu_count' },
    });
    expect(dataset.columns.map(({ name, header }) => [name, header])).toEqual([
      ['a', 'a'],
      ['a_2', 'a_2'],
      ['column_3', 'column_3'],
      ['gpu_count', 'num_gpus'],
      ['gpu_count_2', 'gpu_count'],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['header-repeated', 'header-empty', 'column-renamed']);
  });
});
