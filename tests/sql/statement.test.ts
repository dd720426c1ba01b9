import { describe, expect, it } from 'vitest';
import { firstWord, lineAndColumn, mayRead, placesOf } from '../../shared/sql/statement.ts';

describe('a statement, before it is run', () => {
  it.each([
    ['select 1', 'SELECT'],
    ['  -- a remark\n/* another */ (WITH x AS (SELECT 1) SELECT 1)', 'WITH'],
    ['/* SELECT */ DELETE FROM D1', 'DELETE'],
    ['-- SELECT 1', ''],
    ['/* never closed SELECT', ''],
    ["'SELECT'", ''],
    ['', ''],
  ])('%j begins with %j', (sql, word) => {
    expect(firstWord(sql)).toBe(word);
  });

  it('finds names as whole words, quoted or not, outside of texts and comments', () => {
    const sql = `SELECT cost, costs, "Cost", 'cost' -- cost\nFROM D1 /* cost */ WHERE x.cost > 1`;
    expect(placesOf(sql, 'cost').map((at) => sql.slice(at, at + 6))).toEqual(['cost, ', '"Cost"', 'cost >']);
    expect(placesOf("SELECT 'it''s cost', [cost]", 'COST')).toEqual([21]);
    expect(lineAndColumn(sql, sql.indexOf('FROM'))).toEqual({ line: 2, column: 1 });
    expect(lineAndColumn('abc', 1)).toEqual({ line: 1, column: 2 });
  });

  it('may read the columns that it names, and all where it asks for all', () => {
    const some = mayRead('SELECT count(*), sum( * ), Provider FROM D1');
    expect([some('provider'), some('country'), some('a "b"')]).toEqual([true, false, true]);
    expect(mayRead('SELECT * FROM D1')('country')).toBe(true);
    expect(mayRead('SELECT a.* FROM D1 a')('country')).toBe(true);
    expect(mayRead('SELECT 1 FROM D1 natural JOIN D2')('country')).toBe(true);
    expect(mayRead("SELECT 1 FROM D1 WHERE name = '* natural'")('country')).toBe(false);
  });
});
