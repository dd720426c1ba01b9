import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { competingHeadroom, isHeadroomExact, worstCompetingHeadroom } from '../../../shared/resilience/measures/competing-headroom.ts';
import { headroomWithout, worstHeadroom } from '../../../shared/resilience/measures/headroom.ts';
import { worstClassTest } from '../../../shared/resilience/measures/worst-class-test.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import { prepareRemoval, removalTest } from '../../../shared/resilience/removal-test.ts';
import { gangCase } from '../competing-build.ts';
import type { Gang, Node } from '../competing-oracle.ts';
import { bestService } from '../competing-oracle.ts';

const UNITS = 3;
const node: fc.Arbitrary<Node> = fc.record({
  unit: fc.integer({ min: 0, max: UNITS - 1 }),
  model: fc.integer({ min: 0, max: 2 }),
  gpus: fc.integer({ min: 1, max: 4 }),
});
const gangOf = (sizes: number[]): fc.Arbitrary<Gang> =>
  fc.record({
    models: fc.constantFrom<number[]>([0], [1], [0, 1], [1, 2], [0, 1, 2]),
    a: fc.constantFrom(...sizes),
    d: fc.integer({ min: 1, max: 4 }),
    value: fc.integer({ min: 1, max: 4 }),
  });
const casesOf = (sizes: number[]) =>
  fc.record({
    nodes: fc.array(node, { minLength: 1, maxLength: 5 }),
    gangs: fc.array(gangOf(sizes), { minLength: 1, maxLength: 3 }),
  });

const competingOf = (nodes: Node[], gangs: Gang[]) => {
  const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
  const { competing, terms } = prepareRemoval(inventory, portfolio, { threshold: '1', mode: 'competing' });
  return { supply: (competing as NonNullable<PreparedRemoval['competing']>).pessimistic, terms };
};
const sizeOf = (set: number) => [...set.toString(2)].filter((digit) => digit === '1').length;
const subsets = Array.from({ length: 2 ** UNITS }, (_, set) => set);
const membersOf = (set: number) => Array.from({ length: UNITS }, (_, unit) => unit).filter((unit) => (set >> unit) & 1);
/** Whether the demand, with every GPU cut into `times` parts, is served in full when it is multiplied by `factor` (Hall, by brute force). */
const carries = (nodes: Node[], gangs: Gang[], set: number, num: number, den: number) => {
  const parts = nodes.map((one) => ({ ...one, gpus: one.gpus * den }));
  const jobs = gangs.map((gang) => ({ ...gang, a: 1, d: gang.d * gang.a * num, value: 1 }));
  const left = parts.filter(({ unit }) => ((set >> unit) & 1) === 0);
  // Hall: every set of jobs finds as many parts as it asks for.
  return Array.from({ length: 2 ** jobs.length }, (_, mask) => jobs.filter((__, job) => (mask >> job) & 1)).every((chosen) => {
    const usable = left.filter(({ model }) => chosen.some(({ models }) => models.includes(model)));
    return usable.reduce((sum, { gpus }) => sum + gpus, 0) >= chosen.reduce((sum, { d }) => sum + d, 0);
  });
};

describe('headroom where classes compete', () => {
  it('is the largest factor that still fits, exactly, for jobs of one GPU', () => {
    fc.assert(
      fc.property(casesOf([1]), ({ nodes, gangs }) => {
        const { supply, terms } = competingOf(nodes, gangs);
        expect(isHeadroomExact(supply, terms)).toBe(true);
        for (const set of subsets) {
          const { factor } = competingHeadroom(supply, terms, membersOf(set)) as NonNullable<ReturnType<typeof competingHeadroom>>;
          expect(carries(nodes, gangs, set, factor.num, factor.den)).toBe(true);
          expect(carries(nodes, gangs, set, 100 * factor.num + 1, 100 * factor.den)).toBe(false);
        }
      }),
      { numRuns: 150, seed: 68 },
    );
  });

  it('is smallest over all sets of k units, and below 1 only where gangs are not all served', () => {
    fc.assert(
      fc.property(casesOf([1, 2, 4]), ({ nodes, gangs }) => {
        const { supply, terms } = competingOf(nodes, gangs);
        const demand = gangs.reduce((sum, { d, value }) => sum + d * value, 0);
        const worst = worstCompetingHeadroom(supply, terms, [0, 1, 2, 3]) as NonNullable<ReturnType<typeof worstCompetingHeadroom>>;
        worst.forEach(({ factor }, k) => {
          const each = subsets
            .filter((set) => sizeOf(set) === k)
            .map((set) => (competingHeadroom(supply, terms, membersOf(set)) as NonNullable<ReturnType<typeof competingHeadroom>>).factor);
          expect(factor.num / factor.den).toBe(Math.min(...each.map(({ num, den }) => num / den)));
          if (factor.num < factor.den)
            expect(subsets.some((set) => sizeOf(set) === k && bestService(nodes, gangs, set) < demand)).toBe(true);
        });
      }),
      { numRuns: 100, seed: 69 },
    );
  });
});

describe('headroom where classes compete, beside each class asked alone', () => {
  const placed = casesOf([1, 2, 3, 4]).map(({ nodes, gangs }) => ({
    nodes: nodes.map((one, place) => ({ ...one, site: place % 2 === 0 ? 's' : 't' })),
    gangs: gangs.map((gang, place): Gang => ({ ...gang, b: place % 2 === 0 ? 2 : 1, site: true })),
  }));

  it('is never larger than independent mode says, after any removal and after the worst', () => {
    fc.assert(
      fc.property(placed, ({ nodes, gangs }) => {
        const { supply, terms } = competingOf(nodes, gangs);
        const value = (factor: { num: number; den: number } | undefined) => (factor?.num ?? NaN) / (factor?.den ?? NaN);
        for (const set of subsets)
          expect(value(competingHeadroom(supply, terms, membersOf(set))?.factor)).toBeLessThanOrEqual(
            value(headroomWithout(supply.alone, terms, membersOf(set))?.factor),
          );
        const alone = worstHeadroom(supply.alone, terms);
        const worst = worstCompetingHeadroom(supply, terms, [0, 1, 2, 3]) ?? [];
        expect(worst).toHaveLength(4);
        worst.forEach(({ factor }, k) => {
          expect(value(factor)).toBeLessThanOrEqual(value(alone[k]?.factor));
        });
      }),
      { numRuns: 150, seed: 503 },
    );
  });

  it('is that of each class asked alone where more classes compete than can be asked together, and then only a bound', () => {
    // 21 classes of one GPU each on 42 GPUs of which the first class may use 3
    const gangs = Array.from({ length: 21 }, (_, place): Gang => ({ models: place === 0 ? [0] : [1], a: 1, d: 1, value: 1 }));
    const { supply, terms } = competingOf(
      [
        { unit: 0, model: 0, gpus: 3 },
        { unit: 1, model: 1, gpus: 39 },
      ],
      gangs,
    );
    expect(isHeadroomExact(supply, terms)).toBe(false);
    expect(competingHeadroom(supply, terms, [])).toEqual({ factor: { num: 3, den: 1 }, classes: [0] });
    expect(competingHeadroom(supply, terms, [0])).toEqual({ factor: { num: 0, den: 1 }, classes: [0] });
    expect(worstCompetingHeadroom(supply, terms, [0, 1])?.map(({ factor }) => factor.num)).toEqual([3, 0]);
  });

  it('has no limit only without demand', () => {
    const { supply, terms } = competingOf([{ unit: 0, model: 0, gpus: 3 }], [{ models: [0], a: 1, d: 0, value: 1 }]);
    expect(competingHeadroom(supply, terms, [])).toBeNull();
    expect(worstCompetingHeadroom(supply, terms, [0, 1])).toBeNull();
  });
});

describe('the worst class as a test of full service', () => {
  it('has the breaking point of brute force between its ends, with either placement', () => {
    fc.assert(
      fc.property(casesOf([1, 2]), fc.integer({ min: 1, max: 4 }), ({ nodes, gangs }, p) => {
        const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
        const reduced = worstClassTest(portfolio, `${p}/4`);
        // The smallest share of any class is at least p/4 where so many of each can run at once: the best service of exactly those.
        const enough = gangs.map((gang) => ({ ...gang, d: Math.ceil((p * gang.d) / 4), value: 1 }));
        const wanted = enough.reduce((sum, { d }) => sum + d, 0);
        const alone = (set: number) => enough.every((gang) => bestService(nodes, [gang], set) === gang.d);
        const together = (set: number) => bestService(nodes, enough, set) === wanted;
        for (const [mode, holds] of [
          ['independent', alone],
          ['competing', together],
        ] as const) {
          const failing = subsets.filter((set) => !holds(set)).map(sizeOf);
          const truth = failing.length === 0 ? null : Math.min(...failing);
          const { breakingPoint } = removalTest(inventory, reduced.portfolio, { threshold: reduced.threshold, by: 'unit', mode });
          if (mode === 'independent') expect([breakingPoint.low, breakingPoint.high]).toEqual([truth, truth]);
          else {
            expect(breakingPoint.low ?? Infinity).toBeLessThanOrEqual(truth ?? Infinity);
            expect(breakingPoint.high ?? Infinity).toBeGreaterThanOrEqual(truth ?? Infinity);
          }
        }
      }),
      { numRuns: 120, seed: 70 },
    );
  });
});
