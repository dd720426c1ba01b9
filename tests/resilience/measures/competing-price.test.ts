import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { competingPriceBounds } from '../../../shared/resilience/measures/competing-price.ts';
import { offersOf } from '../../../shared/resilience/measures/offers.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import { gangCase } from '../competing-build.ts';
import { cheapestBestService, type Gang, type Node } from '../competing-oracle.ts';

/** Bounds after the units of a set of bits are removed; prices in whole dollars, `null` = not stated. */
function boundsOf(nodes: Node[], gangs: Gang[], units: number, prices: (number | null)[], removed: number) {
  const { inventory, portfolio } = gangCase(nodes, gangs, units);
  const stated = Float64Array.from([...Array<number>(units).fill(Number.NaN), ...prices.map((price) => price ?? Number.NaN)]);
  const priced = { ...inventory, priceUsdPerGpuHour: stated };
  const prepared = prepareRemoval(priced, portfolio, { threshold: '1', mode: 'competing' });
  const { competing, terms, counts } = prepared;
  if (competing === null) throw new Error('classes compete');
  const offers = offersOf(priced, prepared.portfolio.classes, counts.ids);
  const microUsd = stated.map((price) => (Number.isNaN(price) ? Infinity : Math.round(price * 1e6)));
  const gone = counts.ids.flatMap((id, unit) => ((removed >> Number(id.replace(/\D/g, ''))) & 1 ? [unit] : []));
  return { ids: counts.ids, bounds: competingPriceBounds({ supply: competing.pessimistic, terms, offers, microUsd }, gone) };
}

const gang = (models: number[], a: number, d: number): Gang => ({ models, a, d, value: a });

describe('the price with competing placement', () => {
  // Two classes of one GPU want the cheap node of 2 GPUs at $1; the other one costs $3. Alone each would pay 2 x $1; together 2 x 1 + 2 x 3.
  it('counts every GPU once: 2 at $1 and 2 at $3 for two classes that would each pay $1 alone', () => {
    const nodes: Node[] = [
      { unit: 0, model: 0, gpus: 2 },
      { unit: 1, model: 0, gpus: 2 },
    ];
    const gangs = [gang([0], 1, 2), gang([0], 1, 2)];
    expect(boundsOf(nodes, gangs, 2, [1, 3], 0).bounds).toEqual({
      served: { low: 4, high: 4 },
      gpus: { low: 4, high: 4 },
      cost: { low: 8e6, high: 8e6 },
      averageUsd: { low: 2, high: 2 },
    });
    // without the cheap one two GPUs are left, at $3 each
    expect(boundsOf(nodes, gangs, 2, [1, 3], 1).bounds).toMatchObject({ gpus: { low: 2, high: 2 }, averageUsd: { low: 3, high: 3 } });
  });

  it('bounds from below only where a node without a price is needed, which then costs nothing', () => {
    const nodes: Node[] = [
      { unit: 0, model: 0, gpus: 2 },
      { unit: 1, model: 0, gpus: 2 },
    ];
    expect(boundsOf(nodes, [gang([0], 1, 4)], 2, [1, null], 0).bounds).toMatchObject({ cost: { low: 2e6, high: null } });
    expect(boundsOf(nodes, [gang([0], 1, 2)], 2, [1, null], 0).bounds).toMatchObject({ cost: { low: 0, high: 2e6 } });
  });

  it('has no answer where classes are worth different amounts per GPU and not all are served', () => {
    const gangs: Gang[] = [
      { models: [0], a: 1, d: 2, value: 1 },
      { models: [0], a: 1, d: 2, value: 5 },
    ];
    expect(boundsOf([{ unit: 0, model: 0, gpus: 2 }], gangs, 1, [1], 0).bounds).toBeNull();
    expect(boundsOf([{ unit: 0, model: 0, gpus: 4 }], gangs, 1, [1], 0).bounds).toMatchObject({ cost: { low: 4e6, high: 4e6 } });
  });

  it('holds the least cost of the best service, found by trying every placement', () => {
    const node = fc.record({ unit: fc.nat(2), model: fc.nat(1), gpus: fc.integer({ min: 1, max: 4 }) });
    const wanted = fc.record({
      models: fc.constantFrom<number[]>([0], [1], [0, 1]),
      a: fc.constantFrom(1, 2, 3),
      b: fc.constantFrom(1, 1, 2),
      d: fc.integer({ min: 1, max: 2 }),
    });
    let met = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(node, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 5 }),
        fc.array(wanted, { minLength: 1, maxLength: 2 }),
        fc.nat(7),
        (priced, classes, removed) => {
          const nodes = priced.map(([one]) => one);
          const prices = priced.map(([, price]) => price);
          const gangs = classes.map((one): Gang => ({ ...one, value: one.a * one.b }));
          const exact = cheapestBestService(nodes, gangs, removed, prices);
          const { bounds } = boundsOf(nodes, gangs, 3, prices, removed);
          if (bounds === null) throw new Error('every GPU is worth the same');
          const { served, cost, averageUsd, gpus } = bounds;
          expect(served.low).toBeLessThanOrEqual(exact.value);
          expect(served.high).toBeGreaterThanOrEqual(exact.value);
          expect(gpus.low).toBeLessThanOrEqual(exact.value);
          expect(cost.low).toBeLessThanOrEqual(exact.cost * 1e6);
          if (cost.high !== null) expect(cost.high).toBeGreaterThanOrEqual(exact.cost * 1e6);
          if (exact.value > 0 && averageUsd !== null) {
            expect(averageUsd.low).toBeLessThanOrEqual(exact.cost / exact.value + 1e-9);
            if (averageUsd.high !== null) expect(averageUsd.high).toBeGreaterThanOrEqual(exact.cost / exact.value - 1e-9);
          }
          if (cost.high === cost.low) met += 1;
        },
      ),
      { numRuns: 1000, seed: 11 },
    );
    // the bounds are worth having: they meet in most of these cases
    expect(met).toBeGreaterThan(600);
  });
});
