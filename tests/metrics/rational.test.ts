// The product agrees with the second implementation in rational.ts on 10,000 random inputs: ties, zeros, huge integers, decimals, unknown weight.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../shared/bounds/allocation.ts';
import type { Bound } from '../../shared/bounds/bound.ts';
import { hillBounds } from '../../shared/bounds/hill.ts';
import { nakamotoBounds } from '../../shared/bounds/nakamoto.ts';
import { concentrationRatioBounds } from '../../shared/bounds/shares.ts';
import { hhiChange } from '../../shared/compare/hhi-change.ts';
import { evenness, shannon } from '../../shared/metrics/entropy.ts';
import { exactWeights, type Fraction, formatFraction, fraction } from '../../shared/metrics/exact.ts';
import { finiteSampleHhi } from '../../shared/metrics/finite-sample-hhi.ts';
import { gini } from '../../shared/metrics/gini.ts';
import { hhiNormalised } from '../../shared/metrics/hhi.ts';
import { hillProfile, renyi } from '../../shared/metrics/hill.ts';
import { hoover } from '../../shared/metrics/hoover.ts';
import { deltaHhi } from '../../shared/metrics/merge.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { dispersionOf } from '../../shared/metrics/prices.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { rosenbluth } from '../../shared/metrics/rosenbluth.ts';
import { theilSplit } from '../../shared/metrics/theil.ts';
import { must } from './arbitraries.ts';
import * as second from './rational.ts';
import { Rational } from './rational.ts';
import { sumOfParts, uptimeSummary, weightedPriceDispersion } from './records.ts';

/** One seed for all runs: the inputs are the same every time. */
const SEED = 20_261_122;
const RUNS = 10_000;

const small = fc.integer({ min: 0, max: 9 }).map(String);
const large = fc.bigInt({ min: 2n ** 51n, max: 2n ** 90n }).map(String);
const decimal = fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 6 })).map(([digits, places]) => {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
});
const few = fc.constantFrom('0', '1', '1', '2', '5', '5', '8');
const list = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(small, { minLength: 1, maxLength: 10 }) },
    { weight: 3, arbitrary: fc.array(few, { minLength: 1, maxLength: 10 }) },
    { weight: 2, arbitrary: fc.array(decimal, { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(large, { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(small, large, decimal), { minLength: 1, maxLength: 8 }) },
  )
  .filter((texts) => texts.some((text) => /[1-9]/.test(text)));
const threshold = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 13 })).filter(([num, den]) => num < den);

const same = (found: Fraction, expected: Rational): void => expect(formatFraction(found)).toBe(expected.toString());
const near = (found: number | null, expected: number, tolerance = 1e-12): void =>
  expect(Math.abs((found ?? Number.NaN) - expected), `${found} instead of ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );

describe(`agreement with the second implementation on ${RUNS} random inputs`, () => {
  it('indices of known weight: exact ones are the same fractions, others agree to 1e-12', () => {
    let seen = 0;
    fc.assert(
      fc.property(list, threshold, fc.nat(), (texts, [num, den], pick) => {
        seen += 1;
        const { units, scale } = exactWeights(texts);
        const x = texts.map(second.read);
        expect(units.map((unit) => new Rational(unit, 10n ** BigInt(scale)).toString())).toEqual(x.map(String));
        const profile = concentrationProfile({ known: units, unknownMass: 0n, unknownUnit: null });
        const hhi = second.hhi(x);
        same(profile.hhi.exact.stated as Fraction, hhi.times(new Rational(10_000n)));
        same(profile.effectiveNumber.q2.exact.stated as Fraction, new Rational(1n).over(hhi));
        same(must(hhiNormalised(units)), second.hhiNormalised(x));
        same(profile.cr1.exact.stated as Fraction, second.cr(x, 1));
        same(profile.cr4.exact.stated as Fraction, second.cr(x, 4));
        const k = 1 + (pick % 12);
        same(concentrationRatioBounds(allocationOf(units, 0n, null), k).exact.stated as Fraction, second.cr(x, k));
        same(must(gini(units)), second.gini(x, 'drop'));
        same(must(gini(units, 'keep')), second.gini(x, 'keep'));
        same(must(rosenbluth(units)), second.rosenbluth(x));
        same(must(hoover(units)), second.hoover(x));
        const n = second.positive(x).length;
        const nats = second.entropy(x);
        near(must(shannon(units, 'e')), nats);
        near(profile.theil.stated, Math.max(0, Math.log(n) - nats));
        near(evenness(units).value ?? 1, n === 1 ? 1 : nats / Math.log(n), 1e-11);
        const hill = must(hillProfile(units));
        const expected = [
          n,
          Math.exp(nats),
          new Rational(1n).over(hhi).toNumber(),
          second.powerSum(x, 3).toNumber() ** (-1 / 2),
          second.powerSum(x, 4).toNumber() ** (-1 / 3),
        ];
        expected.forEach((value, order) => {
          near(hill[order] as number, value, 1e-11);
        });
        near(hill[5] as number, new Rational(1n).over(second.cr(x, 1)).toNumber());
        near(must(renyi(units, 2)), Math.log2(new Rational(1n).over(hhi).toNumber()), 1e-11);
        const [a, b] = [pick % texts.length, (pick >> 4) % texts.length];
        if (a !== b) same(must(deltaHhi(units, [a, b])), second.mergeDelta(x, a, b));
        const t = new Rational(num, den);
        const found = nakamoto(units, fraction(num, den)).value;
        expect(found?.count ?? null).toBe(second.nakamoto(x, t));
        if (found) {
          same(found.over, second.cr(x, found.count).minus(t));
          same(found.short, t.minus(second.cr(x, found.count - 1)));
          same(
            found.overWeight,
            second
              .cr(x, found.count)
              .minus(t)
              .times(second.total(x))
              .times(new Rational(10n ** BigInt(scale))),
          );
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(seen).toBe(RUNS);
  }, 120_000);

  it('sets of a Nakamoto coefficient: tie, uniqueness and essential members, by trying every set', () => {
    fc.assert(
      fc.property(
        fc.array(few, { minLength: 1, maxLength: 8 }).filter((texts) => texts.some((text) => text !== '0')),
        threshold,
        (texts, [num, den]) => {
          const x = texts.map(second.read);
          const t = new Rational(num, den);
          const found = nakamoto(exactWeights(texts).units, fraction(num, den)).value;
          if (!found) return;
          const passing = second.passingSets(x, t, found.count);
          expect(found.unique).toBe(passing.length === 1);
          const n = second.positive(x).length;
          const inAll = Array.from({ length: n }, (_, place) => place).filter((place) =>
            passing.every((members) => members.includes(place)),
          );
          expect(found.essential).toBe(inAll.length);
          // both k-1 and k+1 places of the descending list: the same weight on both sides of the cut
          const descending = second
            .positive(x)
            .map((each) => each.toNumber())
            .sort((a, b) => b - a);
          expect(found.tie).toBe(descending[found.count - 1] === descending[found.count]);
        },
      ),
      { numRuns: RUNS / 4, seed: SEED },
    );
  }, 60_000);

  it('ranges over unknown weight: HHI, CR1, CR4, CR of any k, Nakamoto coefficient with and without a unit, n', () => {
    fc.assert(
      fc.property(
        fc.oneof(list, fc.constant(['0'])),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        threshold,
        (texts, amount, size, [num, den]) => {
          const { units, scale } = exactWeights(texts);
          const power = 10n ** BigInt(scale);
          const [u, unit] = [new Rational(amount), new Rational(size)];
          const x = texts.map(second.read);
          const unknown = BigInt(amount) * power;
          const profile = concentrationProfile({ known: units, unknownMass: unknown, unknownUnit: BigInt(size) * power });
          const hhi = second.hhiRange(x, u);
          const points = new Rational(10_000n);
          same(profile.hhi.exact.low as Fraction, hhi.low.times(points));
          same(profile.hhi.exact.high as Fraction, hhi.high.times(points));
          for (const [range, k] of [
            [profile.cr1, 1],
            [profile.cr4, 4],
            [concentrationRatioBounds(allocationOf(units, unknown, null), size), size],
          ] as const) {
            const expected = second.crRange(x, u, k);
            same(range.exact.low as Fraction, expected.low);
            same(range.exact.high as Fraction, expected.high);
          }
          const t = new Rational(num, den);
          for (const declared of [unit, null]) {
            const range: Bound = nakamotoBounds(allocationOf(units, unknown, declared && BigInt(size) * power), fraction(num, den));
            expect({ low: range.low, high: range.high }).toEqual(second.nakamotoRange(x, u, declared, t));
          }
          const n = second.positive(x).length;
          expect(profile.effectiveNumber.q0).toMatchObject({ low: Math.max(1, n), high: n + Math.ceil(amount / size) });
          const all = second.total(x).plus(u);
          if (n > 0) {
            const cubes = x.reduce((sum, each) => sum.plus(each.times(each).times(each)), new Rational(0n)).over(all.times(all).times(all));
            near(hillBounds(allocationOf(units, unknown, null), 3).high, cubes.toNumber() ** (-1 / 2), 1e-10);
          }
        },
      ),
      { numRuns: RUNS / 2, seed: SEED },
    );
  }, 120_000);

  it('Theil between and within, finite-sample HHI', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 12 }),
        (pairs) => {
          fc.pre(pairs.some(([weight]) => weight > 0));
          const units = pairs.map(([weight]) => BigInt(weight));
          const x = units.map((unit) => new Rational(unit));
          const groups = pairs.map(([, group]) => group);
          const split = must(theilSplit(units, groups));
          const n = second.positive(x).length;
          near(split.between, second.theilBetween(x, groups));
          near(split.within, Math.log(n) - second.entropy(x) - second.theilBetween(x, groups));
          const sample = second.hhiFiniteSample(x);
          if (sample === null) expect(finiteSampleHhi(units).value).toBeNull();
          else same(must(finiteSampleHhi(units)), sample);
        },
      ),
      { numRuns: RUNS / 4, seed: SEED },
    );
  }, 60_000);

  it('change of HHI: every part is the same fraction, and they add up', () => {
    const account = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const snapshot = fc
      .array(fc.tuple(account, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 8 })
      .map((entries) => new Map(entries))
      .filter((map) => [...map.values()].some((weight) => weight > 0));
    const aliases = fc.array(fc.tuple(account, fc.constantFrom('x', 'y', 'a')), { maxLength: 4 }).map((entries) => new Map(entries));
    fc.assert(
      fc.property(snapshot, snapshot, aliases, aliases, (before, after, then, now) => {
        const big = (map: ReadonlyMap<string, number>) => new Map([...map].map(([name, weight]) => [name, BigInt(weight)]));
        const exact = (map: ReadonlyMap<string, number>) => new Map([...map].map(([name, weight]) => [name, new Rational(weight)]));
        const found = must(hhiChange(big(before), big(after), then, now));
        const expected = second.hhiChange(exact(before), exact(after), then, now);
        const points = new Rational(10_000n);
        for (const name of ['reAttribution', 'exit', 'entry', 'ownGrowth', 'totalEffect', 'total'] as const)
          same(found[name], expected[name].times(points));
        same(sumOfParts(found), expected.total.times(points));
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  }, 60_000);

  it('prices and uptime: quantiles of both kinds, CV, MAD, mean, variance between and within', () => {
    const record = fc.record({
      price: fc.integer({ min: 1, max: 400 }),
      gpus: fc.integer({ min: 0, max: 16 }),
      provider: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), (records) => {
        const units = records.map(({ price }) => price);
        const x = units.map((unit) => new Rational(unit, 100n));
        const g = records.map(({ gpus }) => new Rational(gpus));
        const ones = records.map(() => new Rational(1n));
        const level = (num: number, den: number) => new Rational(num, den);
        const plain = must(dispersionOf(Float64Array.from(units), 2));
        for (const [name, q] of [
          ['p10', level(1, 10)],
          ['p25', level(1, 4)],
          ['p50', level(1, 2)],
          ['p75', level(3, 4)],
          ['p90', level(9, 10)],
        ] as const)
          near(plain[name], second.quantile(x, q).toNumber(), 1e-15);
        const median = second.quantile(x, level(1, 2));
        near(
          plain.mad,
          second
            .quantile(
              x.map((each) => each.minus(median).abs()),
              level(1, 2),
            )
            .toNumber(),
          1e-15,
        );
        const moments = second.variance(
          x,
          ones,
          records.map(() => 0),
        );
        near(plain.mean, moments.mean.toNumber(), 1e-15);
        near(plain.cv, Math.sqrt(moments.variance.toNumber()) / moments.mean.toNumber());
        fc.pre(records.some(({ gpus }) => gpus > 0));
        const weighted = must(
          weightedPriceDispersion(
            units.map((unit) => `${unit / 100}`),
            records.map(({ gpus }) => BigInt(gpus)),
          ),
        );
        for (const [name, q] of [
          ['p10', level(1, 10)],
          ['p50', level(1, 2)],
          ['p90', level(9, 10)],
        ] as const)
          near(weighted[name], second.weightedQuantile(x, g, q).toNumber(), 1e-15);
        const held = records.flatMap((each, place) => (each.gpus > 0 ? [place] : []));
        const at = <Value>(values: readonly Value[]) => held.map((place) => values[place] as Value);
        const expected = second.variance(at(x), at(g), at(records.map(({ provider }) => provider)));
        const uptime = must(
          uptimeSummary(
            records.map(({ price, gpus, provider }) => ({ provider, gpus: BigInt(gpus), uptime: fraction(price, 100) })),
            fraction(2),
          ),
        );
        same(uptime.exact.mean, expected.mean);
        same(uptime.exact.variance, expected.variance);
        same(uptime.exact.varianceBetween, expected.between);
        same(uptime.exact.varianceWithin, expected.variance.minus(expected.between));
        near(uptime.p05, second.weightedQuantile(x, g, level(1, 20)).toNumber(), 1e-15);
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  }, 60_000);
});
