import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { discoverJson, JsonReader } from '../../electron/engine/import/json.ts';
import type { Reject } from '../../shared/case/dataset.ts';
import { memoryTextSource } from '../support/textSource.ts';
import { TestCase } from './support.ts';

function readAll(text: string, blockBytes?: number) {
  const source = () => memoryTextSource(Buffer.from(text), blockBytes);
  const rejects: Reject[] = [];
  const columns = discoverJson(source(), 'test.json').columns;
  const reader = new JsonReader(source(), columns, { fileName: 'test.json', onReject: (reject) => rejects.push(reject), blockBytes });
  const rows: Record<string, string>[] = [];
  const lines: number[] = [];
  for (let batch = reader.next(3); batch; batch = reader.next(3)) {
    const { bytes, starts, ends } = batch;
    for (let row = 0; row < batch.rows; row++) {
      rows.push(
        Object.fromEntries(
          columns.map((name, column) => [
            name,
            bytes.toString('utf8', starts[row * columns.length + column], ends[row * columns.length + column]),
          ]),
        ),
      );
      lines.push(batch.lines[row] as number);
    }
  }
  return { columns, rows, lines, rejects, recordsRead: reader.recordsRead };
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const key = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', '{'), minLength: 1, maxLength: 3 });

describe('JSON reader', () => {
  it('gives the members that JSON.parse gives, for every block size and layout', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(key, value, { maxKeys: 5 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(undefined, 1, '\t'),
        fc.constantFrom(null, 'data', 'results'),
        fc.integer({ min: 1, max: 40 }),
        (records, space, wrapper, blockBytes) => {
          const text = JSON.stringify(wrapper ? { total: { n: 1 }, [wrapper]: records, more: 1 } : records, null, space);
          const { columns, rows, recordsRead } = readAll(text, blockBytes);
          const oracle = (wrapper ? JSON.parse(text)[wrapper] : JSON.parse(text)) as Record<string, unknown>[];
          expect(columns).toEqual([...new Set(oracle.flatMap((record) => Object.keys(record)))]);
          expect(recordsRead).toBe(oracle.length);
          expect(rows).toEqual(
            oracle.map((record) =>
              Object.fromEntries(
                columns.map((name) => {
                  const member = record[name];
                  const cell = typeof member === 'string' ? member : member === null || member === undefined ? '' : JSON.stringify(member);
                  return [name, Buffer.from(cell).toString('utf8')];
                }),
              ),
            ),
          );
        },
      ),
    );
  });

  it('takes integers beyond 2^53 and long fractions from the text', () => {
    const { rows } = readAll('[{"stake":18446744073709551615,"x":0.1234567890123456789,"y":9.90E+22,"l":[12345678901234567890]}]');
    expect(rows).toEqual([{ stake: '18446744073709551615', x: '0.1234567890123456789', y: '9.90E+22', l: '[12345678901234567890]' }]);
  });

  it('names nested members by their path, in order of first appearance, and counts lines', () => {
    const { columns, rows, lines } = readAll('[\n{"id":"a","stats":{"gpu":{"total":8}}},\n\n{"stats":{"cpu":1},\n"id":"b"}]');
    expect(columns).toEqual(['id', 'stats.gpu.total', 'stats.cpu']);
    expect(rows).toEqual([
      { id: 'a', 'stats.gpu.total': '8', 'stats.cpu': '' },
      { id: 'b', 'stats.gpu.total': '', 'stats.cpu': '1' },
    ]);
    expect(lines).toEqual([2, 4]);
  });

  it('keeps a record of broken JSON inside a sound array as a reject', () => {
    const { rows, rejects } = readAll('[{"a":1},{"a":tru},{"a":3}]');
    expect(rows).toEqual([{ a: '1' }, { a: '3' }]);
    expect(rejects).toMatchObject([{ record: 2, code: 'json-record', raw: '{"a":tru}' }]);
  });
});

describe('import of JSON', () => {
  const test = new TestCase();
  afterAll(() => test.close());

  it('has columns that appear only late in the file', () => {
    const records = Array.from({ length: 9000 }, (_, index) => (index < 8000 ? { id: index } : { id: index, late: { note: `n${index}` } }));
    const { dataset } = test.importText('late.json', JSON.stringify(records));
    expect(dataset.columns.map(({ name, filled, sum }) => [name, filled, sum])).toEqual([
      ['id', 9000, String((9000 * 8999) / 2)],
      ['late.note', 1000, null],
    ]);
  });
});
