import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter, parquetWrite, parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { parquetInfo, readParquet } from '../../../electron/engine/import/formats/parquet.ts';
import { instantText } from '../../../electron/engine/import/formats/parquet-values.ts';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { errorOf, TestCase } from '../support.ts';

const test = new TestCase();
afterAll(() => test.close());

type Options = Parameters<typeof parquetWriteBuffer>[0];
const parquet = (options: Options) => new Uint8Array(parquetWriteBuffer(options));
/** An LZ4 block of one sequence that holds all bytes as they are (lz4_Block_format.md: token, length in steps of 255, literals). */
function lz4Block(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 15) return Uint8Array.of(bytes.length << 4, ...bytes);
  const rest = bytes.length - 15;
  const steps = new Uint8Array(Math.floor(rest / 255)).fill(255);
  return Uint8Array.from(Buffer.concat([Buffer.of(0xf0), steps, Buffer.of(rest % 255), bytes]));
}

const compressors = {
  GZIP: (bytes: Uint8Array) => Uint8Array.from(gzipSync(bytes)),
  ZSTD: (bytes: Uint8Array) => Uint8Array.from(zstdCompressSync(bytes)),
  BROTLI: (bytes: Uint8Array) => Uint8Array.from(brotliCompressSync(bytes)),
  LZ4_RAW: lz4Block,
  // the framing of Hadoop: sizes of the text and of the block, big endian, then the block
  LZ4: (bytes: Uint8Array) => {
    const block = lz4Block(bytes);
    const sizes = Buffer.alloc(8);
    sizes.writeUInt32BE(bytes.length);
    sizes.writeUInt32BE(block.length, 4);
    return Uint8Array.from(Buffer.concat([sizes, block]));
  },
};

/** A file with one column of a type that the writer does not name itself. */
function withSchema(elements: SchemaElement[], data: unknown[][]): Uint8Array {
  const writer = new ByteWriter();
  const columnData = elements
    .filter(({ name }) => data.length > 0 && name !== 'root')
    .map(({ name }, index) => ({ name, data: data[index] as never }));
  parquetWrite({ writer, columnData, schema: [{ name: 'root', num_children: elements.length }, ...elements], statistics: false });
  return new Uint8Array(writer.getBuffer());
}

describe('a Parquet file', () => {
  it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI', 'LZ4_RAW', 'LZ4'] as const)(
    'gives texts, numbers and gaps of every row group, packed with %s',
    (codec) => {
      const rows = 2500;
      const provider = Array.from({ length: rows }, (_, index) => (index % 7 === 0 ? null : `p${index % 13}`));
      const count = Array.from({ length: rows }, (_, index) => index);
      const file = parquet({
        codec,
        compressors,
        rowGroupSize: 700,
        columnData: [
          { name: 'provider', data: provider as never, type: 'STRING' },
          { name: 'gpu_count', data: count, type: 'INT32' },
        ],
      });
      const { dataset, source } = test.importText('fleet.parquet', file);
      expect(source).toMatchObject({ format: 'parquet', bytes: file.length });
      expect(dataset).toMatchObject({ rows, rejected: 0 });
      expect(test.cells(dataset.id, 'provider')).toEqual(provider);
      expect(dataset.columns[1]?.sum).toBe(String((rows * (rows - 1)) / 2));
    },
  );

  it('gives instants of the old INT96 type with all digits, and says that they name no time zone', () => {
    // 12 bytes, little endian: nanoseconds of the day, then the Julian day; 2,440,588 is 1970-01-01 (apache/parquet-format, Types.md)
    const instant = (days: number, nanos: bigint) => {
      const bytes = Buffer.alloc(12);
      bytes.writeBigInt64LE(nanos);
      bytes.writeInt32LE(2_440_588 + days, 8);
      return Uint8Array.from(bytes);
    };
    const file = withSchema(
      [{ name: 'seen', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12, repetition_type: 'REQUIRED' }],
      [[instant(0, 1n), instant(20_779, 43_200_000_000_000n)]],
    );
    // the writer does not know the type: its number in the description is put in the place of that of twelve plain bytes
    const description = Buffer.from(file.buffer);
    const swap = (before: number[], after: number[]) => {
      const at = description.lastIndexOf(Buffer.from(before));
      expect(at).toBeGreaterThan(0);
      description.set(after, at);
    };
    swap([0x15, 0x0e, 0x15, 0x18], [0x15, 0x06, 0x15, 0x18]);
    swap([0x15, 0x0e, 0x19], [0x15, 0x06, 0x19]);
    const { dataset, findings } = test.importText('old.parquet', file);
    expect(test.cells(dataset.id, dataset.columns[0]?.name ?? '')).toEqual(['1970-01-01T00:00:00.000000001', '2026-11-22T12:00:00']);
    expect(findings.map(({ code }) => code)).toContain('instants-without-zone');
  });

  it('says how many records and row groups there are', () => {
    const path = test.write('two.parquet', parquet({ rowGroupSize: 2, columnData: [{ name: 'a', data: [1, 2, 3], type: 'INT32' }] }));
    const { dialect, reasons, recordsRead } = previewFile(path, 'two.parquet');
    expect([dialect.format, recordsRead]).toEqual(['parquet', 3]);
    expect(reasons.join()).toContain('3 records in 2 row groups (snappy)');
  });

  it('keeps 64-bit integers, decimals and single precision as they are written', () => {
    const file = withSchema(
      [
        { name: 'amount', type: 'INT64', repetition_type: 'REQUIRED' },
        { name: 'unsigned', type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' },
        { name: 'fee', type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 4, repetition_type: 'REQUIRED' },
        { name: 'share', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
      [
        [9_007_199_254_740_993n, -9_223_372_036_854_775_808n],
        [18_446_744_073_709_551_615n, 1n],
        [123_456_789_012_345_678n, -5n],
        [Math.fround(0.1), Math.fround(97.53)],
      ],
    );
    const { dataset } = test.importText('exact.parquet', file);
    const cells = (name: string) => test.cells(dataset.id, name);
    expect(cells('amount')).toEqual(['9007199254740993', '-9223372036854775808']);
    expect(cells('unsigned')).toEqual(['18446744073709551615', '1']);
    expect(cells('fee')).toEqual(['12345678901234.5678', '-0.0005']);
    expect(cells('share')).toEqual(['0.1', '97.53']);
  });

  it('writes dates and instants as ISO text, with the zone that the file names', () => {
    const when = Date.UTC(2026, 3, 24, 13, 30, 1, 250);
    const file = withSchema(
      [
        { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
        {
          name: 'utc',
          type: 'INT64',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
          repetition_type: 'REQUIRED',
        },
        {
          name: 'local',
          type: 'INT64',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
          repetition_type: 'REQUIRED',
        },
      ],
      [[20_567], [BigInt(when) * 1000n + 7n], [BigInt(when)]],
    );
    const { dataset } = test.importText('dates.parquet', file);
    const cells = (name: string) => test.cells(dataset.id, name)[0];
    // 20,567 days after 1970-01-01
    expect([cells('day'), cells('utc'), cells('local')]).toEqual(['2026-04-24', '2026-04-24T13:30:01.250007Z', '2026-04-24T13:30:01.25']);
  });

  it('gives instants before 1970 and with nanoseconds exactly', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1700-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999_999 }),
        (date, nanos) => {
          const text = instantText(BigInt(date.getTime()) * 1_000_000n + BigInt(nanos), 'NANOS', true);
          expect(text.slice(0, 19)).toBe(date.toISOString().slice(0, 19));
          expect((text.slice(19, -1).replace('.', '') || '0').padEnd(9, '0')).toBe(
            date.toISOString().slice(20, 23) + String(nanos).padStart(6, '0'),
          );
        },
      ),
    );
  });

  it('has nested members as paths and lists by choice', () => {
    const rows = [
      { id: 'a', stats: { gpu: 8 }, models: ['h100', 'a100'] },
      { id: 'b', stats: { gpu: 4 }, models: [] },
    ];
    const file = parquet({
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        { name: 'stats', num_children: 1, repetition_type: 'OPTIONAL' },
        { name: 'gpu', type: 'INT64', repetition_type: 'OPTIONAL' },
        { name: 'models', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: 'id', data: rows.map(({ id }) => id) },
        { name: 'stats', data: rows.map(({ stats }) => ({ gpu: BigInt(stats.gpu) })) },
        { name: 'models', data: rows.map(({ models }) => models) },
      ],
    });
    const text = test.importText('nested.parquet', file);
    expect(test.cells(text.dataset.id, 'stats.gpu')).toEqual(['8', '4']);
    expect(test.cells(text.dataset.id, 'models')).toEqual(['["h100","a100"]', '[]']);
    const { dataset } = test.importText('nested.parquet', file, { dialect: { arrays: { models: 'explode' } } });
    expect(test.cells(dataset.id, 'models')).toEqual(['h100', 'a100', null]);
  });

  it('gives the cells that were written', () => {
    const cell = fc.oneof(fc.constant(null), fc.stringMatching(/^[a-zA-Zéß"\\0-9]([a-z A-Z\n\t"\\]{0,8}[a-zA-Z])?$/));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))), { minLength: 1, maxLength: 40 }),
        (rows) => {
          const inside = new TestCase();
          try {
            const columnData = [
              { name: 'text', data: rows.map(([text]) => text) as never, type: 'STRING' as const },
              { name: 'n', data: rows.map(([, n]) => n) as never, type: 'INT64' as const },
            ];
            const { dataset } = inside.importText('t.parquet', parquet({ columnData, rowGroupSize: 7 }), {
              types: { text: 'text', n: 'number' },
            });
            expect(inside.cells(dataset.id, 'text')).toEqual(
              rows.map(([text]) => (text === null || ['none', 'nan', 'null'].includes(text.toLowerCase()) ? null : text)),
            );
            expect(inside.cells(dataset.id, 'n')).toEqual(rows.map(([, n]) => (n === null ? null : String(n))));
          } finally {
            inside.close();
          }
        },
      ),
      { numRuns: 5 },
    );
  });

  it('refuses files that are cut off or damaged, and keeps nothing', () => {
    const sound = parquet({
      columnData: [{ name: 'a', data: Array.from({ length: 5000 }, (_, index) => `text ${index * 7919}`), type: 'STRING' }],
    });
    const error = (bytes: Uint8Array) => errorOf(() => test.importText('bad.parquet', bytes)).code;
    const before = test.file.prepare('SELECT count(*) FROM source').pluck().get();
    expect(error(sound.subarray(0, sound.length - 20))).toBe('parquet-damaged');
    const footer = Uint8Array.from(sound);
    footer.fill(0xff, sound.length - 60, sound.length - 10);
    expect(error(footer)).toBe('parquet-damaged');
    const data = Uint8Array.from(sound);
    data.fill(0xff, 10, 3000);
    expect(error(data)).toBe('parquet-damaged');
    expect(test.file.prepare('SELECT count(*) FROM source').pluck().get()).toBe(before);
  });

  it.each([
    [20_000_000, 1],
    [400_000, 1000],
    [-1, 1],
  ])('refuses a row group of %s rows in %s columns, however few bytes they take', (rows, columns) => {
    const writer = new ByteWriter();
    const columnData = Array.from({ length: columns }, (_, index) => ({ name: `c${index}`, data: [1], type: 'INT32' as const }));
    const schema = columnData.map(({ name, type }) => ({ name, type, repetition_type: 'REQUIRED' as const }));
    const file = new ParquetWriter({ writer, schema: [{ name: 'root', num_children: columns }, ...schema] });
    file.write({ columnData });
    for (const group of file.row_groups) group.num_rows = BigInt(rows);
    file.finish();
    const path = test.write('bomb.parquet', new Uint8Array(writer.getBuffer()));
    expect(errorOf(() => parquetInfo(path, 'bomb.parquet')).code).toBe('parquet-too-large');
  });

  it('gives the same records however many values are read at once, lists among them', async () => {
    const rows = Array.from({ length: 900 }, (_, index) => index);
    const path = test.write(
      'runs.parquet',
      parquet({
        rowGroupSize: 400,
        pageSize: 200,
        schema: [
          { name: 'root', num_children: 3 },
          { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
          { name: 'gap', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'list', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
          { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
          { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
        ],
        columnData: [
          { name: 'id', data: rows },
          { name: 'gap', data: rows.map((row) => (row % 3 === 0 ? null : `text ${row % 5}`)) as never },
          { name: 'list', data: rows.map((row) => rows.slice(0, row % 4)) },
        ],
      }),
    );
    const expected = rows.map((row) =>
      JSON.stringify({ id: row, gap: row % 3 === 0 ? null : `text ${row % 5}`, list: rows.slice(0, row % 4) }),
    );
    for (const values of [3, 150, 1000, undefined]) {
      const records: string[] = [];
      await readParquet(
        path,
        'runs.parquet',
        (json) => void records.push(json),
        () => {},
        values,
      );
      expect(records).toEqual(expected);
    }
  });
});
