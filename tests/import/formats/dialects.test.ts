import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { parseNumberCell } from '../../../electron/engine/import/types.ts';
import { formatDecimal } from '../../../shared/columns/decimal.ts';
import { errorOf, TestCase } from '../support.ts';

const test = new TestCase();
afterAll(() => test.close());
const dialectOf = (text: string, name = 'a.csv') => previewFile(test.write(name, text), name).dialect;

describe('marks between thousands', () => {
  it.each([
    ['a comma in quotes', 'id,n\na,"1,204"\nb,980\nc,"12,500"\n', ',', '.', ['1204', '980', '12500']],
    ['a comma with decimals', 'id;n\na;1,204.50\nb;0.25\n', ',', '.', ['1204.5', '0.25']],
    ['a point with decimal commas', 'id;n\na;1.204,5\nb;980,25\nc;2.000.000\n', '.', ',', ['1204.5', '980.25', '2000000']],
    ['a blank', 'id;n\na;1 204\nb;12 500,5\n', ' ', undefined, ['1204', '12500.5']],
    ['a narrow blank', 'id;n\na;1\u202f204\nb;980\n', ' ', undefined, ['1204', '980']],
    ['an apostrophe', "id,n\na,1'204\nb,1'000'000.5\n", "'", '.', ['1204', '1000000.5']],
  ])('are found by what a column agrees on: %s', (_, text, thousands, decimal, expected) => {
    const dialect = dialectOf(text);
    expect(dialect.thousandsMark).toBe(thousands);
    if (decimal) expect(dialect.decimalMark).toBe(decimal);
    const { dataset } = test.importText('t.csv', text, decimal ? {} : { dialect: { decimalMark: ',' } });
    expect(test.cells(dataset.id, 'n')).toEqual(expected);
  });

  it.each([
    ['fractions of three digits in a file with points', 'id,x\na,1.250\nb,3.5\n'],
    ['a column of fractions with three digits', 'id,x\na,1.250\nb,2.375\n'],
    ['four digits without a mark', 'id,n\na,"1,204"\nb,1500\n'],
    ['coordinates', 'id;x\na;12.345\nb;7.100\n'],
  ])('are not seen in %s', (_, text) => {
    expect(dialectOf(text).thousandsMark).toBeUndefined();
  });

  it('are doubted aloud where a column can be read both ways', () => {
    const path = test.write('doubt.csv', 'id;x\na;1.250\nb;2.375\n');
    expect(previewFile(path, 'doubt.csv').findings.map(({ code }) => code)).toContain('thousands-uncertain');
    const { dataset } = test.import(path, { dialect: { thousandsMark: '.', decimalMark: ',' } });
    expect(test.cells(dataset.id, 'x')).toEqual(['1250', '2375']);
  });

  it('give back every number that is written with them', () => {
    const grouped = (whole: bigint, mark: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, mark);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom([',', '.'], ['.', ','], [' ', ','], ["'", '.'], ['_', '.']),
        (whole, fraction, [mark, decimal]) => {
          const text = `${grouped(whole, mark as string)}${decimal}${fraction}`;
          const value = parseNumberCell(text, decimal as '.' | ',', mark as ',');
          expect(value && formatDecimal(value)).toBe(formatDecimal(parseNumberCell(`${whole}.${fraction}`, '.') as never));
        },
      ),
    );
    for (const text of ['1,20', '0,204', '1,2045', ',204', '1,204,5']) expect(parseNumberCell(text, '.', ',')).toBeNull();
  });

  it('cannot be the decimal mark too', () => {
    expect(errorOf(() => test.importText('same.csv', 'a,b\n1,2\n', { dialect: { decimalMark: ',', thousandsMark: ',' } })).code).toBe(
      'dialect-not-supported',
    );
  });
});

describe('lines that are no records', () => {
  it('passes over notes above the header, a line of units below it, and comments anywhere', () => {
    const text = 'Fleet report 2026\n# made by x\n\nprovider,gpu_count,power\n(name),(cards),(MW)\na,8,1\n# b is new, since May\nb,4,2\n';
    const { dataset, findings } = test.importText('notes.csv', text);
    expect(dataset).toMatchObject({ rows: 2, rejected: 0 });
    expect(test.cells(dataset.id, 'provider')).toEqual(['a', 'b']);
    expect(dialectOf(text)).toMatchObject({ headerLine: 3, comment: '#', notesBelow: 1 });
    expect(findings.map(({ code }) => code)).toContain('notes-below-header');
    const kept = test.importText('notes.csv', text, { dialect: { notesBelow: 0 } });
    expect([kept.dataset.rows, kept.dataset.rejected]).toEqual([2, 1]);
  });

  it('finds the header in any of the first 20 lines', () => {
    for (let line = 0; line <= 20; line++) {
      const text = `${Array.from({ length: line }, (_, index) => `Note ${index}\n`).join('')}provider,country,gpu_count\n${'a,DE,1\nb,FR,2\n'.repeat(15)}`;
      expect(dialectOf(text).headerLine, `header on line ${line + 1}`).toBe(line);
    }
  });

  it('does not take records that begin with # for comments', () => {
    expect(dialectOf('rank,n\n#1,5\n#2,6\n').comment).toBeUndefined();
    expect(test.importText('ranks.csv', 'rank,n\n#1,5\n#2,6\n').dataset.rows).toBe(2);
  });

  it('keeps the line numbers of records behind comments and cells with line ends', () => {
    const text = 'id,note\r\n# c\r\na,"two\nlines"\r\nb,x,y\r\n';
    const { dataset } = test.importText('lines.csv', text);
    expect(test.cells(dataset.id, 'note')).toEqual(['two\nlines']);
    expect(test.rejects(dataset.id)).toMatchObject([{ record: 2, line: 5 }]);
  });
});

describe('rows of sums', () => {
  it('become rejects with their text, so that nothing is counted twice', () => {
    const { dataset, findings } = test.importText('totals.csv', 'provider,country,gpu_count\na,DE,8\nb,US,4\nTotal,,12\n');
    expect(dataset).toMatchObject({ rows: 2, rejected: 1 });
    expect(test.rejects(dataset.id)).toMatchObject([{ code: 'total-row', record: 3, line: 4, raw: 'Total,,12' }]);
    expect(findings.some(({ details }) => details.reason === 'total-row')).toBe(true);
    expect(dataset.columns.find(({ name }) => name === 'gpu_count')?.sum).toBe('12');
  });

  it('are kept where the person says so, or where such a row names more than numbers', () => {
    const keep = test.importText('keep.csv', 'provider,gpu_count\na,8\nTotal,12\n', { dialect: { totals: 'keep' } });
    expect(keep.dataset).toMatchObject({ rows: 2, rejected: 0 });
    expect(test.importText('named.csv', 'provider,country,gpu_count\na,DE,8\nTotal,FR,12\n').dataset.rows).toBe(2);
  });

  it('stay records for recipes that know nothing of them', () => {
    const dialect = { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', quote: '"', headerLine: 0, decimalMark: '.' } as const;
    expect(test.importText('old.csv', 'provider,gpu_count\na,8\nTotal,12\n', { dialect }).dataset.rows).toBe(2);
  });
});
