import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumAttacks } from '../../shared/resilience/alternatives.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { worstCase } from '../../shared/resilience/envelope.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { breakingPointBySkyband } from '../support/skyband.ts';
import { inventoryOf, portfolioOf, tableCase, tableProblem } from './build.ts';
import type { Class, Row } from './oracle.ts';
import { attacksByHand, breakingPointByHand, countByHand, envelopeByHand, readings } from './oracle.ts';

const problem = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    kappa: fc.array(
      fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })), { minLength: width, maxLength: width }),
      { minLength: 1, maxLength: 9 },
    ),
    d: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 20 }),
  }),
);

/** Demand between half and all of the supply of each class, most capacities 0: cuts of several classes decide. */
const specialists = (least: number, most: number, units: number) =>
  fc.integer({ min: least, max: most }).chain((width) =>
    fc
      .record({
        kappa: fc.array(
          fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })), {
            minLength: width,
            maxLength: width,
          }),
          { minLength: 4, maxLength: units },
        ),
        tenths: fc.array(fc.integer({ min: 5, max: 10 }), { minLength: width, maxLength: width }),
        value: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: width, maxLength: width }),
        p: fc.integer({ min: 6, max: 19 }),
      })
      .map(({ kappa, tenths, value, p }) => {
        const d = tenths.map((share, w) => Math.ceil((share * kappa.reduce((sum, row) => sum + (row[w] as number), 0)) / 10));
        return { kappa, d, value, p };
      }),
  );

describe('against all subsets of units', () => {
  it('finds the breaking point, by both ways, with an attack that breaks the limit', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const expected = breakingPointByHand(kappa, d, value, p, 20);
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const found = findBreakingPoint(supply, terms);
        expect(found.k).toBe(expected);
        expect(found.proven).toBe(true);
        expect(breakingPointBySkyband(supply, terms)).toBe(expected);
        if (expected) expect(attacksByHand(kappa, d, value, p, 20, expected)).toContainEqual(found.members);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    [
      'a class becomes scarce only with the last removal',
      [
        [0, 6, 0],
        [1, 4, 4],
        [8, 4, 0],
        [0, 0, 5],
      ],
      [9, 6, 5],
      [1, 7, 2],
      13,
    ],
    [
      'a cut passes its need by less than any single class would show',
      [
        [0, 2, 0, 0],
        [0, 0, 6, 0],
        [0, 0, 6, 0],
        [0, 0, 0, 9],
        [5, 0, 0, 0],
      ],
      [2, 1, 5, 5],
      [3, 5, 5, 5],
      10,
    ],
  ])('finds 2 where %s', (_, kappa, d, value, p) => {
    expect(breakingPointByHand(kappa, d, value, p, 20)).toBe(2);
    const { supply, terms } = tableProblem(kappa, d, value, p, 20);
    expect(findBreakingPoint(supply, terms).k).toBe(2);
  });

  it('finds it where many classes are scarce and units are specialists', () => {
    fc.assert(
      fc.property(specialists(5, 6, 8), ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        expect(findBreakingPoint(supply, terms).k).toBe(breakingPointByHand(kappa, d, value, p, 20));
      }),
      { numRuns: 400 },
    );
  });

  it('finds the same by threshold algorithm and by skyband on larger cases', () => {
    fc.assert(
      fc.property(specialists(5, 7, 40), ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        expect(findBreakingPoint(supply, terms).k).toBe(breakingPointBySkyband(supply, terms));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the worst case of every number of removals', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value }) => {
        const { supply, terms } = tableProblem(kappa, d, value, 9, 10);
        const ks = Array.from({ length: kappa.length + 1 }, (_, k) => k);
        expect(Array.from(worstCase(supply, terms, ks, 20, []) as Float64Array)).toEqual(envelopeByHand(kappa, d, value));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds all minimum attacks and the units in every one, also where the list is cut', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const { k, members } = findBreakingPoint(supply, terms);
        fc.pre(k !== null && k > 0);
        const expected = attacksByHand(kappa, d, value, p, 20, k as number);
        const inEvery = members.filter((unit) => expected.every((attack) => attack.includes(unit)));
        const found = minimumAttacks(supply, terms, k as number, members, { maxCutClasses: 20 });
        expect(found).toMatchObject({ complete: true, inEvery });
        expect(found.attacks.map(String).sort()).toEqual(expected.map(String).sort());
        const cut = minimumAttacks(supply, terms, k as number, members, { cap: 1, maxCutClasses: 20 });
        expect(cut.complete).toBe(expected.length === 1);
        expect(cut.inEvery).toEqual(inEvery);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a bracket that holds where classes are too many to enumerate', () => {
    fc.assert(
      fc.property(problem, ({ kappa, d, value, p }) => {
        const expected = breakingPointByHand(kappa, d, value, p, 20);
        const { supply, terms } = tableProblem(kappa, d, value, p, 20);
        const { k, kLow, members } = findBreakingPoint(supply, terms, { maxCutClasses: 0 });
        if (expected === null) expect(k).toBe(null);
        else {
          expect(kLow).toBeLessThanOrEqual(expected);
          expect(k).toBeGreaterThanOrEqual(expected);
          if ((k as number) > 0) expect(attacksByHand(kappa, d, value, p, 20, k as number)).toContainEqual(members);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('writes certificates that the checker accepts, proven and bracket', () => {
    fc.assert(
      fc.property(problem, fc.constantFrom(0, 20), ({ kappa, d, value, p }, maxCutClasses) => {
        const { inventory, portfolio } = tableCase(kappa, d, value);
        const result = removalTest(inventory, portfolio, { threshold: `${p}/20`, by: 'provider', maxCutClasses });
        expect(checkCertificate(result.certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
      }),
      { numRuns: 500 },
    );
  });
});

const row: fc.Arbitrary<Row> = fc.record({
  unit: fc.constantFrom('x', 'y', 'z', null),
  gpus: fc.integer({ min: 0, max: 5 }),
  nodes: fc.constantFrom(1, 1, 2),
  model: fc.constantFrom('m0', 'm1'),
  country: fc.constantFrom('DE', 'US', null),
  site: fc.constantFrom('s', 't', null),
});
const fewUnknown = (rows: Row[]) =>
  rows.reduce((sum, { unit, nodes }) => sum + (unit === null ? (nodes ?? 1) : 0), 0) <= 2 &&
  rows.filter(({ country, site }) => country === null || site === null).length <= 3;

describe('against all readings of unknown values', () => {
  const ends = (rows: Row[], classes: Class[], p: number, q: number) => {
    const found = [...readings(rows, ['DE', 'US'], ['s', 't', 'other'])].map((reading) => {
      const { kappa } = countByHand(reading, classes);
      return breakingPointByHand(
        kappa,
        classes.map(({ d }) => d),
        classes.map(({ a, b = 1, value }) => value ?? a * b),
        p,
        q,
      );
    });
    return { low: Math.min(...found.map((k) => k ?? Infinity)), high: Math.max(...found.map((k) => k ?? Infinity)) };
  };
  const solve = (rows: Row[], classes: Class[], p: number, q: number) => {
    const inventory = inventoryOf(rows);
    const portfolio = portfolioOf(classes);
    const result = removalTest(inventory, portfolio, { threshold: `${p}/${q}`, by: 'provider' });
    for (const certificate of [result.certificate, result.certificateHigh])
      if (certificate) expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
    const { low, high } = result.breakingPoint;
    return { low: low ?? Infinity, high: high ?? Infinity };
  };

  it('attains both ends with one class of single nodes', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }).filter(fewUnknown),
        fc.record({ a: fc.integer({ min: 1, max: 3 }), d: fc.integer({ min: 1, max: 8 }), p: fc.integer({ min: 1, max: 4 }) }),
        (rows, { a, d, p }) => {
          const classes: Class[] = [{ name: 'c', countries: ['DE'], a, d }];
          expect(solve(rows, classes, p, 4)).toEqual(ends(rows, classes, p, 4));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('holds every reading with several classes and gangs in one site', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }).filter(fewUnknown),
        fc.record({
          d: fc.integer({ min: 0, max: 6 }),
          e: fc.integer({ min: 0, max: 3 }),
          b: fc.integer({ min: 2, max: 3 }),
          p: fc.integer({ min: 1, max: 4 }),
        }),
        fc.constantFrom<'site' | 'none'>('site', 'none'),
        (rows, { d, e, b, p }, domain) => {
          const classes: Class[] = [
            { name: 'single', countries: ['DE'], a: 1, d },
            { name: 'other', models: ['m1'], countries: ['US'], a: 2, d: e },
            { name: 'gang', a: 2, b, domain, d: e },
          ];
          const found = solve(rows, classes, p, 4);
          const expected = ends(rows, classes, p, 4);
          expect(found.low).toBeLessThanOrEqual(expected.low);
          expect(found.high).toBeGreaterThanOrEqual(expected.high);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is one value where nothing is unknown, gangs included', () => {
    fc.assert(
      fc.property(
        fc.array(
          row.map((entry) => ({ ...entry, unit: entry.unit ?? 'x', country: entry.country ?? 'DE', site: entry.site ?? 's' })),
          { minLength: 1, maxLength: 8 },
        ),
        fc.record({ d: fc.integer({ min: 0, max: 6 }), e: fc.integer({ min: 0, max: 3 }), p: fc.integer({ min: 1, max: 4 }) }),
        (rows, { d, e, p }) => {
          const classes: Class[] = [
            { name: 'single', countries: ['DE'], a: 1, d },
            { name: 'gang', a: 2, b: 2, domain: 'site', d: e },
          ];
          expect(solve(rows, classes, p, 4)).toEqual(ends(rows, classes, p, 4));
        },
      ),
      { numRuns: 300 },
    );
  });
});
