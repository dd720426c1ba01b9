import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { competingWorstCase } from '../../shared/resilience/competing/curves.ts';
import { split } from '../../shared/resilience/competing/pieces.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { servedBounds } from '../../shared/resilience/competing/supply.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { servedWithout } from '../../shared/resilience/service.ts';
import { gangCase } from './competing-build.ts';
import type { Gang, Node } from './competing-oracle.ts';
import { bestService } from './competing-oracle.ts';

/** Laws of removal-test.md 9.4 in competing mode; the breaking point of jobs of one GPU is exact, that of gangs a bracket. */
const UNITS = 8;
const models = fc.subarray([0, 1, 2, 3], { minLength: 1 });
const caseOf = (sizes: number[], most: number) =>
  fc.record({
    nodes: fc.array(fc.record({ unit: fc.nat(UNITS - 1), model: fc.nat(3), gpus: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 2,
      maxLength: most,
    }),
    gangs: fc.array(
      fc
        .record({ models, a: fc.constantFrom(...sizes), d: fc.integer({ min: 1, max: 12 }) })
        .map((gang): Gang => ({ ...gang, value: gang.a })),
      { minLength: 1, maxLength: 4 },
    ),
    p: fc.integer({ min: 1, max: 19 }),
  });
const fungible = caseOf([1], 24);
const gangs = caseOf([1, 2, 4, 8], 24);
const runs = { numRuns: 1000, seed: 94 };

const bracket = (nodes: Node[], jobs: Gang[], p: number, units = UNITS) => {
  const { inventory, portfolio } = gangCase(nodes, jobs, units);
  const { breakingPoint } = removalTest(inventory, portfolio, { mode: 'competing', threshold: `${p}/20`, by: 'provider' });
  return { low: breakingPoint.low as number, high: breakingPoint.high as number };
};
const exact = (nodes: Node[], jobs: Gang[], p: number, units = UNITS) => {
  const { low, high } = bracket(nodes, jobs, p, units);
  expect(low).toBe(high);
  return high;
};
const suppliesOf = (nodes: Node[], jobs: Gang[], p: number) => {
  const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
  const prepared = prepareRemoval(inventory, portfolio, { mode: 'competing', threshold: `${p}/20` });
  return { ...prepared, supply: prepared.competing?.pessimistic as CompetingSupply };
};

describe('the breaking point of jobs of one GPU that compete', () => {
  it('does not change with the names or the order of units', () => {
    fc.assert(
      fc.property(fungible, ({ nodes, gangs: jobs, p }) => {
        const renamed = nodes.map((node) => ({ ...node, unit: UNITS - 1 - node.unit })).reverse();
        expect(exact(renamed, jobs, p)).toBe(exact(nodes, jobs, p));
      }),
      runs,
    );
  });

  it('never rises when two units merge, which is what an operator with two accounts is', () => {
    fc.assert(
      fc.property(fungible, ({ nodes, gangs: jobs, p }) => {
        const merged = nodes.map((node) => (node.unit === 1 ? { ...node, unit: 0 } : node));
        expect(exact(merged, jobs, p)).toBeLessThanOrEqual(exact(nodes, jobs, p));
      }),
      runs,
    );
  });

  it('never rises with the threshold, and never falls when a unit gets more', () => {
    fc.assert(
      fc.property(fungible, fc.nat(UNITS - 1), fc.nat(3), ({ nodes, gangs: jobs, p }, unit, model) => {
        const k = exact(nodes, jobs, p);
        expect(exact(nodes, jobs, p + 1)).toBeLessThanOrEqual(k);
        expect(exact([...nodes, { unit, model, gpus: 5 }], jobs, p)).toBeGreaterThanOrEqual(k);
      }),
      runs,
    );
  });

  it('keeps when supply and demand are scaled alike', () => {
    fc.assert(
      fc.property(fungible, ({ nodes, gangs: jobs, p }) => {
        const larger = nodes.map((node) => ({ ...node, gpus: 3 * node.gpus }));
        const more = jobs.map((job) => ({ ...job, d: 3 * job.d }));
        expect(exact(larger, more, p)).toBe(exact(nodes, jobs, p));
      }),
      runs,
    );
  });

  it('is 2k - 1 or 2k where every unit is cloned and demand doubled', () => {
    fc.assert(
      fc.property(fungible, ({ nodes, gangs: jobs, p }) => {
        const k = exact(nodes, jobs, p);
        const clones = [...nodes, ...nodes.map((node) => ({ ...node, unit: node.unit + UNITS }))];
        const cloned = exact(
          clones,
          jobs.map((job) => ({ ...job, d: 2 * job.d })),
          p,
          2 * UNITS,
        );
        expect(cloned).toBeLessThanOrEqual(2 * k);
        expect(cloned).toBeGreaterThanOrEqual(Math.max(0, 2 * k - 1));
      }),
      runs,
    );
  });

  it('is the Nakamoto coefficient where one class demands the whole supply', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: UNITS }),
        fc.integer({ min: 1, max: 20 }),
        (sizes, p) => {
          const total = sizes.reduce((sum, size) => sum + size, 0);
          let held = 0;
          const expected = sizes
            .toSorted((a, b) => b - a)
            .findIndex((size) => {
              held += size;
              return held * 20 > total * (20 - p);
            });
          const nodes = sizes.map((gpus, unit) => ({ unit, model: 0, gpus }));
          expect(exact(nodes, [{ models: [0], a: 1, d: total, value: 1 }], p)).toBe(expected + 1);
        },
      ),
      runs,
    );
  });
});

describe('gangs that compete', () => {
  it('give a bracket that no law moves apart: merging, a higher threshold, more supply', () => {
    fc.assert(
      fc.property(gangs, ({ nodes, gangs: jobs, p }) => {
        const { low, high } = bracket(nodes, jobs, p);
        expect(low).toBeLessThanOrEqual(high);
        expect(
          bracket(
            nodes.map((node) => (node.unit === 1 ? { ...node, unit: 0 } : node)),
            jobs,
            p,
          ).low,
        ).toBeLessThanOrEqual(high);
        expect(bracket(nodes, jobs, p + 1).low).toBeLessThanOrEqual(high);
        expect(bracket([...nodes, { unit: 0, model: 0, gpus: 8 }], jobs, p).high).toBeGreaterThanOrEqual(low);
      }),
      runs,
    );
  });

  it('are served no more than each class asked alone, and no more than the same GPUs as single jobs', () => {
    fc.assert(
      fc.property(gangs, fc.nat(2 ** UNITS - 1), ({ nodes, gangs: jobs, p }, set) => {
        const gone = Array.from({ length: UNITS }, (_, unit) => unit).filter((unit) => (set >> unit) & 1);
        const { supply, terms, pessimistic } = suppliesOf(nodes, jobs, p);
        const { low, high } = servedBounds(supply, terms, gone);
        expect(low).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(servedWithout(pessimistic, terms, gone));
        const single = suppliesOf(
          nodes,
          jobs.map((job) => ({ ...job, a: 1, d: job.a * job.d, value: 1 })),
          p,
        );
        expect(servedBounds(single.supply, single.terms, gone).low).toBeGreaterThanOrEqual(high);
      }),
      runs,
    );
  });

  it('break no later than each class asked alone', () => {
    fc.assert(
      fc.property(gangs, ({ nodes, gangs: jobs, p }) => {
        const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
        const alone = removalTest(inventory, portfolio, { threshold: `${p}/20`, by: 'provider' }).breakingPoint.high as number;
        expect(bracket(nodes, jobs, p).high).toBeLessThanOrEqual(alone);
      }),
      runs,
    );
  });

  it('have curves that never rise, above the worst case', () => {
    fc.assert(
      fc.property(gangs, ({ nodes, gangs: jobs, p }) => {
        const { supply, terms } = suppliesOf(nodes, jobs, p);
        const ks = Array.from({ length: UNITS }, (_, k) => k + 1);
        const worst = competingWorstCase(supply, terms, ks) as { high: number[]; low: number[] };
        const { inventory, portfolio } = gangCase(nodes, jobs, UNITS);
        const { curves } = removalTest(inventory, portfolio, { mode: 'competing', threshold: `${p}/20`, by: 'provider' });
        for (const { order, k, served, servedLow } of curves) {
          served.forEach((value, index) => {
            if (index > 0) expect(value).toBeLessThanOrEqual(served[index - 1] as number);
            if (order !== 'worst-case-low' && (k[index] as number) > 0)
              expect(value).toBeGreaterThanOrEqual(worst.high[(k[index] as number) - 1] as number);
            if (servedLow) expect(servedLow[index]).toBeLessThanOrEqual(value);
          });
        }
      }),
      runs,
    );
  });

  it('lose no more than the heaviest spanning forest against the flow bound, which is no more than one cell a class and type', () => {
    fc.assert(
      fc.property(caseOf([1, 2, 4, 8], 5), fc.nat(2 ** UNITS - 1), ({ nodes, gangs: all, p }, set) => {
        const jobs = all.slice(0, 3).map((job) => ({ ...job, d: Math.min(job.d, 4) }));
        const { supply } = suppliesOf(nodes, jobs, p);
        const loss = supply.lower.loss as number;
        const largest = Math.max(...jobs.map(({ a }) => a));
        expect(loss).toBeLessThanOrEqual((supply.jobs.jobs.length + supply.pieces.sets.length - 1) * (largest - 1));
        const left = supply.pieces.totals.slice();
        for (let unit = 0; unit < UNITS; unit += 1)
          if ((set >> unit) & 1)
            for (let at = supply.pieces.first[unit] as number; at < (supply.pieces.first[unit + 1] as number); at += 1) {
              const index = supply.pieces.setOf[at] as number;
              left[index] = (left[index] as number) - (supply.pieces.amount[at] as number);
            }
        const flow = supply.flow(left).value;
        const best = bestService(nodes, jobs, set);
        expect(best).toBeLessThanOrEqual(flow);
        expect(best).toBeGreaterThanOrEqual(flow - loss);
      }),
      runs,
    );
  });
});

it('chain splitting leaves what a node can hold as it is: every set of gangs fits the pieces if and only if it fits the node', () => {
  const sizes = [1, 2, 4, 8];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 24 }),
      fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      fc.array(fc.nat(3), { maxLength: 12 }),
      (gpus, able, chosen) => {
        const gangsHeld = chosen.filter((job) => able.includes(job)).map((job) => sizes[job] as number);
        const fitsNode = gangsHeld.reduce((sum, size) => sum + size, 0) <= gpus;
        const pieces = split(gpus, able, sizes).flatMap(({ list, amount }) => {
          const size = Math.max(...list.map((job) => sizes[job] as number));
          return Array.from({ length: amount / size }, () => size);
        });
        const usable = pieces.reduce((sum, size) => sum + size, 0);
        for (const size of gangsHeld.sort((a, b) => b - a)) {
          const at = pieces.findIndex((free) => free >= size);
          if (at < 0) {
            expect(fitsNode).toBe(false);
            return;
          }
          pieces[at] = (pieces[at] as number) - size;
        }
        expect(fitsNode).toBe(true);
        expect(usable).toBeLessThanOrEqual(gpus);
      },
    ),
    { numRuns: 20_000, seed: 41 },
  );
});
