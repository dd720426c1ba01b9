import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/entities/decision.ts';
import { groupEntities, groupWeights } from '../../shared/entities/groups.ts';
import { breakingPointOfSupply, headlineOf, headlinesByPolicy, impactOfDecision, mergeSupply } from '../../shared/entities/impact.ts';
import { createMergePreview, STANDARD_THRESHOLDS } from '../../shared/entities/merge-preview.ts';
import { add, compare, fraction, reduce } from '../../shared/metrics/exact.ts';
import { toPoints } from '../../shared/metrics/hhi.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import type { Supply } from '../../shared/resilience/terms.ts';
import { makeTerms } from '../../shared/resilience/terms.ts';
import { naiveCount, naiveHhi } from '../metrics/naive.ts';
import { linkOf, linksArbitrary, NAMES, unitsArbitrary } from './support.ts';

const confirm = (id: string) => ({ action: 'confirm' as const, links: [id], by: 'Ada', at: '2026-11-20', why: 'filing', members: null });
const weighted = unitsArbitrary.filter((units) => units.some((each) => each > 0n));

describe('the effect of a decision', () => {
  it('is known before it is taken: the two smallest of nine firms, 5 % and 4 %, add 2 x 5 x 4 = 40 points', () => {
    // industrialorganization.blogspot.com, worked HHI merger example: 1,540 before, 1,580 after.
    const units = [25n, 20n, 15n, 10n, 8n, 7n, 6n, 5n, 4n];
    const entities = units.map((_, index) => `firm ${index}`);
    const link = linkOf('firm 7', 'firm 8', 'proposed', 'strong');
    const impact = impactOfDecision({ entities, units, links: [link], asOf: null }, confirm(link.id));
    expect([impact.before.hhi, impact.after.hhi, impact.deltaHhi].map((each) => each && toPoints(each))).toEqual(
      [1540, 1580, 40].map((points) => fraction(points)),
    );
    expect([impact.before.entities, impact.after.entities]).toEqual([9, 8]);
    expect(impact.changed).toEqual([{ id: 'firm 7', members: ['firm 7', 'firm 8'] }]);
    expect(impact.breakingPoint).toBeNull();
  });

  it('merging two groups raises HHI by exactly 2 p_a p_b of the groups', () => {
    fc.assert(
      fc.property(linksArbitrary, weighted, fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), (list, units, from, to) => {
        fc.pre(from !== to);
        const link = linkOf(from, to, 'proposed', 'proof');
        const links = [...list.filter(({ id, state }) => id !== link.id && state !== 'rejected'), link];
        const grouping = groupEntities(NAMES, links, 'confirmed', null);
        const shares = groupWeights(grouping, units);
        const [a, b] = [from, to].map((name) => grouping.groupOf[NAMES.indexOf(name)] as number) as [number, number];
        const total = units.reduce((sum, each) => sum + each, 0n);
        const rise = a === b ? 0n : 2n * (shares[a] as bigint) * (shares[b] as bigint);
        const impact = impactOfDecision({ entities: NAMES, units, links, asOf: null }, confirm(link.id));
        expect(impact.deltaHhi).toEqual(reduce({ num: rise, den: total * total }));
      }),
    );
  });

  it('never lowers HHI or CR1 and never raises n or a Nakamoto coefficient when a link is confirmed', () => {
    fc.assert(
      fc.property(linksArbitrary, weighted, (list, units) => {
        const links = list.filter(({ state }) => state !== 'rejected');
        for (const { id } of links) {
          const { before, after } = impactOfDecision({ entities: NAMES, units, links, asOf: null, policy: 'all-plausible' }, confirm(id));
          expect(before.hhi && after.hhi && compare(after.hhi, before.hhi)).toBeGreaterThanOrEqual(0);
          expect(before.cr1 && after.cr1 && compare(after.cr1, before.cr1)).toBeGreaterThanOrEqual(0);
          expect(after.entities).toBeLessThanOrEqual(before.entities);
          for (const [name, count] of Object.entries(before.nakamoto)) expect(after.nakamoto[name]).toBeLessThanOrEqual(count as number);
        }
      }),
    );
  });

  it('taken back, leaves every number as it was', () => {
    fc.assert(
      fc.property(linksArbitrary, weighted, (links, units) => {
        const headline = (list: typeof links | readonly (typeof links)[number][]) =>
          headlineOf(groupEntities(NAMES, list, 'confirmed', null), units);
        for (const { id } of links) {
          const { links: after, inverse } = decide(links, confirm(id));
          expect(headline(decide(after, inverse).links)).toEqual(headline(links));
        }
      }),
    );
  });

  it('the three policies stand side by side, from the least to the most concentrated', () => {
    const links = [linkOf('a', 'b', 'confirmed', 'weak'), linkOf('b', 'c', 'proposed', 'strong')];
    const units = [1n, 1n, 1n, 1n, 0n, 0n, 0n, 0n];
    const { none, confirmed, 'all-plausible': plausible } = headlinesByPolicy({ entities: NAMES, units, links, asOf: null });
    // By hand: 4 x 1/16; 4/16 + 2/16; 9/16 + 1/16.
    expect([none.hhi, confirmed.hhi, plausible.hhi]).toEqual([fraction(1, 4), fraction(3, 8), fraction(5, 8)]);
  });
});

describe('the preview of a merge', () => {
  it('gives what merging gives, for every pair', () => {
    fc.assert(
      fc.property(weighted, fc.nat(7), fc.nat(7), (units, a, b) => {
        fc.pre(a !== b && (units[a] as bigint) > 0n && (units[b] as bigint) > 0n);
        const preview = createMergePreview(units);
        const merged = units.map((each, place) => (place === a ? each + (units[b] as bigint) : place === b ? 0n : each));
        const after = preview.afterPair(a, b);
        // of the merged list, by the second implementation from the definitions
        const [num, den] = naiveHhi(merged);
        expect(after.hhi).toEqual(reduce({ num, den }));
        const largest = [...merged].sort((x, y) => (x > y ? -1 : 1))[0] as bigint;
        expect(after.cr1).toEqual(reduce({ num: largest, den: preview.total }));
        expect(after.entities).toBe(merged.filter((each) => each > 0n).length);
        for (const [name, { num: part, den: whole }] of Object.entries(STANDARD_THRESHOLDS))
          expect(after.nakamoto[name]).toBe(naiveCount(merged, [part, whole]));
        expect(add(preview.before.hhi as never, reduce({ num: preview.pairRise(a, b), den: preview.total ** 2n }))).toEqual(after.hhi);
      }),
      { numRuns: 500 },
    );
  });

  it('of a record given to the largest is what the definition gives, with the other unknown weight dispersed', () => {
    fc.assert(
      fc.property(weighted, fc.bigInt({ min: 1n, max: 50n }), fc.bigInt({ min: 0n, max: 50n }), (units, record, rest) => {
        const preview = createMergePreview(units, STANDARD_THRESHOLDS, record + rest);
        const sorted = [...units].filter((each) => each > 0n).sort((a, b) => (a > b ? -1 : 1));
        const after = [(sorted[0] as bigint) + record, ...sorted.slice(1)];
        const total = units.reduce((sum, each) => sum + each, 0n) + record + rest;
        expect(preview.afterRecord(record).hhi).toEqual(
          reduce({ num: after.reduce((sum, each) => sum + each * each, 0n), den: total * total }),
        );
        const held = (k: number) => after.slice(0, k).reduce((sum, each) => sum + each, 0n);
        const half = after.findIndex((_, index) => held(index + 1) * 2n > total);
        expect(preview.afterRecord(record).nakamoto['1/2']).toBe(half < 0 ? null : half + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('without weight is not measured', () => {
    expect(createMergePreview([0n, 0n]).before).toEqual({
      hhi: null,
      entities: 0,
      cr1: null,
      nakamoto: { '1/3': null, '1/2': null, '2/3': null },
    });
  });

  it('an entity without weight changes nothing', () => {
    const preview = createMergePreview([3n, 0n, 1n]);
    expect(preview.afterPair(0, 1)).toEqual(preview.before);
  });
});

describe('the breaking point before and after a merge', () => {
  const capacities = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: NAMES.length, maxLength: NAMES.length });
  const supplyOf = (rows: readonly (readonly number[])[]): Supply => ({
    ids: NAMES,
    units: rows.length,
    classes: 2,
    capacity: Int32Array.from(rows.flat()),
    unattributed: new Float64Array(2),
  });
  const terms = makeTerms(['x', 'y'], Float64Array.of(10, 6), Float64Array.of(1, 2), Float64Array.of(1, 8), { num: 4, den: 5 });

  it('falls from 2 to 1 when two of three equal accounts are one (by hand: 12 served of 10; one removal leaves 8, two leave 4)', () => {
    const supply: Supply = {
      ids: ['a', 'b', 'c'],
      units: 3,
      classes: 1,
      capacity: Int32Array.of(4, 4, 4),
      unattributed: new Float64Array(1),
    };
    const demand = makeTerms(['x'], Float64Array.of(10), Float64Array.of(1), Float64Array.of(1), { num: 4, den: 5 });
    const link = linkOf('a', 'b', 'proposed', 'strong');
    const input = {
      entities: ['a', 'b', 'c'],
      units: [4n, 4n, 4n],
      links: [link],
      asOf: null,
      breakingPoint: breakingPointOfSupply(supply, demand),
    };
    expect(impactOfDecision(input, confirm(link.id)).breakingPoint).toEqual({
      before: { kLow: 2, k: 2, proven: true },
      after: { kLow: 1, k: 1, proven: true },
    });
  });

  it('never rises: a coarser grouping is weaker', () => {
    fc.assert(
      fc.property(linksArbitrary, capacities, (links, rows) => {
        const grouping = groupEntities(NAMES, links, 'all-plausible', null);
        const supply = supplyOf(rows);
        const merged = mergeSupply(supply, grouping);
        expect(merged.units).toBe(grouping.groups.length);
        expect(merged.ids).toEqual(grouping.groups.map(({ id }) => id));
        const all = ({ capacity }: Supply) => Array.from(capacity as ArrayLike<number>).reduce((sum, each) => sum + each, 0);
        expect(all(merged)).toBe(all(supply));
        const before = findBreakingPoint(supply, terms).k;
        const after = findBreakingPoint(merged, terms).k;
        expect(after).toBeLessThanOrEqual(before as number);
      }),
    );
  });

  it('nodes without an owner stay units of their own', () => {
    const supply: Supply = {
      ids: ['a', 'b', '(owner unknown) record 3'],
      units: 3,
      classes: 1,
      capacity: Int32Array.of(1, 2, 3),
      unattributed: new Float64Array(1),
    };
    const grouping = groupEntities(['a', 'b'], [linkOf('a', 'b', 'confirmed', 'proof')], 'confirmed', null);
    const merged = mergeSupply(supply, grouping);
    expect([merged.ids, Array.from(merged.capacity)]).toEqual([
      ['a', '(owner unknown) record 3'],
      [3, 3],
    ]);
  });
});
