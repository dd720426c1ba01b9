import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../shared/resilience/check-certificate.ts';
import { split } from '../../shared/resilience/competing/pieces.ts';
import { removalTest } from '../../shared/resilience/removal-test.ts';
import { inventoryOf, portfolioOf } from './build.ts';
import type { Class, Row } from './oracle.ts';

/** Worked examples of removal-test.md 9.2 and 3, numbers as printed there, all classes at once. */
const run = (rows: Row[], classes: Class[], threshold: string, more: Parameters<typeof inventoryOf>[1] = {}) => {
  const [inventory, portfolio] = [inventoryOf(rows, more), portfolioOf(classes)];
  const result = removalTest(inventory, portfolio, { mode: 'competing', threshold, by: 'unit' });
  for (const certificate of [result.certificate, result.certificateHigh])
    if (certificate) expect(checkCertificate(certificate, inventory, portfolio)).toEqual({ valid: true, findings: [] });
  return result;
};

it('example 2 where nothing is shared: the same as with each class asked alone', () => {
  const rows = [
    ...['A1', 'A2', 'A3', 'A4', 'A5', 'A6'].map((unit) => ({ unit, gpus: 1, model: 'a' })),
    ...['B1', 'B2'].map((unit) => ({ unit, gpus: 1, nodes: 10, model: 'b' })),
  ];
  const classes = [
    { name: 'A', models: ['a'], a: 1, d: 6 },
    { name: 'B', models: ['b'], a: 1, d: 10 },
  ];
  const { certificate, sentence, curves } = run(rows, classes, '80%');
  expect(certificate).toMatchObject({
    mode: 'competing',
    D: 16,
    below: 13,
    S0: 16,
    k: 2,
    kLow: 2,
    status: 'proven',
    R: ['B1', 'B2'],
    Z: ['B'],
    demandOutsideZ: 6,
    supplyAfter: 0,
    bound: 6,
    served: 6,
    need: 13,
    removedRho: 20,
    alternatives: { count: 1, complete: true, inEvery: ['B1', 'B2'] },
  });
  expect(certificate.lower).toMatchObject({ method: 'enumeration', subsets: 3, delta: 0, margin: { k: 1, S: 15, slack: 2 } });
  expect(curves.find(({ order }) => order === 'worst-case')?.served).toEqual([16, 15, 6, 5, 4, 3, 2, 1, 0]);
  expect(sentence).toBe(
    'Without B1 and B2, workload class B can use at most 0 GPUs but needs 10; at most 37.5 % of the portfolio can be served (threshold 80 %). No set of 1 unit (by unit) does this, proven over 3 class subsets.',
  );
});

it('example 3: 16 GPUs as 2 x 8 host two gangs of 8, as 16 x 1 none; single GPUs do not mind', () => {
  const served = (gpus: number, nodes: number, a: number) => {
    const { served0, served0High } = run([{ unit: 'u', gpus, nodes }], [{ name: 'w', a, d: 16 / a }], '0.5');
    expect(served0).toBe(served0High);
    return served0;
  };
  expect([served(8, 2, 1), served(1, 16, 1)]).toEqual([16, 16]);
  expect([served(8, 2, 8), served(1, 16, 8)]).toEqual([16, 0]);
});

it('example 4: removing one unit with an 8-GPU gang is enough', () => {
  const rows = [
    { unit: 'u1', gpus: 1, nodes: 50, model: 'a' },
    ...['u2', 'u3', 'u4'].map((unit) => ({ unit, gpus: 8, model: 'b' })),
    { unit: 'u5', gpus: 1, nodes: 40, model: 'a' },
  ];
  const { breakingPoint, certificate } = run(
    rows,
    [
      { name: 'A', models: ['a'], a: 1, d: 20 },
      { name: 'B', models: ['b'], a: 8, d: 3 },
    ],
    '9/10',
  );
  expect(breakingPoint).toMatchObject({ low: 1, high: 1, proven: true, members: ['u2'] });
  expect(certificate).toMatchObject({ D: 44, below: 40, bound: 36 });
});

it('example 7: provider totals 16, 10, 8 of unknown node size give 0 to 3 for one gang of 8', () => {
  const rows = [16, 10, 8].map((gpus, index) => ({ unit: `p${index}`, gpus }));
  const { breakingPoint, certificate, certificateHigh } = run(rows, [{ name: 'gang', a: 8, d: 1 }], '1', {
    nodeSizeKnown: new Uint8Array(3),
  });
  expect(breakingPoint).toMatchObject({ low: 0, high: 3, proven: true });
  expect([certificate.unknowns, certificateHigh?.unknowns]).toEqual(['pessimistic', 'optimistic']);
});

it('example 8: 4 nodes of 2 CPU hold 52 pods of 150m, and 46 more where 6 are running (kubernetes-sigs/cluster-capacity)', () => {
  const served = (free: number[]) =>
    run(
      free.map((gpus, index) => ({ unit: `n${index}`, gpus })),
      [{ name: 'pod', a: 150, d: 1000 }],
      '0',
    ).served0 / 150;
  expect(served([2000, 2000, 2000, 2000])).toBe(52);
  expect(served([1700, 1700, 1850, 1850])).toBe(46);
});

describe('example 9: the flow serves 4, whole jobs 3', () => {
  const rows = [
    { unit: 'u', gpus: 2, model: 'T1' },
    { unit: 'u', gpus: 2, model: 'T2' },
  ];
  const classes = [
    { name: 'A', models: ['T1', 'T2'], a: 2, d: 1 },
    { name: 'B', models: ['T1'], a: 1, d: 1 },
    { name: 'C', models: ['T2'], a: 1, d: 1 },
  ];

  it('brackets the breaking point by 0 and 1 with a rounding loss of 2', () => {
    const { breakingPoint, certificate, served0, served0High, sentence } = run(rows, classes, '1');
    expect(certificate).toMatchObject({ D: 4, S0: 4, k: 1, kLow: 0, status: 'bracket', lower: { delta: 2 } });
    expect(breakingPoint).toMatchObject({ low: 0, high: 1, proven: false });
    expect([served0, served0High]).toEqual([3, 4]);
    expect(sentence).toMatch(/Whether the threshold is met with nothing removed is open \(algorithmic gap\)\.$/);
  });

  it('proves 1 where 3 of 4 are enough', () => {
    expect(run(rows, classes, '3/4').breakingPoint).toMatchObject({ low: 1, high: 1, proven: true });
  });
});

it('example 10: the count of jobs is 2, 2, 2, 3, so values of its own get a bracket', () => {
  const nodes = [
    { unit: 'u1', gpus: 2, model: 'T' },
    { unit: 'u2', gpus: 1, model: 'X' },
    { unit: 'u3', gpus: 1, model: 'Y' },
  ];
  const classes = [
    { name: 'A', models: ['T'], a: 2, d: 1, value: 1 },
    { name: 'B1', models: ['T', 'X'], a: 1, d: 1, value: 1 },
    { name: 'B2', models: ['T', 'Y'], a: 1, d: 1, value: 1 },
  ];
  const without = (gone: string[]) =>
    run(
      nodes.filter(({ unit }) => !gone.includes(unit)),
      classes,
      '1/3',
    );
  for (const [gone, count] of [
    [['u2', 'u3'], 2],
    [['u3'], 2],
    [['u2'], 2],
    [[], 3],
  ] as const) {
    const { served0, served0High } = without([...gone]);
    expect(served0).toBeLessThanOrEqual(count);
    expect(served0High).toBeGreaterThanOrEqual(count);
  }
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
    const { served0, served0High } = run(rows, [{ name: 'gang', a, d: 10_000 }], '0');
    expect([served0 / a, served0High / a]).toEqual([expected, expected]);
  });

  it('loses the 60 gangs of 8 with models G2 and G3, proven', () => {
    expect(run(rows, [{ name: 'gang', a: 8, d: 60 }], '1').breakingPoint).toEqual({
      low: 2,
      high: 2,
      proven: true,
      members: ['G2', 'G3'],
    });
  });
});

describe('chain splitting', () => {
  it('cuts 6 GPUs into 4 and 2, and 10 into 8 and 2 (removal-test.md 4.1)', () => {
    const sizes = [1, 2, 4, 8];
    const amounts = (gpus: number, able: number[]) => split(gpus, able, sizes).map(({ amount }) => amount);
    expect(amounts(6, [1, 2])).toEqual([4, 2]);
    expect(amounts(10, [1, 3])).toEqual([8, 2]);
    expect(split(10, [1, 3], sizes).map(({ list }) => list)).toEqual([[1, 3], [1]]);
  });
});

describe('sizes that do not divide one another', () => {
  it('are refused by the rounding lemma, with a weaker lower end and a note that says so', () => {
    const rows = ['a', 'b', 'c', 'd'].map((unit) => ({ unit, gpus: 8, nodes: 3 }));
    const result = run(
      rows,
      [
        { name: 'three', a: 3, d: 4 },
        { name: 'four', a: 4, d: 4 },
      ],
      '1/2',
    );
    expect(result.notes.join(' ')).toMatch(/do not divide one another, so the rounding lemma does not apply.*"three" 3 as 4/);
    expect(result.certificate.lower).toMatchObject({ sizes: [4, 4] });
    expect(result.breakingPoint.low).toBeGreaterThanOrEqual(1);
  });
});

describe('a job of several nodes', () => {
  const gang: Class[] = [{ name: 'train', a: 8, b: 2, domain: 'site', d: 1 }];

  it('needs a site with as many nodes; two half sites do not make one', () => {
    const at = (sites: string[]) => sites.map((site) => ({ unit: 'u', gpus: 8, site }));
    expect(run(at(['x', 'x']), gang, '1').served0).toBe(16);
    expect(run(at(['x', 'y']), gang, '1').served0High).toBe(0);
  });

  it('may stand on nodes of unknown site only in the favourable reading', () => {
    const rows = [
      { unit: 'u', gpus: 8, site: null },
      { unit: 'u', gpus: 8, site: 'x' },
    ];
    const { served0, served0High, breakingPoint } = run(rows, gang, '1');
    expect([served0, served0High]).toEqual([0, 16]);
    expect(breakingPoint).toMatchObject({ low: 0, high: 1 });
  });
});
