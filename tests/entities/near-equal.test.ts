import { describe, expect, it } from 'vitest';
import { nearEqualNames, nearEqualWords } from '../../shared/entities/near-equal.ts';
import { linkOfProposal, propose } from '../../shared/entities/propose.ts';

const NAMES = ['Kvasir Compute, Inc.', 'Kvasir Compute  Inc.', 'Northgrid GmbH'];
const [proposal] = propose(NAMES.map((name) => ({ id: name, name, traits: [] }))).proposals.map(linkOfProposal);

describe('names of one finding that may be one holder', () => {
  it('are those that differ in their writing only, while nobody has decided', () => {
    const pairs = nearEqualNames(NAMES, []);
    expect(pairs.map(({ from, to, stored }) => [new Set([from, to]), stored])).toEqual([[new Set(NAMES.slice(0, 2)), false]]);
    expect(nearEqualWords(pairs)).toMatch(/^May be one holder: the names .* are nearly equal, and nobody has decided \(see Entities\)\.$/);
  });

  it('are said to be an open proposal where the case holds one, and are left out once it is decided', () => {
    if (!proposal) throw new Error('the finder proposes nothing');
    const open = nearEqualNames(NAMES, [{ ...proposal, state: 'proposed' }]);
    expect(open.map(({ stored }) => stored)).toEqual([true]);
    expect(nearEqualWords(open)).toContain('an open proposal joins "');
    expect(nearEqualNames(NAMES, [{ ...proposal, state: 'rejected' }])).toEqual([]);
    expect(nearEqualNames(NAMES, [{ ...proposal, state: 'confirmed' }])).toEqual([]);
  });

  it('are said in one sentence, however many pairs there are', () => {
    const pair = (from: string, to: string, stored: boolean) => ({ from, to, stored });
    expect(nearEqualWords([pair('A', 'A LLC', true), pair('B', 'B Inc.', false)])).toBe(
      'May be one holder: an open proposal joins "A" and "A LLC"; the names "B" and "B Inc." are nearly equal, and nobody has decided (see Entities).',
    );
    expect(nearEqualWords([])).toBe('');
  });
});
