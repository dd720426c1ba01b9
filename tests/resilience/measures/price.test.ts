import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCapacities } from '../../../shared/resilience/capacity.ts';
import { offersOf } from '../../../shared/resilience/measures/offers.ts';
import { createPriceState, priceCurve, priceImpact } from '../../../shared/resilience/measures/price.ts';
import { termsOf } from '../../../shared/resilience/terms.ts';
import { inventoryOf, portfolioOf } from '../build.ts';
import type { Class, Row } from '../oracle.ts';

type Priced = Row & { usd: number | null };

const settle = (rows: Priced[], classes: Class[]) => {
  const inventory = inventoryOf(rows, { priceUsdPerGpuHour: Float64Array.from(rows, ({ usd }) => usd ?? Number.NaN) });
  const portfolio = portfolioOf(classes);
  const counts = countCapacities(inventory, portfolio.classes);
  const offers = offersOf(inventory, portfolio.classes, counts.ids);
  const terms = termsOf(portfolio, { num: 1, den: 1 });
  return { counts, offers, terms, state: createPriceState(offers, terms, counts.ids.length) };
};

/** Costs of all instances that the rows can form, cheapest first: every pile of slots of one unit and domain, sorted and cut. Infinity = not priced. */
function costsByHand(rows: Priced[], { models, a, b = 1, domain }: Class): number[] {
  const piles = new Map<string, number[]>();
  for (const row of rows.filter((candidate) => !models || models.includes(candidate.model as string))) {
    const pile = `${row.unit} ${b > 1 && domain === 'site' ? row.site : ''}`;
    const slots = Array<number>((row.nodes ?? 1) * Math.floor(row.gpus / a)).fill(row.usd === null ? Infinity : row.usd * 1e6 * a);
    piles.set(pile, [...(piles.get(pile) ?? []), ...slots]);
  }
  const costs = [...piles.values()].flatMap((slots) => {
    const sorted = slots.sort((x, y) => (x === y ? 0 : x - y));
    return Array.from({ length: Math.floor(sorted.length / b) }, (_, index) =>
      sorted.slice(index * b, (index + 1) * b).reduce((sum, cost) => sum + cost, 0),
    );
  });
  return costs.sort((x, y) => (x === y ? 0 : x - y));
}

const rows: Priced[] = [
  { unit: 'cheap', gpus: 8, nodes: 2, model: 'H100', usd: 1.5 },
  { unit: 'dear', gpus: 8, nodes: 3, model: 'H100', usd: 2.5 },
  { unit: 'silent', gpus: 8, nodes: 1, model: 'H100', usd: null },
];
const nodes: Class[] = [{ name: 'node', a: 8, d: 4 }];

describe('the cheapest placement', () => {
  it('takes 2 nodes at 1.50 and 2 at 2.50: 2.00 on average, 2.50 for the last', () => {
    const { state } = settle(rows, nodes);
    expect(state.quote()).toMatchObject({ priced: 4, unpriced: 0, gpus: 32, cost: 64e6, averageUsd: 2, marginalUsd: 2.5 });
  });

  it('says how much is served beside a price: without the cheap one 3 of 4 at 2.50, the fourth without a price', () => {
    const { state, counts } = settle(rows, nodes);
    const impact = priceImpact(state, [counts.ids.indexOf('cheap')]);
    expect(impact.removed).toMatchObject({ priced: 3, unpriced: 1, averageUsd: 2.5, marginalUsd: 2.5 });
    // The same three nodes cost 1.50, 1.50 and 2.50 before.
    expect(impact.startForRemovedQuantity.averageUsd).toBeCloseTo(5.5 / 3, 12);
    expect(impact.start.averageUsd).toBe(2);
  });

  it('follows an order of removals and leaves the state as it was', () => {
    const { state, counts } = settle(rows, nodes);
    const order = ['dear', 'cheap', 'silent'].map((id) => counts.ids.indexOf(id));
    expect(priceCurve(state, order, [0, 1, 2, 3]).map(({ quote }) => [quote.priced, quote.unpriced, quote.averageUsd])).toEqual([
      [4, 0, 2],
      [2, 1, 1.5],
      [0, 1, null],
      [0, 0, null],
    ]);
    expect(state.quote().priced).toBe(4);
  });

  it('counts nodes without an owner only while nothing is removed', () => {
    const { state } = settle([...rows, { unit: null, gpus: 8, model: 'H100', usd: 1 }], nodes);
    expect(state.quote().averageUsd).toBe((8 + 12 + 12 + 20) / 32);
    state.toggle(2);
    expect(state.quote().averageUsd).toBe(2);
    state.toggle(2);
    expect(state.quote().averageUsd).toBe((8 + 12 + 12 + 20) / 32);
  });

  const rowOf = fc.record({
    unit: fc.constantFrom('a', 'b', 'c'),
    gpus: fc.integer({ min: 0, max: 9 }),
    nodes: fc.integer({ min: 1, max: 3 }),
    model: fc.constantFrom('H100', 'A100'),
    site: fc.constantFrom('s1', 's2'),
    usd: fc.constantFrom(null, 0.25, 0.5, 1, 2, 3),
  });
  const classes: Class[] = [
    { name: 'one', a: 1, d: 30, models: ['H100'] },
    { name: 'gang', a: 4, d: 5 },
    { name: 'two nodes', a: 2, b: 2, domain: 'site', d: 4 },
    { name: 'three nodes', a: 2, b: 3, domain: 'none', d: 4 },
  ];

  it('equals sorting all instances by hand, for any units removed and any quantity', () => {
    fc.assert(
      fc.property(
        fc.array(rowOf, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }),
        (list, toggles, instances) => {
          const { state, counts } = settle(list, classes);
          const removed = new Set<string>();
          for (const unit of toggles) {
            const id = counts.ids[unit];
            if (id === undefined) continue;
            state.toggle(unit);
            if (!removed.delete(id)) removed.add(id);
          }
          const left = list.filter((row) => !removed.has(row.unit));
          const quote = state.quote(instances);
          classes.forEach((workload, w) => {
            const taken = costsByHand(left, workload).slice(0, instances[w]);
            const priced = taken.filter((cost) => cost < Infinity);
            expect(quote.classes[w]).toMatchObject({
              priced: priced.length,
              unpriced: taken.length - priced.length,
              cost: priced.reduce((sum, cost) => sum + cost, 0),
              marginalUsd: priced.length === 0 ? null : (priced.at(-1) as number) / (workload.a * (workload.b ?? 1)) / 1e6,
            });
          });
        },
      ),
      { numRuns: 500, seed: 58 },
    );
  });

  it('offers as many instances as the adverse reading counts', () => {
    fc.assert(
      fc.property(fc.array(rowOf, { minLength: 1, maxLength: 8 }), (list) => {
        const { offers, counts } = settle(list, classes);
        offers.forEach((ofClass, w) => {
          counts.ids.forEach((_, unit) => {
            const offered = ofClass.reduce((sum, offer) => sum + (offer.unit === unit ? offer.instances : 0), 0);
            expect(offered).toBe(counts.low[unit * classes.length + w]);
          });
        });
      }),
      { numRuns: 300, seed: 59 },
    );
  });
});
