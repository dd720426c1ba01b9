import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestCodes } from '../../shared/columns/nest.ts';
import { selectRows } from '../../shared/columns/select.ts';
import type { ColumnTable } from '../../shared/columns/table.ts';
import type { Where } from '../../shared/columns/where.ts';

const TEXTS = ['a', 'b', 'c'];
type Row = { text: string | null; number: number | null };
const row = fc.record({
  text: fc.option(fc.constantFrom(...TEXTS), { nil: null }),
  number: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
});

const tableOf = (rows: readonly Row[]): ColumnTable => ({
  rows: rows.length,
  columns: new Map([
    [
      'text',
      {
        type: 'text',
        name: 'text',
        dictionary: TEXTS,
        codes: Int32Array.from(rows, ({ text }) => (text === null ? -1 : TEXTS.indexOf(text))),
      },
    ],
    ['number', { type: 'number', name: 'number', scale: 0, values: Float64Array.from(rows, ({ number }) => number ?? Number.NaN) }],
  ]),
});

const at = 0;
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=') as fc.Arbitrary<'=' | '!=' | '<' | '<=' | '>' | '>='>;
const numberLiteral = fc
  .integer({ min: -4, max: 4 })
  .map((value) => ({ type: 'number' as const, text: String(value), value: { units: BigInt(value), scale: 0 }, at }));
const textLiteral = fc.constantFrom(...TEXTS, 'd').map((text) => ({ type: 'text' as const, text, at }));
const leaf: fc.Arbitrary<Where> = fc.oneof(
  fc.tuple(operator, numberLiteral).map(([sign, literal]) => ({ type: 'compare' as const, column: 'number', at, operator: sign, literal })),
  fc.tuple(operator, textLiteral).map(([sign, literal]) => ({ type: 'compare' as const, column: 'text', at, operator: sign, literal })),
  fc.array(numberLiteral, { minLength: 1, maxLength: 3 }).map((literals) => ({ type: 'in' as const, column: 'number', at, literals })),
  fc.array(textLiteral, { minLength: 1, maxLength: 3 }).map((literals) => ({ type: 'in' as const, column: 'text', at, literals })),
  fc.constantFrom('text', 'number').map((column) => ({ type: 'known' as const, column, at })),
);
const { where } = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('where'), { minLength: 1, maxLength: 3 }))
      .map(([type, parts]) => ({ type, parts })),
    tie('where').map((part) => ({ type: 'not' as const, part })),
  ),
}));

/** Truth after SQL, written down from its tables: true, false, or null where a missing value leaves it open. */
function truth(condition: Where, of: Row): boolean | null {
  switch (condition.type) {
    case 'and': {
      const parts = condition.parts.map((part) => truth(part, of));
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case 'or': {
      const parts = condition.parts.map((part) => truth(part, of));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case 'not': {
      const inner = truth(condition.part, of);
      return inner === null ? null : !inner;
    }
    case 'known':
      return of[condition.column as keyof Row] !== null;
    case 'in':
      return truth(
        {
          type: 'or',
          parts: condition.literals.map((literal) => ({ ...condition, type: 'compare' as const, operator: '=' as const, literal })),
        },
        of,
      );
    case 'compare': {
      const value = of[condition.column as keyof Row];
      if (value === null) return null;
      const literal = condition.literal.type === 'number' ? Number(condition.literal.text) : condition.literal.text;
      switch (condition.operator) {
        case '=':
          return value === literal;
        case '!=':
          return value !== literal;
        case '<':
          return value < literal;
        case '<=':
          return value <= literal;
        case '>':
          return value > literal;
        default:
          return value >= literal;
      }
    }
    default:
      throw new Error('not made here');
  }
}

describe('a filter on columns', () => {
  it('selects what three-valued logic makes true, for any tree of conditions', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), where, (rows, condition) => {
        const expected = rows.flatMap((each, place) => (truth(condition, each) === true ? [place] : []));
        expect(Array.from(selectRows(tableOf(rows), condition) ?? [])).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('pairs of two dimensions', () => {
  it('are those that occur, side by side for each outer code', () => {
    const code = fc.integer({ min: -1, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(code, code, fc.boolean()), { maxLength: 20 }), (cells) => {
        const rows = Int32Array.from(cells.flatMap(([, , selected], place) => (selected ? [place] : [])));
        const outer = Int32Array.from(cells, ([group]) => group);
        const { pairOf, start, inner } = nestCodes(
          outer,
          4,
          Int32Array.from(cells, ([, value]) => value),
          4,
          rows,
        );
        const expected = new Set(cells.flatMap(([group, value, selected]) => (selected && group >= 0 ? [`${group} ${value}`] : [])));
        const found = Array.from({ length: 4 }, (_, group) =>
          Array.from(inner.subarray(start[group], start[group + 1]), (value) => `${group} ${value}`),
        ).flat();
        expect(found).toHaveLength(expected.size);
        expect(new Set(found)).toEqual(expected);
        cells.forEach(([group, value, selected], place) => {
          const pair = pairOf[place] as number;
          if (!selected || group < 0) expect(pair).toBe(-1);
          else expect([found[pair], inner[pair]]).toEqual([`${group} ${value}`, value]);
        });
      }),
    );
  });
});
