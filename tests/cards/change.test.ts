// Smallest changes: each is compared with trying every amount, on small random inputs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countChange, integerRoot, spreadToReachHhi, takeoverToPassHhi, unknownToPassHhi } from '../../shared/metrics/change.ts';
import { fraction } from '../../shared/metrics/exact.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { rank } from '../../shared/metrics/ranking.ts';

const weights = fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 1, maxLength: 6 });
const level = fc.integer({ min: 1, max: 99 }).map((percent) => fraction(percent, 100));
const sum = (list: readonly bigint[]) => list.reduce((total, each) => total + each, 0n);
const squares = (list: readonly bigint[]) => sum(list.map((each) => each * each));
const descending = (list: readonly bigint[]) => [...list].sort((a, b) => Number(b - a));

/** Every way to take `amount` in whole units from a list. */
function losses(list: readonly bigint[], amount: bigint): bigint[][] {
  const [first, ...rest] = list;
  if (first === undefined) return amount === 0n ? [[]] : [];
  const ways: bigint[][] = [];
  for (let taken = 0n; taken <= first && taken <= amount; taken++)
    for (const tail of losses(rest, amount - taken)) ways.push([first - taken, ...tail]);
  return ways;
}

describe('smallest changes', () => {
  it('takeover: the first amount at which some transfer to the largest passes the level', () => {
    fc.assert(
      fc.property(weights, level, (list, line) => {
        const [leader = 0n, ...others] = descending(list);
        const total = sum(list);
        const passes = (amount: bigint) =>
          losses(others, amount).some((rest) => squares([leader + amount, ...rest]) * line.den > line.num * total * total);
        let expected: bigint | null = null;
        for (let amount = 0n; amount <= total - leader && expected === null; amount++) if (passes(amount)) expected = amount;
        expect(takeoverToPassHhi(rank(list), line)).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('spreading: the first amount at which some loss of the known brings HHI to the level', () => {
    fc.assert(
      fc.property(weights, level, (list, line) => {
        const total = sum(list);
        const reached = (amount: bigint) => losses(list, amount).some((rest) => squares(rest) * line.den <= line.num * total * total);
        let amount = 0n;
        while (!reached(amount)) amount++;
        expect(spreadToReachHhi(rank(list), line)).toBe(amount);
      }),
      { numRuns: 200 },
    );
  });

  it('unknown weight: the first part of it with the largest that passes the level', () => {
    fc.assert(
      fc.property(weights, fc.bigInt({ min: 0n, max: 30n }), level, (list, unknown, line) => {
        const [leader = 0n, ...others] = descending(list);
        const total = sum(list) + unknown;
        let expected: bigint | null = null;
        for (let part = 0n; part <= unknown && expected === null; part++)
          if (squares([leader + part, ...others]) * line.den > line.num * total * total) expected = part;
        expect(unknownToPassHhi(rank(list), unknown, line)).toBe(expected);
      }),
    );
  });

  it('Nakamoto coefficient: the first gain of the largest and the first loss to new holders that give another count', () => {
    fc.assert(
      fc.property(weights, level, (list, t) => {
        const found = nakamoto(list, t).value;
        if (!found) return;
        const { fewer, more } = countChange(rank(list), found.count, t);
        const total = sum(list);
        const sorted = descending(list);
        const held = (of: readonly bigint[], k: number) => sum(descending(of).slice(0, k));
        if (found.count === 1) expect(fewer).toBeNull();
        else {
          let gain = 0n;
          while ((held(sorted, found.count - 1) + gain) * t.den <= t.num * total) gain++;
          expect(fewer).toBe(gain);
        }
        let loss = 0n;
        // new holders are ever smaller: what is lost is held by nobody among the k largest
        while (losses(list, loss).every((rest) => held(rest, found.count) * t.den > t.num * total)) loss++;
        expect(more).toBe(loss >= total ? null : loss);
      }),
      { numRuns: 200 },
    );
  });

  it('integer root is exact on both sides of squares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (root) => {
        expect(integerRoot(root * root)).toBe(root);
        expect(integerRoot(root * root + 2n * root)).toBe(root);
      }),
    );
  });
});
