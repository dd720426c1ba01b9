import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumAttacks } from '../../shared/resilience/alternatives.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { goThroughCuts } from '../../shared/resilience/check-cuts.ts';
import { smallestOverCuts } from '../../shared/resilience/cut-tree.ts';
import { cutTables, excesses, scarceClasses, topSums } from '../../shared/resilience/cuts.ts';
import { worstCase } from '../../shared/resilience/envelope.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { tableCase, tableProblem } from './build.ts';
import { attacksByHand, breakingPointByHand, envelopeByHand } from './oracle.ts';

/** Many classes, most of them scarce, few units: all subsets of units are the oracle, whatever the number of classes. */
const crowdedFrom = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).chain((width) =>
    fc
      .record({
        kappa: fc.array(
          fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })), {
            minLength: width,
            maxLength: width,
          }),
          { minLength: 4, maxLength: 8 },
        ),
        tenths: fc.array(fc.integer({ min: 4, max: 10 }), { minLength: width, maxLength: width }),
        value: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: width, maxLength: width }),
        p: fc.integer({ min: 4, max: 19 }),
      })
      .map(({ kappa, tenths, value, p }) => {
        const d = tenths.map((share, w) => Math.ceil((share * kappa.reduce((sum, row) => sum + (row[w] as number), 0)) / 10));
        return { kappa, d, value, p };
      }),
  );

const crowded = crowdedFrom(20, 30);
const less = crowdedFrom(15, 18);

describe('with many scarce classes', () => {
  it('proves the breaking point and says of minimum attacks what is true, also where it cannot list them all', () => {
    fc.assert(
      fc.property(crowded, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const point = findBreakingPoint(supply, terms);
        const k = breakingPointByHand(kappa, d, value, p, 20) as number;
        expect(point).toMatchObject({ k, kLow: k, proven: true });
        if (k === 0) return;
        const expected = attacksByHand(kappa, d, value, p, 20, k);
        expect(expected).toContainEqual(point.members);
        const found = minimumAttacks(supply, terms, k, point.members, { maxCutClasses: 30 });
        const names = expected.map(String);
        for (const attack of found.attacks) expect(names).toContain(String(attack));
        if (found.complete) expect(found.attacks).toHaveLength(expected.length);
        expect(found.inEvery).toEqual(point.members.filter((unit) => expected.every((attack) => attack.includes(unit))));
      }),
      { numRuns: 80, seed: 11, endOnFailure: true },
    );
  });

  it('finds the worst case of every number of removals', () => {
    fc.assert(
      fc.property(less, ({ kappa, d, value }) => {
        const { supply, terms } = tableProblem(kappa, d, value, 9, 10);
        const ks = Array.from({ length: kappa.length + 1 }, (_, k) => k);
        expect(Array.from(worstCase(supply, terms, ks, 30, []) as Float64Array)).toEqual(envelopeByHand(kappa, d, value));
      }),
      { numRuns: 80, seed: 11, endOnFailure: true },
    );
  });

  it('leaves a bracket that holds where the search may not read enough', () => {
    fc.assert(
      fc.property(crowded, fc.integer({ min: 0, max: 40 }), ({ kappa, d, value, p }, sums) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const expected = breakingPointByHand(kappa, d, value, p, 20) as number;
        fc.pre(expected > 0);
        const tops = topSums(supply, terms, supply.units);
        const classes = scarceClasses(tops, excesses(supply, terms), supply.units);
        const { k, low, complete } = smallestOverCuts(cutTables(supply, terms, classes, tops), supply.units, -1, undefined, 1, { sums });
        expect(low).toBeLessThanOrEqual(expected);
        expect(k).toBeGreaterThanOrEqual(expected);
        if (complete) expect(k).toBe(expected);
      }),
      { numRuns: 300, seed: 11, endOnFailure: true },
    );
  });

  it('writes certificates that the checker accepts', () => {
    fc.assert(
      fc.property(less, ({ kappa, d, value, p }) => {
        const { inventory, portfolio } = tableCase(kappa, d, value);
        const { certificate } = removalTest(inventory, portfolio, { threshold: `${p}/20`, by: 'provider' });
        expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
      }),
      { numRuns: 25, seed: 11, endOnFailure: true },
    );
  });

  it('are checked by a second way that agrees with all subsets of units, for true statements and false ones', () => {
    fc.assert(
      fc.property(less, fc.nat(8), fc.nat(8), ({ kappa, d, value, p }, first, second) => {
        const [kLow, k] = [first, second].map((size) => 1 + (size % kappa.length)).sort((a, b) => a - b) as [number, number];
        const { terms } = tableProblem(kappa, d, value, p, 20);
        const rows = kappa.map((row, unit) => [String(unit), row] as const);
        const classes = d.map((wanted, index) => ({ wanted, value: value[index] as number }));
        const total = d.map((_, index) => kappa.reduce((sum, row) => sum + (row[index] as number), 0));
        const worst = envelopeByHand(kappa, d, value);
        const spared = rows.map(([id]) => id);
        const found = goThroughCuts(rows, classes, total, terms.below, { k, kLow, spared, worstBefore: worst[0] as number });
        expect(found.complete).toBe(true);
        expect(found.broken).toBe(kLow >= 2 && (worst[kLow - 1] as number) < terms.below);
        expect(found.worstBefore).toBe(worst[k - 1]);
        const attacks = attacksByHand(kappa, d, value, p, 20, k);
        const dispensable = spared.filter((id) => attacks.some((attack) => !attack.includes(Number(id))));
        if (k < rows.length) expect([...found.dispensable].sort()).toEqual(dispensable);
      }),
      { numRuns: 25, seed: 11, endOnFailure: true },
    );
  });
});
