import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlatReader } from '../../electron/engine/import/formats/flat-lines.ts';
import { discoverJson, JsonReader } from '../../electron/engine/import/json.ts';
import type { RecordReader } from '../../electron/engine/import/records.ts';
import type { ArrayChoice, Reject } from '../../shared/case/dataset.ts';
import { memoryTextSource } from '../support/textSource.ts';

// The reader that parses every record is the reference: the compiled loop must give the same cells, bounds, lines and rejects.

type Choices = { arrays?: Record<string, ArrayChoice>; blockBytes?: number; maxRows?: number };

function columnsOf(text: string, { arrays = {}, blockBytes }: Choices, kernel: boolean) {
  const source = memoryTextSource(Buffer.from(text), blockBytes);
  return discoverJson(source, 'test.ndjson', { format: 'ndjson', arrays }, undefined, kernel);
}

function readAll(makeReader: (onReject: (reject: Reject) => void) => RecordReader, maxRows: number) {
  const rejects: Reject[] = [];
  const reader = makeReader((reject) => rejects.push(reject));
  const records: unknown[] = [];
  for (let batch = reader.next(maxRows); batch; batch = reader.next(maxRows)) {
    const { bytes, rows, columns, starts, ends } = batch;
    expect(rows).toBeLessThanOrEqual(maxRows);
    const textOf = (start: number | undefined, end: number | undefined) => bytes.toString('utf8', start, end);
    for (let row = 0; row < rows; row++) {
      const cells = Array.from({ length: columns }, (_, column) => textOf(starts[row * columns + column], ends[row * columns + column]));
      records.push([batch.records[row], batch.lines[row], textOf(batch.rawStarts[row], batch.rawEnds[row]), cells]);
    }
  }
  return { records, rejects, recordsRead: reader.recordsRead };
}

function bothWays(text: string, choices: Choices = {}) {
  const { arrays = {}, blockBytes, maxRows = 1000 } = choices;
  const shape = columnsOf(text, choices, false);
  expect(columnsOf(text, choices, true)).toEqual(shape);
  const { columns } = shape;
  const source = () => memoryTextSource(Buffer.from(text), blockBytes);
  const compiled = readAll((onReject) => new FlatReader(source(), columns, { arrays, onReject, blockBytes }), maxRows);
  const dialect = { format: 'ndjson' as const, arrays };
  const reference = readAll(
    (onReject) => new JsonReader(source(), columns, { fileName: 'test.ndjson', onReject, blockBytes, dialect }),
    maxRows,
  );
  expect(compiled).toEqual(reference);
  return compiled;
}

const cellsOf = ({ records }: ReturnType<typeof bothWays>) =>
  (records as [number, number, string, string[]][]).map(([, , , cells]) => cells);

const digits = fc.stringMatching(/^[0-9]{1,18}$/);
const number = fc.oneof(
  fc.tuple(fc.constantFrom('', '-'), digits, fc.constantFrom('', '.'), digits).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('', '-'), fc.constantFrom('0.', '1.', '0.0', '0.00000', '0.000000', '120.'), digits)
    .map((parts) => parts.join('')),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '0.0',
    '1.0',
    '10.50',
    '-1.0',
    '00',
    '1.',
    '.5',
    '1e5',
    '1E+05',
    '-1.5e-7',
    '1e',
    '--1',
    '1.50',
    '9007199254740993',
  ),
);
const text = fc.oneof(
  fc
    .string({ unit: fc.constantFrom('a', 'é', '😀', '\\', '"', '\n', '\t', '\u2028', ' ', '1', '.', 'e') })
    .map((value) => JSON.stringify(value)),
  fc.stringMatching(/^[a-z0-9.+-]{0,40}$/).map((value) => `"${value}"`),
  fc.constantFrom('"\\ud800"', '"\\u00e9"', '"a\tb"', '"open', '""', '"1234567890123456"', '"a1e4"'),
);
const value = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false', 'nul', 'False', '{}', '{"b":1}', '[]', '[1, 2]', '[0.10]', '') },
);
const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('"a"', '"b"', '"node_id"', '"a.b"', '"é"', '""', '"2"', '"a very long name of a member"') },
  { weight: 1, arbitrary: fc.constantFrom('"a\\"b"', '"\\u0061"', 'a', '"\\n"', '"c') },
);
const blank = fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom(' ', '  ', '\t', '\r', '\u00a0'));
const record = fc
  .array(fc.tuple(blank, key, blank, blank, value, blank), { maxLength: 5 })
  .map((members) => `{${members.map(([a, name, b, c, one, d]) => `${a}${name}${b}:${c}${one}${d}`).join(',')}}`);
const line = fc.oneof(
  { weight: 12, arbitrary: record },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\r', '[]', '1', '{', '{}', '{},', '{"a":1}}', '{"a":1,}', '{"a" 1}', '{"a":1 "b":2}') },
);

describe('flat lines', () => {
  it('gives what JSON.parse gives for every line, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom<ArrayChoice>('text', 'count', 'join', 'sum'),
        fc.oneof(fc.constant(undefined), fc.integer({ min: 16, max: 200 })),
        fc.integer({ min: 1, max: 5 }),
        (lines, end, isEnded, choice, blockBytes, maxRows) => {
          bothWays(lines.join(end) + (isEnded ? end : ''), { arrays: { a: choice }, blockBytes, maxRows });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('gives what JSON.parse gives for records of one shape, which the compiled loop takes one after the other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.string(), n: fc.double({ noNaN: true, noDefaultInfinity: true }), f: fc.option(fc.boolean()) }), {
          minLength: 1,
          maxLength: 300,
        }),
        fc.integer({ min: 16, max: 5000 }),
        (records, blockBytes) => {
          const cells = cellsOf(bothWays(records.map((one) => JSON.stringify(one)).join('\n'), { blockBytes }));
          expect(cells).toEqual(records.map(({ id, n, f }) => [Buffer.from(id).toString(), numberText(n), f === null ? '' : String(f)]));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes numbers as JavaScript does, and keeps their text where one of the record has more digits than a double', () => {
    const lines = ['{"x":1.50,"y":-0.0,"z":0.000001}', '{"x":1.50,"y":-0.0,"z":0.12345678901234567}', '{"x":0.0000001,"y":1.0,"z":"1.0"}'];
    expect(cellsOf(bothWays(lines.join('\n')))).toEqual([
      ['1.5', '0', '0.000001'],
      ['1.50', '-0.0', '0.12345678901234567'],
      ['1e-7', '1', '1.0'],
    ]);
  });

  it('puts the cells of members in another order, repeated or absent into their columns', () => {
    const lines = ['{"a":"1","b":"2","c":"3"}', '{"c":"z","a":"x"}', '{"b":"q","b":"r"}', '{}'];
    expect(cellsOf(bothWays(lines.join('\n')))).toEqual([
      ['1', '2', '3'],
      ['x', '', 'z'],
      ['', 'r', ''],
      ['', '', ''],
    ]);
  });

  it('takes texts of other records longer than the block, between plain ones', () => {
    const long = JSON.stringify({ a: 'long "text" '.repeat(40), b: [1, 2, 3] });
    const plain = '{"a":"short","b":7}';
    const lines = [plain, plain, long, plain, long, long, plain];
    expect(bothWays(lines.join('\n'), { blockBytes: 64 }).recordsRead).toBe(7);
  });
});

/** A number as the cells hold it: by its shortest text, an exponent as JSON.stringify writes it. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '0' : JSON.stringify(value);
}
