import { describe, expect, it } from 'vitest';
import type { Flip } from '../../../shared/case/contingencies.ts';
import { flipSchema } from '../../../shared/case/contingencies.ts';
import { flipList } from '../../../shared/resilience/flips/flip-list.ts';
import { removalTest } from '../../../shared/resilience/removal-test.ts';
import { coded, inventoryOf, portfolioOf, tableCase } from '../build.ts';
import { competingBreakingPoint } from '../competing-oracle.ts';

const byKind = (flips: readonly Flip[], kind: Flip['kind']) => flips.filter((flip) => flip.kind === kind);

/** removal-test.md 9.2, example 1: S_k = 60, 60, 35, 25, 15, 10, 5, 0 for demand 60. */
const example = () => {
  const { inventory, portfolio } = tableCase(
    [40, 25, 10, 10, 5, 5, 5].map((capacity) => [capacity]),
    [60],
    [1],
  );
  return { inventory, portfolio, threshold: '1', by: 'provider' };
};

describe('the flip list of 40, 25, 10, 10, 5, 5, 5 with demand 60', () => {
  const { conclusion, flips, notes } = flipList({
    ...example(),
    weights: [{ name: 'GPUs', weights: [40, 25, 10, 10, 5, 5, 5] }],
  });

  it('states the conclusion, and every flip in the form of the contract', () => {
    expect(conclusion).toBe('k* = 2');
    for (const flip of flips) expect(flipSchema.parse(flip)).toEqual(flip);
    expect(notes).toEqual([]);
  });

  it('turns at a threshold of 35/60, where the third removal is needed; none is above 1', () => {
    expect(byKind(flips, 'threshold')).toEqual([
      expect.objectContaining({
        turnsAt: '7/12 (58.3 %)',
        after: { low: 3, high: 3 },
        proven: true,
        change: 'a threshold of 7/12 (58.3 %) or less',
      }),
    ]);
  });

  it('needs 25 more GPUs: two removals take 65 of 100, and 60 must be left', () => {
    expect(byKind(flips, 'undisclosed')[0]).toMatchObject({ size: 25, unit: 'GPUs', after: { low: 3, high: 3 }, proven: true });
    // At one new provider of 25 the worst two still take 40 and 25 of 125, which leaves 60.
    expect(byKind(flips, 'capacity')[0]).toMatchObject({
      size: 25,
      change: '25 more GPUs for class 0 at one new provider',
      after: { low: 3 },
    });
  });

  it('turns at a quantity of 61, nearer than 35: one removal leaves 60, two leave 35', () => {
    expect(byKind(flips, 'demand')).toEqual([
      expect.objectContaining({ turnsAt: '61', size: 1, after: { low: 1, high: 1 }, change: 'a quantity of 61 instead of 60 for class 0' }),
    ]);
  });

  it('does not turn by another value of the only class, metric, order or reading, and says so', () => {
    expect(byKind(flips, 'weight').map(({ turnsAt }) => turnsAt)).toEqual([null, null, null]);
    expect(byKind(flips, 'weight')[2]?.note).toContain('Largest first breaks it after 2 providers by GPUs.');
    expect(byKind(flips, 'unknowns')[0]).toMatchObject({ turnsAt: null, note: 'Nothing that is asked for is unknown.' });
  });
});

describe('a quantity that turns a test with records of unknown owner', () => {
  // Adversely 8 go with the first loss; favourably each of 8 nodes stands alone. The numbers are those of the test asked anew.
  const inventory = inventoryOf([
    { unit: 'a', gpus: 1, nodes: 6 },
    { unit: 'b', gpus: 1, nodes: 6 },
    { unit: 'c', gpus: 1, nodes: 6 },
    { unit: null, gpus: 1, nodes: 8 },
  ]);
  const of = (d: number) => ({ inventory, portfolio: portfolioOf([{ name: 'any', a: 1, d }]), threshold: '1', by: 'owner' });

  it('has the breaking point of that quantity in both readings', () => {
    const [flip] = byKind(flipList(of(12)).flips, 'demand');
    const { low, high } = removalTest(inventory, of(Number(flip?.turnsAt?.replaceAll(',', ''))).portfolio, of(0)).breakingPoint;
    expect(flip?.after).toEqual({ low, high });
    expect(low).not.toBe(high);
  });
});

describe('a decision on entities turned round', () => {
  const rows = [
    { unit: 'Group', gpus: 1, nodes: 40, model: 'm0' },
    { unit: 'Group', gpus: 1, nodes: 25, model: 'm0' },
    { unit: 'c', gpus: 1, nodes: 20, model: 'm0' },
    { unit: 'd', gpus: 1, nodes: 15, model: 'm0' },
  ];
  const accounts = coded(['a', 'b', 'c', 'd']);
  const inventory = inventoryOf(rows);
  const portfolio = portfolioOf([{ name: 'any', a: 1, d: 60 }]);

  it('finds the rejected merge that takes k* from 1 to 2, and the proposed one that changes nothing', () => {
    const { flips } = flipList({
      inventory,
      portfolio,
      threshold: '1',
      by: 'operator',
      merges: [
        { id: 'M-1', kind: 'reject', label: 'M-1', unit: accounts },
        { id: 'M-2', kind: 'accept', label: 'M-2', unit: coded(['Group', 'Group', 'c', 'c']) },
      ],
    });
    expect(byKind(flips, 'merge')).toEqual([
      expect.objectContaining({ change: 'the merge M-1 rejected', before: { low: 1, high: 1 }, after: { low: 2, high: 2 } }),
    ]);
  });
});

describe('other states of a test', () => {
  // Three times 500000000000002 and 1: 1500000000000007 are wanted. Without the unit of both classes 1000000000000004 are served,
  // so at that share of the demand, whose product with it passes 2^53, two of the others must go.
  it('turns at the exact share of a demand whose product with a share passes 2^53', () => {
    const { inventory, portfolio } = tableCase(
      [
        [1, 1],
        [1, 0],
        [1, 0],
      ],
      [3, 1],
      [500_000_000_000_002, 1],
    );
    const { flips, conclusion } = flipList({ inventory, portfolio, threshold: '1', by: 'provider' });
    expect(conclusion).toBe('k* = 1');
    expect(byKind(flips, 'threshold')[0]).toMatchObject({ before: { low: 1, high: 1 }, after: { low: 2, high: 2 } });
  });

  it('names the GPUs of unknown owner where the readings differ', () => {
    const rows = [
      { unit: 'a', gpus: 1, nodes: 6, model: 'm0' },
      { unit: 'b', gpus: 1, nodes: 6, model: 'm0' },
      { unit: null, gpus: 2, nodes: 1, model: 'm0' },
    ];
    const request = { inventory: inventoryOf(rows), portfolio: portfolioOf([{ name: 'any', a: 1, d: 8 }]), threshold: '1', by: 'provider' };
    const { breakingPoint } = removalTest(request.inventory, request.portfolio, request);
    const { flips, conclusion } = flipList(request);
    // Adverse: either of 6 takes the unknown 2 with it and leaves 6. Favourable: one of 6 leaves 8, two units leave less.
    expect(breakingPoint).toMatchObject({ low: 1, high: 2 });
    expect(conclusion).toBe('k* = 1 to 2');
    expect(byKind(flips, 'unknowns')).toEqual([
      expect.objectContaining({ size: 2, unit: 'GPUs of unknown owner', turnsAt: 'k* = 2', after: { low: 2, high: 2 } }),
    ]);
  });

  it('says at a threshold of 0 that any threshold above 0 turns it', () => {
    const { flips, conclusion } = flipList({ ...example(), threshold: '0' });
    expect(conclusion).toBe('no removal breaks it');
    // One instance must be left: all seven units must go.
    expect(byKind(flips, 'threshold')[0]).toMatchObject({ turnsAt: 'above 0', after: { low: 7, high: 7 } });
  });

  it('turns where the test fails before any removal: demand 120 against 100', () => {
    const { flips, conclusion } = flipList({ ...example(), portfolio: portfolioOf([{ name: 'class 0', a: 1, d: 120, models: ['m0'] }]) });
    expect(conclusion).toBe('k* = 0');
    expect(byKind(flips, 'threshold')[0]).toMatchObject({ turnsAt: '5/6 (83.3 %)', after: { low: 1, high: 1 } });
    expect(byKind(flips, 'demand')[0]).toMatchObject({ turnsAt: '100' });
    expect(byKind(flips, 'undisclosed')[0]).toMatchObject({ size: 20 });
  });

  it('works with competing placement, for thresholds and undisclosed capacity', () => {
    const { flips, conclusion, notes } = flipList({ ...example(), mode: 'competing' });
    // One class of single GPUs: competing and independent placement are the same.
    expect(conclusion).toBe('k* = 2');
    expect(byKind(flips, 'threshold')[0]).toMatchObject({ turnsAt: '7/12 (58.3 %)', after: { low: 3, high: 3 } });
    expect(byKind(flips, 'undisclosed')[0]).toMatchObject({ size: 25, after: { low: 3, high: 3 } });
    expect(notes).toHaveLength(2);
  });
});

describe('a threshold whose numerator times the demand passes 2^53', () => {
  it('turns exactly at what one removal leaves: 133,000,006 of 200,000,001 still passes there, so two are needed', () => {
    // In doubles 133000006 * 200000001 / 200000001 is 133000006.00000001, which one removal would miss.
    const { inventory, portfolio } = tableCase([[66_999_995], [66_500_003], [66_500_003]], [200_000_001], [1]);
    const { flips } = flipList({ inventory, portfolio, threshold: '1', by: 'provider' });
    expect(byKind(flips, 'threshold')[0]).toMatchObject({ before: { low: 1, high: 1 }, after: { low: 2, high: 2 }, proven: true });
  });
});

describe('a weight whose largest-first never breaks the test', () => {
  it('says so, as nothing breaks a threshold of 0', () => {
    const { flips } = flipList({ ...example(), threshold: '0', weights: [{ name: 'GPUs', weights: [40, 25, 10, 10, 5, 5, 5] }] });
    expect(byKind(flips, 'weight').at(-1)?.note).toContain('Largest first never breaks it. These');
  });
});

describe('unknown values read in favour of the network, where classes compete', () => {
  const CLASSES = (big: number, two: number) => [
    { name: 'big', a: 3, d: big },
    { name: 'two', a: 2, d: two },
  ];
  type Owned = [unit: string | null, gpus: number][];
  const flipOf = (rows: Owned, classes: ReturnType<typeof CLASSES>, tenths: number) => {
    const inventory = inventoryOf(rows.map(([unit, gpus]) => ({ unit, gpus })));
    const request = { inventory, portfolio: portfolioOf(classes), threshold: `${tenths}/10`, by: 'provider', mode: 'competing' as const };
    return byKind(flipList(request).flips, 'unknowns');
  };
  /** By brute force over all placements: the record without an owner is a unit of its own, which is the favourable reading. */
  const favourable = (rows: Owned, classes: ReturnType<typeof CLASSES>, tenths: number) => {
    const units = [...new Set(rows.map(([unit]) => unit))];
    const nodes = rows.map(([unit, gpus]) => ({ unit: units.indexOf(unit), model: 0, gpus }));
    const gangs = classes.map(({ a, d }) => ({ models: [0], a, d, value: a }));
    return competingBreakingPoint(nodes, gangs, units.length, tenths, 10);
  };

  it('turn nothing for certain where the search leaves the same range there', () => {
    const rows: Owned = [
      ['z', 3],
      ['w', 3],
      ['y', 1],
      ['x', 4],
      [null, 2],
    ];
    // 3 of big and 2 of two ask for 13 GPUs in one piece each: nodes of 3, 3, 1, 4, 2 cannot hold nine tenths of them before any removal
    expect(favourable(rows, CLASSES(3, 2), 9)).toBe(0);
    expect(flipOf(rows, CLASSES(3, 2), 9)).toEqual([
      expect.objectContaining({
        turnsAt: null,
        after: { low: 0, high: 1 },
        proven: false,
        note: 'Read in favour of the network, the search leaves k* = 0 to 1: whether it turns there is open.',
      }),
    ]);
  });

  it('have the range that the search leaves in that reading', () => {
    const rows: Owned = [
      ['z', 3],
      ['x', 1],
      ['w', 5],
      ['x', 1],
      ['x', 2],
      ['w', 2],
      ['x', 3],
      [null, 4],
    ];
    expect(favourable(rows, CLASSES(1, 3), 6)).toBe(3);
    expect(flipOf(rows, CLASSES(1, 3), 6)).toEqual([
      expect.objectContaining({ turnsAt: 'k* = 2 to 3', before: { low: 1, high: 3 }, after: { low: 2, high: 3 }, proven: false }),
    ]);
  });
});
