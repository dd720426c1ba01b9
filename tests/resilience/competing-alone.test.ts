import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf } from './build.ts';
import { gangCase } from './competing-build.ts';
import type { Gang, Node } from './competing-oracle.ts';
import { bestService } from './competing-oracle.ts';

// Classes that compete are served no more than each asked alone. Cuts count GPUs, so where instances do not fit them (gangs of a site, sizes
// that do not divide the nodes) asking each class alone is the lower bound; the answer of independent mode is the source of these numbers.
const UNITS = 4;
const setsOf = (k: number) =>
  Array.from({ length: 2 ** UNITS }, (_, set) => set).filter((set) => set.toString(2).replaceAll('0', '').length === k);
const cases = fc.record({
  nodes: fc.array(
    fc.record({
      unit: fc.nat(UNITS - 1),
      model: fc.nat(1),
      gpus: fc.constantFrom(1, 2, 3, 5, 8),
      site: fc.constantFrom('s', 't'),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  gangs: fc.array(
    fc
      .record({
        models: fc.constantFrom<number[]>([0], [1], [0, 1]),
        a: fc.constantFrom(1, 2, 3, 4),
        b: fc.constantFrom(1, 2),
        site: fc.boolean(),
        d: fc.integer({ min: 1, max: 5 }),
      })
      .map((gang): Gang => ({ ...gang, value: gang.a * gang.b })),
    { minLength: 1, maxLength: 3 },
  ),
  p: fc.integer({ min: 1, max: 10 }),
});
const at = (curve: { k: number[]; served: number[] } | undefined, k: number) => curve?.served[curve.k.indexOf(k)] ?? 0;
const curvesOf = (nodes: Node[], gangs: Gang[], p: number) => {
  const { inventory, portfolio } = gangCase(nodes, gangs, UNITS);
  const options = { threshold: `${p}/10`, by: 'provider' };
  const competing = removalTest(inventory, portfolio, { ...options, mode: 'competing' });
  const alone = removalTest(inventory, portfolio, options);
  return { inventory, portfolio, competing, alone };
};

describe('the worst case of classes that compete', () => {
  it('is never above the best attack found, nor above that of each class asked alone, nor below the truth', () => {
    fc.assert(
      fc.property(cases, ({ nodes, gangs, p }) => {
        const { competing, alone } = curvesOf(nodes, gangs, p);
        const [worst, low, best, largest] = (['worst-case', 'worst-case-low', 'best-found', 'largest-first'] as const).map((order) =>
          competing.curves.find((curve) => curve.order === order),
        );
        const single = alone.curves.find(({ order }) => order === 'worst-case');
        for (let k = 0; k <= UNITS; k += 1) {
          expect(at(worst, k)).toBeLessThanOrEqual(at(best, k));
          expect(at(best, k)).toBeLessThanOrEqual(at(largest, k));
          expect(at(worst, k)).toBeLessThanOrEqual(at(single, k));
          const truth = Math.min(...setsOf(k).map((set) => bestService(nodes, gangs, set)));
          expect(at(worst, k)).toBeGreaterThanOrEqual(truth);
          expect(at(low, k)).toBeLessThanOrEqual(truth);
          if (k > 0) expect(at(worst, k)).toBeLessThanOrEqual(at(worst, k - 1));
        }
      }),
      { numRuns: 150, seed: 501 },
    );
  });

  it('bounds what the attack leaves no higher than each class asked alone, with a certificate that checks', () => {
    fc.assert(
      fc.property(cases, ({ nodes, gangs, p }) => {
        const { inventory, portfolio, competing } = curvesOf(nodes, gangs, p);
        const { certificate, breakingPoint } = competing;
        expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
        if (breakingPoint.high === null || !('bound' in certificate) || !('scale' in certificate)) return;
        const set = breakingPoint.members.reduce((bits, unit) => bits | (1 << Number(unit.slice(5))), 0);
        const each = gangs.reduce((sum, gang) => sum + bestService(nodes, [gang], set), 0);
        expect(Math.floor(certificate.bound / certificate.scale)).toBeLessThanOrEqual(each);
        expect(certificate.bound / certificate.scale).toBeGreaterThanOrEqual(bestService(nodes, gangs, set));
      }),
      { numRuns: 300, seed: 502 },
    );
  });

  it('is 10 of 13 where a gang of two nodes cannot use the single GPUs that its cut counts', () => {
    const rows = [
      { unit: 'u2', gpus: 8, model: 'A100', site: 's' },
      { unit: 'u2', gpus: 8, model: 'H100', site: 't' },
      { unit: 'u0', gpus: 3, model: 'H100', site: 's' },
      { unit: 'u0', gpus: 8, model: 'A100', site: 't' },
    ];
    const portfolio = portfolioOf([
      { name: 'c0', models: ['A100', 'H100'], a: 2, d: 4 },
      { name: 'c1', models: ['H100'], a: 1, b: 2, domain: 'site', d: 5 },
    ]);
    const options = { threshold: '9/10', by: 'provider' };
    const { curves } = removalTest(inventoryOf(rows), portfolio, { ...options, mode: 'competing' });
    const alone = removalTest(inventoryOf(rows), portfolio, options).curves.find(({ order }) => order === 'worst-case');
    // Without u2: c0 4 of 4 at 2 GPUs = 8, c1 one pair of the 3 H100 of site s = 2.
    expect(at(alone, 1)).toBe(10);
    for (const order of ['worst-case', 'best-found'])
      expect(
        at(
          curves.find((curve) => curve.order === order),
          1,
        ),
      ).toBe(10);
  });
});
