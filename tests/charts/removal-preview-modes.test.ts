import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removalOperations } from '../../electron/engine/analysis/removal.ts';
import { createPreview, evaluate, moveTo, type Preview, withPlacement } from '../../renderer/features/removal/preview.ts';
import { costOf, servedNowWords, servedWords } from '../../renderer/features/removal/served.ts';
import type { Portfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec, ServiceMetric } from '../../shared/case/removal.ts';
import { servedAlong } from '../../shared/resilience/competing/served-along.ts';
import { type CompetingSupply, servedBounds } from '../../shared/resilience/competing/supply.ts';
import type { Inventory } from '../../shared/resilience/inventory.ts';
import { type PreparedRemoval, prepareRemoval } from '../../shared/resilience/removal-test.ts';
import { unitName } from '../resilience/build.ts';
import { gangCase } from '../resilience/competing-build.ts';
import { bestService, type Gang, type Node } from '../resilience/competing-oracle.ts';

type Case = { inventory: Inventory; portfolio: Portfolio };

/** The page's evaluator of a case, by way of the answer that the engine gives it, and the same test prepared by the engine. */
function previewOf({ inventory, portfolio }: Case, more: Partial<RemovalSpec>): { preview: Preview; prepared: PreparedRemoval } {
  const spec: RemovalSpec = { dataset: 'd', by: 'provider', where: '', portfolio, threshold: '9/10', entities: 'none', ...more };
  const stamp = { dataset: 'd', base: null, asOf: null, by: 'provider', weight: 'gpu_count', where: '', unknownPolicy: 'bounds' as const };
  const supply = { inventory, notes: [], stamp: { ...stamp, entities: null, merged: 0, sample: false } };
  const { value } = removalOperations['removal.model'](null, { supply: supply as never, spec });
  const { kappa, pieces, ...model } = value;
  return {
    preview: createPreview({ ...model, kappa: new Blob(), pieces: new Blob() }, kappa.buffer, pieces.buffer),
    prepared: prepareRemoval(inventory, portfolio, { threshold: spec.threshold, mode: spec.mode }),
  };
}

const UNITS = 4;
const node = fc.record({
  unit: fc.nat(UNITS - 1),
  model: fc.nat(2),
  gpus: fc.integer({ min: 1, max: 9 }),
  site: fc.constantFrom('s', 't'),
});
const gang = fc.record({
  models: fc.subarray([0, 1, 2], { minLength: 1 }),
  a: fc.constantFrom(1, 2, 3, 4),
  b: fc.constantFrom(1, 1, 2),
  site: fc.boolean(),
  d: fc.integer({ min: 1, max: 3 }),
  value: fc.integer({ min: 1, max: 9 }),
});
const network = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 5 }),
  gangs: fc.array(gang, { minLength: 1, maxLength: 3 }),
});
const sets = Array.from({ length: 2 ** UNITS }, (_, set) => [...Array(UNITS).keys()].filter((unit) => (set >> unit) & 1));

describe('competing placement as the page evaluates it', () => {
  it('gives the bounds of the engine for any removed set, and the best service by trial of every placement lies between them', () => {
    fc.assert(
      fc.property(network, ({ nodes, gangs }: { nodes: Node[]; gangs: Gang[] }) => {
        const { preview, prepared } = previewOf(gangCase(nodes, gangs, UNITS), { mode: 'competing' });
        const supply = (prepared.competing as { pessimistic: CompetingSupply }).pessimistic;
        for (const [set, removed] of sets.entries()) {
          const { served } = evaluate(preview, removed.map(unitName));
          const engine = servedBounds(supply, prepared.terms, removed, removed.length === 0);
          expect(served).toEqual({ low: engine.low, most: engine.high, high: engine.high });
          const best = bestService(nodes, gangs, set);
          expect(served.low).toBeLessThanOrEqual(best);
          expect(served.most).toBeGreaterThanOrEqual(best);
        }
      }),
      { numRuns: 150, seed: 51 },
    );
  });

  it('is never above independent placement, and says the same again after units came and went', () => {
    fc.assert(
      fc.property(network, fc.shuffledSubarray([...Array(UNITS).keys()]), ({ nodes, gangs }, order) => {
        const given = gangCase(nodes, gangs as Gang[], UNITS);
        const { preview } = previewOf(given, { mode: 'competing' });
        const alone = previewOf(given, {}).preview;
        const names = order.map(unitName);
        const first = evaluate(preview, [...names]).served;
        expect(first.most).toBeLessThanOrEqual(evaluate(alone, names).served.low);
        for (const name of names) evaluate(preview, [name]);
        expect(evaluate(preview, names.toReversed()).served).toEqual(first);
      }),
      { numRuns: 200, seed: 52 },
    );
  });

  it('draws largest-first as the engine does and marks the first step below the threshold', () => {
    fc.assert(
      fc.property(network, ({ nodes, gangs }) => {
        const { preview, prepared } = previewOf(gangCase(nodes, gangs as Gang[], UNITS), { mode: 'competing' });
        const supply = (prepared.competing as { pessimistic: CompetingSupply }).pessimistic;
        const ks = [...Array(UNITS + 1).keys()];
        const start = servedBounds(supply, prepared.terms, []).high;
        const along = servedAlong(supply, prepared.terms, prepared.largestFirst, ks, start);
        expect(preview.largestFirst).toEqual({ k: ks, served: along });
        expect(ks.map((k) => evaluate(preview, moveTo(preview, [], k)).served.most)).toEqual(along);
        const candidate = along.findIndex((served) => served < preview.model.below);
        expect(preview.candidate).toBe(candidate < 0 ? null : candidate);
      }),
      { numRuns: 200, seed: 53 },
    );
  });

  // removal-test.md 9.2, example 9: the flow of GPUs serves 4, whole jobs 3
  it('calls an upper bound so, and takes over a better lower end from jobs that the engine placed', () => {
    const nodes = [
      { unit: 0, model: 0, gpus: 2 },
      { unit: 1, model: 1, gpus: 2 },
    ];
    const gangs = [
      { models: [0, 1], a: 2, d: 1, value: 2 },
      { models: [0], a: 1, d: 1, value: 1 },
      { models: [1], a: 1, d: 1, value: 1 },
    ];
    const { preview } = previewOf(gangCase(nodes, gangs, 2), { mode: 'competing', threshold: '1' });
    const evaluation = evaluate(preview, []);
    expect(evaluation.served).toEqual({ low: 3, most: 4, high: 4 });
    expect(servedNowWords(preview.model, evaluation.served)).toBe('at most 4 of 4');
    const one = evaluate(preview, [unitName(0)]);
    expect(one.served).toEqual({ low: 0, most: 2, high: 2 });
    const classes = preview.model.classes.map(({ name }, index) => ({ name, wanted: 1, served: { low: index === 0 ? 1 : 0, high: 1 } }));
    const placed = withPlacement(one, { served: { low: 2, high: 2 }, classes });
    expect(placed.served).toEqual({ low: 2, most: 2, high: 2 });
    expect(placed.classes[0]).toEqual({ low: 1, high: 1 });
    expect(servedNowWords(preview.model, placed.served)).toBe('2 of 4');
  });
});

describe('other metrics as the page evaluates them', () => {
  // Two classes of one GPU: m0 has 6 of 4 wanted, m1 has 3 of 4 wanted; values 5 and 2.
  const given = gangCase(
    [
      { unit: 0, model: 0, gpus: 4 },
      { unit: 1, model: 0, gpus: 2 },
      { unit: 2, model: 1, gpus: 3 },
    ],
    [
      { models: [0], a: 1, d: 4, value: 5 },
      { models: [1], a: 1, d: 4, value: 2 },
    ],
    3,
  );
  const servedOf = (metric: ServiceMetric, removed: number[]) => {
    const { preview } = previewOf(given, { metric, threshold: '1/2' });
    const { served } = evaluate(preview, removed.map(unitName));
    return { served: served.low, below: preview.model.below, words: servedWords(preview.model, served.low), first: preview.candidate };
  };

  it('measures the worst class by its share of what it wants: 3 of 4, then 2 of 4 of the other, then nothing', () => {
    expect(servedOf('worst-class', [])).toMatchObject({ served: 0.75, below: 0.5, words: '75.0 %' });
    expect(servedOf('worst-class', [0])).toMatchObject({ served: 0.5 });
    // largest first is unit 0 with 4 GPUs (a half is not below a half), then unit 2 with 3
    expect(servedOf('worst-class', [0, 2])).toMatchObject({ served: 0, first: 2 });
  });
  it('counts classes that are served in full, each once with the value of one instance: 5 of 5 + 2', () => {
    expect(servedOf('all-or-nothing', [])).toMatchObject({ served: 5, below: 4, words: '5 of 7', first: 1 });
    expect(servedOf('all-or-nothing', [0])).toMatchObject({ served: 0 });
  });
});

describe('what removals cost', () => {
  it('is 1 for each unit without a cost of its own', () => {
    expect(costOf({ a: 5 }, ['a', 'b', 'toString'])).toBe(7);
    expect(costOf({}, [])).toBe(0);
  });
});
