// Words for weight that is named in part and for records that state bounds: domain.md 4, "Set-valued weight".
import { describe, expect, it } from 'vitest';
import {
  boundsNote,
  boundWords,
  endsWords,
  fitsWords,
  formatBound,
  formatHhi,
  formatShare,
  isOuter,
  partialNote,
} from '../../shared/format/index.ts';
import { viewOf } from '../charts/fixtures.ts';

const view = viewOf([{ key: 'A', share: 1 }]);
const group = { key: 'nvidia/h100-?-?', value: 124, rows: 9 };

describe('weight that is named in part', () => {
  it('counts for every value that fits', () => {
    const stamp = { ...view.stamp, by: 'gpu_model' };
    expect(partialNote({ stamp, partialTotal: { groups: 1, rows: 9, value: 124, share: 0.124 } })).toBe(
      '124 GPUs (12.4 %) are named in part: they count for every GPU model that fits.',
    );
    expect(partialNote({ stamp, partialTotal: { groups: 0, rows: 0, value: 0, share: 0 } })).toBeNull();
    expect(partialNote({ stamp })).toBeNull();
  });

  it('names the values that fit while they are few', () => {
    expect(fitsWords({ ...group, among: 2, fits: ['a', 'b'] })).toBe('a or b');
    expect(fitsWords({ ...group, among: 1, fits: ['a'] })).toBe('a');
    expect(fitsWords({ ...group, among: 31, fits: ['a', 'b', 'c', 'd'] })).toBe('any of 31: a, b, c …');
    expect(fitsWords({ ...group, among: null, fits: [] })).toBe('any');
  });
});

describe('records that state bounds', () => {
  it('are in the ranges and in no stated value', () => {
    const { stamp } = view;
    expect(boundsNote({ stamp, weightBounds: { rows: 2, low: 118, high: 128 } })).toBe(
      '2 records state bounds instead of a number: 118 to 128 GPUs with them; they count in the ranges, and in no stated value.',
    );
    expect(boundsNote({ stamp, weightBounds: { rows: 1, low: 160, high: null } })).toContain(
      '1 record states bounds instead of a number: 160 or more GPUs',
    );
    expect(boundsNote({ stamp, weightBounds: null })).toBeNull();
    expect(endsWords({ low: 10, high: 20 })).toBe('10 to 20');
  });
});

describe('an outer bound', () => {
  it('is named by metric, and by every number that is worked out from it', () => {
    expect(isOuter({ outer: ['hhi'] }, 'effectiveNumber.q2')).toBe(true);
    expect(isOuter({ outer: ['nakamoto'] }, 'nakamoto.1/2')).toBe(true);
    expect(isOuter({ outer: ['nakamoto.1/3'] }, 'nakamoto.1/2')).toBe(false);
    expect(isOuter({}, 'hhi')).toBe(false);
  });

  it('reads "within"', () => {
    expect(formatBound({ low: 2325, stated: 4133, high: 4950 }, formatHhi, true)).toBe('4,133 (within 2,325 to 4,950)');
    expect(formatBound({ low: 2325, stated: 2325, high: 2325 }, formatHhi, true)).toBe('2,325');
    expect(formatBound({ low: 2325, stated: 4133, high: null }, formatHhi, true)).toBe('4,133 (2,325 or more, outer bound)');
  });
});

describe('a number beside records that state bounds', () => {
  // alpha 100 to 200, beta 50: CR1 is 100/150 to 200/250; the exact records alone have 50/50
  it('gives the range first, because the exact records alone may lie outside it', () => {
    const view = { weightBounds: { rows: 1, low: 150, high: 250 } };
    expect(boundWords(view, { low: 100 / 150, stated: 1, high: 0.8 }, formatShare)).toMatch(
      /^66\.7.*80.*\(records with a number alone: 100.*\)$/,
    );
    expect(boundWords(view, { low: 100 / 150, stated: 1, high: null }, formatShare)).toMatch(/^at least 66\.7/);
    expect(boundWords({ weightBounds: null }, { low: 0.5, stated: 0.5, high: 0.5 }, formatShare)).toBe(formatShare(0.5));
  });
});
