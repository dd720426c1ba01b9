import { describe, expect, it } from 'vitest';
import type { Part } from '../../shared/case/compare.ts';
import { compareHeadline, formatChange, formatShareChange, type HeadlineInput, seriesHeadline } from '../../shared/compare/headline.ts';

const exact = { a: '0', b: '0', change: '0', parts: { reattribution: '0', exit: '0', entry: '0', own_growth: '0', total_effect: '0' } };

function input(a: number, parts: Partial<Record<Part, number>>, more: Partial<HeadlineInput> = {}): HeadlineInput {
  const all = { reattribution: 0, exit: 0, entry: 0, own_growth: 0, total_effect: 0, ...parts };
  const change = Object.values(all).reduce((sum, part) => sum + part, 0);
  return {
    from: 'August',
    to: 'November',
    hhi: { a, b: a + change, change, parts: all, exact },
    bounds: { low: change, stated: change, high: change },
    knownOnly: false,
    counts: { entered: 1, left: 1, matched: 5 },
    inTime: true,
    sameDataset: false,
    ...more,
  };
}

const say = (...of: Parameters<typeof input>) => compareHeadline(input(...of), null);

// The numbers of the first two are those of the example in the design (902, entry -41, exit +18, share shift -24, merges +282).
describe('the headline of a comparison', () => {
  it('says when attribution makes the change and what is left without it', () => {
    expect(say(902, { entry: -41, exit: 18, own_growth: -24, reattribution: 282 })).toBe(
      'The rise of 235 comes from attribution; without it the index fell by 47.0',
    );
    expect(say(902, { reattribution: -20, own_growth: 5 })).toBe(
      'The fall of 15.0 comes from attribution; without it the index rose by 5.0',
    );
    expect(say(902, { reattribution: 20 })).toBe('The rise of 20.0 comes from attribution; without it the index did not change');
  });

  it('says when attribution hides or makes a part of it', () => {
    expect(say(902, { reattribution: -20, own_growth: 120 })).toBe(
      'HHI rose by 100 to 1,002; attribution hid part of it (−20.0), without it the index rose by 120',
    );
    expect(say(902, { reattribution: 20, own_growth: 120 })).toBe('HHI rose by 140 to 1,042; 20.0 of it is attribution, 120 is not');
    expect(say(902, { reattribution: 20, own_growth: -20 })).toBe(
      'HHI did not change, 902: attribution moved it by +20.0, everything else by −20.0',
    );
  });

  it('names the largest part where attribution changed nothing', () => {
    expect(say(902, { entry: 10, own_growth: -40 })).toBe('HHI fell by 30.0 to 872, most by growth of those in both (−40.0)');
    expect(say(902, {})).toBe('HHI did not change: 902');
  });

  it('speaks of more and less, not of time, where the sides are not snapshots of one network', () => {
    expect(say(902, { entry: 900, exit: -800 }, { counts: { entered: 9, left: 8, matched: 0 } })).toBe(
      'HHI of November is 100 above that of August, 1,002 against 902; no entity is in both',
    );
    expect(say(902, { own_growth: -100 }, { inTime: false })).toBe('HHI of November is 100 below that of August, 802 against 902');
  });

  it('gives no verdict that the unknown weight could turn round (domain 4)', () => {
    const open = { knownOnly: true, bounds: { low: -300, stated: 100, high: 400 } };
    expect(say(902, { own_growth: 100 }, open)).toMatch(/^Undetermined whether HHI rose or fell: −300 to \+400 over the unknown weight\. /);
    const sure = { knownOnly: true, bounds: { low: 20, stated: 100, high: 400 } };
    expect(say(902, { own_growth: 100 }, sure)).toMatch(
      /^HHI rose by 100 .*\. Known weight only; \+20\.0 to \+400 over the unknown weight$/,
    );
  });

  it('says that there is no change where one side has no weight', () => {
    expect(compareHeadline({ ...input(1, {}), hhi: null }, 'no-weight')).toBe('HHI has no change: one of the sides has no known weight');
  });
});

describe('the headline of a series', () => {
  const known = (hhi: number) => ({ name: 'x', hhi: { low: hhi, stated: hhi, high: hhi } });
  it('goes from the first to the last date', () => {
    expect(seriesHeadline([known(430), known(900), known(670)], true, [])).toBe('HHI rose by 240, from 430 to 670 over 3 snapshots');
    expect(seriesHeadline([known(430), known(430)], true, [])).toBe('HHI is 430 at both ends of 2 snapshots');
  });
  it('compares the ends where they are of different networks: nothing rose or fell', () => {
    const ends = [
      { ...known(430), name: 'north' },
      { ...known(670), name: 'south' },
    ];
    expect(seriesHeadline(ends, false, [])).toBe(
      'HHI of south is 240 above that of north, 670 against 430; 2 datasets of different networks',
    );
  });
  it('says nothing rose where two neighbours have no entity, or fewer than one in ten, in common', () => {
    const ends = [
      { ...known(430), name: 'March' },
      { ...known(779), name: 'May' },
    ];
    const step = (matched: number) => [{ from: 'March', to: 'May', counts: { entered: 70, left: 40 - matched, matched } }];
    expect(seriesHeadline(ends, true, step(0))).toBe(
      'HHI of May is 349 above that of March, 779 against 430; of March and May, no entity is in both',
    );
    expect(seriesHeadline(ends, true, step(3))).toContain('of March and May, only 3 of 40 entities are in both');
    expect(seriesHeadline(ends, true, step(4))).toBe('HHI rose by 349, from 430 to 779 over 2 snapshots');
  });
  it('leaves open what the unknown weight leaves open', () => {
    const open = { name: 'x', hhi: { low: 100, stated: 500, high: 900 } };
    expect(seriesHeadline([known(430), open], true, [])).toContain('the unknown weight leaves open whether it did');
    expect(seriesHeadline([known(50), open], true, [])).not.toContain('leaves open');
  });
});

describe('changes as text', () => {
  it('have a sign and never read as none when there is one', () => {
    expect([0, 0.2265, -0.148, 235.4, -1888.9, 0.001].map(formatChange)).toEqual(['0', '+0.23', '−0.15', '+235', '−1,889', '+< 0.01']);
    expect([0, 0.00004, -0.0012, 0.1].map(formatShareChange)).toEqual(['0 points', '+0.0040 points', '−0.12 points', '+10.0 points']);
  });
});
