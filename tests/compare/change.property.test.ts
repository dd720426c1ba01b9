import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS } from '../../shared/case/compare.ts';
import { hhiChange } from '../../shared/compare/hhi-change.ts';
import { matchEntities, reattributedEntities } from '../../shared/compare/matched.ts';
import { summingNumbers } from '../../shared/compare/summing-numbers.ts';
import { add, fraction, parseFraction, toNumber } from '../../shared/metrics/exact.ts';
import { must } from '../metrics/arbitraries.ts';

const account = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const weight = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 12n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 52n, max: 2n ** 60n }) },
);
const snapshot = fc
  .array(fc.tuple(account, weight), { minLength: 1, maxLength: 9 })
  .map((entries) => new Map(entries))
  .filter((map) => [...map.values()].some((each) => each > 0n));
const aliases = fc.array(fc.tuple(account, fc.constantFrom('x', 'y', 'e')), { maxLength: 7 }).map((entries) => new Map(entries));
/** Pairs of accounts that a person merges after the first snapshot. */
const merges = fc.uniqueArray(account, { maxLength: 4 }).map((members) => new Map(members.map((member) => [member, members.join('+')])));

/** HHI in points by its definition, in doubles: an independent path for a check of size. */
function hhiOf(weights: ReadonlyMap<string, bigint>, who: ReadonlyMap<string, string>): number {
  const entities = new Map<string, number>();
  let total = 0;
  for (const [id, each] of weights) {
    const name = who.get(id) ?? id;
    entities.set(name, (entities.get(name) ?? 0) + Number(each));
    total += Number(each);
  }
  return [...entities.values()].reduce((sum, each) => sum + (each / total) ** 2, 0) * 10_000;
}

/** Whether the parts are small enough for doubles that add up: a total that shrank to a tenth or less makes parts of millions of points. */
const fits = ({ parts }: ReturnType<typeof summingNumbers>): boolean => PARTS.every((part) => Math.abs(parts[part]) < 2 ** 20);

const shuffled = fc.shuffledSubarray([...PARTS], { minLength: PARTS.length, maxLength: PARTS.length });

describe('a change of HHI and its parts', () => {
  it('add up exactly: as doubles in any order, and as fractions, with merges and with entities that come and go', () => {
    fc.assert(
      fc.property(snapshot, snapshot, aliases, fc.oneof(aliases, merges), shuffled, (before, after, then, now, order) => {
        const numbers = summingNumbers(must(hhiChange(before, after, then, now)));
        if (fits(numbers)) {
          expect(order.reduce((sum, part) => sum + numbers.parts[part], 0)).toBe(numbers.change);
          expect(numbers.b - numbers.a).toBe(numbers.change);
        }
        const exact = PARTS.map((part) => parseFraction(numbers.exact.parts[part]));
        expect(exact.reduce(add, fraction(0))).toEqual(parseFraction(numbers.exact.change));
      }),
      { numRuns: 2000 },
    );
  });

  it('lie beside their exact fractions by less than a billionth of a point, or of the largest part', () => {
    fc.assert(
      fc.property(snapshot, snapshot, aliases, aliases, (before, after, then, now) => {
        const numbers = summingNumbers(must(hhiChange(before, after, then, now)));
        const largest = Math.max(1, ...PARTS.map((part) => Math.abs(toNumber(parseFraction(numbers.exact.parts[part])))));
        for (const part of PARTS) {
          const exact = toNumber(parseFraction(numbers.exact.parts[part]));
          expect(Math.abs(numbers.parts[part] - exact)).toBeLessThanOrEqual(1e-9 * largest);
          if (exact === 0) expect(numbers.parts[part]).toBe(0);
        }
        expect(Math.abs(numbers.a - hhiOf(before, then))).toBeLessThan(1e-6);
        expect(Math.abs(numbers.b - hhiOf(after, now))).toBeLessThan(1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it('an alias change alone has only a re-attribution part, which the entities that were joined or split add up to', () => {
    fc.assert(
      fc.property(snapshot, aliases, aliases, (weights, then, now) => {
        const numbers = summingNumbers(must(hhiChange(weights, weights, then, now)));
        expect(numbers.parts).toEqual({ reattribution: numbers.change, exit: 0, entry: 0, own_growth: 0, total_effect: 0 });
        const points = reattributedEntities(weights, then, now).reduce((sum, each) => sum + each.points, 0);
        expect(points).toBeCloseTo(numbers.change, 6);
      }),
      { numRuns: 1000 },
    );
  });

  it('is turned round by swapping two snapshots of one alias set', () => {
    fc.assert(
      fc.property(snapshot, snapshot, aliases, (before, after, who) => {
        const [there, back] = [must(hhiChange(before, after, who, who)), must(hhiChange(after, before, who, who))];
        expect(add(there.total, back.total)).toEqual(fraction(0));
        expect(there.entities).toEqual({ entered: back.entities.left, left: back.entities.entered, stayed: back.entities.stayed });
      }),
    );
  });
});

describe('matched entities', () => {
  it('are each entered, left, or in both; those in both grew, shrank or stayed; and their weights are those of the snapshots', () => {
    fc.assert(
      fc.property(snapshot, snapshot, aliases, (before, after, who) => {
        const { entities, counts, totalA, totalB } = matchEntities(before, after, who);
        expect(entities.length).toBe(counts.entered + counts.left + counts.matched);
        expect(counts.matched).toBe(counts.grew + counts.shrank + counts.same);
        const sum = (side: 'a' | 'b') => entities.reduce((total, each) => total + each[side], 0n);
        expect([sum('a'), sum('b')]).toEqual([totalA, totalB]);
        expect(totalA).toBe([...before.values()].reduce((total, each) => total + each, 0n));
        const ranks = entities.flatMap(({ rankA }) => (rankA === null ? [] : [rankA])).sort((x, y) => x - y);
        expect(ranks).toEqual(ranks.map((_, index) => index + 1));
      }),
    );
  });

  it('stand in the order of their change of share', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (before, after) => {
        const { entities, totalA, totalB } = matchEntities(before, after);
        const changes = entities.map(({ a, b }) => Math.abs(Number(b) / Number(totalB) - Number(a) / Number(totalA)));
        for (let index = 1; index < changes.length; index++)
          expect(changes[index] as number).toBeLessThanOrEqual((changes[index - 1] as number) + 1e-12);
      }),
    );
  });
});
