import { describe, expect, it } from 'vitest';
import { colourRanks } from '../../shared/charts/index.ts';

describe('colours of ranked bars', () => {
  it('are those of the ranks where all values differ', () => {
    expect(colourRanks([9, 7, 5, 1])).toEqual([1, 2, 3, 4]);
  });
  it('are the same for equal values, those of the first of them', () => {
    expect(colourRanks([9, 7, 7, 7, 7, 7, 1])).toEqual([1, 2, 2, 2, 2, 2, 7]);
    expect(colourRanks([5, 5, 5])).toEqual([1, 1, 1]);
  });
  it('tell exact numbers apart that only differ beyond the digits of a double', () => {
    expect(colourRanks(['9007199254740993', '9007199254740992', '9007199254740992'])).toEqual([1, 2, 2]);
  });
});
