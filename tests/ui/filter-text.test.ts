import { describe, expect, it } from 'vitest';
import { conditionOf, withCondition } from '../../renderer/features/views/FilterEditor.tsx';
import { parseWhere } from '../../shared/columns/where.ts';

describe('a filter to selected groups', () => {
  it.each([
    ['', 'operator', ['a', "b's"], false, "operator in ('a', 'b''s')"],
    ["status = 'online'", 'operator', ['a'], false, "status = 'online' and operator = 'a'"],
    ["x = 'a' or x = 'b'", 'x y', ['c', 'd'], false, "(x = 'a' or x = 'b') and \"x y\" in ('c', 'd')"],
    ['', 'asn', ['1', '2'], true, 'asn in (1, 2)'],
  ] as const)('after %j', (where, column, keys, numeric, expected) => {
    const text = withCondition(where, conditionOf(column, keys, numeric));
    expect(text).toBe(expected);
    expect(() => parseWhere(text)).not.toThrow();
  });
});
