import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, decimalToJson, formatDecimal, parseDecimal, rescale } from '../../shared/columns/decimal.ts';

describe('exact decimals', () => {
  it.each([
    ['8.0', '8'],
    ['-0.50', '-0.5'],
    ['9.90E+22', '99000000000000000000000'],
    ['1e-3', '0.001'],
    [' 431724893288175524 ', '431724893288175524'],
    ['30000.000000000004', '30000.000000000004'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['0.000', '0'],
  ])('reads %s as %s', (text, expected) => {
    expect(formatDecimal(parseDecimal(text) as never)).toBe(expected);
  });

  it.each(['', '-', '.', '8x', '1,000', 'inf', 'NaN', '0x10', '1e', '--1', '1 2'])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('gives back every finite double from its shortest text', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value) => Number(formatDecimal(decimalOf(value))) === value || (value === 0 && decimalOf(value).units === 0n),
      ),
    );
  });

  it('rescales exactly or refuses', () => {
    expect(rescale({ units: 15n, scale: 1 }, 3)).toBe(1500n);
    expect(() => rescale({ units: 15n, scale: 1 }, 0)).toThrow(RangeError);
  });

  it('is a JSON number, but exact text for integers that a double cannot hold', () => {
    expect(decimalToJson({ units: 2n ** 53n + 1n, scale: 0 })).toBe('9007199254740993');
    expect(decimalToJson({ units: 12345n, scale: 2 })).toBe(123.45);
    expect(decimalToJson({ units: 180143985094819865n, scale: 1 })).toBe('18014398509481986.5');
    expect(decimalToJson({ units: 1234567890123456789n, scale: 9 })).toBe(1234567890.1234567);
  });
});
