import { describe, expect, it } from 'vitest';
import { SCORECARD_CLAIMS, type Scorecard, scorecardSchema } from '../../shared/case/claims.ts';
import { compareClaims, standingOf } from '../../shared/compare/claims.ts';

type Given = { status?: 'computed' | 'bounded' | 'not-disclosed'; measure?: string; range?: [number, number, number]; missing?: string[] };

/** A scorecard whose claim C1 is as given and whose others are not disclosed. */
function card(dataset: string, { status = 'computed', measure = 'HHI by operator', range = [5, 5, 5], missing = [] }: Given): Scorecard {
  const [low, value, high] = range;
  const numbers = [
    { key: 'cr1', label: `Largest operator, ${dataset}`, unit: 'share', value, low, high, display: String(value), view: null, note: null },
  ];
  return scorecardSchema.parse({
    dataset,
    where: '',
    weight: 'count',
    claims: SCORECARD_CLAIMS.map((id) => {
      const is = id === 'C1';
      return {
        id,
        title: id,
        status: is ? status : 'not-disclosed',
        measure: is ? measure : 'x',
        unit: 'points',
        value: is && status !== 'not-disclosed' ? value : null,
        low: is && status !== 'not-disclosed' ? low : null,
        high: is && status !== 'not-disclosed' ? high : null,
        display: is && status !== 'not-disclosed' ? String(value) : 'n/d',
        sentence: '',
        view: null,
        reading: null,
        stamp: null,
        numbers: is ? numbers : [],
        classes: [],
        lines: [],
        missing: is ? missing : [],
        notApplicable: null,
        notes: [],
      };
    }),
  });
}

const first = (...given: [Given, Given]) => {
  const [claim] = compareClaims([card('A', given[0]), card('B', given[1])], ['A', 'B'], true);
  if (!claim) throw new Error('no claim');
  return claim;
};

describe('claims side by side', () => {
  it('say higher or lower only where it holds over the ranges of both', () => {
    const of = (a: [number, number, number], b: [number, number, number]) => first({ range: a }, { range: b }).lines[0]?.standing;
    expect(of([5, 5, 5], [6, 7, 8])).toBe('higher');
    expect(of([5, 6, 7], [1, 2, 4])).toBe('lower');
    expect(of([5, 6, 7], [6, 7, 9])).toBe('undetermined');
    expect(of([5, 5, 5], [5, 5, 5])).toBe('same');
    expect(of([5, 5, 5], [5, 6, 7])).toBe('undetermined');
  });

  it('take an end that does not exist as open', () => {
    expect(standingOf({ value: 5, low: 5, high: null }, { value: 9, low: 9, high: 9 })).toBe('undetermined');
    expect(standingOf({ value: 9, low: 9, high: null }, { value: 5, low: 5, high: 5 })).toBe('lower');
    expect(standingOf(null, { value: 5, low: 5, high: 5 })).toBe(null);
  });

  it('give no direction where other things are measured, where a side is silent, or where the sides are not alike', () => {
    const other = first({ measure: 'HHI by operator' }, { measure: 'HHI by provider', range: [9, 9, 9] });
    expect([other.lines[0]?.standing, other.words]).toEqual([null, 'Measured differently: HHI by operator | HHI by provider.']);
    const silent = first({}, { status: 'not-disclosed', missing: ['operator or provider'] });
    expect([silent.lines[0]?.standing, silent.words]).toEqual([null, 'Not computed on B: needs operator or provider.']);
    const [claim] = compareClaims([card('A', {}), card('B', { range: [9, 9, 9] })], ['A', 'B'], false);
    expect(claim?.lines[0]?.standing).toBe(null);
  });

  it('match further numbers by key and leave the name of the holder out of the label', () => {
    expect(first({}, { range: [9, 9, 9] }).lines[1]).toMatchObject({ key: 'cr1', label: 'Largest operator', standing: 'higher' });
  });
});
