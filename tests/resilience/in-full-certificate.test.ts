import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnknownsReading } from '../../shared/resilience/certificate.ts';
import { checkRemoval } from '../../shared/resilience/check-removal.ts';
import { allOrNothingBreakingPoint } from '../../shared/resilience/measures/all-or-nothing.ts';
import { inFullCertificate } from '../../shared/resilience/measures/in-full-certificate.ts';
import { prepareRemoval } from '../../shared/resilience/removal-test.ts';
import { tableCase } from './build.ts';

const problem = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 7 }),
    d: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 0, max: 10 }),
  }),
);

/** Smallest attack over all subsets; `null` = none. */
function byHand(kappa: number[][], d: number[], value: number[], p: number): number | null {
  const asked = [...d.keys()].filter((w) => (d[w] as number) > 0);
  const worth = (list: number[]) => list.reduce((sum, w) => sum + (value[w] as number), 0);
  const left = (w: number, set: number) => kappa.reduce((sum, row, u) => sum + ((set >> u) & 1 ? 0 : (row[w] as number)), 0);
  const sizes = [...Array(2 ** kappa.length).keys()]
    .filter((set) => 10 * worth(asked.filter((w) => left(w, set) >= (d[w] as number))) < p * worth(asked))
    .map((set) => [...set.toString(2)].filter((digit) => digit === '1').length);
  return sizes.length === 0 ? null : Math.min(...sizes);
}

const settle = ({ kappa, d, value, p }: { kappa: number[][]; d: number[]; value: number[]; p: number }) => {
  const { inventory, portfolio } = tableCase(kappa, d, value);
  const { pessimistic, terms, portfolio: whole } = prepareRemoval(inventory, portfolio, { threshold: `${p}/10` });
  const point = allOrNothingBreakingPoint(pessimistic, terms);
  const unknowns: UnknownsReading = 'none';
  const certificate = inFullCertificate(pessimistic, terms, point, { inputs: 'hash', grouping: 'provider', capacity: 'total', unknowns });
  return { certificate, check: (stated: unknown) => checkRemoval(stated, { inventory, portfolio: whole, by: 'provider', inputs: 'hash' }) };
};

describe('the certificate of classes served in full', () => {
  it('holds, with the breaking point of all subsets; one that claims more or less does not', () => {
    fc.assert(
      fc.property(problem, (asked) => {
        const { certificate, check } = settle(asked);
        const k = byHand(asked.kappa, asked.d, asked.value, asked.p);
        expect(certificate.k).toBe(k);
        expect(check(certificate)).toEqual({ valid: true, findings: [] });
        if (k === null) return;
        // a lower end above the truth, an attack that leaves a member out, another threshold
        const above = check({ ...certificate, k: k + 1, kLow: k + 1, status: 'proven' });
        expect(above.valid).toBe(false);
        if (k > 0) expect(check({ ...certificate, k: k - 1, kLow: k - 1, R: certificate.R.slice(1) }).valid).toBe(false);
        expect(check({ ...certificate, below: certificate.below + 1 }).valid).toBe(false);
      }),
      { numRuns: 1000, seed: 91 },
    );
  });

  it('finds a lower end that is too high even where the attack is one that works', () => {
    // any one of three units of 5 is too much for a demand of 12: k* = 1, and two units break it as well
    const { certificate, check } = settle({ kappa: [[5], [5], [5]], d: [12], value: [1], p: 10 });
    expect(certificate).toMatchObject({ k: 1, kLow: 1, D: 1, below: 1, S0: 1, served: 0, Z: ['class 0'] });
    const stretched = { ...certificate, k: 2, kLow: 2, R: ['unit 000', 'unit 001'] };
    expect(check(stretched).findings).toEqual(['some 1 units break the limit already']);
    expect(check({ ...certificate, inputs: 'other' }).findings).toEqual(['hash of the inputs is "hash", not "other"']);
    expect(check({ ...certificate, served: 'none' }).findings).toEqual(['the certificate has no readable "served"']);
  });
});
