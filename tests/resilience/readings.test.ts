import { describe, expect, it } from 'vitest';
import {
  breakingPointFigure,
  breakingPointWords,
  holdsFavourably,
  intervalSentence,
  readingsWords,
  verdictWords,
} from '../../shared/resilience/readings.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf } from './build.ts';

const point = (low: number | null, high: number | null, proven = true) => ({ low, high, proven, members: [] });
const UNITS = 184;

describe('the breaking point in words', () => {
  it('names every state', () => {
    const words = (low: number | null, high: number | null, proven = true) => breakingPointWords(point(low, high, proven), UNITS);
    expect(words(2, 2)).toBe('k* = 2, proven');
    expect(words(6, 8, false)).toBe('k* between 6 and 8');
    expect(words(null, null)).toBe('no breaking point');
    expect(words(0, 0)).toBe('fails before any removal');
    expect(words(0, 16)).toBe('k* = 0 adverse, 16 favourable');
    expect(words(0, 371)).toBe('k* = 0 adverse, none favourable');
    expect(words(10, null)).toBe('k* = 10 adverse, none favourable');
    expect(breakingPointWords(point(2, 2), UNITS, true)).toBe('k* at most 2, checking…');
  });

  it('never counts more removals than there are units', () => {
    expect(readingsWords(point(0, 371), UNITS, 'owner')).toBe(
      'Already below the threshold before any removal in the adverse reading; no removal breaks it in the favourable reading',
    );
    expect(readingsWords(point(10, 185), UNITS, 'owner')).toBe(
      'Losing 10 owners breaks it in the adverse reading; no removal breaks it in the favourable reading',
    );
    expect(readingsWords(point(0, 16), UNITS, 'owner')).toBe(
      'Already below the threshold before any removal in the adverse reading; losing 16 owners breaks it in the favourable reading',
    );
    expect(holdsFavourably(point(10, 184), UNITS)).toBe(false);
  });

  it('is a number or a range where those are honest', () => {
    for (const [low, high] of [
      [10, 16],
      [2, 2],
      [0, 0],
      [null, null],
    ] as const)
      expect(readingsWords(point(low, high), UNITS, 'owner')).toBeNull();
    expect(breakingPointFigure(point(10, 16), UNITS)).toBe('k* 10 to 16');
    expect(breakingPointFigure(point(0, 371), UNITS)).toBe('k* = 0 or none');
    expect(breakingPointFigure(point(0, 16), UNITS)).toBe('k* = 0 or 16');
    expect(breakingPointFigure(point(1, null), UNITS)).toBe('k* = 1 or none');
    expect(breakingPointFigure(point(null, 7), UNITS, true)).toBe('k* ≤ 7');
  });

  it('stands before the proof in the same words', () => {
    // a hosts 2 and the record without an owner 8: adversely they go together with the first loss; favourably each of 8 nodes stands alone
    const rows = [
      { unit: 'a', gpus: 2 },
      { unit: null, gpus: 1, nodes: 8 },
    ];
    const { sentence, breakingPoint, units } = removalTest(inventoryOf(rows), portfolioOf([{ name: 'c', a: 1, d: 4 }]), {
      threshold: '1',
      by: 'owner',
    });
    expect(breakingPoint.high).toBeGreaterThan(units);
    expect(sentence).toMatch(
      /^Values are unknown in the data\. Losing 1 owner breaks it in the adverse reading; no removal breaks it in the favourable reading\. In the adverse reading: /,
    );
    expect(intervalSentence({ low: 10, high: 10 }, { low: 16, high: 16 }, UNITS, 'owner')).toBe(
      'Depending on values that are unknown in the data, k* is between 10 and 16. In the adverse reading:',
    );
  });
});

describe('the sentence of an adverse reading', () => {
  it.each(['independent', 'competing'] as const)('says what is lost beside the members, where classes are %s', (mode) => {
    // a and b host 2 each, 8 GPUs have no known owner: without a alone 10 of 3 would be left
    const rows = [
      { unit: 'a', gpus: 2 },
      { unit: 'b', gpus: 2 },
      { unit: null, gpus: 1, nodes: 8 },
    ];
    const portfolio = portfolioOf([{ name: 'c', a: 1, d: 3 }]);
    expect(removalTest(inventoryOf(rows), portfolio, { threshold: '1', by: 'owner', mode }).sentence).toContain(
      'Without a, and with 8 GPUs of unknown owner lost too, workload class c can use at most 2 GPUs but needs 3',
    );
  });
});

describe('a gap that the search left open', () => {
  it('is not said to come of unknown values, where both readings leave the same', () => {
    const sentence = intervalSentence({ low: 1, high: 2 }, { low: 1, high: 2 }, UNITS, 'owner');
    expect(sentence).toBe('Whatever the unknown values are, the search leaves k* between 1 and 2.');
  });

  it('is told beside the unknown values, where the readings differ too', () => {
    expect(intervalSentence({ low: 0, high: 2 }, { low: 3, high: UNITS + 4 }, UNITS, 'owner')).toBe(
      'Values are unknown in the data: k* is between 0 and 2 in the adverse reading and at least 3 in the favourable one; a range within one reading is what the search leaves open. In the adverse reading:',
    );
  });

  it('of 22 classes that compete, with one record without an owner, is the same in both readings', () => {
    // 22 classes are more than can be gone through in subsets; each wants one of the GPUs of its own model
    const models = Array.from({ length: 22 }, (_, place) => `m${place}`);
    const rows = [
      ...models.flatMap((model) => [0, 1].map((unit) => ({ unit: `u${unit}`, gpus: 1, model }))),
      { unit: 'u2', gpus: 1, model: 'm0' },
      { unit: null, gpus: 1, model: 'spare' },
    ];
    const classes = models.map((model) => ({ name: model, models: [model], a: 1, d: 1 }));
    const { sentence, certificate, certificateHigh } = removalTest(inventoryOf(rows), portfolioOf(classes), {
      threshold: '1',
      by: 'owner',
      mode: 'competing',
    });
    expect([certificate.kLow, certificate.k]).toEqual([1, 2]);
    expect([certificateHigh?.kLow, certificateHigh?.k]).toEqual([1, 2]);
    expect(sentence).toMatch(/^Whatever the unknown values are, the search leaves k\* between 1 and 2\./);
    expect(sentence).not.toMatch(/Depending on/);
  });
});

describe('the verdict on what is left', () => {
  it('speaks for both readings, and exactly the threshold meets it', () => {
    expect(verdictWords({ low: 90, high: 90 }, 90)).toBe('threshold met');
    expect(verdictWords({ low: 80, high: 89 }, 90)).toBe('below the threshold');
    expect(verdictWords({ low: 80, high: 90 }, 90)).toBe('below the threshold in the adverse reading, met in the favourable');
    expect(verdictWords({ low: 80, high: 90 }, 90, true)).toBe('below in the adverse reading');
    // bounds of competing placement: `low` for certain and `most` at most in the adverse reading
    expect(verdictWords({ low: 80, most: 90, high: 95 }, 90)).toBe(
      'open: the threshold lies between what is served for certain and at most',
    );
    expect(verdictWords({ low: 80, most: 85, high: 95 }, 90)).toBe(
      'below the threshold in the adverse reading, perhaps met in the favourable',
    );
    expect(verdictWords({ low: 80, most: 85, high: 85 }, 90)).toBe('below the threshold');
  });
  it('tells a gap that the search left open from readings that differ', () => {
    const gap = { low: 0, high: 1, proven: false, members: ['a'] };
    expect(readingsWords(gap, 5, 'provider')).toBeNull();
    expect(breakingPointFigure(gap, 5)).toBe('k* 0 to 1');
  });
});
