import { describe, expect, it } from 'vitest';
import type { CompetingCertificate } from '../../shared/resilience/certificate.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { hittingNumber } from '../../shared/resilience/check-placement.ts';
import { checkRemoval } from '../../shared/resilience/check-removal.ts';
import { place, placementOf } from '../../shared/resilience/competing/placement.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf, unitName } from './build.ts';

/** Gangs of 8 on two kinds of nodes that single GPUs and pairs want as well: rounding may lose some. */
const sizes = [12, 10, 9, 8, 8, 7, 6, 5, 5, 4, 3, 3];
const rows = sizes.flatMap((nodes, unit) => [
  { unit: unitName(unit), gpus: 8, nodes, model: 'x' },
  { unit: unitName(unit), gpus: 8, nodes: 4, model: 'y' },
]);
const classes = [
  { name: 'train', models: ['x', 'y'], a: 8, d: 60 },
  { name: 'serve', models: ['x'], a: 1, d: 150 },
  { name: 'pair', models: ['y'], a: 2, d: 80 },
];
const inventory = inventoryOf(rows);
const portfolio = portfolioOf(classes);
const solve = (threshold: string) => {
  const result = removalTest(inventory, portfolio, { mode: 'competing', threshold, by: 'provider' });
  return { ...result, certificate: result.certificate as CompetingCertificate };
};
const { certificate } = solve('0.7');
const k = certificate.k as number;
const check = (change: Partial<CompetingCertificate>, base = certificate) => checkCertificate({ ...base, ...change }, inventory, portfolio);
const lower = (change: Partial<CompetingCertificate['lower']>, base = certificate) => ({ lower: { ...base.lower, ...change } });

describe('a certificate in competing mode', () => {
  it('is accepted as it was written, also from a file', () => {
    expect(certificate).toMatchObject({ status: 'proven', lower: { method: 'rounding' } });
    expect(certificate.k).toBeGreaterThanOrEqual(3);
    expect(certificate.lower.delta).toBeGreaterThan(0);
    expect(check({})).toEqual({ valid: true, findings: [] });
    const copy = JSON.parse(JSON.stringify({ ...certificate, inputs: 'abc' }));
    expect(checkRemoval(copy, { inventory, portfolio, by: 'provider', inputs: 'abc' })).toEqual({ valid: true, findings: [] });
  });

  it.each<[string, Partial<CompetingCertificate>]>([
    ['a smaller attack', { k: 1, kLow: 1, R: [unitName(0)] }],
    ['a larger breaking point', { k: k + 1, kLow: k + 1, R: [...certificate.R, unitName(11)] }],
    ['a bracket called proven', { kLow: 1 }],
    ['other members', { R: certificate.R.with(0, unitName(11)) }],
    ['a unit that is not there', { R: certificate.R.with(0, 'nobody') }],
    ['another cut', { Z: ['serve'] }],
    ['a class that is not there', { Z: [...certificate.Z, 'other'] }],
    ['less demand outside', { demandOutsideZ: certificate.demandOutsideZ - 1 }],
    ['less supply left', { supplyAfter: certificate.supplyAfter - 1 }],
    ['another bound', { bound: certificate.bound - 1 }],
    ['another need', { need: certificate.need + 1 }],
    ['another removed supply', { removedRho: certificate.removedRho + 1 }],
    ['another start', { S0: certificate.S0 + 1 }],
    ['a served value that is only bounded', { served: certificate.bound }],
    ['a scale that leaves fractions', { scale: 0 }],
    ['another count of what is left', { rho: 'instances' }],
    ['a loss that is too small', lower({ delta: 0 })],
    ['a limit that is too low', lower({ below: 1 })],
    ['sizes that are too small', lower({ sizes: [4, 1, 2] })],
    ['an exactness it has not', lower({ method: 'enumeration' })],
    ['no method', lower({ method: 'none' })],
    ['a packing that is not stored', lower({ method: 'packing' })],
    ['a margin that is not exact', lower({ margin: { k: 2, S: 800, slack: 10 } })],
    ['another number of subsets', lower({ subsets: 6 })],
    ['attacks called complete', { alternatives: { count: 3, complete: true, inEvery: [] } }],
    ['an unneeded unit as needed', { alternatives: { count: 3, complete: false, inEvery: [certificate.R.at(-1) as string] } }],
    ['the mode of another', { mode: 'independent' as 'competing' }],
  ])('is refused with %s', (_, change) => {
    const { valid, findings } = check(change);
    expect(valid).toBe(false);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('is refused for other data', () => {
    expect(checkCertificate(certificate, inventoryOf(rows.slice(2)), portfolio).valid).toBe(false);
  });
});

describe('a stored placement', () => {
  const full = solve('1').certificate;
  const stored = full.lower.placements[0] as CompetingCertificate['lower']['placements'][number];

  it('shows that the test passes before any removal where rounding does not', () => {
    expect(full).toMatchObject({ kLow: 1, lower: { method: 'packing' } });
    expect(check({}, full)).toEqual({ valid: true, findings: [] });
  });

  it.each<[string, (placement: typeof stored) => typeof stored, RegExp]>([
    ['uses a node twice', (placement) => [...placement, placement[0] as (typeof stored)[number]], /nodes of row/],
    [
      'puts more on a node than it holds',
      (placement) => placement.with(0, { ...(placement[0] as (typeof stored)[number]), slots: [2, 0, 0] }),
      /GPUs on a node/,
    ],
    [
      'puts a class where it may not run',
      (placement) => placement.with(0, { ...(placement[0] as (typeof stored)[number]), row: 1, slots: [0, 1, 0] }),
      /may not run there|nodes of row/,
    ],
    ['leaves something out', (placement) => placement.slice(1), /does not reach the limit/],
    ['uses a row that is not there', (placement) => [...placement, { row: 999, nodes: 1, slots: [1, 0, 0] }], /row 1000/],
  ])('is refused where it %s', (_, change, reason) => {
    const { findings } = check(lower({ placements: [change(stored)] }, full), full);
    expect(findings.join()).toMatch(reason);
  });

  it('proves a lower end together with others: every attack must break each of them', () => {
    const prepared = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: '1' });
    const supply = prepared.competing?.pessimistic as CompetingSupply;
    // Without any one unit the portfolio can still be placed, so no single unit breaks the test.
    const placements = sizes.flatMap((_, unit) => {
      const removed = Uint8Array.from(sizes, (_size, other) => (other === unit ? 1 : 0));
      const placed = place(supply.groups, supply.jobs, removed);
      return placed.value >= supply.jobs.below ? [placementOf(supply.groups, supply.jobs, classes.length, placed)] : [];
    });
    expect(placements).toHaveLength(sizes.length);
    const closed = { ...full, kLow: 2, status: full.k === 2 ? ('proven' as const) : ('bracket' as const) };
    expect(check(lower({ method: 'hitting-set', placements }, closed), closed)).toEqual({ valid: true, findings: [] });
    expect(check(lower({ method: 'hitting-set', placements: placements.slice(1) }, closed), closed).findings).toEqual([
      '1 units break every stored placement',
    ]);
  });
});

describe('the smallest set that breaks every placement', () => {
  const cut = (need: number, ...loads: [string, number][]) => ({ need, loads: new Map(loads) });

  it('is found, or the limit where no smaller one does', () => {
    expect(hittingNumber([cut(1, ['a', 1]), cut(1, ['b', 1])], 5)).toBe(2);
    expect(hittingNumber([cut(3, ['a', 2], ['b', 2], ['c', 2])], 5)).toBe(2);
    expect(hittingNumber([cut(1, ['a', 1], ['b', 1]), cut(1, ['b', 1], ['c', 1])], 5)).toBe(1);
    expect(hittingNumber([cut(9, ['a', 2])], 4)).toBe(4);
    expect(hittingNumber([], 4)).toBe(0);
  });
});
