import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { errorOf, TestCase } from '../support.ts';

const test = new TestCase();
afterAll(() => test.close());

const CSV = 'provider,country,gpu_count\na,DE,8\nb,"US, west",4\nc,FR\nd,JP,16\n';
const packers = [
  ['gzip', 'gz', (bytes: Uint8Array) => gzipSync(bytes)],
  ['zstd', 'zst', (bytes: Uint8Array) => zstdCompressSync(bytes)],
] as const;

describe.each(packers)('a table packed with %s', (container, ending, pack) => {
  it('gives the columns, rejects and lines of the table inside; the file is kept as it came', () => {
    const plain = test.importText('plain.csv', CSV);
    const packed = pack(Buffer.from(CSV));
    const file = test.write(`table.csv.${ending}`, packed);
    expect(previewFile(file, `table.csv.${ending}`)).toMatchObject({
      dialect: { container, format: 'csv', delimiter: ',' },
      bytes: packed.length,
      proposal: { name: 'table' },
    });
    const { dataset, source } = test.import(file);
    expect(source).toMatchObject({ bytes: packed.length, sha256: createHash('sha256').update(packed).digest('hex') });
    expect(dataset.columns).toEqual(plain.dataset.columns);
    expect(test.rejects(dataset.id)).toEqual(test.rejects(plain.dataset.id));
    expect(test.cells(dataset.id, 'country')).toEqual(['DE', 'US, west', 'JP']);
  });

  it('is unpacked whatever is inside', () => {
    const lines = test.importText(`x.ndjson.${ending}`, pack(Buffer.from('{"a":1}\n{"a":12345678901234567890}\n')));
    expect(test.cells(lines.dataset.id, 'a')).toEqual(['1', '12345678901234567890']);
    const json = test.importText(`x.json.${ending}`, pack(Buffer.from('{"hosts":{"x":{"n":1},"y":{"n":2}}}')));
    expect(test.cells(json.dataset.id, 'key')).toEqual(['x', 'y']);
    const wide = test.importText(`w.csv.${ending}`, pack(Buffer.from('\ufeffname,n\nZoë,1\n', 'utf16le')));
    expect(test.cells(wide.dataset.id, 'name')).toEqual(['Zoë']);
  });

  it('is read to its end when it has several parts, and when it is larger than all buffers', () => {
    const body = Array.from({ length: 600_000 }, (_, index) => `host-${index % 997}-${'x'.repeat(50)},${index}`).join('\n');
    const parts = Buffer.concat([pack(Buffer.from('name,n\n')), pack(Buffer.from(`${body}\n`))]);
    const { dataset } = test.importText(`large.csv.${ending}`, parts);
    expect(dataset.rows).toBe(600_000);
    expect(dataset.columns[1]?.sum).toBe(String((600_000 * 599_999) / 2));
  });

  it('refuses packed data that is cut off or damaged, and keeps nothing', () => {
    const noise = Array.from({ length: 5000 }, (_, index) => `${createHash('md5').update(String(index)).digest('hex')},${index}`).join(
      '\n',
    );
    const packed = pack(Buffer.from(`id,n\n${noise}\n`));
    const sources = () => test.file.prepare('SELECT count(*) FROM source').pluck().get();
    const before = sources();
    const cut = errorOf(() => test.importText(`cut.csv.${ending}`, packed.subarray(0, packed.length - 2000)));
    expect(cut).toMatchObject({ code: 'archive-damaged', message: expect.stringContaining('ends before') });
    const broken = Buffer.from(packed);
    broken.fill(0xff, packed.length - 3000, packed.length - 2000);
    expect(errorOf(() => test.importText(`broken.csv.${ending}`, broken)).code).toBe('archive-damaged');
    expect(sources()).toBe(before);
  });

  it('refuses a file that unpacks to far more than its size', () => {
    const bomb = pack(Buffer.alloc(96 << 20, 'a,b\n'));
    expect(errorOf(() => test.importText(`bomb.csv.${ending}`, bomb))).toMatchObject({ code: 'archive-too-large' });
  });
});

describe('a zip archive of tables', () => {
  const zip = (members: Record<string, string | Uint8Array>) =>
    zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, typeof text === 'string' ? strToU8(text) : text])));

  it('is one dataset with a column that names the member; columns may stand in another order and encoding', () => {
    const archive = zip({
      '2025/a.csv': 'provider,gpu_count\nx,1\ny,2,3\n',
      '2025/b.csv': 'gpu_count,provider\n7,Zoë\n',
      '2026/c.csv': Buffer.from('\ufeffprovider,gpu_count\nwide,40\n', 'utf16le'),
    });
    const { dataset, source } = test.importText('days.zip', archive);
    expect(source.bytes).toBe(archive.length);
    expect(dataset).toMatchObject({ rows: 3, rejected: 1 });
    expect(test.cells(dataset.id, 'file')).toEqual(['2025/a.csv', '2025/b.csv', '2026/c.csv']);
    expect(test.cells(dataset.id, 'provider')).toEqual(['x', 'Zoë', 'wide']);
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(['1', '7', '40']);
    expect(test.rejects(dataset.id)).toMatchObject([{ record: 2, line: 3, raw: 'y,2,3', reason: expect.stringContaining('"2025/a.csv"') }]);
  });

  it('joins the members of JSON files', () => {
    const { dataset } = test.importText(
      'hosts.zip',
      zip({ 'a.json': '{"data":[{"id":"a","n":1}]}', 'b.json': '{"data":[{"id":"b","m":2}]}' }),
    );
    expect(dataset.columns.map(({ name }) => name)).toEqual(['id', 'n', 'm', 'file']);
    expect(test.cells(dataset.id, 'm')).toEqual([null, '2']);
  });

  it('says which members are no tables', () => {
    const { findings } = test.importText(
      'mixed.zip',
      zip({ 'a.csv': 'x\n1\n', 'notes.md': '# hi', '__MACOSX/._a.csv': 'x', 'empty.csv': '' }),
    );
    expect(findings.find(({ code }) => code === 'members-left-out')?.details).toMatchObject({ members: ['notes.md', 'empty.csv'] });
    expect(errorOf(() => test.importText('none.zip', zip({ 'notes.md': '# hi' })))).toMatchObject({ code: 'archive-no-table' });
  });

  it('refuses members with other columns by name, unless the person chooses those that belong together', () => {
    const archive = zip({ 'a.csv': 'id,n\n1,2\n', 'b.csv': 'id,m\n1,2\n', 'c.csv': 'id,n\n3,4\n' });
    const error = errorOf(() => test.importText('differ.zip', archive));
    expect(error).toMatchObject({ code: 'members-differ', details: { members: ['b.csv'] } });
    expect(error.message).toContain('"b.csv" lacks "n" and has "m" besides');
    const { dataset } = test.importText('differ.zip', archive, { dialect: { members: ['a.csv', 'c.csv'] } });
    expect(test.cells(dataset.id, 'n')).toEqual(['2', '4']);
  });

  it('joins other columns by name where the person says so, with gaps where a member lacks one, and names them', () => {
    const archive = zip({ 'a.csv': 'id,n\n1,2\n', 'b.csv': 'm,id\n3,4\n', 'c.csv': 'id,n\n5,6\n', 'notes.md': 'x' });
    const file = test.write('joined.zip', archive);
    expect(errorOf(() => previewFile(file, 'joined.zip')).details).toMatchObject({
      dialect: { container: 'zip' },
      choices: [
        { name: 'a.csv', isTable: true },
        { name: 'b.csv', isTable: true },
        { name: 'c.csv', isTable: true },
        { name: 'notes.md', isTable: false },
      ],
    });
    const { dataset, findings } = test.import(file, { dialect: { memberColumns: 'by-name' } });
    const cells = Object.fromEntries(dataset.columns.map(({ name }) => [name, test.cells(dataset.id, name)]));
    expect(cells).toEqual({ id: ['1', '4', '5'], n: ['2', null, '6'], m: [null, '3', null], file: ['a.csv', 'b.csv', 'c.csv'] });
    expect(findings.find(({ code }) => code === 'members-joined')?.details).toMatchObject({
      columns: [
        { column: 'm', members: ['a.csv', 'c.csv'] },
        { column: 'n', members: ['b.csv'] },
      ],
    });
  });

  it('gives the tables that were packed, whatever their number and size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.nat()), { minLength: 1, maxLength: 50 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom(0, 6) as fc.Arbitrary<0 | 6>,
        (tables, level) => {
          const inside = new TestCase();
          try {
            const members = tables.map((rows, index) => [
              `t${index}.csv`,
              strToU8(`id,n\n${rows.map(([id, n]) => `${id},${n}`).join('\n')}`),
            ]);
            const { dataset } = inside.importText('t.zip', zipSync(Object.fromEntries(members), { level }));
            const rows = tables.flatMap((table, index) => table.map(([id, n]) => [`t${index}.csv`, id, String(n)]));
            const columns = ['file', 'id', 'n'].map((name) => inside.cells(dataset.id, name));
            const unknown = (text: string) => (['none', 'nan', 'null'].includes(text) ? null : text);
            expect(rows.map((_, row) => columns.map((cells) => cells[row]))).toEqual(
              rows.map((cells) => cells.map((cell) => unknown(cell as string))),
            );
          } finally {
            inside.close();
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it('refuses archives made to do harm', () => {
    const error = (archive: Uint8Array) => errorOf(() => test.importText('bad.zip', archive)).code;
    expect(error(zip({ '../../etc/passwd.csv': 'a\n1\n' }))).toBe('archive-unsafe');
    expect(error(zip({ '/a.csv': 'a\n1\n' }))).toBe('archive-unsafe');
    expect(error(zip({ 'a.csv': Buffer.alloc(100 << 20, 'a,b\n') }))).toBe('archive-unsafe');
    expect(error(zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}.csv`, '']))))).toBe('archive-unsafe');
    const sound = zip({ 'a.csv': 'id,n\n1,2\n', 'b.csv': 'id,n\n1,2\n' });
    const view = Buffer.from(sound);
    const directory = view.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const second = view.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), directory + 4);
    const changed = (change: (bytes: Buffer) => void) => {
      const bytes = Buffer.from(sound);
      change(bytes);
      return bytes;
    };
    // the second entry points at the data of the first: a bomb of overlapping members
    expect(error(changed((bytes) => bytes.writeUInt32LE(0, second + 42)))).toBe('archive-unsafe');
    expect(error(changed((bytes) => bytes.writeUInt16LE(1, directory + 8)))).toBe('archive-encrypted');
    expect(error(changed((bytes) => bytes.writeUInt16LE(99, directory + 10)))).toBe('archive-method');
    expect(error(changed((bytes) => bytes.writeUInt32LE(1, directory + 16)))).toBe('archive-damaged');
    expect(error(sound.subarray(0, 60))).toBe('archive-damaged');
  });
});
