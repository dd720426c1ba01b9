import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCase } from '../../electron/cli/case.ts';
import type { Output } from '../../electron/cli/output.ts';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { rowsXml, workbook } from '../import/formats/workbook.ts';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
const NODES = 'provider,country,gpu_count\n"alpha, Inc",Germany,8\nbeta,,4\n"alpha, Inc",FR,2\n';

beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(folder.path('nodes.csv'), NODES);
  await chokepoint('import', folder.path('nodes.csv'), '--case', folder.path('a.chokepoint'));
});
afterAll(() => folder.remove());

const json = async (...args: string[]) => JSON.parse((await chokepoint('lineage', ...args, '--json')).out);

describe('lineage on the command line', () => {
  it('goes from a number of a view to its records', async () => {
    const about = ['--case', folder.path('a.chokepoint'), '--by', 'provider', '--weight', 'gpu_count'];
    const { columns, rows } = await json(...about, '--key', 'alpha, Inc');
    expect(rows.map(({ record, line }: { record: number; line: number }) => [record, line])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(rows.map(({ cells }: { cells: string[] }) => cells[columns.indexOf('gpu_count')])).toEqual(['8', '2']);
    expect((await json(...about)).rows).toHaveLength(3);
    expect((await json(...about, '--where', 'gpu_count >= 4', '--key', 'alpha, Inc')).rows).toHaveLength(1);
  });

  it('goes to the records behind the unknown mass', async () => {
    const { rows } = await json('--case', folder.path('a.chokepoint'), '--by', 'country', '--unknown');
    expect(rows.map(({ record }: { record: number }) => record)).toEqual([2]);
  });

  it('goes from a record to file, place, text and the rule that read each cell', async () => {
    const origin = await json('--case', folder.path('a.chokepoint'), '--record', '1');
    expect(origin).toMatchObject({ record: 1, line: 2, truncated: false, readmitted: null });
    expect(origin.raw.trimEnd()).toBe('"alpha, Inc",Germany,8');
    expect(origin.source).toMatchObject({ fileName: 'nodes.csv', sha256: createHash('sha256').update(NODES).digest('hex') });
    const country = origin.cells.find(({ column }: { column: string }) => column === 'country');
    expect(country).toMatchObject({ value: 'DE', given: 'Germany' });
    expect(country.rule).not.toBeNull();
    expect(origin.cells.find(({ column }: { column: string }) => column === 'provider')).toMatchObject({
      value: 'alpha, Inc',
      given: null,
      rule: null,
    });
  });

  it('shows the cells as they stand in the file, also where a number or a trimmed text was stored', async () => {
    writeFileSync(folder.path('marks.csv'), 'provider;gpus;price;price\nalpha ;8;2,20;"1,5"\n');
    await chokepoint('import', folder.path('marks.csv'), '--case', folder.path('marks.chokepoint'));
    const { cells } = await json('--case', folder.path('marks.chokepoint'), '--record', '1');
    const textOf = (wanted: string) => cells.find(({ header }: { header: string }) => header === wanted);
    expect(textOf('provider')).toMatchObject({ text: 'alpha ', value: 'alpha' });
    expect(textOf('price')).toMatchObject({ text: '2,20', value: '2.2' });
    expect(textOf('price_2')).toMatchObject({ text: '1,5', value: '1.5' });
  });

  it('reads the text of a record again from a packed file', async () => {
    writeFileSync(
      folder.path('nodes.json.gz'),
      gzipSync(
        JSON.stringify([
          { provider: 'a', gpu_count: 1 },
          { provider: 'b', gpu_count: 2 },
        ]),
      ),
    );
    await chokepoint('import', folder.path('nodes.json.gz'), '--case', folder.path('b.chokepoint'));
    expect((await json('--case', folder.path('b.chokepoint'), '--record', '2')).raw).toBe('{"provider":"b","gpu_count":2}');
  });

  it('tells rows that one record became apart, and lists all of them for the record', async () => {
    const hosts = [
      { host: 'x', gpus: [{ name: 'A100' }, { name: 'H100' }] },
      { host: 'y', gpus: [{ name: 'L4' }] },
    ];
    writeFileSync(folder.path('hosts.json'), JSON.stringify(hosts));
    const about = ['--case', folder.path('hosts.chokepoint')];
    await chokepoint('import', folder.path('hosts.json'), ...about, '--array', 'gpus=explode');
    const { columns, rows } = await json(...about, '--by', 'gpus.name', '--key', 'H100');
    expect(rows).toEqual([{ row: 1, record: 1, line: 1, cells: columns.map((name: string) => (name === 'host' ? 'x' : 'H100')) }]);
    type Cells = { cells: { column: string; value: string }[] };
    const nameOf = ({ cells }: Cells) => cells.find(({ column }) => column === 'gpus.name')?.value;
    const origin = await json(...about, '--record', '1');
    expect([origin, ...origin.others].map(nameOf)).toEqual(['A100', 'H100']);
    expect([origin.row, origin.others[0].row, JSON.parse(origin.raw)]).toEqual([0, 1, hosts[0]]);
    expect(await json(...about, '--record', '2')).toMatchObject({ row: 2, record: 2, others: [] });
    expect((await chokepoint('lineage', ...about, '--record', '1')).out).toMatch(
      /row 1 of 2 of this record[\s\S]*A100[\s\S]*row 2 of 2[\s\S]*H100/,
    );
    const silent = { out() {}, err() {}, json: true } as unknown as Output;
    await withCase(folder.path('hosts.chokepoint'), silent, async ({ client }) => {
      const second = await client.lineage.record({ dataset: 'D1', record: 1, row: 1 });
      expect([nameOf(second as Cells), second.others]).toEqual(['H100', []]);
      const other = await client.lineage.record({ dataset: 'D1', record: 1, row: 2 }).catch(errorValueOfCall);
      expect(other).toMatchObject({ code: 'record-missing' });
    });
  });

  it.each<[string, Uint8Array | string, string[], Record<string, unknown>]>([
    [
      'fleet.xlsx',
      workbook({ sheets: [{ name: 'Fleet', xml: rowsXml([['Fleet 2026'], ['id', 'note'], ['a', 'x'], ['b', 'y, z']]) }] }),
      [],
      { record: 2, line: 4, raw: 'b\ty, z', member: null },
    ],
    [
      'fleet.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'id', data: ['a', 'b'], type: 'STRING' },
            { name: 'n', data: [1n, 9007199254740993n], type: 'INT64' },
          ],
        }),
      ),
      [],
      { record: 2, raw: '{"id":"b","n":9007199254740993}' },
    ],
    ['keyed.json', '{"hosts": {"x": {"n": 1}, "y": {"n": 2}}}', [], { record: 2, raw: '{"n": 2}' }],
    ['lines.ndjson.zst', zstdCompressSync(Buffer.from('{"n":1}\n\n{"n":2}\n')), [], { record: 2, line: 3, raw: '{"n":2}' }],
    ['wide.csv', Buffer.from('\ufeffname,n\nZoë,1\nÅsa,2\n', 'utf16le'), [], { record: 2, line: 3, raw: 'Åsa,2' }],
    [
      'vms.csv',
      `id,info\na,"{'l': [1, 2]}"\nb,"{'l': [3]}"\n`,
      ['--open', 'info', '--array', 'info.l=explode'],
      { record: 2, raw: `b,"{'l': [3]}"` },
    ],
    [
      'two.zip',
      zipSync({ 'x.csv': strToU8('id,n\na,1\nb,2\n'), 'y.csv': strToU8('n,id\n3,c\n4,d\n') }),
      [],
      { record: 4, line: 3, raw: '4,d', member: 'y.csv' },
    ],
    [
      'lines.zip',
      zipSync({ 'x.ndjson': strToU8('{"a":1}\n{"a":2}\n'), 'y.ndjson': strToU8('{"a":3}\n') }),
      [],
      { record: 3, line: 1, raw: '{"a":3}', member: 'y.ndjson' },
    ],
    [
      'joined.zip',
      zipSync({ 'x.csv': strToU8('id,n\na,1\n'), 'y.csv': strToU8('id,gpu\nb,2\n') }),
      ['--join-members'],
      { record: 2, line: 2, raw: 'b,2', member: 'y.csv' },
    ],
  ])('reads the text of a record of %s', async (name, bytes, options, expected) => {
    writeFileSync(folder.path(name), bytes);
    const about = ['--case', folder.path(`${name}.chokepoint`)];
    const imported = await chokepoint('import', folder.path(name), ...about, ...options, '--json');
    expect([imported.code, imported.err]).toEqual([0, '']);
    const origin = await json(...about, '--record', String(expected.record));
    expect({ ...origin, raw: origin.raw.trimEnd() }).toMatchObject({ truncated: false, ...expected });
  });

  it('says what is not there', async () => {
    const missing = await chokepoint('lineage', '--case', folder.path('a.chokepoint'), '--record', '9', '--json');
    expect([missing.code, JSON.parse(missing.err).code]).toEqual([2, 'record-missing']);
    const group = await chokepoint('lineage', '--case', folder.path('a.chokepoint'), '--by', 'provider', '--key', 'gamma', '--json');
    expect([group.code, JSON.parse(group.err).code]).toEqual([2, 'group-missing']);
  });
});
