import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { inputsText } from '../../shared/resilience/canonical.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import type { Inventory } from '../../shared/resilience/inventory.ts';
import { readInputs } from '../../shared/resilience/read-inputs.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf } from './build.ts';

type Node = { unit: string; gpus: number; cpu: number | null; memory: number | null; copies: number };
type Asked = { a: number; cpu?: number; memory?: number; b: number; d: number };

const amount = fc.option(fc.integer({ min: 0, max: 12 }), { freq: 6 });
const node = fc.record({
  unit: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5'),
  gpus: fc.integer({ min: 0, max: 8 }),
  cpu: amount,
  memory: amount,
  copies: fc.integer({ min: 1, max: 2 }),
});
const asked = fc
  .record({
    a: fc.integer({ min: 0, max: 4 }),
    cpu: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    memory: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    b: fc.integer({ min: 1, max: 2 }),
    d: fc.integer({ min: 1, max: 12 }),
  })
  .filter(({ a, cpu, memory }) => a > 0 || cpu !== undefined || memory !== undefined);

function inventory(nodes: Node[], more: Partial<Inventory> = {}): Inventory {
  const column = (pick: (node: Node) => number | null) => Float64Array.from(nodes, (one) => pick(one) ?? Number.NaN);
  const rows = nodes.map(({ unit, gpus, copies }) => ({ unit, gpus, nodes: copies }));
  return inventoryOf(rows, { cpuMilli: column(({ cpu }) => cpu), memoryMib: column(({ memory }) => memory), ...more });
}

const portfolio = (classes: Asked[], more: { value?: number } = {}) =>
  parsePortfolio({
    metric: 'workload',
    classes: classes.map(({ a, cpu, memory, b, d }, index) => ({
      name: `class ${index}`,
      gpus_per_node: a,
      cpu_milli_per_node: cpu,
      memory_mib_per_node: memory,
      nodes: b,
      quantity: d,
      ...more,
    })),
  });

/** Slots on one node, added one by one until something runs out; what is not stated is nothing, or without end. */
function slotsByHand({ gpus, cpu, memory }: Node, { a, cpu: c = 0, memory: m = 0 }: Asked, unknown: number): number {
  const left = { gpus, cpu: cpu ?? unknown, memory: memory ?? unknown };
  let slots = 0;
  while (slots < 100 && left.gpus >= a && left.cpu >= c && left.memory >= m) {
    left.gpus -= a;
    left.cpu -= c;
    left.memory -= m;
    slots += 1;
  }
  return slots;
}

/** The fewest units whose loss leaves less than p / 20 of all instances, over all subsets. */
function breakingPointByHand(nodes: Node[], classes: Asked[], p: number, unknown: number): number | null {
  const units = [...new Set(nodes.map(({ unit }) => unit))].sort();
  const demand = classes.reduce((sum, { d }) => sum + d, 0);
  let best: number | null = null;
  for (let set = 0; set < 2 ** units.length; set += 1) {
    const left = units.filter((_, at) => !((set >> at) & 1));
    const served = classes.reduce((sum, one) => {
      const instances = left.reduce((all, unit) => {
        const slots = nodes
          .filter((other) => other.unit === unit)
          .reduce((count, other) => count + other.copies * slotsByHand(other, one, unknown), 0);
        return all + Math.floor(slots / one.b);
      }, 0);
      return sum + Math.min(one.d, instances);
    }, 0);
    const size = units.length - left.length;
    if (served * 20 < p * demand && (best === null || size < best)) best = size;
  }
  return best;
}

describe('classes that ask for CPU and memory, each asked alone', () => {
  it('have the breaking point of all subsets of units, in both readings of what is not stated, with certificates that hold', () => {
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1, maxLength: 7 }),
        fc.array(asked, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 20 }),
        (nodes, classes, p) => {
          const supply = inventory(nodes);
          const result = removalTest(supply, portfolio(classes), { threshold: `${p}/20`, by: 'unit' });
          expect(result.breakingPoint.low).toBe(breakingPointByHand(nodes, classes, p, 0));
          expect(result.breakingPoint.high).toBe(breakingPointByHand(nodes, classes, p, 1000));
          expect(result.breakingPoint.proven).toBe(true);
          for (const certificate of [result.certificate, result.certificateHigh])
            if (certificate) expect(checkCertificate(certificate, supply, result.portfolio, null)).toEqual({ valid: true, findings: [] });
        },
      ),
      { numRuns: 600, seed: 51 },
    );
  });

  it('can be checked from inputs that were kept in a file', () => {
    const supply = inventory([{ unit: 'u1', gpus: 4, cpu: 8, memory: null, copies: 2 }]);
    const asks = portfolio([{ a: 1, cpu: 4, memory: 2, b: 1, d: 2 }]);
    const kept = readInputs(inputsText(supply, asks, 'unit'));
    expect(kept.inventory.cpuMilli).toEqual(Float64Array.of(8));
    expect(kept.inventory.memoryMib).toEqual(Float64Array.of(Number.NaN));
    expect(inputsText(kept.inventory, kept.portfolio, 'unit')).toEqual(inputsText(supply, asks, 'unit'));
  });
});

// removal-test.md 9.2, example 8: kubernetes-sigs/cluster-capacity README, 4 nodes x 2 CPU, pods of 150m
describe('the worked example of cluster-capacity', () => {
  const capacityOf = (cpu: number[], asks: Asked) => {
    const nodes = cpu.map((free, index): Node => ({ unit: `node-${index}`, gpus: 0, cpu: free, memory: null, copies: 1 }));
    const { counts } = prepareRemoval(inventory(nodes, { memoryMib: undefined }), portfolio([asks]), { threshold: '1' });
    return counts.low.reduce((sum, count) => sum + count, 0);
  };
  const pods = { a: 0, cpu: 150, b: 1, d: 1 };

  it('hosts 52 pods of 150m on four nodes of 2 CPU', () => expect(capacityOf([2000, 2000, 2000, 2000], pods)).toBe(52));

  it('hosts 46 more where six replicas run, however they are spread', () => {
    expect(capacityOf([1700, 1700, 1850, 1850], pods)).toBe(46);
    expect(capacityOf([1100, 2000, 2000, 2000], pods)).toBe(46);
  });
});

describe('what the data do not state of CPU and memory', () => {
  const asks = portfolio([{ a: 1, cpu: 4000, memory: 1024, b: 1, d: 1 }]);
  const rows = [{ unit: 'a', gpus: 4 }];

  it('is not asked for where no column states it, and the notes say so', () => {
    const { notes, breakingPoint } = removalTest(inventoryOf(rows), asks, { threshold: '1', by: 'unit' });
    expect(breakingPoint).toMatchObject({ low: 1, high: 1, proven: true });
    expect(notes).toContain('Class "class 0" ignores CPU: no column of the dataset serves the field cpu_milli.');
    expect(notes).toContain('Class "class 0" ignores memory: no column of the dataset serves the field memory_mib.');
  });

  it('is nothing in the adverse reading and enough in the favourable one where a record does not state it', () => {
    const supply = inventoryOf(rows, { cpuMilli: Float64Array.of(Number.NaN) });
    const { notes, breakingPoint } = removalTest(supply, asks, { threshold: '1', by: 'unit' });
    expect(breakingPoint).toMatchObject({ low: 0, high: 1 });
    expect(notes.join()).toContain('1 of 1 records state no CPU');
  });

  it('holds nothing for certain where a total is not cut into nodes', () => {
    const supply = inventoryOf(rows, { cpuMilli: Float64Array.of(64_000), nodeSizeKnown: Uint8Array.of(0) });
    expect(removalTest(supply, asks, { threshold: '1', by: 'unit' }).breakingPoint).toMatchObject({ low: 0, high: 1 });
  });
});

it('refuses a class that asks for nothing', () => {
  expect(() => parsePortfolio({ classes: [{ name: 'x', gpus_per_node: 0, quantity: 1 }] })).toThrow('asks for no CPU or memory');
});
