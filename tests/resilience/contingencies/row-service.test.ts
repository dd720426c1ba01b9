import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowService, inventoryOfRows } from '../../../shared/resilience/contingencies/row-service.ts';
import type { Inventory } from '../../../shared/resilience/inventory.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import { servedAtStart } from '../../../shared/resilience/service.ts';
import { inventoryOf, portfolioOf } from '../build.ts';

/** The peer is the counting of the removal test itself, of an inventory that never held the lost rows. */
const row = fc.record({
  unit: fc.constantFrom('a', 'b', null),
  gpus: fc.integer({ min: 0, max: 9 }),
  nodes: fc.integer({ min: 1, max: 3 }),
  model: fc.constantFrom('H100', 'A100', null),
  site: fc.constantFrom('s1', 's2', null),
  sized: fc.boolean(),
  most: fc.constantFrom(0, 5, Infinity),
  lost: fc.boolean(),
});
const portfolio = portfolioOf([
  { name: 'one', a: 1, d: 12, models: ['H100'] },
  { name: 'gang', a: 4, d: 5 },
  { name: 'two nodes', a: 2, b: 2, domain: 'site', d: 9 },
  { name: 'three nodes', a: 2, b: 3, domain: 'none', d: 4, models: ['A100'] },
]);

const asBuilt = (rows: (typeof row extends fc.Arbitrary<infer Row> ? Row : never)[]): Inventory => {
  const inventory = inventoryOf(rows, { nodeSizeKnown: Uint8Array.from(rows, ({ sized }) => Number(sized)) });
  return { ...inventory, gpus: { low: inventory.gpus.low, high: Float64Array.from(rows, ({ gpus, most }) => gpus + most) } };
};

describe('capacity without some rows', () => {
  it('is what the removal test counts of the rows that are left, in both readings', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const inventory = asBuilt(rows);
        const { terms } = prepareRemoval(inventory, portfolio, { threshold: '1' });
        const service = createRowService(inventory, portfolio.classes, terms);
        const lost = Int32Array.from(rows.keys()).filter((index) => rows[index]?.lost);
        const kept = Int32Array.from(rows.keys()).filter((index) => !rows[index]?.lost);
        const left = service.without(lost);
        const counted = prepareRemoval(inventoryOfRows(inventory, kept), portfolio, { threshold: '1' });
        const served = (capacity: Float64Array) =>
          terms.quantity.reduce(
            (sum, wanted, index) => sum + (terms.value[index] as number) * Math.min(wanted, capacity[index] as number),
            0,
          );
        expect([served(left.low), served(left.high)]).toEqual([
          servedAtStart(counted.pessimistic, terms),
          servedAtStart(counted.optimistic, terms),
        ]);
        expect(service.without(new Int32Array(0))).toEqual(service.total);
      }),
      { numRuns: 1000, seed: 71 },
    );
  });
});
