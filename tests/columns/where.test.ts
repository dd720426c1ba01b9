import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorValueOf } from '../../shared/case/error.ts';
import { selectRows } from '../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../shared/columns/table.ts';
import { columnPlaces, columnsOfWhere, parseWhere } from '../../shared/columns/where.ts';

function text(name: string, values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  return { type: 'text', name, dictionary, codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))) };
}

const table: ColumnTable = {
  rows: 5,
  columns: new Map<string, Column>([
    ['Status', text('Status', ['Existing', 'Planned', 'Existing', null, "O'Hara"])],
    ['Chip type (primary)', text('Chip type (primary)', ['H100', 'GB200', 'h100 PCIe', 'A100', null])],
    // one decimal: 0.5, 8, 16, none, 2.5
    ['gpus', { type: 'number', name: 'gpus', scale: 1, values: Float64Array.of(5, 80, 160, Number.NaN, 25) }],
    ['stake', { type: 'exact', name: 'stake', dictionary: ['9007199254740993', '9007199254740992'], codes: Int32Array.of(0, 1, -1, 0, 1) }],
  ]),
};
const rows = (filter: string) =>
  Array.from(selectRows(table, parseWhere(filter)) ?? Int32Array.from({ length: table.rows }, (_, row) => row));
const codeOf = (filter: string) => {
  try {
    rows(filter);
    return null;
  } catch (error) {
    return errorValueOf(error);
  }
};

describe('filter in text form', () => {
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ["Status = 'Existing'", [0, 2]],
    ["Status != 'Existing'", [1, 4]],
    ["Status <> 'Existing'", [1, 4]],
    ["not Status = 'Existing'", [1, 4]],
    ['Status is null', [3]],
    ['Status IS NOT NULL', [0, 1, 2, 4]],
    ["Status = 'O''Hara'", [4]],
    ["Status in ('Planned', 'Existing')", [0, 1, 2]],
    ["Status not in ('Planned', 'Existing')", [4]],
    ['"Chip type (primary)" like \'H100%\'', [0, 2]],
    ["`Chip type (primary)` like '_100'", [0, 3]],
    ['gpus >= 8', [1, 2]],
    ['gpus between 0.5 and 2.5', [0, 4]],
    ['gpus > 0.49', [0, 1, 2, 4]],
    ['gpus < 0.55', [0]],
    ['gpus = 0.55', []],
    ['gpus > -0.05', [0, 1, 2, 4]],
    ["gpus = '16'", [2]],
    ['gpus < 1e400', [0, 1, 2, 4]],
    ['stake = 9007199254740993', [0, 3]],
    ['stake < 9007199254740993', [1, 4]],
    ["Status = 'Existing' and gpus > 1 or Status is null", [2, 3]],
    ["Status = 'Existing' AND (gpus > 1 OR Status is null)", [2]],
  ])('%s selects %j', (filter, expected) => {
    expect(rows(filter)).toEqual(expected);
  });

  it('treats a condition on a missing value as unknown, so neither it nor its negation selects the row', () => {
    expect(rows('gpus > 1')).not.toContain(3);
    expect(rows('not gpus > 1')).not.toContain(3);
    expect(rows('gpus > 1 or not gpus > 1')).toEqual([0, 1, 2, 4]);
  });

  it.each([
    ["Status = 'Existing", 'filter-syntax', 9],
    ['Status Existing', 'filter-syntax', 7],
    ["Status = 'a' Planned", 'filter-syntax', 13],
    ['(gpus > 1', 'filter-syntax', 9],
    ['gpus > ', 'filter-syntax', 7],
    ['gpus ~ 3', 'filter-syntax', 5],
    ["status = 'a'", 'unknown-column', 0],
    ["gpus = 'many'", 'filter-type', 7],
    ['Status = 3', 'filter-type', 9],
  ])('%s fails as %s at %i', (filter, code, position) => {
    expect(codeOf(filter)).toMatchObject({ code, details: { position } });
  });

  it('proposes the column that differs only in case or marks', () => {
    expect(codeOf("status = 'a'")?.advice).toContain('"Status"');
  });
  it('proposes the column that was mistyped by a letter or two, and none where nothing is near', () => {
    expect(codeOf("Sattus = 'a'")?.details.suggestion).toBe('Status');
    expect(codeOf("Stats = 'a'")?.details.suggestion).toBe('Status');
    expect(codeOf('gpuss > 1')?.details.suggestion).toBe('gpus');
    expect(codeOf('price > 1')?.details.suggestion).toBeUndefined();
  });

  it('knows the place of every mention of a column', () => {
    expect(columnPlaces(parseWhere('a = 1 or not "b" in (2) and a > 3'))).toEqual([
      { column: 'a', at: 0 },
      { column: 'b', at: 13 },
      { column: 'a', at: 28 },
    ]);
  });

  it('names each column once', () => {
    expect(columnsOfWhere(parseWhere('a = 1 and (b = 2 or not a = 3) and c is null'))).toEqual(['a', 'b', 'c']);
  });

  it('never throws anything but an explained error, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (filter) => {
        try {
          rows(filter);
        } catch (error) {
          expect(errorValueOf(error)).not.toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });
});
