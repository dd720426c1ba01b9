import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { worstCase } from '../../shared/resilience/envelope.ts';
import { crossingOf, curveOf, greedyOrder, orderByWeight } from '../../shared/resilience/orders.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { servedWithout } from '../../shared/resilience/service.ts';
import { breakingPointBySkyband } from '../support/skyband.ts';
import { inventoryOf, portfolioOf, tableCase, tableProblem } from './build.ts';
import type { Row } from './oracle.ts';

/** Numbers: removal-test.md 9.2 of the design notes, by example number. */

const column = (values: number[]) => values.map((value) => [value]);
const envelope = (kappa: number[][], d: number[], value: number[]) => {
  const { supply, terms } = tableProblem(kappa, d, value, 1, 1);
  const ks = kappa.map((_, k) => k).concat(kappa.length);
  return Array.from(worstCase(supply, terms, ks, 20, []) as Float64Array);
};

describe('example 1: one class, capacities 40, 25, 10, 10, 5, 5, 5', () => {
  const capacities = [40, 25, 10, 10, 5, 5, 5];
  const run = (quantity: number, threshold: string) => {
    const { inventory, portfolio } = tableCase(column(capacities), [quantity], [1]);
    return removalTest(inventory, portfolio, { threshold, by: 'provider' });
  };

  it('serves 60, 60, 35, 25, 15, 10, 5, 0 in the worst case', () => {
    expect(envelope(column(capacities), [60], [1])).toEqual([60, 60, 35, 25, 15, 10, 5, 0]);
  });

  it('breaks at 2 for the whole demand: need 40, six minimum attacks, all with the 40', () => {
    const result = run(60, '1');
    expect(result.breakingPoint).toEqual({ low: 2, high: 2, proven: true, members: ['unit 000', 'unit 001'] });
    expect(result.certificate.need).toBe(40);
    expect(result.certificate.alternatives).toEqual({ count: 6, complete: true, inEvery: ['unit 000'] });
    expect(result.sentence).toBe(
      'Without unit 000 and unit 001, workload class class 0 can use at most 35 GPUs but needs 60; at most 58.3 % of the portfolio can be served (threshold 100 %). No set of 1 unit (by provider) does this, proven by sums of the largest capacities.',
    );
  });

  it('breaks at 3 for half of it: need 70', () => {
    const result = run(60, '1/2');
    expect(result.breakingPoint.high).toBe(3);
    expect(result.certificate.need).toBe(70);
  });

  it.each([
    ['49/100', 2],
    ['1/2', 2],
    ['2/3', 1],
  ])('1c: is the Nakamoto coefficient where demand is supply, threshold %s', (threshold, expected) => {
    expect(run(100, threshold).breakingPoint).toMatchObject({ low: expected, high: expected });
  });
});

describe('example 2: greedy is misled, the worst sets are not nested', () => {
  const kappa = [...Array.from({ length: 6 }, () => [1, 0]), [0, 10], [0, 10]];
  const { supply, terms } = tableProblem(kappa, [6, 10], [1, 1], 8, 10);

  it('needs 4 removals by adaptive greedy: 16, 15, 14, 13, 12', () => {
    const curve = curveOf(supply, terms, greedyOrder(supply, terms, 8));
    expect(Array.from(curve.subarray(0, 5))).toEqual([16, 15, 14, 13, 12]);
    expect(crossingOf(curve, terms.below)).toBe(4);
  });

  it('needs 2 in truth: both B units', () => {
    expect(terms).toMatchObject({ demand: 16, below: 13 });
    expect(findBreakingPoint(supply, terms)).toMatchObject({ k: 2, kLow: 2, members: [6, 7], proven: true });
    expect(breakingPointBySkyband(supply, terms)).toBe(2);
    expect(envelope(kappa, [6, 10], [1, 1])).toEqual([16, 15, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('has the certificate of the design note', () => {
    const { inventory, portfolio } = tableCase(kappa, [6, 10], [1, 1], ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2']);
    const { certificate } = removalTest(inventory, portfolio, { threshold: '80%', by: 'operator' });
    expect(certificate).toMatchObject({
      theta: [80, 100],
      D: 16,
      below: 13,
      S0: 16,
      k: 2,
      kLow: 2,
      status: 'proven',
      R: ['B1', 'B2'],
      Z: ['class 1'],
      demandOutsideZ: 6,
      supplyAfter: 0,
      bound: 6,
      served: 6,
      need: 13,
      removedRho: 20,
      alternatives: { count: 1, complete: true, inEvery: ['B1', 'B2'] },
    });
    expect(certificate.lower).toMatchObject({ subsets: 3, delta: 0, margin: { k: 1, S: 15, slack: 2 } });
  });
});

it('example 3: 16 GPUs as 2 x 8 host two gangs of 8, as 16 x 1 none', () => {
  const gang = portfolioOf([{ name: 'gang', a: 8, d: 2, value: 1 }]);
  const single = portfolioOf([{ name: 'single', a: 1, d: 16 }]);
  const served = (rows: Row[], portfolio: typeof gang) => removalTest(inventoryOf(rows), portfolio, { threshold: '1', by: 'unit' }).served0;
  const big = [{ unit: 'u', gpus: 8, nodes: 2 }];
  const small = [{ unit: 'u', gpus: 1, nodes: 16 }];
  expect([served(big, single), served(small, single)]).toEqual([16, 16]);
  expect([served(big, gang), served(small, gang)]).toEqual([2, 0]);
});

it('example 4: largest-first needs 2 removals where 1 is enough', () => {
  const kappa = [
    [50, 0],
    [0, 1],
    [0, 1],
    [0, 1],
    [40, 0],
  ];
  const { supply, terms } = tableProblem(kappa, [20, 3], [1, 8], 9, 10);
  expect(terms).toMatchObject({ demand: 44, below: 40 });
  const byGpus = orderByWeight(kappa.map(([a, b]) => (a as number) + 8 * (b as number)));
  expect(Array.from(byGpus.subarray(0, 2))).toEqual([0, 4]);
  expect(crossingOf(curveOf(supply, terms, byGpus), terms.below)).toBe(2);
  expect(findBreakingPoint(supply, terms)).toMatchObject({ k: 1, members: [1] });
  expect(servedWithout(supply, terms, [1])).toBe(36);
});

describe('example 6: strictness', () => {
  it('counts 2 units for capacities 33, 33, 17, 17 at two thirds of 100', () => {
    const { supply, terms } = tableProblem(column([33, 33, 17, 17]), [100], [1], 2, 3);
    expect(terms.below).toBe(67);
    expect(findBreakingPoint(supply, terms).k).toBe(2);
  });

  it('counts 2 units for capacities 1, 1, 1 at two thirds of 3', () => {
    const { supply, terms } = tableProblem(column([1, 1, 1]), [3], [1], 2, 3);
    expect(terms.below).toBe(2);
    expect(findBreakingPoint(supply, terms).k).toBe(2);
  });
});

it('example 7: provider totals 16, 10, 8 of unknown node size give 0 to 3 for one gang of 8', () => {
  const rows = [16, 10, 8].map((gpus, index) => ({ unit: `p${index}`, gpus }));
  const inventory = inventoryOf(rows, { nodeSizeKnown: new Uint8Array(3) });
  const result = removalTest(inventory, portfolioOf([{ name: 'gang', a: 8, d: 1 }]), { threshold: '1', by: 'provider' });
  expect(result.breakingPoint).toMatchObject({ low: 0, high: 3, proven: true });
  expect(result.membersCertain).toEqual(['p0', 'p1', 'p2']);
  expect([result.certificate.unknowns, result.certificateHigh?.unknowns]).toEqual(['pessimistic', 'optimistic']);
  const single = removalTest(inventory, portfolioOf([{ name: 'single', a: 1, d: 34 }]), { threshold: '1', by: 'provider' });
  expect(single.breakingPoint).toMatchObject({ low: 1, high: 1 });
});

it('example 8: 4 nodes of 2 CPU hold 52 pods of 150m, and 46 more where 6 are running (kubernetes-sigs/cluster-capacity)', () => {
  const pods = portfolioOf([{ name: 'pod', a: 150, d: 1000, value: 1 }]);
  const served = (free: number[]) =>
    removalTest(inventoryOf(free.map((gpus, index) => ({ unit: `n${index}`, gpus }))), pods, { threshold: '0', by: 'node' }).served0;
  expect(served([2000, 2000, 2000, 2000])).toBe(52);
  expect(served([1700, 1700, 1850, 1850])).toBe(46);
});

const OPENB = '../shared/data/gpu-cluster-trace/openb_node_list_gpu_node.csv';
describe.skipIf(!existsSync(OPENB))(`example 11: openb cluster (needs ${OPENB})`, () => {
  const nodes = existsSync(OPENB)
    ? Papa.parse<{ gpu: string; model: string }>(readFileSync(OPENB, 'utf8').trim(), { header: true }).data
    : [];
  const rows: Row[] = nodes.map(({ gpu, model }) => ({ unit: model, gpus: Number(gpu), model }));

  it.each([
    [8, 617],
    [4, 1288],
    [2, 3094],
    [1, 6212],
  ])('hosts gangs of %i GPUs: %i', (a, expected) => {
    const portfolio = portfolioOf([{ name: 'gang', a, d: 10_000, value: 1 }]);
    expect(removalTest(inventoryOf(rows), portfolio, { threshold: '0', by: 'gpu_model' }).served0).toBe(expected);
  });

  it('loses all but 68 gangs of 8 with model G2, and 60 of them with G2 and G3', () => {
    const result = removalTest(inventoryOf(rows), portfolioOf([{ name: 'gang', a: 8, d: 60 }]), { threshold: '1', by: 'gpu_model' });
    expect(result.breakingPoint).toEqual({ low: 2, high: 2, proven: true, members: ['G2', 'G3'] });
    expect(result.certificate.lower.margin?.S).toBe(480);
    const without = rows.filter(({ model }) => model !== 'G2');
    const all = portfolioOf([{ name: 'gang', a: 8, d: 10_000, value: 1 }]);
    expect(removalTest(inventoryOf(without), all, { threshold: '0', by: 'gpu_model' }).served0).toBe(68);
  });
});
