import { describe, expect, it } from 'vitest';
import { type CapacityModel, type CertifiedBy, certificateWords } from '../../renderer/features/removal/certificateWords.ts';

// Example 2 of removal-test.md 9.2 and its certificate in section 8: six units of one instance of A, two units of ten of B. One GPU of A has no
// known provider, which the note does not have.
const ids = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2'];
const preview = {
  model: {
    units: ids.map((id) => ({ id, gpus: 1, rows: 1 })),
    classes: [
      { name: 'A', quantity: 6, value: 1, capacityLow: 7, capacityHigh: 7 },
      { name: 'B', quantity: 10, value: 1, capacityLow: 20, capacityHigh: null },
    ],
  },
  indexOf: new Map(ids.map((id, index) => [id, index])),
  capacity: (unit: number, index: number) => {
    const own = index === 0 ? Number(unit < 6) : unit < 6 ? 0 : 10;
    return { low: own, high: index === 1 ? null : own };
  },
} as unknown as CapacityModel;
const test = {
  by: 'operator',
  portfolio: {
    classes: [
      { name: 'A', gpus_per_node: 1, nodes: 1, quantity: 6 },
      { name: 'B', gpus_per_node: 1, nodes: 1, quantity: 10 },
    ],
  },
} as CertifiedBy;
const NOTE = {
  theta: [80, 100],
  unknowns: 'pessimistic',
  D: 16,
  below: 13,
  S0: 16,
  k: 2,
  kLow: 2,
  status: 'proven',
  R: ['B1', 'B2'],
  Z: ['B'],
  demandOutsideZ: 6,
  supplyAfter: 0,
  bound: 6,
  served: 6,
  need: 13,
  removedRho: 20,
  lower: { method: 'enumeration', subsets: 3, delta: 0, margin: { k: 1, S: 15, slack: 2 } },
};
const words = (changed: Record<string, unknown> = {}) => certificateWords({ ...NOTE, ...changed }, test, preview);

describe('a certificate in words', () => {
  it('names the set, the classes that fall short before and after, and both arguments', () => {
    expect(words()).toEqual({
      set: ['B1', 'B2'],
      setWords: '2 operators',
      reading: 'adverse: what is unknown does not count, records without a known unit are lost with the first removal',
      classes: [{ name: 'B', wanted: 10, before: 20, after: 0 }],
      upper:
        'The classes that fall short can have a value of at most 0, of 20 with known operators before; all other classes ask for 6. After the loss at most 6 can be served, and 13 of 16 are needed (80 %).',
      lower:
        'For each of 3 sets of classes, the operator that hosts most of it was taken away; the threshold is still met each time. The worst loss of 1 leaves 15 of 16, 2 more than it needs.',
    });
  });

  it('takes what has no known unit away with the first removal in the adverse reading only', () => {
    const short = { R: ['A1'], Z: ['A'], k: 1, kLow: 1 };
    expect(words(short).classes).toEqual([{ name: 'A', wanted: 6, before: 7, after: 5 }]);
    expect(words({ ...short, unknowns: 'optimistic' }).classes).toEqual([{ name: 'A', wanted: 6, before: 7, after: 6 }]);
    expect(words({ R: [], Z: ['A'], k: 0, kLow: 0 }).classes).toEqual([{ name: 'A', wanted: 6, before: 7, after: 7 }]);
    expect(words({ R: ['B1'], unknowns: 'optimistic' }).classes).toEqual([{ name: 'B', wanted: 10, before: null, after: null }]);
  });

  it('gives no capacities where the set holds records that the model of the page does not list as units', () => {
    expect(words({ R: ['B1', 'record 9'], unknowns: 'optimistic' }).classes).toEqual([]);
  });

  it('says how each kind of lower end is shown, what is left open, and that nothing is shown where nothing is', () => {
    const lower = (method: string, more: Record<string, unknown> = {}, kLow = 2) => words({ kLow, lower: { method, ...more } }).lower;
    expect(lower('hitting-set', { placements: [{}, {}, {}] })).toBe(
      '3 placements of whole jobs, each reaching the threshold, are stored. A set that breaks the test must break every one of them, and no single operator does.',
    );
    expect(lower('rounding', { delta: 4 })).toContain('Whole jobs lose at most 4 GPUs against that');
    expect(lower('rounding', { delta: 4 }, 3)).toContain('and even so no 2 operators break the test.');
    expect(lower('rounding', { delta: 4 }, 1)).toContain('and even so the test is met before any removal.');
    expect(lower('packing', { placements: [{}] }, 1)).toContain('Between 1 and 2 the question is open.');
    expect(lower('order-statistic')).toContain('other ones for each class');
    expect(lower('none', {}, 1)).toBe('That no smaller set does it is not shown. Between 1 and 2 the question is open.');
    expect(words({ kLow: 0 }).lower).toBe('That the test is met before any removal is not shown.');
  });

  it('divides the amounts of competing placement by their scale, and says why no set breaks a test', () => {
    expect(words({ scale: 2 }).upper).toContain('of at most 0, of 10 with known operators before; all other classes ask for 3.');
    expect(words({ k: null, kLow: null, R: [], Z: [], never: 'no-demand' })).toMatchObject({
      setWords: 'no set breaks the test',
      upper: 'The portfolio asks for nothing.',
    });
  });

  it('speaks of classes served in full, whose certificate holds no cut', () => {
    const { bound: _, lower: __, ...full } = NOTE;
    expect(certificateWords(full, test, preview)).toMatchObject({
      upper: 'After the loss, classes worth 6 are served in full; 13 of 16 are needed (80 %).',
      lower: 'For every set of classes whose loss would break the test, no single operator takes all of them below their quantities.',
    });
  });
});
