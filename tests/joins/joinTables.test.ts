import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Aggregation } from '../../shared/case/join.ts';
import { parseDecimal } from '../../shared/columns/decimal.ts';
import { numericColumnOf, textColumnOf } from '../../shared/columns/derive.ts';
import { codesOf } from '../../shared/columns/group.ts';
import type { Column } from '../../shared/columns/table.ts';
import { aggregate } from '../../shared/joins/aggregate.ts';
import { type JoinInput, joinTables } from '../../shared/joins/join.ts';
import { fittingSide } from '../../shared/joins/propose.ts';
import { spreadHours, windowOf } from '../../shared/joins/window.ts';
import { joinName, keepsField, madeWords, spreadWords } from '../../shared/joins/words.ts';

const codes = (length: number) => Int32Array.from({ length }, (_, row) => row);
const text = (name: string, values: (string | null)[]): Column => textColumnOf(name, codes(values.length), values);
const number = (name: string, values: (string | null)[]): Column =>
  numericColumnOf(
    name,
    codes(values.length),
    values.map((value) => (value === null ? null : parseDecimal(value))),
  );
const valuesOf = (column: Column) => {
  const { codes: rows, dictionary } = codesOf(column);
  return [...rows].map((code) => dictionary[code] ?? null);
};

/** Providers a, b, c and one without a name; samples of a and b. */
function join(input: Partial<JoinInput>) {
  return joinTables({
    name: 'joined',
    on: [{ here: text('provider', ['a', 'b', 'c', null]), there: text('account', ['a', 'a', 'b', 'z', 'a']) }],
    take: number('uptime', ['0.9', '1', '0.5', '0.1', null]),
    times: text('observed_at', ['2026-07-30', '2026-07-31', '2026-07-24', '2026-07-31', '2026-07-31']),
    how: 'mean',
    window: 7,
    asOf: '2026-07-31',
    withAsOf: null,
    ...input,
  });
}

describe('a joined column', () => {
  it('holds the mean over the days that end with the as-of date; what has no match stays unknown', () => {
    const { column, outcome } = join({});
    // a: (0.9 + 1) / 2; the sample of b is of the eighth day before
    expect(valuesOf(column)).toEqual(['0.95', null, null, null]);
    expect(outcome).toMatchObject({
      rows: 4,
      matched: 1,
      unmatched: { noKey: 1, absent: 1, noValue: 1, conflict: 0 },
      ids: { both: 2, onlyHere: 1, onlyThere: 1 },
      used: 3,
      outside: 1,
      asOf: '2026-07-31',
      spreadHours: 0,
    });
  });

  it('takes the record of the last instant that has a value', () => {
    expect(valuesOf(join({ how: 'latest', window: null }).column)).toEqual(['1', '0.5', null, null]);
  });

  it('chooses none of several latest values, and takes the only one where nothing is dated', () => {
    const { column, outcome } = join({ how: 'latest', window: null, times: null, withAsOf: '2026-08-01' });
    expect(valuesOf(column)).toEqual([null, '0.5', null, null]);
    expect(outcome.unmatched).toEqual({ noKey: 1, absent: 1, noValue: 0, conflict: 1 });
    expect(outcome).toMatchObject({ asOf: '2026-08-01', spreadHours: 24 });
  });

  it('holds text by its latest value', () => {
    const take = text('state', ['up', 'down', 'up', 'up', null]);
    expect(valuesOf(join({ take, how: 'latest', window: null }).column)).toEqual(['down', 'up', null, null]);
  });

  it('adds integers beyond 2^53 exactly', () => {
    const take = number('stake', ['9007199254740993', '9007199254740993', '1', '1', '2']);
    expect(valuesOf(join({ take, how: 'sum', window: null, times: null }).column)).toEqual(['18014398509481988', '1', null, null]);
  });

  it('counts records; a key without a record in the window has none, a key that is absent is unknown', () => {
    expect(valuesOf(join({ take: null, how: 'count' }).column)).toEqual(['3', '0', null, null]);
  });

  it('needs all key columns to be equal', () => {
    const on = [
      { here: text('provider', ['a', 'a', 'b']), there: text('provider', ['a', 'b', 'a']) },
      { here: text('gpu_model', ['h100', 'a100', 'h100']), there: text('model', ['h100', 'h100', 't4']) },
    ];
    const take = number('price', ['2.5', '2', '9']);
    const joined = join({ on, take, times: null, how: 'median', window: null });
    expect(valuesOf(joined.column)).toEqual(['2.5', null, '2']);
    expect(joined.outcome.ids).toEqual({ both: 2, onlyHere: 1, onlyThere: 1 });
    expect(joined.outcome.examples[0]).toEqual({ key: ['a', 'h100'], value: '2.5', records: 1, reason: null });
  });
});

describe('aggregation', () => {
  it('rounds only a mean, to six places more than the values have, half away from zero', () => {
    expect(aggregate([1n, 1n, 0n], 0, 'mean')).toEqual({ units: 666667n, scale: 6 });
    expect(aggregate([-1n, -1n, 0n], 0, 'mean')).toEqual({ units: -666667n, scale: 6 });
    expect(aggregate([10n, 11n], 1, 'median')).toEqual({ units: 105n, scale: 2 });
    expect(aggregate([3n, 1n, 2n], 0, 'median')).toEqual({ units: 2n, scale: 0 });
  });
});

describe('dates', () => {
  it('let a date reach to the end of its day and an instant to itself', () => {
    expect(windowOf('2026-07-31', 1)).toEqual({ start: Date.UTC(2026, 6, 31), end: Date.UTC(2026, 7, 1) });
    expect(windowOf('2026-07-31T12:00:00Z', 1)).toEqual({ start: Date.UTC(2026, 6, 30, 12) + 1, end: Date.UTC(2026, 6, 31, 12) + 1 });
  });

  it('are apart in hours, unknown where one is not stated', () => {
    expect(spreadHours('2026-03-01', '2026-08-01')).toBe(153 * 24);
    expect(spreadHours('2026-03-01', '2026-03-01T18:00:00Z')).toBe(0);
    expect(spreadHours('2026-03-01T00:00:00Z', '2026-03-01T18:00:00Z')).toBe(18);
    expect(spreadHours(null, '2026-03-01')).toBeNull();
    expect([153 * 24, 24, 5, 60].map(spreadWords)).toEqual(['153 days', '1 day', '5 hours', '2.5 days']);
  });
});

describe('names', () => {
  const spec = { take: 'uptime', how: 'mean' as Aggregation, window: 7, with: 'D2' };
  it('say what is taken, and give way to what is there', () => {
    expect(joinName(spec, () => false)).toBe('uptime_7d');
    expect(joinName({ ...spec, how: 'minimum' }, () => false)).toBe('uptime_minimum_7d');
    expect(joinName({ ...spec, take: 'price', how: 'median', window: null }, () => false)).toBe('price_median');
    expect(joinName({ ...spec, take: 'stake', how: 'sum', window: null }, (name) => name === 'stake')).toBe('stake_d2');
    expect(joinName({ ...spec, take: 's', how: 'sum', window: null }, (name) => name !== 's_d2_2')).toBe('s_d2_2');
    expect(madeWords(spec)).toBe('mean of uptime over 7 days');
  });

  it('serve a field only where the value still means it', () => {
    expect(keepsField('stake', 'sum')).toBe(true);
    expect(keepsField('uptime', 'sum')).toBe(false);
    expect(keepsField('uptime', 'count')).toBe(false);
  });
});

describe('any join', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', null);
  const rows = fc.array(fc.record({ one: key, two: key }), { maxLength: 12 });
  const side = fc.array(
    fc.record({
      one: key,
      two: key,
      value: fc.option(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n })),
      day: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 20 },
  );
  const how = fc.constantFrom<Aggregation>('minimum', 'maximum', 'sum', 'median', 'mean', 'count');

  it('equals a loop over all pairs of records', () => {
    fc.assert(
      fc.property(rows, side, how, fc.option(fc.integer({ min: 1, max: 9 })), (here, there, way, window) => {
        const times = text(
          't',
          there.map(({ day }) => `2026-07-0${day}`),
        );
        const { column, outcome } = joinTables({
          name: 'n',
          on: (['one', 'two'] as const).map((name) => ({
            here: text(
              name,
              here.map((row) => row[name]),
            ),
            there: text(
              name,
              there.map((row) => row[name]),
            ),
          })),
          take: number(
            'v',
            there.map(({ value }) => (value === null ? null : String(value))),
          ),
          times,
          how: way,
          window,
          asOf: '2026-07-08',
          withAsOf: null,
        });
        const naive = here.map(({ one, two }) => {
          if (one === null || two === null) return null;
          const same = there.filter((row) => row.one === one && row.two === two);
          if (same.length === 0) return null;
          const inside = same.filter(({ day }) => window === null || (day <= 8 && day > 8 - window));
          if (way === 'count') return String(inside.length);
          const values = inside.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          if (values.length === 0) return null;
          const sum = values.reduce((total, value) => total + value, 0n);
          if (way === 'sum') return String(sum);
          if (way === 'minimum') return String(values[0]);
          if (way === 'maximum') return String(values.at(-1));
          if (way === 'mean') return { sum, count: BigInt(values.length) };
          const [low, high] = [values[(values.length - 1) >> 1] as bigint, values[values.length >> 1] as bigint];
          return { sum: low + high, count: 2n };
        });
        valuesOf(column).forEach((value, row) => {
          const expected = naive[row] ?? null;
          if (expected === null || typeof expected === 'string') expect(value).toBe(expected);
          else {
            // the rounded mean is nearer to the exact one than half of the last place
            const { units, scale } = parseDecimal(value as string) as { units: bigint; scale: number };
            const power = 10n ** BigInt(scale);
            const off = units * expected.count - expected.sum * power;
            expect((off < 0n ? -off : off) * 2n * 10n ** 6n <= expected.count * power).toBe(true);
          }
        });
        expect(outcome.matched).toBe(naive.filter((value) => value !== null).length);
        expect(outcome.matched + Object.values(outcome.unmatched).reduce((sum, count) => sum + count, 0)).toBe(here.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the side table that is proposed first', () => {
  const key = (both: number, onlyThere: number, rows: number) => ({
    column: 'a',
    matches: 'b',
    both,
    onlyHere: 0,
    onlyThere,
    rows,
    most: 1,
  });
  it('is the one whose keys fit, wherever it stands', () => {
    const sides = [
      { id: 'D2', key: null },
      { id: 'D3', key: key(2, 0, 2) },
      { id: 'D4', key: key(90, 10, 100) },
      { id: 'D5', key: key(90, 900, 100) },
    ];
    expect(fittingSide(sides)).toBe('D4');
    expect(fittingSide([...sides].reverse())).toBe('D4');
  });
  it('is the first one where none shares a value, and none where there is none', () => {
    expect(
      fittingSide([
        { id: 'D2', key: null },
        { id: 'D3', key: null },
      ]),
    ).toBe('D2');
    expect(fittingSide([])).toBeNull();
  });
});
