// Laws of domain 3 and 4, checked on random inputs, and agreement with the second implementation in naive.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hhiChange } from '../../shared/compare/hhi-change.ts';
import { createMergePreview } from '../../shared/entities/merge-preview.ts';
import { lorenz } from '../../shared/metrics/curves.ts';
import { entropyNats } from '../../shared/metrics/entropy.ts';
import { compare, type Fraction, fraction, subtract, toNumber } from '../../shared/metrics/exact.ts';
import { gini } from '../../shared/metrics/gini.ts';
import { hhi } from '../../shared/metrics/hhi.ts';
import { hill, hillProfile } from '../../shared/metrics/hill.ts';
import { deltaHhi } from '../../shared/metrics/merge.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { rank } from '../../shared/metrics/ranking.ts';
import { theil, theilSplit } from '../../shared/metrics/theil.ts';
import { must, positive, ratio, small, threshold, weight, weights, wide } from './arbitraries.ts';
import { equal, naiveCount, naiveEntropy, naiveGini, naiveHhi, naiveSmallestSets } from './naive.ts';
import { sumOfParts, uptimeSummary } from './records.ts';

describe('agreement with a second implementation from the definitions', () => {
  it('HHI and Gini are the same fractions', () => {
    fc.assert(
      fc.property(weights, (list) => {
        expect(equal(ratio(must(hhi(list))), naiveHhi(list))).toBe(true);
        expect(equal(ratio(must(gini(list))), naiveGini(list))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('Nakamoto coefficient is the size of the smallest subset that passes; unique and essential say what all such subsets say', () => {
    fc.assert(
      fc.property(positive, threshold, (list, t) => {
        const sets = naiveSmallestSets(list, ratio(t));
        const found = nakamoto(list, t).value;
        expect(found?.count).toBe(sets?.size);
        if (!sets || !found) return;
        const members = found.members.reduce((mask, position) => mask | (1 << position), 0);
        expect(sets.masks).toContain(members);
        expect(found.unique).toBe(sets.masks.length === 1);
        const inAll = sets.masks.reduce((a, b) => a & b);
        expect(found.members.filter((position) => (inAll >> position) & 1)).toHaveLength(found.essential);
        expect(found.members.slice(0, found.essential).every((position) => (inAll >> position) & 1)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('Nakamoto coefficient by taking out the largest again and again, in large integers', () => {
    fc.assert(
      fc.property(weights, threshold, (list, t) => {
        expect(nakamoto(list, t).value?.count).toBe(naiveCount(list, ratio(t)));
      }),
      { numRuns: 2000 },
    );
  });

  it('entropy agrees to 1e-12', () => {
    fc.assert(
      fc.property(weights, (list) => {
        expect(Math.abs(entropyNats(rank(list)) - naiveEntropy(list))).toBeLessThan(1e-12);
      }),
      { numRuns: 2000 },
    );
  });

  it('radix order of many weights is the order of a comparison sort', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(small, fc.bigInt({ min: 0n, max: 2n ** 49n }), wide), { minLength: 600, maxLength: 900 }), (list) => {
        const expected = list
          .map((each, position) => ({ each, position }))
          .filter(({ each }) => each > 0n)
          .sort((a, b) => (a.each > b.each ? -1 : a.each < b.each ? 1 : a.position - b.position))
          .map(({ position }) => position);
        expect(Array.from(rank(list).order)).toEqual(expected);
        const narrow = list.filter((each) => each < 2n ** 30n);
        expect(Array.from(rank(narrow).order)).toEqual(Array.from(rank(Float64Array.from(narrow, Number)).order));
      }),
      { numRuns: 40 },
    );
  });
});

describe('laws of the metrics', () => {
  it('scale: another unit of weight changes nothing', () => {
    fc.assert(
      fc.property(weights, fc.bigInt({ min: 2n, max: 10n ** 20n }), threshold, (list, factor, t) => {
        const scaled = list.map((each) => each * factor);
        expect(hhi(scaled)).toEqual(hhi(list));
        expect(gini(scaled)).toEqual(gini(list));
        const [before, after] = [nakamoto(list, t).value, nakamoto(scaled, t).value];
        expect({ ...after, overWeight: 0, shortWeight: 0 }).toEqual({ ...before, overWeight: 0, shortWeight: 0 });
        expect(must(theil(scaled))).toBeCloseTo(must(theil(list)), 12);
      }),
    );
  });

  it('permutation: row order changes no number and, with labels, no listing', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 30 }), fc.infiniteStream(fc.nat()), (list, keys) => {
        const entries = list.map((each, i) => ({ each, label: `e${i}` }));
        const shuffled = entries
          .map((entry) => ({ entry, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        const of = (all: typeof entries) => {
          const labels = all.map(({ label }) => label);
          const profile = concentrationProfile({ known: all.map(({ each }) => each), unknownMass: 3n, unknownUnit: 1n, labels });
          const named = (positions: readonly number[]) => positions.map((position) => labels[position]);
          const details = Object.values(profile.nakamotoDetail).map(
            (found) => found && { ...found, members: named(found.members), tied: named(found.tied) },
          );
          return { ...profile, leaders: named(profile.leaders), nakamotoDetail: details };
        };
        expect(of(shuffled)).toEqual(of(entries));
      }),
    );
  });

  it('merge raises HHI by exactly 2 p_a p_b and never raises a Nakamoto coefficient', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 2, maxLength: 20 }), threshold, (list, t) => {
        fc.pre(list.some((each) => each > 0n));
        const total = list.reduce((sum, each) => sum + each, 0n);
        const [a = 0n, b = 0n, ...others] = list;
        const rise = subtract(must(hhi([a + b, ...others])), must(hhi(list)));
        expect(rise).toEqual(fraction(2n * a * b, total * total));
        expect(must(deltaHhi(list, [0, 1]))).toEqual(rise);
        const preview = createMergePreview(list, { t });
        const after = preview.afterGroup([0, 1]);
        expect(subtract(after.hhi as Fraction, preview.before.hhi as Fraction)).toEqual(rise);
        expect(after.nakamoto.t ?? 0).toBeLessThanOrEqual(preview.before.nakamoto.t ?? Number.POSITIVE_INFINITY);
        expect(compare(after.cr1 as Fraction, preview.before.cr1 as Fraction)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('Hill numbers lie in [1, n] and never rise with their order', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 60, noNaN: true }), fc.double({ min: 0, max: 60, noNaN: true }), (list, p, q) => {
        fc.pre(Math.abs(p - q) > 1e-3 && Math.abs(p - 1) > 1e-3 && Math.abs(q - 1) > 1e-3);
        const [low, high] = p < q ? [p, q] : [q, p];
        expect(must(hill(list, high))).toBeLessThanOrEqual(must(hill(list, low)) * (1 + 1e-9));
        const profile = must(hillProfile(list));
        expect(profile[0]).toBe(rank(list).count);
        expect(profile.at(-1)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('Theil splits into a part between and a part within groups', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, fc.nat({ max: 3 })), { minLength: 1, maxLength: 30 }), (pairs) => {
        fc.pre(pairs.some(([each]) => each > 0n));
        const list = pairs.map(([each]) => each);
        const split = must(
          theilSplit(
            list,
            pairs.map(([, group]) => group),
          ),
        );
        expect(split.between + split.within).toBeCloseTo(split.theil, 12);
        expect(split.within).toBeGreaterThan(-1e-12);
        expect(
          must(
            theilSplit(
              list,
              list.map(() => 'all'),
            ),
          ).between,
        ).toBeCloseTo(0, 12);
      }),
    );
  });

  it('curves run from the origin to the end, Lorenz below the diagonal, and thinning keeps points that are on the curve', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 2, max: 10 }), (list, maxPoints) => {
        const full = must(lorenz(list));
        expect(full[0]).toEqual([0, 0]);
        expect(full.at(-1)).toEqual([1, 1]);
        expect(full.every(([x, y]) => y <= x + 1e-15)).toBe(true);
        const thinned = must(lorenz(list, maxPoints));
        expect(thinned.length).toBeLessThanOrEqual(maxPoints);
        expect(full).toEqual(expect.arrayContaining([...thinned]));
      }),
    );
  });

  it('the parts of a change of HHI add up exactly, and an alias change alone is re-attribution only', () => {
    const snapshot = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), small), { minLength: 1 })
      .map((entries) => new Map(entries))
      .filter((map) => [...map.values()].some((each) => each > 0n));
    const aliases = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y', 'e')))
      .map((entries) => new Map(entries));
    fc.assert(
      fc.property(snapshot, snapshot, aliases, aliases, (before, after, then, now) => {
        const change = must(hhiChange(before, after, then, now));
        expect(sumOfParts(change)).toEqual(change.total);
        const same = must(hhiChange(before, before, then, now));
        expect(same.reAttribution).toEqual(same.total);
        for (const part of [same.entry, same.exit, same.ownGrowth, same.totalEffect]) expect(part).toEqual(fraction(0));
      }),
      { numRuns: 1000 },
    );
  });

  it('variance of uptime is the variance between plus within providers, exactly', () => {
    const record = fc.record({
      provider: fc.constantFrom('A', 'B', 'C'),
      gpus: fc.bigInt({ min: 1n, max: 9n }),
      uptime: fc.nat({ max: 1000 }).map((n) => fraction(n, 1000)),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), (records) => {
        const { exact } = must(uptimeSummary(records, fraction(99, 100)));
        const providerMean = (name: string) => {
          const own = records.filter(({ provider }) => provider === name);
          const gpus = own.reduce((sum, each) => sum + Number(each.gpus), 0);
          return own.reduce((sum, each) => sum + Number(each.gpus) * toNumber(each.uptime), 0) / gpus;
        };
        const total = records.reduce((sum, each) => sum + Number(each.gpus), 0);
        const within =
          records.reduce((sum, each) => sum + Number(each.gpus) * (toNumber(each.uptime) - providerMean(each.provider)) ** 2, 0) / total;
        expect(toNumber(exact.varianceWithin)).toBeCloseTo(within, 12);
        expect(exact.varianceBetween.num).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});
