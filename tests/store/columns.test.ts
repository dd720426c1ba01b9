import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTransaction } from '../../electron/engine/store/case-file.ts';
import { columnHashes } from '../../electron/engine/store/catalogue.ts';
import { beginDataset, readTable } from '../../electron/engine/store/columns.ts';
import {
  DictionaryInProgress,
  decodeCodes,
  decodeDictionary,
  decodeNumbers,
  decodeOrdinals,
  encodeCodes,
  encodeDictionary,
  encodeNumbers,
  encodeOrdinals,
  type PackedTexts,
  unpackTexts,
} from '../../electron/engine/store/encoding.ts';
import { readLineage } from '../../electron/engine/store/read-table.ts';
import { formatDecimal } from '../../shared/columns/decimal.ts';
import { chunksOf, codes, column, errorOf, importDataset, importSmall, newCase, numbers } from './support.ts';

const MISSING = Number.NaN;

const packedOf = (texts: string[]): PackedTexts => {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] as number) + Buffer.byteLength(text);
  return { bytes: Buffer.from(texts.join('')), offsets };
};

describe('a stored dataset', () => {
  it('comes back as the columns that were written, over chunk borders', () => {
    const file = newCase();
    const columns = [column('provider', 'text', ['Acme', 'Bölt 东京', '']), column('gpu_count', 'number')];
    const dataset = importDataset(file, columns, chunksOf([codes(0, 1, -1), numbers(0, 8, MISSING, 70000)], [codes(2), numbers(0, -3)]));
    expect(dataset).toMatchObject({
      id: 'D1',
      rows: 4,
      rejected: 0,
      sourceId: 'S1',
      base: 'registered',
      asOf: '2026-02-28',
      sample: false,
    });
    const { rows, columns: read } = readTable(file, 'D1');
    expect(rows).toBe(4);
    expect(read.get('provider')).toEqual({
      type: 'text',
      name: 'provider',
      codes: Int32Array.of(0, 1, -1, 2),
      dictionary: ['Acme', 'Bölt 东京', ''],
    });
    expect(read.get('gpu_count')).toEqual({
      type: 'number',
      name: 'gpu_count',
      scale: 0,
      values: Float64Array.of(8, MISSING, 70000, -3),
    });
    expect(readLineage(file, 'D1')).toEqual({ records: Int32Array.of(1, 2, 3, 4), lines: Int32Array.of(2, 3, 4, 5) });
  });

  it('says of each column how many records have a value, how many values there are, and the exact sum', () => {
    const file = newCase();
    const { columns } = importDataset(
      file,
      [column('provider', 'text', ['Acme', 'Bolt', 'never used']), column('price', 'number')],
      chunksOf([codes(0, 1, 0, -1), numbers(2, 150, 5, MISSING, 150)], [codes(1), numbers(1, 15)]),
    );
    expect(columns[0]).toEqual({ name: 'provider', header: 'PROVIDER', field: null, type: 'text', filled: 4, distinct: 2, sum: null });
    // 1.50 + 0.05 + 1.50 + 1.5; 1.50 and 1.5 are one value
    expect(columns[1]).toMatchObject({ type: 'number', filled: 4, distinct: 2, sum: '4.55' });
  });

  it('brings chunks of different scale to the largest one', () => {
    const file = newCase();
    importDataset(file, [column('price', 'number')], chunksOf([numbers(0, 2, MISSING)], [numbers(3, 1500)], [numbers(1, -25)]));
    expect(readTable(file, 'D1').columns.get('price')).toMatchObject({ scale: 3, values: Float64Array.of(2000, MISSING, 1500, -2500) });
  });

  it('ignores the scale of chunks without values', () => {
    const file = newCase();
    importDataset(file, [column('price', 'number')], chunksOf([numbers(0, 2)], [numbers(12, MISSING)]));
    expect(readTable(file, 'D1').columns.get('price')).toMatchObject({ scale: 0, values: Float64Array.of(2, MISSING) });
  });

  it('sums integers beyond 2^53 exactly', () => {
    const file = newCase();
    const largest = 2 ** 53;
    const { columns } = importDataset(
      file,
      [column('stake', 'number')],
      chunksOf([numbers(0, largest, largest, largest - 1, 1)], [numbers(0, -3)]),
    );
    // 3 * 9007199254740992 - 3
    expect(columns[0]).toMatchObject({ type: 'number', sum: '27021597764222973' });
  });

  it('makes a column exact when a value at the common scale would pass 2^53', () => {
    const file = newCase();
    const { columns } = importDataset(file, [column('stake', 'number')], chunksOf([numbers(0, 2 ** 53, 5)], [numbers(2, 150, MISSING)]));
    expect(columns[0]).toMatchObject({ type: 'exact', filled: 3, distinct: 3, sum: '9007199254740998.5' });
    expect(readTable(file, 'D1').columns.get('stake')).toEqual({
      type: 'exact',
      name: 'stake',
      codes: Int32Array.of(0, 1, 2, -1),
      dictionary: ['9007199254740992', '5', '1.5'],
    });
  });

  it('keeps exact decimals as text and sums them exactly', () => {
    const file = newCase();
    const dictionary = ['9900000000000000000000', '0.1'];
    const { columns } = importDataset(file, [column('flops', 'exact', dictionary)], chunksOf([codes(0, 0, 1, -1)]));
    expect(columns[0]).toMatchObject({ type: 'exact', filled: 3, distinct: 2, sum: '19800000000000000000000.1' });
    expect(readTable(file, 'D1').columns.get('flops')).toMatchObject({ codes: Int32Array.of(0, 0, 1, -1), dictionary });
  });

  it('takes chunks of numbers and of decimal texts in one column', () => {
    const file = newCase();
    const { columns } = importDataset(
      file,
      [column('vram', 'number', ['80.0', '24', '24.50'])],
      chunksOf([numbers(0, 80, MISSING)], [codes(0, 1, 2, -1)]),
    );
    expect(columns[0]).toMatchObject({ type: 'number', filled: 4, distinct: 3, sum: '208.5' });
    expect(readTable(file, 'D1').columns.get('vram')).toMatchObject({
      scale: 1,
      values: Float64Array.of(800, MISSING, 800, 240, 245, MISSING),
    });
  });

  it('keeps rejected records with their reason', () => {
    const file = newCase();
    const reject = {
      record: 3,
      line: 4,
      column: 'gpu_count',
      code: 'not-a-number',
      reason: '"many" is not a number',
      fix: 'Write digits.',
      raw: 'Acme,many',
    };
    const dataset = writeTransaction(file, () => {
      file.prepare("INSERT INTO source VALUES ('S1', 1, 'a.csv', 1, 'hash', 'csv', 'utf-8', 'now')").run();
      const writer = beginDataset(file, { sourceId: 'S1' });
      writer.rejects([reject, { ...reject, record: 4, column: null }]);
      return writer.finish({
        name: 'a',
        columns: [],
        recipe: {} as never,
        grain: 'node',
        base: null,
        asOf: null,
        sample: false,
        importedAt: 'now',
      });
    });
    expect(dataset).toMatchObject({ rows: 0, rejected: 2 });
  });

  it('gives columns a hash that depends on their content', () => {
    const first = newCase();
    const second = newCase();
    const other = newCase();
    importSmall(first);
    importSmall(second);
    importDataset(
      other,
      [column('provider', 'text', ['Acme', 'Bolt']), column('gpu_count', 'number')],
      chunksOf([codes(0, 1, 0), numbers(0, 8, 16, 5)]),
    );
    expect(columnHashes(second, 'D1')).toEqual(columnHashes(first, 'D1'));
    expect(columnHashes(other, 'D1')[0]).toEqual(columnHashes(first, 'D1')[0]);
    expect(columnHashes(other, 'D1')[1]).not.toEqual(columnHashes(first, 'D1')[1]);
  });

  it('refuses unknown datasets and columns with what there is', () => {
    const file = newCase();
    importSmall(file);
    expect(errorOf(() => readTable(file, 'D7')).code).toBe('dataset-missing');
    expect(errorOf(() => readTable(file, 'D1', ['GPU count']))).toMatchObject({ code: 'unknown-column' });
  });

  it('refuses to be changed by SQL', () => {
    const file = newCase();
    importSmall(file);
    for (const sql of [
      'UPDATE dataset SET rows = 0',
      'DELETE FROM dataset',
      "UPDATE dataset_column SET sum = '0'",
      'UPDATE column_chunk SET rows = 0',
      "UPDATE source SET sha256 = ''",
    ]) {
      expect(() => file.database.exec(sql), sql).toThrow(/never changes|never deleted/);
    }
  });

  it('refuses chunks that break the rules, and keeps nothing of them', () => {
    const file = newCase();
    const one = [column('gpu_count', 'number')];
    expect(() => importDataset(file, one, chunksOf([numbers(0, 0.5)]))).toThrow(RangeError);
    expect(() => importDataset(file, one, chunksOf([numbers(0, 2 ** 53 + 2)]))).toThrow(RangeError);
    expect(() => importDataset(file, [column('provider', 'text', ['Acme'])], chunksOf([codes(1)]))).toThrow(RangeError);
    expect(() => importDataset(file, [column('provider', 'text')], chunksOf([numbers(0, 1)]))).toThrow(TypeError);
    expect(() => importDataset(file, one, [{ ...chunksOf([numbers(0, 1)])[0], rows: 2 } as never])).toThrow(RangeError);
    expect(file.database.prepare('SELECT count(*) FROM column_chunk').pluck().get()).toBe(0);
  });
});

describe('numbers of any kind', () => {
  const cell = fc.option(fc.maxSafeInteger(), { nil: null, freq: 5 });
  const chunk = fc.record({ scale: fc.integer({ min: 0, max: 6 }), cells: fc.array(cell, { minLength: 1, maxLength: 20 }) });

  it('keep value, sum and count through any mix of scales', () => {
    const file = newCase();
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 4 }), (chunks) => {
        const { id, columns } = importDataset(
          file,
          [column('x', 'number')],
          chunksOf(...chunks.map(({ scale, cells }) => [numbers(scale, ...cells.map((value) => value ?? MISSING))])),
        );
        const texts = chunks.flatMap(({ scale, cells }) =>
          cells.map((value) => (value === null ? null : formatDecimal({ units: BigInt(value), scale }))),
        );
        const read = readTable(file, id).columns.get('x');
        const back =
          read?.type === 'number'
            ? [...read.values].map((value) => (Number.isNaN(value) ? null : formatDecimal({ units: BigInt(value), scale: read.scale })))
            : [...(read?.codes ?? [])].map((code) => (code < 0 ? null : read?.dictionary[code]));
        expect(back).toEqual(texts);
        const known = texts.filter((text) => text !== null);
        expect(columns[0]).toMatchObject({ filled: known.length, distinct: new Set(known).size });
        const micro = chunks.flatMap(({ scale, cells }) => cells.map((value) => BigInt(value ?? 0) * 10n ** BigInt(6 - scale)));
        expect(columns[0]?.sum).toBe(formatDecimal({ units: micro.reduce((sum, value) => sum + value, 0n), scale: 6 }));
      }),
      { numRuns: 40 },
    );
  });
});

describe('encodings', () => {
  it('are the narrowest that hold the chunk', () => {
    const encoded = (...values: number[]) =>
      encodeNumbers(Float64Array.from(values), { min: Math.min(...values), max: Math.max(...values), filled: values.length }).encoding;
    expect([encoded(0, 255), encoded(256), encoded(-1), encoded(2 ** 31), encoded(65535)]).toEqual(['u8', 'u16', 'i32', 'f64', 'u16']);
    expect([254, 255, 65534, 65535].map((max) => encodeCodes(Int32Array.of(max), max).encoding)).toEqual(['u8', 'u16', 'u16', 'i32']);
  });

  it('bring codes, numbers and ordinals back, also from bytes at odd addresses', () => {
    const shifted = (bytes: Uint8Array) => {
      const copy = new Uint8Array(bytes.length + 1);
      copy.set(bytes, 1);
      return copy.subarray(1);
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 100000 }), { minLength: 1 }), (values) => {
        const codes = Int32Array.from(values);
        const stored = encodeCodes(codes, Math.max(...values));
        const out = new Int32Array(values.length);
        decodeCodes(stored.encoding, shifted(stored.bytes), values.length, out, 0);
        expect(out).toEqual(codes);
        const ordinals = encodeOrdinals(codes);
        decodeOrdinals(ordinals.encoding, shifted(ordinals.bytes), values.length, out, 0);
        expect(out).toEqual(codes);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.option(fc.maxSafeInteger(), { nil: MISSING }), { minLength: 1 }), (values) => {
        const known = values.filter((value) => !Number.isNaN(value));
        const range = { min: Math.min(...known), max: Math.max(...known), filled: known.length };
        const stored = encodeNumbers(Float64Array.from(values), range);
        const out = new Float64Array(values.length);
        decodeNumbers(stored.encoding, shifted(stored.bytes), values.length, known.length, 1, out, 0);
        // -0 and 0 are one value
        expect(out.map((value) => value + 0)).toEqual(Float64Array.from(values, (value) => value + 0));
      }),
    );
  });

  it('store record numbers that count up as one number', () => {
    expect(encodeOrdinals(Int32Array.of(5, 6, 7))).toMatchObject({ encoding: 'range', bytes: { length: 4 } });
    expect(encodeOrdinals(Int32Array.of(5, 7, 300))).toMatchObject({ encoding: 'i32' });
    expect(encodeOrdinals(Int32Array.of(5, 7, 7, 200))).toMatchObject({ encoding: 'delta8', bytes: { length: 7 } });
  });

  it('bring any dictionary back, also halves of characters and a byte order mark', () => {
    const there = (dictionary: string[]) => {
      const out: string[] = [];
      for (const { entries, bytes } of encodeDictionary(dictionary)) decodeDictionary(bytes, entries, out);
      return out;
    };
    expect(there(['\ufeffAcme', '', '\ud83d', '\ude00', 'ß', '東京'])).toEqual(['\ufeffAcme', '', '\ud83d', '\ude00', 'ß', '東京']);
    const many = Array.from({ length: 70000 }, (_, entry) => `node ${entry}`);
    expect(there(many)).toEqual(many);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (dictionary) => {
        expect(there(dictionary)).toEqual(dictionary);
      }),
    );
  });

  it('cut packed texts into the very pieces that strings give', () => {
    const pieces = (dictionary: string[]) => {
      const packed = packedOf(dictionary);
      for (const most of [Math.max(1, dictionary.length), 1000, 7]) {
        const found: unknown[] = [];
        const progress = new DictionaryInProgress((piece) => found.push({ ...piece, bytes: Buffer.from(piece.bytes) }));
        for (let first = 0; first < dictionary.length; first += most) progress.add(packedOf(dictionary.slice(first, first + most)));
        progress.finish();
        expect(found).toEqual([...encodeDictionary(dictionary)]);
        expect(progress.entries).toBe(dictionary.length);
      }
      expect(unpackTexts(packed)).toEqual(dictionary);
    };
    pieces(Array.from({ length: 70000 }, (_, entry) => `node ${entry}`));
    pieces(Array.from({ length: 40 }, (_, entry) => `${entry}é東😀`.repeat(10_000)));
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), pieces));
  });

  it('have one hash for a dictionary of strings and of packed texts', () => {
    const dictionary = ['Acme', 'Bölt 东京', '', '😀'];
    const hashes = [dictionary, packedOf(dictionary)].map((texts) => {
      const file = newCase();
      const dataset = importDataset(file, [{ ...column('provider', 'text'), dictionary: texts }], chunksOf([codes(0, 3, -1, 2)]));
      expect(readTable(file, dataset.id).columns.get('provider')).toMatchObject({ dictionary });
      return columnHashes(file, dataset.id);
    });
    expect(hashes[1]).toEqual(hashes[0]);
  });
});
