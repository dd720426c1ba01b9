import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  dimensionNoun,
  formatBound,
  formatBytes,
  formatCount,
  formatExact,
  formatHhi,
  formatPoints,
  formatQuantity,
  formatRange,
  formatServedShare,
  formatShare,
  formatStamp,
  formatThreshold,
  listOf,
  shorten,
} from '../../shared/format/index.ts';

// Expected texts follow the display rules of the domain notes: HHI integer, one decimal below 100; shares one decimal, two below 1 %.
describe('HHI', () => {
  it('reads as an integer with thousands separators', () => {
    expect(formatHhi(1511.1002)).toBe('1,511');
    expect(formatHhi(10000)).toBe('10,000');
  });
  it('keeps one decimal below 100', () => {
    expect(formatHhi(43.27)).toBe('43.3');
    expect(formatHhi(99.96)).toBe('100');
  });
  it('is a dash where it is undefined', () => expect(formatHhi(null)).toBe('—'));
});

describe('shares', () => {
  it('have one decimal, two below 1 %', () => {
    expect(formatShare(0.2407)).toBe('24.1 %');
    expect(formatShare(0.0042)).toBe('0.42 %');
    expect(formatShare(0.00999)).toBe('1.0 %');
  });
  it('are never rounded up to all or down to nothing', () => {
    expect(formatShare(0.99999)).toBe('> 99.9 %');
    expect(formatShare(1)).toBe('100.0 %');
    expect(formatShare(0.00001)).toBe('< 0.01 %');
    expect(formatShare(0)).toBe('0 %');
  });
  it('below 1 never read 100', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) => !formatShare(share).startsWith('100')));
  });
  it('state differences in points with a true minus sign', () => {
    expect(formatPoints(-0.012)).toBe('\u22121.2 points');
    expect(formatPoints(0.001)).toBe('+0.10 points');
  });
});

describe('served shares', () => {
  const at = (num: number, den: number) => ({ num, den });

  it('round like every other share, so that sentence, title, table and card agree', () => {
    expect(formatServedShare(35, 60, at(9, 10))).toBe(formatShare(35 / 60));
    expect(formatServedShare(7834, 10_000, at(9, 10))).toBe('78.3 %');
    expect(formatServedShare(8902, 10_000, at(9, 10))).toBe('89.0 %');
    expect(formatServedShare(0, 0, at(9, 10))).toBe('—');
  });

  it('never stand on the wrong side of the threshold', () => {
    expect(formatServedShare(8999, 10_000, at(9, 10))).toBe('89.99 %');
    expect(formatServedShare(9000, 10_000, at(9, 10))).toBe('90.0 %');
    expect(formatServedShare(2, 3, at(667, 1000))).toBe('66.67 %');
    expect(formatServedShare(99_999, 100_000, at(1, 1))).toBe('> 99.9 %');
    const whole = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(fc.nat(1_000_000), whole, fc.nat(1000), (served, demand, thousandths) => {
        const shown = formatServedShare(served % (demand + 1), demand, at(thousandths, 1000));
        fc.pre(!/[<>]/.test(shown));
        expect(Number.parseFloat(shown) >= thousandths / 10).toBe((served % (demand + 1)) * 1000 >= thousandths * demand);
      }),
    );
  });

  it('stand beside their threshold in one form', () => {
    expect(['9/10', '0.9', '90%', '0.9995', '667/1000', '2/3'].map(formatThreshold)).toEqual([
      '90 %',
      '90 %',
      '90 %',
      '99.95 %',
      '66.7 %',
      '2/3',
    ]);
  });
});

describe('quantities', () => {
  it('keep every digit of integers that a double cannot hold', () => {
    expect(formatQuantity('411205532167804233')).toBe('411,205,532,167,804,233');
    expect(formatExact('-9007199254740993')).toBe('\u22129,007,199,254,740,993');
  });
  it('drop decimals that do not matter and keep them in readouts', () => {
    expect(formatQuantity(1904369.369828)).toBe('1,904,369');
    expect(formatExact(1904369.369828)).toBe('1,904,369.369828');
    expect(formatQuantity(0.012345)).toBe('0.0123');
    expect(formatQuantity(3.26159)).toBe('3.26');
  });
  it('show a dash for no value and a zero for zero', () => {
    expect(formatQuantity(null)).toBe('—');
    expect(formatQuantity(0)).toBe('0');
    expect(formatQuantity(-0)).toBe('0');
    expect(formatCount(Number.NaN)).toBe('—');
  });
  it('lose no digit of any integer', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        (value) => formatExact(value.toString()).replaceAll(',', '') === value.toString(),
      ),
    );
  });
  it('count bytes in powers of 1,000', () => {
    expect(formatBytes(999)).toBe('999 bytes');
    expect(formatBytes(1_540_000)).toBe('1.5 MB');
    expect(formatBytes(999_999)).toBe('1.0 MB');
  });
});

describe('bounds', () => {
  it('stand in brackets behind the stated value', () => {
    expect(formatBound({ low: 2325, stated: 4133, high: 4950 }, formatHhi)).toBe('4,133 (2,325 to 4,950)');
    expect(formatBound({ low: 0.233, stated: 0.25, high: 0.309 }, formatShare)).toBe('25.0 % (23.3 to 30.9 %)');
  });
  it('are left out where nothing changes', () => {
    expect(formatBound({ low: 2, stated: 2, high: 2 }, formatCount)).toBe('2');
  });
  it('name open ends', () => {
    expect(formatBound({ low: 3, stated: 4, high: null }, formatCount)).toBe('4 (3 or more)');
    expect(formatRange(null, 5, formatCount)).toBe('up to 5');
    expect(formatBound({ low: null, stated: null, high: null }, formatCount)).toBe('—');
  });
});

describe('words', () => {
  it('name entities by the dimension', () => {
    expect(countOf(41, 'operator')).toBe('41 operators');
    expect(countOf(1, 'country')).toBe('1 country');
    expect(dimensionNoun('Owner', 2)).toBe('owners');
    expect(dimensionNoun('Chip type (primary)', 2)).toBe('values of Chip type (primary)');
  });
  it('say what a number is relative to', () => {
    expect(
      formatStamp({
        dataset: 'Northgrid',
        base: 'online+verified',
        asOf: '2026-11-20T00:00:00Z',
        by: 'operator',
        weight: 'gpu_count',
        where: '',
        unknownPolicy: 'bounds',
        entities: null,
        merged: 0,
        sample: true,
      }),
    ).toBe('SAMPLE, Northgrid, 2026-11-20, online and verified, GPUs, all records, unknown as bounds');
  });
  it('join names as a sentence does', () => {
    expect(listOf(['A'])).toBe('A');
    expect(listOf(['A', 'B'])).toBe('A and B');
    expect(listOf(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more');
    expect(listOf(['A, Inc.', 'B', 'C'])).toBe('A, Inc.; B; and C');
    expect(listOf(['A', 'B', 'C, LLC', 'D', 'E'])).toBe('A; B; C, LLC; and 2 more');
    expect(listOf(['A, Inc.'])).toBe('A, Inc.');
  });
  it('cut long names in the middle', () => expect(shorten('abcdefghijkl', 6)).toBe('abc…kl'));
  it('read thresholds as percent', () => {
    expect(formatThreshold('9/10')).toBe('90 %');
    expect(formatThreshold('0.995')).toBe('99.5 %');
    expect(formatThreshold('1/3')).toBe('1/3');
  });
});

describe('a range of one number', () => {
  it('has the same decimals at both ends and in the middle: three figures of its width, and two of its smallest number', () => {
    // 0.954 % and 12.345 % lie 11.391 points apart: three figures of that take one decimal, two of 0.954 take two; 12.346 rounds to 12.35
    expect(formatBound({ low: 0.00954, stated: 0.011, high: 0.12346 }, formatShare)).toBe('1.10 % (0.95 to 12.35 %)');
    expect(formatBound({ low: 0.0104, stated: 0.011, high: 0.12346 }, formatShare)).toBe('1.1 % (1.0 to 12.3 %)');
    expect(formatBound({ low: 0.00954, stated: 0.011, high: 0.012 }, formatShare)).toBe('1.10 % (0.95 to 1.20 %)');
    expect(formatBound({ low: 99.04, stated: 104.6, high: 1204.2 }, formatHhi)).toBe('105 (99 to 1,204)');
    expect(formatBound({ low: 99.04, stated: 101.25, high: 104.6 }, formatHhi)).toBe('101.3 (99.0 to 104.6)');
  });

  it('keeps a zero, and what is too small to be shown, as they are', () => {
    expect(formatBound({ low: 0, stated: 0.0046, high: 0.3 }, formatShare)).toBe('0.46 % (0 to 30.00 %)');
    expect(formatBound({ low: 0.00001, stated: 0.0046, high: 0.3 }, formatShare)).toBe('0.46 % (< 0.01 to 30.00 %)');
  });

  it('never writes a small end larger than it is by more than its last decimal, nor with other decimals than the rest', () => {
    // 0.06 % and 0.04 % would read 0.1 % with one decimal
    expect(formatBound({ low: 0.0006, stated: 0.0007, high: 0.25 }, formatShare)).toBe('0.07 % (0.06 to 25.00 %)');
    expect(formatBound({ low: 0.0004, stated: 0.0007, high: 0.25 }, formatShare)).toBe('0.07 % (0.04 to 25.00 %)');
    expect(formatBound({ low: 0.6, stated: 0.7, high: 4000 }, formatHhi)).toBe('0.7 (0.6 to 4,000.0)');
    const share = fc.double({ min: 0.0001, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.uniqueArray(share, { minLength: 3, maxLength: 3 }), (shares) => {
        const [low, stated, high] = shares.sort((a, b) => a - b) as [number, number, number];
        const shown = formatBound({ low, stated, high }, formatShare).match(/\d+\.(\d+)/g) ?? [];
        expect(new Set(shown.map((number) => number.split('.')[1]?.length)).size).toBe(1);
        const least = Math.min(...shown.map(Number));
        expect(Math.abs(least / 100 - low)).toBeLessThanOrEqual(low / 2);
      }),
    );
  });
});
