import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFile } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { listDatasets, listSources } from '../../electron/engine/store/catalogue.ts';
import type { Recipe } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { AT, errorOf, IDLE, TestCase } from './support.ts';

let test: TestCase;
beforeEach(() => {
  test = new TestCase();
});
afterEach(() => test.close());

function previewError(name: string, content: string | Uint8Array) {
  return errorOf(() => previewFile(test.write(name, content), name));
}

describe('files that cannot be imported', () => {
  it('says that a file is empty', () => {
    expect(previewError('empty.csv', '')).toMatchObject({
      code: 'file-empty',
      message: expect.stringContaining('"empty.csv" is empty (0 bytes)'),
    });
    expect(previewError('blank.csv', ' \r\n\n\t\n').code).toBe('file-empty');
    expect(previewError('mark.csv', new Uint8Array([0xef, 0xbb, 0xbf])).code).toBe('file-empty');
  });

  it('names the format of a binary file and what to do', () => {
    const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(previewError('fleet.xls', old)).toMatchObject({
      code: 'file-binary',
      details: { format: 'an Excel 97 workbook (xls)' },
      advice: expect.stringContaining('CSV (UTF-8)'),
    });
    expect(previewError('twice.csv.gz', gzipSync(gzipSync('a,b\n1,2\n'))).details).toMatchObject({ format: 'a gzip archive' });
    expect(previewError('paper.pdf', '%PDF-1.7\n').details).toMatchObject({ format: 'a PDF document' });
    expect(previewError('t.parquet', 'PAR1\0\0').code).toBe('parquet-damaged');
    expect(previewError('case.chokepoint', 'SQLite format 3\0').details).toMatchObject({ format: 'an SQLite database' });
  });

  it('names the offset of a NUL byte, also far behind the beginning', () => {
    expect(previewError('a.csv', 'a,b\n1,\0\n')).toMatchObject({ code: 'file-binary', details: { offset: 6 } });
    const path = test.write('late.csv', `a,b\n${'1,2\n'.repeat(400_000)}1,\0\n`);
    expect(errorOf(() => test.import(path))).toMatchObject({ code: 'file-binary', details: { offset: 4 + 1_600_000 + 2 } });
    expect(listSources(test.file)).toEqual([]);
  });

  it('refuses a header without records', () => {
    expect(previewError('header.csv', 'provider,gpu_count\n')).toMatchObject({
      code: 'no-records',
      message: expect.stringContaining('"provider", "gpu_count"'),
    });
    expect(previewError('empty.json', '[]').code).toBe('no-records');
  });

  it('counts the columns of a file with 10,000', () => {
    const header = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
    expect(previewError('wide.csv', `${header}\n${'1,'.repeat(9_999)}1\n`)).toMatchObject({
      code: 'too-many-columns',
      details: { columns: 10_000, limit: 4096 },
    });
    const keyed = JSON.stringify([Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`c${index}`, 1]))]);
    expect(previewError('wide.json', keyed).code).toBe('too-many-columns');
  });

  it('names the line of a quotation mark that is never closed', () => {
    expect(previewError('open.csv', 'a,b\n1,2\n"3,4\n5,6\n')).toMatchObject({ code: 'quote-unclosed', details: { line: 3 } });
  });

  it('names line and place where JSON breaks', () => {
    expect(previewError('broken.json', '[{"a":1}\n{"a":2}]')).toMatchObject({ code: 'json-syntax', details: { line: 2 } });
    expect(previewError('cut.json', '[{"a":1},\n{"a":2')).toMatchObject({ code: 'json-truncated', details: { line: 2 } });
    expect(previewError('keyed.json', '{"x":{"a":1}}')).toMatchObject({ code: 'json-no-records', details: { members: ['x'] } });
  });

  it('names the file that is not there', () => {
    expect(errorOf(() => previewFile(`${test.folder}/absent.csv`, 'absent.csv'))).toMatchObject({
      code: 'file-unreadable',
      details: { reason: 'ENOENT' },
    });
  });

  it('stops on a recipe whose columns the file lacks, and on one field for two columns', () => {
    const path = test.write('a.csv', 'gpus,b\n1,2\n');
    const replay = (mapping: Recipe['mapping']) => {
      const recipe = { ...recipeOf(previewFile(path, 'a.csv')), mapping };
      return errorOf(() => importFile(test.file, { path, fileName: 'a.csv', name: 'a', recipe, at: AT, actor: 'test' }, IDLE));
    };
    expect(replay({ gpu_total: 'gpu_count' })).toMatchObject({
      code: 'recipe-drift',
      details: { missing: ['gpu_total'], unused: ['gpus', 'b'] },
    });
    expect(replay({ gpus: 'gpu_count', b: 'gpu_count' }).code).toBe('mapping-field-twice');
    expect(listDatasets(test.file)).toEqual([]);
  });
});

describe('text in another encoding', () => {
  const rows = 'operator,city\nMüller,Zürich\nŁódź,東京\n';

  it('reads UTF-16 with and without byte-order mark, and UTF-8 with one', () => {
    const little = Buffer.from(rows, 'utf16le');
    const big = Buffer.from(little).swap16();
    const ascii = Buffer.from('operator,city\nMuller,Zurich\nLodz,Tokyo\n', 'utf16le');
    for (const [index, bytes] of [
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      Buffer.from(`\ufeff${rows}`),
    ].entries()) {
      const { dataset } = test.importText(`t${index}.csv`, bytes);
      expect(test.cells(dataset.id, 'city')).toEqual(['Zürich', '東京']);
      expect(dataset.columns[0]?.header).toBe('operator');
    }
    const { dataset, source } = test.importText('plain.csv', ascii);
    expect(source.encoding).toBe('utf-16le');
    expect(test.cells(dataset.id, 'city')).toEqual(['Zurich', 'Tokyo']);
  });

  it('reads UTF-16 of any script without a mark, in both byte orders', () => {
    // 一 is U+4E00 and Ā is U+0100: characters whose low byte is zero stand on the other side
    const text = `事業者,都市,台数\n${'一般社団法人東京計算機構,東京,八\nĀĀĀ中央演算装置共同組合,大阪,四\n'.repeat(40)}`;
    for (const [index, bytes] of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()].entries()) {
      const { dataset, source } = test.importText(`script${index}.csv`, bytes);
      expect(source.encoding).toBe(index === 0 ? 'utf-16le' : 'utf-16be');
      expect(dataset.columns.map(({ header }) => header)).toEqual(['事業者', '都市', '台数']);
      expect(test.cells(dataset.id, '都市').slice(0, 2)).toEqual(['東京', '大阪']);
    }
  });

  it('takes no bytes for UTF-16 that have zeros but are no lines of text', () => {
    const bytes = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * index * 31 + (index >> 3)) & 255));
    expect(errorOf(() => test.importText('noise.csv', bytes))).toMatchObject({ code: 'file-binary' });
  });

  it('falls back to Windows-1252 with a finding that names offset and line', () => {
    const { dataset, findings } = test.importText(
      'old.csv',
      Buffer.from('operator,city\nMüller,Zürich €\n'.replace('€', '\x80'), 'latin1'),
    );
    expect(test.cells(dataset.id, 'city')).toEqual(['Zürich €']);
    expect(findings).toMatchObject([{ code: 'encoding-uncertain', details: { offset: 15, line: 2, byte: '0xFC' } }]);
  });

  it('refuses bytes that are no UTF-8 where UTF-8 was chosen or seemed sure, and keeps nothing', () => {
    const wrong = Buffer.concat([Buffer.from(`a,b\n${'x,é\n'.repeat(300_000)}`), Buffer.from([0x79, 0x2c, 0xfc, 0x0a])]);
    const path = test.write('mixed.csv', wrong);
    expect(errorOf(() => test.import(path))).toMatchObject({
      code: 'encoding-mismatch',
      details: { offset: 4 + 5 * 300_000 + 2, line: 300_002, byte: '0xFC' },
    });
    expect(listSources(test.file)).toEqual([]);
    const forced = test.write('forced.csv', Buffer.from('a\nü\n', 'latin1'));
    expect(errorOf(() => test.import(forced, { dialect: { encoding: 'utf-8' } }))).toMatchObject({
      code: 'encoding-mismatch',
      details: { offset: 2, line: 2 },
    });
  });
});

describe('records that cannot be imported', () => {
  it('keeps ragged records as rejects and says of longer and of shorter ones what helps each', () => {
    const { dataset, findings } = test.importText('ragged.csv', 'provider,gpu_count\na,1\nb\nc,3,4\nd,4\ne\n');
    expect([dataset.rows, dataset.rejected]).toEqual([2, 3]);
    expect(test.rejects(dataset.id).map(({ record, line, code, raw }) => [record, line, code, raw])).toEqual([
      [2, 3, 'ragged-record', 'b'],
      [3, 4, 'ragged-record', 'c,3,4'],
      [5, 6, 'ragged-record', 'e'],
    ]);
    expect(findings.map(({ message, advice }) => [message, advice])).toEqual([
      [
        '2 of 5 records not imported. ragged.csv, line 3: The header has 2 columns, this record has 1 cell. Likewise line 6. Totals leave these records out.',
        'Add the missing cells, or check whether a line break inside a cell needs quotes. The rejected records are kept with their reason and text.',
      ],
      [
        '1 of 5 records not imported. ragged.csv, line 4: The header has 2 columns, this record has 3 cells. Totals leave this record out.',
        'Put cells that hold the delimiter in quotes, or check whether another delimiter fits. The rejected record is kept with its reason and text.',
      ],
    ]);
    expect(findings.map(({ details }) => [details.count, details.lines])).toEqual([
      [2, [3, 6]],
      [1, [4]],
    ]);
  });

  it('keeps counts that a rule reads as text, and rejects those that none does, with a fix in words', () => {
    const { dataset } = test.importText(
      'counts.csv',
      'provider,gpu_count\na,8x\nb,>=100\nc,-3\nd,8.5\ne,8.0\nf,\ng,unknown\nh,1e2\ni,"1,024"\nj,many\n',
    );
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(['8x', '>=100', '8.0', null, null, '1e2', '1,024']);
    const rejects = test.rejects(dataset.id);
    expect(rejects.map(({ line, column, code }) => [line, column, code])).toEqual([
      [4, 'gpu_count', 'negative-count'],
      [5, 'gpu_count', 'not-whole'],
      [11, 'gpu_count', 'not-a-number'],
    ]);
    expect(rejects[1]?.fix).toBe('Write a whole number instead of "8.5", or use the column under its own name.');
    expect(rejects[1]?.raw).toBe('d,8.5');
    expect(dataset.rows + dataset.rejected).toBe(10);
  });

  it('makes a record with a cell of 50 MB a reject and imports the others', () => {
    const { dataset } = test.importText('huge.csv', `provider,note\na,ok\nb,"${'x'.repeat(50_000_000)}"\nc,ok\n`);
    expect([dataset.rows, dataset.rejected]).toEqual([2, 1]);
    expect(test.rejects(dataset.id)).toMatchObject([{ record: 2, line: 3, code: 'cell-too-long' }]);
  });

  it('keeps elements of a JSON array that are no objects as rejects', () => {
    const { dataset } = test.importText('mixed.json', '[{"a":1},\n7,\n[2],\n{"a":3}]');
    expect(test.cells(dataset.id, 'a')).toEqual(['1', '3']);
    expect(test.rejects(dataset.id).map(({ record, line, code, raw }) => [record, line, code, raw])).toEqual([
      [2, 2, 'not-an-object', '7'],
      [3, 3, 'not-an-object', '[2]'],
    ]);
  });
});

describe('an import that does not end well', () => {
  it('leaves nothing behind when it is cancelled at any checkpoint', () => {
    const path = test.write(
      'nodes.csv',
      `node_id,gpu_count\n${Array.from({ length: 200_000 }, (_, row) => `n${row},${row % 9}`).join('\n')}\n`,
    );
    let total = 0;
    test.import(
      path,
      {},
      {
        ...IDLE,
        checkpoint() {
          total += 1;
        },
      },
    );
    for (const stop of [1, 2, Math.floor(total / 2), total]) {
      const fresh = new TestCase();
      let calls = 0;
      const context = {
        ...IDLE,
        checkpoint() {
          calls += 1;
          if (calls === stop) throw new Error('left');
        },
      };
      expect(() => fresh.import(path, {}, context)).toThrow('left');
      expect([listDatasets(fresh.file), listSources(fresh.file)]).toEqual([[], []]);
      expect(fresh.import(path).dataset).toMatchObject({ id: 'D1', sourceId: 'S1', rows: 200_000 });
      fresh.close();
    }
  });

  it('says that the same bytes are in the case already, and imports them as another dataset', () => {
    const first = test.importText('a.csv', 'a,b\n1,2\n');
    const second = test.importText('b.csv', 'a,b\n1,2\n');
    expect(second.source.id).toBe(first.source.id);
    expect(second.findings.map(({ code }) => code)).toEqual(['source-already-kept']);
    expect(second.source.datasetIds).toEqual([first.dataset.id, second.dataset.id]);
  });
});
