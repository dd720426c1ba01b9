import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseBeginning } from '../../../electron/engine/import/formats/sniff-json.ts';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { errorOf, TestCase } from '../support.ts';

const test = new TestCase();
afterAll(() => test.close());

describe('where the records of a JSON file are', () => {
  const records = [
    { id: 'a', gpus: 8 },
    { id: 'b', gpus: 4 },
  ];
  it.each([
    ['an array at the top', records, undefined, undefined],
    ['the usual wrapper', { total: 2, data: records }, ['data'], undefined],
    ['a wrapper of any name, at any depth', { result: { page: 1, hosts: records } }, ['result', 'hosts'], undefined],
    ['an object keyed by id', { a: { gpus: 8 }, b: { gpus: 4 } }, [], true],
    ['a keyed object in a wrapper', { updated: '2026-11-01', hosts: { a: { gpus: 8 }, b: { gpus: 4 } } }, ['hosts'], true],
  ])('finds %s', (_, value, path, keyed) => {
    for (const space of [undefined, 2]) {
      const file = test.write('shape.json', JSON.stringify(value, null, space));
      const { dialect, columns } = previewFile(file, 'shape.json');
      expect([dialect.format, dialect.records, dialect.keyed]).toEqual(['json', path, keyed]);
      const { dataset } = test.import(file);
      expect(columns.map(({ header }) => header)).toEqual([keyed ? 'key' : 'id', 'gpus']);
      expect(test.cells(dataset.id, keyed ? 'key' : (dataset.columns[0]?.name ?? ''))).toEqual(['a', 'b']);
      expect(dataset.columns[1]?.sum).toBe('12');
    }
  });

  it('offers all places, and reads the one that the person picks', () => {
    const file = test.write('two.json', JSON.stringify({ data: [{ a: 1 }], old: { hosts: [{ b: 1 }, { b: 2 }] } }));
    expect(previewFile(file, 'two.json').choices.records).toEqual([
      { path: ['data'], keyed: false, records: 1 },
      { path: ['old', 'hosts'], keyed: false, records: 2 },
    ]);
    const { dataset } = test.import(file, { dialect: { records: ['old', 'hosts'] } });
    expect(dataset.columns.map(({ name, sum }) => [name, sum])).toEqual([['b', '3']]);
  });

  it('says which members there are when the place does not exist', () => {
    const file = test.write('place.json', '{"meta":{"n":1},"hosts":[{"a":1}]}');
    expect(errorOf(() => test.import(file, { dialect: { records: ['meta', 'hosts'] } }))).toMatchObject({
      code: 'json-no-records',
      details: { members: ['n'], path: ['meta'] },
    });
  });

  it('keeps a member that has the name of the key column beside it', () => {
    const { dataset } = test.importText('key.json', '{"x":{"key":"1a"},"y":{"key":"2b"}}');
    expect(dataset.columns.map(({ name }) => name)).toEqual(['key', 'key_2']);
    expect(test.cells(dataset.id, 'key')).toEqual(['x', 'y']);
    expect(test.cells(dataset.id, 'key_2')).toEqual(['1a', '2b']);
  });

  it('understands every beginning of a JSON text', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), fc.nat(), (value, cut) => {
        const text = JSON.stringify(value);
        const part = parseBeginning(text.slice(0, 1 + (cut % text.length)));
        expect(Array.isArray(part)).toBe(true);
        expect(parseBeginning(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['hosts.ts', 'export const hosts = [\n  { "id": 1 },\n];\n'],
    ['hosts.ts', '[{ id: 1, name: "x" }]'],
    ['hosts.js', 'module.exports = [{ id: 1 }];'],
    ['hosts.json', "[{ id: 1, name: 'x' }]"],
    ['hosts.json', "[{'id': 1, 'gpu': None}]"],
  ])('refuses %s that only looks like JSON', (name, text) => {
    expect(errorOf(() => test.importText(name, text))).toMatchObject({ code: 'file-is-program' });
  });

  it('reads JSON whatever the file is named', () => {
    expect(test.importText('hosts.ts', '[{"id":1},{"id":2}]').dataset.rows).toBe(2);
  });
});

describe('one JSON object a line', () => {
  it('gives what JSON.parse gives for each line, with its line number', () => {
    const member = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c.d', 'é"'), member, { minKeys: 1 }), { minLength: 2, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        (records, lineEnd) => {
          const lines = records.map((record) => JSON.stringify(record));
          const inside = new TestCase();
          try {
            const { dataset } = inside.importText('lines.ndjson', lines.join(lineEnd));
            expect(dataset.rows).toBe(records.length);
            for (const { name, header } of dataset.columns) {
              const expected = records.map((record) => {
                const text = record[header] === null || record[header] === undefined ? '' : String(record[header]).trim();
                return ['', '-', '–', '—', 'none', 'nan', 'null'].includes(text.toLowerCase()) ? null : text;
              });
              expect(inside.cells(dataset.id, name).map((cell) => (cell === null ? null : String(cell)))).toEqual(expected);
            }
          } finally {
            inside.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('makes a broken line a reject with its text and reads on', () => {
    const { dataset } = test.importText('broken.jsonl', '{"id":"a","n":1}\n{"id":"b","n":\n\n[1]\n{"id":"c","n":18446744073709551615}\n');
    expect(dataset).toMatchObject({ rows: 2, rejected: 2 });
    expect(test.rejects(dataset.id)).toMatchObject([
      { record: 2, line: 2, code: 'json-record', raw: '{"id":"b","n":' },
      { record: 3, line: 4, code: 'not-an-object', raw: '[1]' },
    ]);
    expect(test.cells(dataset.id, 'n')).toEqual(['1', '18446744073709551615']);
  });

  it('is recognised without its ending, and only where the lines are objects', () => {
    const format = (text: string, name = 'x.txt') => previewFile(test.write(name, text), name).dialect.format;
    expect(format('{"a":1}\n{"a":2}\n')).toBe('ndjson');
    expect(format('{"data":[\n{"a":1}]}\n')).toBe('json');
    expect(format('{"a":1}\n', 'x.ndjson')).toBe('ndjson');
  });
});

describe('arrays inside records', () => {
  // the shape of Akash /v1/providers: one total for several models
  const text = JSON.stringify([
    {
      owner: 'a',
      stats: { gpu: { total: 6 } },
      gpuModels: [
        { model: 'h100', n: 4 },
        { model: 'a100', n: 2.5 },
      ],
      tags: ['x', 'y'],
    },
    { owner: 'b', stats: { gpu: { total: 1 } }, gpuModels: [], tags: null },
  ]);
  const table = (arrays: Record<string, 'text' | 'explode' | 'join' | 'count' | 'sum'>) => {
    const { dataset, findings } = test.importText('akash.json', text, {
      dialect: { arrays },
      mapping: { owner: null, 'gpuModels.model': null },
    });
    return {
      columns: Object.fromEntries(dataset.columns.map(({ name }) => [name, test.cells(dataset.id, name)])),
      findings: findings.map(({ code }) => code),
    };
  };

  it('stay JSON text where nothing is chosen, and are offered', () => {
    const { columns } = table({});
    expect(columns.gpuModels).toEqual(['[{"model":"h100","n":4},{"model":"a100","n":2.5}]', '[]']);
    expect(columns['stats.gpu.total']).toEqual(['6', '1']);
    expect(previewFile(test.write('akash.json', text), 'akash.json').choices.arrays).toEqual(['gpuModels', 'tags']);
  });

  it('become records, with a finding that the other cells repeat; a record without elements stays', () => {
    const { columns, findings } = table({ gpuModels: 'explode' });
    expect(columns.owner).toEqual(['a', 'a', 'b']);
    expect(columns['gpuModels.model']).toEqual(['h100', 'a100', null]);
    expect(columns['stats.gpu.total']).toEqual(['6', '6', '1']);
    expect(findings).toContain('array-exploded');
  });

  it('are joined, counted and summed exactly', () => {
    expect(table({ gpuModels: 'join', tags: 'join' }).columns).toMatchObject({
      'gpuModels.model': ['h100; a100', null],
      tags: ['x; y', null],
    });
    expect(table({ gpuModels: 'count' }).columns['gpuModels.count']).toEqual(['2', '0']);
    expect(table({ gpuModels: 'sum' }).columns['gpuModels.n']).toEqual(['6.5', null]);
    expect(table({ gpuModels: 'sum' }).columns).not.toHaveProperty('gpuModels.model');
  });

  it('are not multiplied with each other', () => {
    expect(errorOf(() => table({ gpuModels: 'explode', tags: 'explode' }))).toMatchObject({ code: 'dialect-not-supported' });
  });

  it('keep the record number of the file on every row', () => {
    const { dataset } = test.importText('many.ndjson', '{"l":[1,2]}\n{"l":[]}\n{"l":[3]}\n[0]\n', {
      dialect: { arrays: { l: 'explode' } },
    });
    expect(test.cells(dataset.id, 'l')).toEqual(['1', '2', null, '3']);
    expect(test.rejects(dataset.id)).toMatchObject([{ record: 4, line: 4 }]);
  });

  it('count rows and the records of the file apart', () => {
    const { dataset, findings } = test.importText('many.ndjson', '{"l":[1,2]}\n{"l":[]}\n{"l":[3,4]}\n[0]\n', {
      dialect: { arrays: { l: 'explode' } },
    });
    expect(dataset).toMatchObject({ rows: 5, rejected: 1, records: 4 });
    expect(findings.find(({ code }) => code === 'records-rejected')?.message).toMatch(
      /^1 of 6 rows \(from 4 records of the file\) not imported\./,
    );
    expect(test.importText('one-each.ndjson', '{"l":1}\n[0]\n').findings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^1 of 2 records not imported\./),
    );
  });
});
