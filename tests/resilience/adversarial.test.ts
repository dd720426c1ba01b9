import { describe, expect, it } from 'vitest';
import type { ErrorValue } from '../../shared/case/error.ts';
import { errorValueOf } from '../../shared/case/error.ts';
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import type { Inventory } from '../../shared/resilience/inventory.ts';
import { prepareRemoval, removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf, tableCase, tableProblem } from './build.ts';
import { envelopeByHand } from './oracle.ts';

/** Odd inputs of removal-test.md 9.6. */
const column = (values: number[]) => values.map((value) => [value]);
const solve = (kappa: number[][], d: number[], value: number[], p: number, q: number) => {
  const { supply, terms } = tableProblem(kappa, d, value, p, q);
  return findBreakingPoint(supply, terms);
};
const errorOf = (run: () => unknown): ErrorValue | null => {
  try {
    run();
  } catch (error) {
    return errorValueOf(error);
  }
  return null;
};

describe('demand and threshold at their ends', () => {
  it('answers never, not 0 and not the number of units, without classes, without demand and at threshold 0', () => {
    expect(solve([[], []], [], [], 9, 10)).toMatchObject({ k: null, never: 'no-demand' });
    expect(solve([[3], [4]], [0], [1], 9, 10)).toMatchObject({ k: null, never: 'no-demand' });
    expect(solve([[3], [4]], [5], [0], 9, 10)).toMatchObject({ k: null, never: 'no-demand' });
    expect(solve([[3], [4]], [5], [1], 0, 1)).toMatchObject({ k: null, never: 'threshold-zero' });
    const { inventory, portfolio } = tableCase([[3], [4]], [0], [1]);
    const result = removalTest(inventory, portfolio, { threshold: '0.9', by: 'unit' });
    expect(result.breakingPoint).toEqual({ low: null, high: null, proven: true, members: [] });
    expect(checkCertificate(result.certificate, inventory, portfolio).valid).toBe(true);
  });

  it('passes where exactly the threshold is served, and fails one below', () => {
    expect(solve(column([9, 1]), [10], [1], 9, 10)).toMatchObject({ k: 1, members: [0] });
    expect(solve(column([1, 9]), [10], [1], 1, 10)).toMatchObject({ k: 2 });
    expect(solve(column([9]), [10], [1], 9, 10)).toMatchObject({ k: 1 });
    expect(solve(column([9]), [10], [1], 91, 100)).toMatchObject({ k: 0, members: [] });
  });

  it('reads 0.9 exactly: 0.9 of 10 is 9, not 9.000000000000002', () => {
    const { inventory, portfolio } = tableCase(column([3, 3, 3]), [10], [1]);
    expect(removalTest(inventory, portfolio, { threshold: '0.9', by: 'unit' })).toMatchObject({ below: 9, breakingPoint: { low: 1 } });
  });

  it.each(['1.1', '-0.1', 'ninety', '1/0', '', '110%'])('refuses the threshold "%s"', (threshold) => {
    const { inventory, portfolio } = tableCase(column([3]), [1], [1]);
    expect(errorOf(() => removalTest(inventory, portfolio, { threshold, by: 'unit' }))).toMatchObject({ code: 'threshold-invalid' });
  });
});

describe('supply at its ends', () => {
  it('answers 0 without any unit', () => {
    const result = removalTest(inventoryOf([]), portfolioOf([{ name: 'c', a: 1, d: 1 }]), {
      threshold: '1',
      by: 'unit',
      random: { seed: 1, trials: 10 },
    });
    expect(result).toMatchObject({ units: 0, served0: 0, breakingPoint: { low: 0, high: 0, proven: true, members: [] } });
  });

  it('answers 1 for one unit that is needed', () => {
    expect(solve(column([5]), [5], [1], 1, 1)).toMatchObject({ k: 1, members: [0] });
  });

  it('answers 0 for a class that nothing can serve', () => {
    expect(
      solve(
        [
          [5, 0],
          [5, 0],
        ],
        [5, 5],
        [1, 1],
        9,
        10,
      ),
    ).toMatchObject({ k: 0 });
  });

  it('breaks ties by id in code units, whatever the order of rows and the locale', () => {
    const names = ['é', 'z', 'Z', '10', '9', 'a'];
    const { inventory, portfolio } = tableCase(column([1, 1, 1, 1, 1, 1]), [6], [1], names);
    const result = removalTest(inventory, portfolio, { threshold: '0.6', by: 'unit' });
    expect(result.breakingPoint.members).toEqual(['10', '9', 'Z']);
    expect(result.certificate.alternatives).toEqual({ count: 20, complete: true, inEvery: [] });
  });

  it('takes capacities past 32 bits exactly', () => {
    const big = 2 ** 31;
    const rows = [1, 2, 3].map((factor) => ({ unit: `u${factor}`, gpus: big * factor }));
    const portfolio = portfolioOf([{ name: 'c', a: 1, d: 6 * big, value: 1000 }]);
    const inventory = inventoryOf(rows);
    expect(prepareRemoval(inventory, portfolio, { threshold: '1' }).pessimistic.capacity).toBeInstanceOf(Float64Array);
    const result = removalTest(inventory, portfolio, { threshold: '0.5', by: 'unit' });
    expect(result).toMatchObject({ demand: 6000 * big, breakingPoint: { low: 2, high: 2, members: ['u2', 'u3'] } });
    expect(checkCertificate(result.certificate, inventory, portfolio).valid).toBe(true);
  });

  it('refuses numbers that doubles do not hold exactly', () => {
    const portfolio = portfolioOf([{ name: 'c', a: 1, d: 2 ** 40, value: 2 ** 20 }]);
    expect(errorOf(() => removalTest(inventoryOf([]), portfolio, { threshold: '1', by: 'unit' }))).toMatchObject({
      code: 'numbers-too-large',
    });
  });

  it.each<[string, Partial<Inventory>, string]>([
    ['the same label twice', { unit: { codes: Int32Array.of(0, 1), labels: ['a', 'a'] } }, 'column "unit" lists the same label twice'],
    ['a code without label', { unit: { codes: Int32Array.of(0, 5), labels: ['a'] } }, 'column "unit" of row 2'],
    ['half a GPU', { gpus: { low: Float64Array.of(1, 0.5), high: Float64Array.of(1, 1) } }, 'column "gpus.low" of row 2'],
    ['a negative count', { gpus: { low: Float64Array.of(-1, 1), high: Float64Array.of(1, 1) } }, 'column "gpus.low" of row 1'],
    ['an empty interval', { gpus: { low: Float64Array.of(2, 1), high: Float64Array.of(1, 1) } }, 'column "gpus" of row 1'],
    ['no node', { nodes: Int32Array.of(1, 0) }, 'column "nodes" of row 2'],
    ['columns of different length', { uptime: new Float64Array(3) }, 'column "uptime" has 3 entries for 2 rows'],
  ])('refuses %s', (_, more, message) => {
    const inventory = inventoryOf(
      [
        { unit: 'a', gpus: 1 },
        { unit: 'b', gpus: 1 },
      ],
      more,
    );
    const error = errorOf(() => removalTest(inventory, portfolioOf([{ name: 'c', a: 1, d: 1 }]), { threshold: '1', by: 'unit' }));
    expect(error).toMatchObject({ code: 'inventory-invalid', message: expect.stringContaining(message) });
  });
});

describe('missing values', () => {
  const rows = [
    { unit: 'a', gpus: 8 },
    { unit: 'b', gpus: 8 },
  ];
  const strict = { gpus_per_node: 8, nodes: 1, quantity: 1 };
  const run = (workload: object, more: Partial<Inventory>) =>
    removalTest(inventoryOf(rows, more), { classes: [{ name: 'c', ...strict, ...workload }] }, { threshold: '1', by: 'unit' })
      .breakingPoint;

  it('make a row count in the optimistic reading only, for every predicate', () => {
    const known = Float64Array.of(0.999, Number.NaN);
    expect(run({ min_uptime: 0.995 }, { uptime: known })).toMatchObject({ low: 1, high: 2 });
    expect(run({ min_vram_gib: 80 }, { vramGib: Float64Array.of(80, Number.NaN) })).toMatchObject({ low: 1, high: 2 });
    expect(run({ max_usd_per_gpu_hour: 2 }, { priceUsdPerGpuHour: Float64Array.of(2, Number.NaN) })).toMatchObject({ low: 1, high: 2 });
    expect(run({ verified_only: true }, { verified: Int8Array.of(1, -1) })).toMatchObject({ low: 1, high: 2 });
    expect(run({ countries: ['de'] }, { country: { codes: Int32Array.of(0, -1), labels: ['DE'] } })).toMatchObject({ low: 1, high: 2 });
    expect(run({ gpu_models: ['H100'] }, { gpuModel: { codes: Int32Array.of(0, -1), labels: ['H100'] } })).toMatchObject({
      low: 1,
      high: 2,
    });
  });

  it('of a whole column leave 0 to all', () => {
    expect(run({ min_uptime: 0.995 }, {})).toMatchObject({ low: 0, high: 2 });
    expect(run({ verified_only: true }, { verified: undefined })).toMatchObject({ low: 0, high: 2 });
  });

  it('of a GPU count are nothing at one end and enough for the class at the other', () => {
    const gpus = { low: Float64Array.of(8, Number.NaN), high: Float64Array.of(8, Number.NaN) };
    expect(run({}, { gpus })).toMatchObject({ low: 1, high: 2 });
    expect(run({ quantity: 500 }, { gpus })).toMatchObject({ low: 0, high: 1 });
  });

  it('of a name that lists several models count only where each fits', () => {
    const gpuModel = { codes: Int32Array.of(0, 1), labels: ['H100', 'H100|A100'] };
    expect(run({ gpu_models: ['H100'] }, { gpuModel })).toMatchObject({ low: 1, high: 2 });
    expect(run({ gpu_models: ['H100', 'A100'] }, { gpuModel })).toMatchObject({ low: 2, high: 2 });
  });
});

describe('owners unknown', () => {
  const portfolio = portfolioOf([{ name: 'c', a: 1, d: 4 }]);
  const run = (rows: Parameters<typeof inventoryOf>[0]) => {
    const inventory = inventoryOf(rows);
    const result = removalTest(inventory, portfolio, { threshold: '1', by: 'provider' });
    for (const certificate of [result.certificate, result.certificateHigh])
      if (certificate) expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
    return result;
  };

  it('of everything: one owner at one end, each node its own at the other', () => {
    const result = run([{ unit: null, gpus: 2, nodes: 3 }]);
    expect(result).toMatchObject({ units: 0, served0: 4, breakingPoint: { low: 1, high: 2, proven: true, members: [] } });
    expect(result.sentence).toMatch(/Without one provider that owns all records of unknown provider/);
  });

  it('are never shown as a unit of the pessimistic reading', () => {
    const result = run([
      { unit: 'a', gpus: 4 },
      { unit: 'b', gpus: 4 },
      { unit: null, gpus: 4, nodes: 2 },
    ]);
    expect(result).toMatchObject({ units: 2, breakingPoint: { low: 2, high: 4, members: ['a', 'b'] } });
    expect(result.notes[0]).toMatch(/^1 record with 8 GPUs without a known removal unit/);
    expect(result.membersCertain).toContain('(owner unknown) record 3, node 1');
  });
});

describe('domains that reach across units', () => {
  it('are counted inside each unit, and the result says so', () => {
    const rows = [
      { unit: 'a', gpus: 8, nodes: 3, site: 's' },
      { unit: 'b', gpus: 8, nodes: 3, site: 's' },
    ];
    const result = removalTest(inventoryOf(rows), portfolioOf([{ name: 'gang', a: 8, b: 2, domain: 'site', d: 3 }]), {
      threshold: '1',
      by: 'provider',
    });
    expect(result.served0).toBe(2 * 16);
    expect(result.notes).toEqual([
      'Class "gang": a site can hold nodes of several removal units; it is counted inside each unit only (cautious).',
    ]);
  });
});

describe('more scarce classes than can be enumerated', () => {
  const width = 21;
  const d = Array<number>(width).fill(2);
  const value = Array<number>(width).fill(1);
  const kappa = Array.from({ length: 12 }, (_, u) => d.map((_, w) => (u * 7 + w * 5) % 3));

  it('give a bracket that says so, and its certificate holds', () => {
    const exact = envelopeByHand(kappa, d, value).findIndex((served) => served * 2 < 2 * width);
    const { supply, terms } = tableProblem(kappa, d, value, 1, 2);
    const { k, kLow } = findBreakingPoint(supply, terms);
    expect(kLow).toBeLessThanOrEqual(exact);
    expect(k).toBeGreaterThanOrEqual(exact);
    const { inventory, portfolio } = tableCase(kappa, d, value);
    const result = removalTest(inventory, portfolio, { threshold: '1/2', by: 'unit' });
    expect(checkCertificate(result.certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
    if (kLow !== k) expect(result.sentence).toMatch(/k\* is between \d+ and \d+ \(algorithmic gap\)/);
  });
});

it('stops where the checkpoint throws', () => {
  const kappa = Array.from({ length: 60 }, (_, u) => Array.from({ length: 10 }, (_, w) => (u * 31 + w * 17) % 23));
  const { inventory, portfolio } = tableCase(kappa, Array<number>(10).fill(500), Array<number>(10).fill(1));
  const calls: number[] = [];
  const stop = () =>
    removalTest(inventory, portfolio, {
      threshold: '0.7',
      by: 'unit',
      checkpoint: (done, total) => {
        expect(total).toBe(100);
        calls.push(done);
        if (calls.length === 5) throw new Error('cancelled');
      },
    });
  expect(stop).toThrow('cancelled');
  expect(calls).toEqual([...calls].sort((a, b) => a - b));
});
