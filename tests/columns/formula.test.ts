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
    ['count * 1e9999', 8],
    ['1e308 * 1e308 * count', 0],
    ['count + 1e-300', 8],
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

  it('refuses numbers that grow beyond 60 digits, with the place', () => {
    const a = column('a', 0, 9_000_000_000_000_000);
    const refused = (text: string) => {
      try {
        return valuesOf(text, a);
      } catch (error) {
        return error instanceof ChokepointError ? { code: error.value.code, at: error.value.details.position } : error;
      }
    };
    // 16 digits: three factors have 48, four 64
    expect(refused('a * a * a')).toEqual([7.29e47]);
    expect(refused('a * a * a * a')).toEqual({ code: 'formula-invalid', at: 10 });
    expect(refused('1e30 / 1e-30 * a')).toEqual({ code: 'formula-invalid', at: 5 });
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
      [92, 0],
      [92, 96],
    ]);
  });

  const bounded = (name: string, ...cells: ([number, number | null] | number)[]): NumberColumn => ({
    ...column(name, 0, ...cells.map((cell) => (typeof cell === 'number' ? cell : Number.NaN))),
    bounds: {
      low: column(name, 0, ...cells.map((cell) => (typeof cell === 'number' ? cell : cell[0]))),
      high: column(name, 0, ...cells.map((cell) => (typeof cell === 'number' ? cell : (cell[1] ?? Number.NaN)))),
    },
  });
  const endsOf = (text: string, ...columns: Numeric[]): [number | null, number | null][] => {
    const rows = valuesOf('x', columns[0] as Numeric).length;
    const { column: out } = evaluateFormula(
      parseFormula(text),
      rows,
      text,
      (name) => (columns.find((each) => each.name === name) ?? columns[0]) as Numeric,
    );
    const read = (each: Column | undefined) =>
      each === undefined || each.type === 'text'
        ? []
        : each.type === 'number'
          ? Array.from(each.values, (value) => (Number.isNaN(value) ? null : value / 10 ** each.scale))
          : Array.from(each.codes, (code) => (code < 0 ? null : Number(each.dictionary[code])));
    const [low, high] = [read(out.bounds?.low), read(out.bounds?.high)];
    return low.map((value, row) => [value, high[row] ?? null]);
  };

  it('gives a record bounds wherever it reads an open one, also where a difference has none', () => {
    // at least 10, of which at least 5 are free: the difference may be anything, and no weight is below zero
    expect(endsOf('x - y', bounded('x', 1, 5, [10, null]), bounded('y', 0, 2, [5, null]))).toEqual([
      [1, 1],
      [3, 3],
      [0, null],
    ]);
    expect(endsOf('x / y', bounded('x', [10, null], [4, 8]), bounded('y', [5, null], [0, 2]))).toEqual([
      [0, null],
      [2, null],
    ]);
  });

  it('takes products of what may be negative over all four corners', () => {
    // (x - 6)^2 over 4 to 8 is 0 to 4; of two factors that are read apart, -4 to 4
    expect(endsOf('(x - 6) * (x - 6)', bounded('x', [4, 8]))).toEqual([[0, 4]]);
    expect(endsOf('10 + (x - 6) * 3', bounded('x', [4, 8]))).toEqual([[4, 16]]);
    expect(endsOf('-(3 - x) * 2', bounded('x', [4, 8]))).toEqual([[2, 10]]);
    expect(endsOf('1 / (x - 6) + 9', bounded('x', [4, 8]))).toEqual([[0, null]]);
  });

  const leaf = fc.oneof(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 9 }).map(String));
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula')).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      fc.tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula')).map(([name, a, b]) => `${name}(${a}, ${b})`),
      tie('formula').map((part) => `(-${part})`),
    ),
  }));
  const cell = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.option(fc.integer({ min: 0, max: 12 })), fc.integer({ min: 0, max: 40 }));

  it('keeps every value of the bounded columns inside the bounds that follow', () => {
    fc.assert(
      fc.property(formula, cell, cell, (part, [xLow, xMore, xPart], [yLow, yMore, yPart]) => {
        const text = `${part} + 0 * x`;
        const sample = (low: number, more: number | null, part: number) => low + (more === null ? part : part % (more + 1));
        const [ends] = endsOf(
          text,
          bounded('x', [xLow, xMore === null ? null : xLow + xMore]),
          bounded('y', [yLow, yMore === null ? null : yLow + yMore]),
        );
        const [value] = valuesOf(text, column('x', 0, sample(xLow, xMore, xPart)), column('y', 0, sample(yLow, yMore, yPart)));
        if (value === null || value === undefined) return;
        const [low, high] = ends as [number | null, number | null];
        const near = 1e-9 * Math.max(1, Math.abs(value));
        expect(low).not.toBeNull();
        expect(low as number).toBeLessThanOrEqual(Math.max(0, value) + near);
        if (high !== null) expect(high).toBeGreaterThanOrEqual(value - near);
      }),
      { numRuns: 500 },
    );
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
