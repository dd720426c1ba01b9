import { describe, expect, it } from 'vitest';
import { lossCurve } from '../../shared/charts/index.ts';
import { headroom } from './cases.ts';
import { frame } from './fixtures.ts';

describe('a loss curve', () => {
  it('finds how far the measure falls, and where it crosses the level that decides', () => {
    const chart = lossCurve(headroom, frame());
    expect(chart.title).toBe('The headroom falls from 1.500 to 0.000 after 4 operators');
    expect(chart.summary).toContain('It is below demand met from 2 removed.');
    expect(chart.table.rows).toEqual([
      [0, 1.5],
      [1, 1.25],
      [2, 0.9],
      [3, 0.4],
      [4, 0],
    ]);
    expect(chart.series[0]?.marks[2]?.readout).toBe('worst case | 2 operators removed | 0.900');
  });

  it('says so where nothing gives it a value', () => {
    const lines = [{ id: 'worst', label: 'worst case', points: [{ k: 0, value: null }] }];
    expect(lossCurve({ ...headroom, lines }, frame()).title).toBe('The headroom is not known');
  });

  it('names a level that is never crossed', () => {
    const lines = [
      {
        id: 'worst',
        label: 'worst case',
        points: [
          { k: 0, value: 1.5 },
          { k: 1, value: 1 },
        ],
      },
    ];
    expect(lossCurve({ ...headroom, lines }, frame()).summary).toContain('It stays at or above demand met.');
  });
});
