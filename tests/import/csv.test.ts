import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../electron/engine/import/csv.ts';
import type { Reject } from '../../shared/case/dataset.ts';
import { memoryTextSource } from '../support/textSource.ts';

type Options = {
  delimiter?: string;
  quote?: string | null;
  headerLine?: number;
  blockBytes?: number;
  maxRows?: number;
  maxCellBytes?: number;
};

function readAll(text: string, options: Options = {}) {
  const rejects: Reject[] = [];
  const reader = new CsvReader(
    memoryTextSource(Buffer.from(text, 'utf8'), options.blockBytes),
    { delimiter: options.delimiter ?? ',', quote: options.quote === undefined ? '"' : options.quote, headerLine: options.headerLine ?? 0 },
    {
      fileName: 'test.csv',
      onReject: (reject) => rejects.push(reject),
      blockBytes: options.blockBytes,
      maxCellBytes: options.maxCellBytes,
    },
  );
  const rows: string[][] = [];
  const lines: number[] = [];
  const records: number[] = [];
  const raws: string[] = [];
  for (let batch = reader.next(options.maxRows ?? 1000); batch; batch = reader.next(options.maxRows ?? 1000)) {
    const { bytes, starts, ends, columns } = batch;
    for (let row = 0; row < batch.rows; row++) {
      rows.push(
        Array.from({ length: columns }, (_, column) =>
          bytes.toString('utf8', starts[row * columns + column], ends[row * columns + column]),
        ),
      );
      lines.push(batch.lines[row] as number);
      records.push(batch.records[row] as number);
      raws.push(bytes.toString('utf8', batch.rawStarts[row], batch.rawEnds[row]));
    }
  }
  return { header: [...reader.header], rows, lines, records, raws, rejects, recordsRead: reader.recordsRead };
}

const cell = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r\n', 'a', 'é', '😀', ' ', '|', '\t'), maxLength: 8 }),
  fc.constantFrom('', '0', '-1.5', 'n/a'),
);
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }))
  // a lone CR is text in our dialect and a line end in the oracle's: leave it out of the comparison
  .map((rows) => rows.map((row) => row.map((text) => text.replaceAll(/\r(?!\n)/g, ' '))))
  // a quoted empty cell alone on its line is a record for us and an empty line for the oracle
  .map((rows) => rows.map((row) => (row.length === 1 && row[0] === '' ? ['-'] : row)));

describe('CSV reader', () => {
  it('gives the cells that were written, for every delimiter, line end and block size', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (rows, delimiter, newline, quotes, lastLineEnd, blockBytes, maxRows) => {
          const header = (rows[0] as string[]).map((_, index) => `c${index}`);
          const text = Papa.unparse([header, ...rows], { delimiter, newline, quotes }) + (lastLineEnd ? newline : '');
          const oracle = Papa.parse<string[]>(text, { delimiter, newline, skipEmptyLines: true });
          expect(oracle.data[0]).toEqual(header);
          const read = readAll(text, { delimiter, blockBytes, maxRows });
          expect(read.rejects).toEqual([]);
          expect(read.rows).toEqual(oracle.data.slice(1));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('gives the same result for every block size from 1 byte on', () => {
    const text =
      'id,note\r\n1,"a ""quoted"" note\nover two lines"\r\n\r\n2,bare "quotes" inside\r\n3,"x"\r\n4,too,many\r\n5,"last, without line end"';
    const whole = readAll(text);
    expect(whole.rows).toEqual([
      ['1', 'a "quoted" note\nover two lines'],
      ['2', 'bare "quotes" inside'],
      ['3', 'x'],
      ['5', 'last, without line end'],
    ]);
    expect(whole.lines).toEqual([2, 5, 6, 8]);
    expect(whole.records).toEqual([1, 2, 3, 5]);
    expect(whole.raws[0]).toBe('1,"a ""quoted"" note\nover two lines"');
    for (let blockBytes = 1; blockBytes <= text.length + 1; blockBytes++) expect(readAll(text, { blockBytes })).toEqual(whole);
  });

  it('loses no record: read ones and rejects together are all the lines of an unquoted file', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
          { maxLength: 20 },
        ),
        fc.integer({ min: 1, max: 16 }),
        (rows, blockBytes) => {
          const read = readAll(['x,y', ...rows.map((row) => row.join(','))].join('\n'), { blockBytes });
          expect(read.rows.length + read.rejects.length).toBe(rows.length);
          expect(read.recordsRead).toBe(rows.length);
          expect([...read.records, ...read.rejects.map((reject) => reject.record)].sort((a, b) => a - b)).toEqual(
            rows.map((_, index) => index + 1),
          );
        },
      ),
    );
  });

  it('rejects a record of another width with line, expected and found number of cells', () => {
    const { rows, rejects } = readAll('a,b\n1,2\n3\n4,5,6\n7,8\n');
    expect(rows).toEqual([
      ['1', '2'],
      ['7', '8'],
    ]);
    expect(rejects.map(({ record, line, code, raw }) => ({ record, line, code, raw }))).toEqual([
      { record: 2, line: 3, code: 'ragged-record', raw: '3' },
      { record: 3, line: 4, code: 'ragged-record', raw: '4,5,6' },
    ]);
    expect(rejects[0]?.reason).toBe('The header has 2 columns, this record has 1 cell.');
  });

  it('reads lone CR as line end where the file has no LF', () => {
    expect(readAll('a,b\r1,2\r3,4\r').rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps text behind a closing quote in the cell', () => {
    expect(readAll('a,b\n"x" y,"p""q" \r\n').rows).toEqual([['x y', 'p"q ']]);
  });

  it('starts at the chosen header line', () => {
    const read = readAll('Published by the network\n\na,b\n1,2\n', { headerLine: 2 });
    expect(read.header).toEqual(['a', 'b']);
    expect(read.lines).toEqual([4]);
  });

  it('reads quotes as ordinary characters when the dialect has none', () => {
    expect(readAll('a,b\n"x,y"\n', { quote: null }).rows).toEqual([['"x', 'y"']]);
  });

  it('counts the columns in the error when there are more than 4,096', () => {
    const header = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
    expect(() => readAll(`${header}\n`)).toThrow(/10000 columns/);
  });

  it('names the line of a quotation mark that is never closed', () => {
    expect(() => readAll('a,b\n1,2\n3,"open\n4,5\n6,7\n')).toThrow(/line 3 is never closed/);
    for (let blockBytes = 1; blockBytes < 20; blockBytes++)
      expect(() => readAll('a,b\n1,2\n3,"open\n4,5\n', { blockBytes })).toThrow(/line 3 is never closed/);
  });

  it('makes a record with a cell of 50 MB a reject and reads on', () => {
    const long = 'x'.repeat(50_000_000);
    const { rows, rejects, lines } = readAll(`a,b\n1,"${long}\n"\n2,3\n`);
    expect(rows).toEqual([['2', '3']]);
    expect(lines).toEqual([4]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ record: 1, line: 2, code: 'cell-too-long' });
    expect(rejects[0]?.raw.length).toBeLessThanOrEqual(2001);
  });

  it('names the line of an unclosed quotation mark in front of 50 MB', () => {
    expect(() => readAll(`a,b\n1,"${'x'.repeat(50_000_000)}\n`)).toThrow(/line 2 is never closed/);
  });

  it('names the column of a cell above the limit', () => {
    const { rejects, rows } = readAll('a,b\n1,23456\n1,2\n', { maxCellBytes: 4 });
    expect(rejects).toMatchObject([{ record: 1, line: 2, column: 'b', code: 'cell-too-long' }]);
    expect(rows).toEqual([['1', '2']]);
  });
});
