import { describe, expect, it } from 'vitest';
import { compareCells, sqlName, suggestions, tabbed, withStatement } from '../../../renderer/features/sql/console.ts';
import type { SqlTable } from '../../../shared/case/sql.ts';

const table = (id: string, columns: string[]): SqlTable => ({
  table: id,
  name: id,
  rows: 1,
  omitted: 0,
  columns: columns.map((name) => ({ name, type: 'TEXT' as const, about: null })),
});

describe('the SQL console', () => {
  it('keeps statements that ran once each, the newest first, twenty of them', () => {
    expect(withStatement(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(
      withStatement(
        Array.from({ length: 20 }, (_, at) => String(at)),
        'new',
      ),
    ).toHaveLength(20);
  });

  it('writes a name in quotes where a statement needs them', () => {
    expect(['provider', 'country.raw', 'order', '#line', 'a "b"', '2nd'].map(sqlName)).toEqual([
      'provider',
      '"country.raw"',
      '"order"',
      '"#line"',
      '"a ""b"""',
      '"2nd"',
    ]);
  });

  it('suggests statements on columns that are there', () => {
    const tables = [table('D1', ['provider', 'gpu_count']), table('D2', ['provider'])];
    expect(suggestions(tables, 'D1').map(({ title }) => title)).toEqual([
      'The first records',
      'GPUs by provider, with what is unknown',
      'In D1 but not in D2',
    ]);
    expect(suggestions(tables, 'D2').map(({ statement }) => statement.split('\n')[1])).toEqual(['FROM D2', 'FROM D2', 'FROM D2']);
    expect(suggestions([table('D3', ['x'])], 'D3')).toHaveLength(1);
    expect(suggestions([], 'D1')).toEqual([]);
  });

  it('copies rows as a spreadsheet takes them', () => {
    const columns = [
      { name: 'a\tb', type: 'text' as const },
      { name: 'n', type: 'number' as const },
    ];
    expect(
      tabbed({
        columns,
        rows: [
          ['x\ny', 1.5],
          [null, '9223372036854775807'],
        ],
      }),
    ).toBe('a b\tn\nx y\t1.5\n\t9223372036854775807\n');
  });

  it('sorts numbers by their value, exactly beyond 2^53, and what is missing first', () => {
    const numbers = ['9007199254740993', 10, null, '9007199254740992', -2, 2.5];
    expect([...numbers].sort((a, b) => compareCells(a, b, true))).toEqual([null, -2, 2.5, 10, '9007199254740992', '9007199254740993']);
    expect(['b', null, 'B', 'a'].sort((a, b) => compareCells(a, b, false))).toEqual([null, 'B', 'a', 'b']);
  });
});
