import { describe, expect, it } from 'vitest';
import { parseThreshold } from '../../shared/resilience/fraction.ts';

describe('a threshold', () => {
  it.each(['0.90000000000000000001', '90.0000000000000000001%', '9999999999999999/10000000000000000'])(
    'of too many digits is refused for its length, though %s is a share',
    (text) => {
      expect(() => parseThreshold(text)).toThrow(/more digits than can be computed with exactly/);
    },
  );

  it.each(['1.1', '101%', '11/10', '1/0', '1.00000000000000000001', '10000000000000001/10000000000000000', 'half'])(
    'outside 0 to 1 is refused for that: %s',
    (text) => {
      expect(() => parseThreshold(text)).toThrow(/is not a share from 0 to 1/);
    },
  );

  it('keeps zeros at the end out of the count of digits', () => {
    expect(parseThreshold('0.9000000000000000000000')).toEqual({ num: 9, den: 10 });
  });
});
