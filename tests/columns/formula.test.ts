import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChokepointError } from '../../shared/case/error.ts';
import { type Decimal, parseDecimal, rescale } from '../../shared/columns/decimal.ts';
import { evaluateFormula } from '../../shared/columns/evaluate.ts';
import { columnsOfFormula, looksLikeFormula, parseFormula } from '../../shared/columns/formula.ts';
import type { Column, NumberColumn } from '../../shared/columns/table.ts';

const column = (name: string, scale: number, ...values: number[]): NumberColumn => ({
  type: 'number',
  name,
  scale,
  values: Float64Array.from(values),
});
type Numeric = Exclude<Column, { type: 'text' }>;

/** Values of a formula as numbers; `null` = unknown. */
function valuesOf(text: string, ...columns: Numeric[]): (number | null)[] {
  const rows = columns[0]?.type === 'number' ? columns[0].values.length : (columns[0]?.codes.length ?? 1);
  const { column: out } = evaluateFormula(parseFormula(text), rows, text, (name) => columns.find((each) => each.name === name) as Numeric);
  if (out.type === 'number') return Array.from(out.values, (value) => (Number.isNaN(value) ? null : value / 10 ** out.scale));
  return Array.from(out.codes, (code) => (code < 0 ? null : Number(out.dictionary[code])));
}

const refusal = (text: string) => {
  try {
    parseFormula(text);
  } catch (error) {
    if (error instanceof ChokepointError) return { code: error.value.code, at: error.value.details.position, advice: error.value.advice };
  }
  return null;
};

describe('the text of a formula', () => {
  it('is read with the usual precedence, left to right, signs first', () => {
    const one = column('x', 0, 10);
    expect(valuesOf('2 + 3 * 4 - 6 / 2 - 1', one)).toEqual([10]);
    expect(valuesOf('(2 + 3) * -4 + 24 / 4 / 3', one)).toEqual([-18]);
    expect(valuesOf('x - 1 - 2', one)).toEqual([7]);
    expect(valuesOf('-x + +x * 2', one)).toEqual([10]);
  });

  it('names columns as words or in double quotes', () => {
    expect(columnsOfFormula(parseFormula('"Total GPUs" * gpu_count.low + `a/b`'))).toEqual([
      { name: 'Total GPUs', at: 0 },
      { name: 'gpu_count.low', at: 15 },
      { name: 'a/b', at: 31 },
    ]);
    expect(valuesOf('"min" + min(1, 2)', column('min', 0, 5))).toEqual([6]);
  });

  it('is told from the name of a column', () => {
    for (const text of ['a * b', '(a)', '"Total GPUs"', '2', 'a-b']) expect(looksLikeFormula(text)).toBe(true);
    for (const text of ['gpu_count', 'Total GPUs', 'H100 equivalents']) expect(looksLikeFormula(text)).toBe(false);
  });

  it.each([
    ['a *', 3],
    ['a b', 2],
    ['(a + b', 6],
    ['a + * b', 4],
    ["a * 'b'", 4],
    ['sqrt(a)', 0],
    ['max()', 4],
    ['a ^ 2', 2],
    ['a * "b', 4],
    ['a)', 1],
    ['', 0],
  ])('says where %j goes wrong, and what to write', (text, at) => {
    expect(refusal(text)).toMatchObject({ code: 'formula-invalid', at, advice: expect.stringMatching(/\w/) });
  });
});

describe('a formula over columns', () => {
  it('adds, takes away and multiplies decimals exactly', () => {
    // 0.1 + 0.2 and 0.1 x 3 are not 0.3 in doubles
    const [a, b] = [column('a', 1, 1, 3), column('b', 1, 2, 1)];
    const { column: sum } = evaluateFormula(parseFormula('a + b'), 2, 'sum', (name) => (name === 'a' ? a : b));
    expect(sum).toMatchObject({ type: 'number', scale: 1, values: Float64Array.of(3, 4) });
    expect(evaluateFormula(parseFormula('a * 3'), 2, 'product', () => a)).toMatchObject({
      divided: false,
      column: { values: Float64Array.of(3, 9) },
    });
  });

  it('stays exact beyond 2^53', () => {
    const stake = column('stake', 0, 9_007_199_254_740_991, 1);
    const { column: out } = evaluateFormula(parseFormula('stake * 1000 + 1'), 2, 'stake', () => stake);
    expect(out).toMatchObject({ type: 'exact', dictionary: ['9007199254740991001', '1001'] });
  });

  it('leaves unknown what has an unknown part, and fills by coalesce alone', () => {
    const [a, b] = [column('a', 0, 2, Number.NaN, 4), column('b', 0, 3, 5, Number.NaN)];
    expect(valuesOf('a + b', a, b)).toEqual([5, null, null]);
    expect(valuesOf('a * 0', a, b)).toEqual([0, null, 0]);
    expect(valuesOf('min(a, b)', a, b)).toEqual([2, null, null]);
    expect(valuesOf('max(a, b, 1)', a, b)).toEqual([3, null, null]);
    expect(valuesOf('coalesce(a, b, 0)', a, b)).toEqual([2, 5, 4]);
  });

  it('takes a division by zero as unknown and says how far quotients are rounded', () => {
    const [a, b] = [column('a', 0, 1, 10, 7), column('b', 0, 0, 4, 3)];
    expect(valuesOf('a / b', a, b)[0]).toBeNull();
    expect(valuesOf('a / b', a, b)[1]).toBe(2.5);
    expect(valuesOf('a / b', a, b)[2]).toBeCloseTo(7 / 3, 14);
    // 10 / 4 is the largest: 15 places keep it below 2^53
    expect(evaluateFormula(parseFormula('a / b'), 3, 'q', (name) => (name === 'a' ? a : b))).toMatchObject({ divided: true, decimals: 15 });
  });

  it('keeps small quotients beside large ones', () => {
    const a = column('a', 0, 1, 1e15);
    expect(valuesOf('a / 3', a)).toEqual([1 / 3, 1e15 / 3]);
  });

  it('carries the bounds that records state', () => {
    const low = column('gpus', 0, 8, 4);
    const high = column('gpus', 0, 8, Number.NaN);
    const gpus: NumberColumn = { ...column('gpus', 0, 8, Number.NaN), bounds: { low, high } };
    const other = column('x', 0, 2, 3);
    const ends = (text: string) => {
      const { column: out } = evaluateFormula(parseFormula(text), 2, text, (name) => (name === 'gpus' ? gpus : other));
      const read = (each: Column | undefined) => (each?.type === 'number' ? Array.from(each.values) : null);
      return [
        read(out),
        read(out.type === 'number' ? out.bounds?.low : undefined),
        read(out.type === 'number' ? out.bounds?.high : undefined),
      ];
    };
    expect(ends('gpus * x')).toEqual([
      [16, Number.NaN],
      [16, 12],
      [16, Number.NaN],
    ]);
    // at least 4 are taken away from 3, and no weight is below zero
    expect(ends('x - gpus')[0]).toEqual([-6, Number.NaN]);
    expect(ends('100 - gpus')).toEqual([
      [92, Number.NaN],
      [92, Number.NaN],
      [92, 96],
    ]);
  });

  it('agrees with arithmetic on big integers for any whole operands', () => {
    const whole = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole, whole), { minLength: 1, maxLength: 5 }), (rows) => {
        const of = (place: 0 | 1 | 2, name: string) => column(name, place, ...rows.map((row) => row[place]));
        const columns = { a: of(0, 'a'), b: of(1, 'b'), c: of(2, 'c') } as Record<string, NumberColumn>;
        const { column: out } = evaluateFormula(
          parseFormula('a * b - max(c, a * a) * 3'),
          rows.length,
          'f',
          (name) => columns[name] as NumberColumn,
        );
        // a has scale 0, b 1 and c 2: in hundredths a b is 10 a b
        const expected = rows.map(([a, b, c]) => {
          const [x, y, z] = [BigInt(a), BigInt(b), BigInt(c)];
          const squares = 100n * x * x;
          return 10n * x * y - 3n * (z > squares ? z : squares);
        });
        const units = rows.map((_, row) =>
          out.type === 'number'
            ? rescale({ units: BigInt(out.values[row] as number), scale: out.scale }, 2)
            : rescale(parseDecimal(out.dictionary[out.codes[row] as number] as string) as Decimal, 2),
        );
        expect(units).toEqual(expected);
      }),
    );
  });
});
